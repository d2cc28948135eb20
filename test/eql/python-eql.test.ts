import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'smol-toml';
import { HAS_SHARED, shared } from '../support/shared.js';
import { verdict } from './verdict.js';

// Constant expressions of EQL's first implementation with their values: read where they lie beside the repository.
const describeShared = HAS_SHARED ? describe : describe.skip;
const where = HAS_SHARED ? '' : ' (skipped: no ../shared beside the repository)';

type Value = string | number | boolean | null;

interface Fold {
  readonly expression: string;
  readonly expected?: Value;
}

interface Section {
  readonly case_insensitive?: boolean;
  readonly fold?: { readonly tests: readonly Fold[] };
  readonly tests?: readonly Fold[];
}

/** Where the dialects differ by design. */
const OTHER_DIALECT: ReadonlyMap<string, string> = new Map([
  ['match', 'a function that EQL of Elasticsearch does not have'],
  ['wildcard', 'a function that EQL of Elasticsearch does not have'],
  ['wildcard_case_sensitive', 'a function that EQL of Elasticsearch does not have'],
]);
const DIFFERENT: ReadonlyMap<string, Value> = new Map<string, Value>([
  // Elasticsearch: nothing found is the empty text, not null.
  ['between("welcome to the planet", "welcome", "village")', ''],
  ['between("welcome to the planet", "goodbye", "planet")', ''],
  ['between("welcome to the planet", "welcome", "x", false)', ''],
  ['between("welcome to the planet", "welcome", "x", true)', ''],
  // Elasticsearch: an empty left or right gives the source.
  ['between("welcome to the planet", "", "x", true)', 'welcome to the planet'],
  ['between("welcome to the planet", "", "", false)', 'welcome to the planet'],
  ['between("welcome to the planet", "", "planet", false)', 'welcome to the planet'],
  // Elasticsearch: null where a position belongs gives null.
  ['substring("hello world", null, null)', null],
  ['substring("hello world", null, 5)', null],
  // Elasticsearch: exact, where Python rounds down.
  ['7 / 3.0', 7 / 3],
  ['7.0 / 3.0', 7 / 3],
]);
/** Expressions that the checker refuses, as Elasticsearch does. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['(100 * 10) - ("hello":length())', 'method syntax'],
  ['concat((100 * 10) - ("hello":length()) == 995, "...")', 'method syntax'],
]);

function rows(file: string): { section: string; expression: string; expected: Value }[] {
  const text = readFileSync(shared('conformance', 'python-eql', file), 'utf8');
  // Each table is described by Section.
  const sections = Object.entries(parse(text) as unknown as Record<string, Section>);
  return sections.flatMap(([section, { case_insensitive, fold, tests }]) => {
    if (case_insensitive === true || OTHER_DIALECT.has(section)) return [];
    return [...(fold?.tests ?? []), ...(tests ?? [])]
      .filter(({ expression }) => !REFUSED.has(expression))
      .map(({ expression: quotedEither, expected = null }) => {
        const expression = quotedEither.replaceAll("'", '"');
        const different = DIFFERENT.get(expression);
        return { section, expression, expected: different === undefined ? expected : different };
      });
  });
}

function check(expression: string, expected: Value): void {
  if (typeof expected === 'boolean') {
    expect(verdict(expression, {})).toBe(expected);
    expect(verdict(`not (${expression})`, {})).toBe(!expected);
  } else if (expected === null) {
    expect(verdict(`(${expression}) == null`, {})).toBe(true);
  } else {
    expect(verdict(`${expression} == ${JSON.stringify(expected)}`, {})).toBe(true);
  }
}

describeShared(`python-eql's values of constant expressions${where}`, () => {
  const files = ['test_string_functions.toml', 'test_folding.toml'];
  const all = HAS_SHARED ? files.flatMap(rows) : [];
  test.each(all)('$section: $expression', ({ expression, expected }) => {
    check(expression, expected);
  });

  test('there are as many as there were', () => {
    expect(all.length).toBeGreaterThan(130);
  });
});
