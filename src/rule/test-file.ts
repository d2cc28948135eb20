// What a `*.test.toml` may say: cases of events, and what the rule beside it makes of them. A slip in a test would make it pass
// for the wrong reason, so here every unknown key is an error, and a file with an error is not run at all.
import type { Scalar } from '../event/index.js';
import { suggest, type Diagnostic, type Source, type Span } from '../source/index.js';
import {
  isTable,
  parseToml,
  Problems,
  TableReader,
  tomlType,
  type TomlPath,
  type TomlValue,
} from '../toml/index.js';
import { distanceMs, eventsOf, tableDocument, type CaseEvent } from './test-events.js';

export { distanceMs, type CaseEvent };

/** A test of one rule, as written. */
export interface RuleTest {
  readonly source: Source;
  /** File, id or name of the rule; null: the file of the same name without `.test`. */
  readonly rule: { readonly text: string; readonly span: Span } | null;
  /** Fields of every event that is written out. */
  readonly defaults: CaseEvent['document'];
  readonly cases: readonly RuleTestCase[];
}

export interface RuleTestCase {
  readonly name: string;
  /** Where the case begins. */
  readonly span: Span;
  readonly expect: Expectation;
  /** How many alerts; null: any number, at least one for a match. */
  readonly alerts: number | null;
  /** The join key of each alert, in any order; null: any. A null within stands for an optional field that is not there. */
  readonly joinKeys: readonly (readonly (Scalar | null)[])[] | null;
  /** The events, in order, or the file that holds them: relative to the test. */
  readonly events: readonly CaseEvent[] | { readonly file: string; readonly span: Span };
}

export type Expectation = (typeof EXPECTATIONS)[number];

/** A test, or null where it has an error; `diagnostics` say all that is wrong with it. */
export interface RuleTestOutcome {
  readonly test: RuleTest | null;
  readonly diagnostics: readonly Diagnostic[];
}

const EXPECTATIONS = ['match', 'no_match'] as const;
const FILE_KEYS: readonly string[] = ['case', 'defaults', 'rule'];
const CASE_KEYS: readonly string[] = ['alerts', 'events', 'expect', 'file', 'join_keys', 'name'];

/** Reads one test file. */
export function readRuleTest(source: Source): RuleTestOutcome {
  const parsed = parseToml(source);
  if ('error' in parsed) return { test: null, diagnostics: [parsed.error] };
  const { document } = parsed;
  const problems = new Problems(document);
  const file = new TableReader(problems, document.root, []);
  file.requireKnown(FILE_KEYS, 'RS170');
  const written = file.has('rule') ? file.required('rule') : undefined;
  const defaults = document.root['defaults'];
  if (defaults !== undefined) file.table('defaults');
  const tables = file.tables('case');
  if (!file.has('case') || (tables.length === 0 && !problems.hasErrors)) {
    problems.report('RS174', 'error', ['case'], 'expected test cases, found no [[case]]');
  }
  const test = {
    source,
    rule: written === undefined ? null : { text: written, span: spanOf(problems, ['rule']) },
    defaults: isTable(defaults) ? tableDocument(defaults, ['defaults'], problems) : {},
    cases: tables.map((table) => readCase(table, problems)),
  };
  return { test: problems.hasErrors ? null : test, diagnostics: problems.diagnostics };
}

function readCase(table: TableReader, problems: Problems): RuleTestCase {
  table.requireKnown(CASE_KEYS, 'RS170');
  const name = table.required('name') ?? '';
  const expect = readExpectation(table);
  const alerts = table.integer('alerts', 0, Infinity) ?? null;
  const joinKeys = readJoinKeys(table, problems);
  const file = table.has('file') ? table.required('file') : undefined;
  if (table.has('file') === table.has('events')) {
    const found = table.has('file') ? 'both' : 'neither';
    const help = 'events are written out, or stand in a file beside the test';
    const key = table.has('file') ? 'file' : 'name';
    const message = `expected \`events\` or \`file\`, found ${found}`;
    table.report('RS172', 'error', key, message, { at: 'key', help });
  }
  checkExpectations(table, expect, alerts, joinKeys);
  return {
    name,
    span: spanOf(problems, table.path),
    expect,
    alerts,
    joinKeys,
    events:
      file === undefined
        ? eventsOf(table, problems)
        : { file, span: spanOf(problems, [...table.path, 'file']) },
  };
}

function readExpectation(table: TableReader): Expectation {
  const written = table.required('expect');
  const expectation = EXPECTATIONS.find((known) => known === written);
  if (written !== undefined && expectation === undefined) {
    const near = suggest(written, EXPECTATIONS);
    const message = `expected match or no_match for \`expect\`, found \`${written}\``;
    const help = near === undefined ? undefined : `did you mean \`${near}\`?`;
    table.report('RS104', 'error', 'expect', message, { help });
  }
  return expectation ?? 'match';
}

/** No alerts where a match is expected, or alerts where none is: whatever the rule does, such a case fails. */
function checkExpectations(
  table: TableReader,
  expect: Expectation,
  alerts: number | null,
  joinKeys: RuleTestCase['joinKeys'],
): void {
  for (const [key, count] of [
    ['alerts', alerts],
    ['join_keys', joinKeys?.length ?? null],
  ] as const) {
    if (count === null || (count === 0) === (expect === 'no_match')) continue;
    const asked = count === 0 ? 'none' : String(count);
    const message = `\`expect\` is ${expect}, but \`${key}\` asks for ${asked}`;
    table.report('RS173', 'error', key, message);
  }
}

function readJoinKeys(table: TableReader, problems: Problems): RuleTestCase['joinKeys'] {
  const rows = table.has('join_keys') ? table.array('join_keys') : undefined;
  return (
    rows?.map((row, index) => {
      const path = [...table.path, 'join_keys', index];
      if (!Array.isArray(row)) {
        const help = 'a join key is a list of values, one for each field behind `by`';
        const message = `expected an array for \`join_keys[${index}]\`, found ${tomlType(row)}`;
        problems.report('RS103', 'error', path, message, { help });
        return [];
      }
      return row.map((value, at) => joinValue(value, [...path, at], problems));
    }) ?? null
  );
}

/** TOML has no null: an empty list stands for a field that is not there. */
function joinValue(value: TomlValue, path: TomlPath, problems: Problems): Scalar | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (!Array.isArray(value) || value.length > 0) {
    const message = `expected a string, a number or a boolean in \`join_keys\`, found ${tomlType(value)}`;
    const help = 'an empty list, `[]`, stands for an optional field that is not there';
    problems.report('RS103', 'error', path, message, { help });
  }
  return null;
}

function spanOf({ document }: Problems, path: TomlPath): Span {
  return document.place(path)?.value ?? { start: 0, end: 0 };
}
