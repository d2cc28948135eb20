import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkQuery, compile, EQL_CODES, parseQuery } from '../../src/eql/index.js';
import { FieldSet, type FieldType } from '../../src/event/index.js';
import { placeOf, renderDiagnostic, type Diagnostic, type Source } from '../../src/source/index.js';
import { expectGolden } from '../support/goldens.js';
import { ROOT } from '../support/shared.js';

/** A small world, so that a longer field table changes no message. */
const FIELDS: ReadonlyMap<string, FieldType> = new Map([
  ['@timestamp', 'date'],
  ['destination.port', 'long'],
  ['event.category', 'keyword'],
  ['event.sequence', 'long'],
  ['host.id', 'keyword'],
  ['network.up', 'boolean'],
  ['process', 'object'],
  ['process.args', 'keyword'],
  ['process.executable', 'keyword'],
  ['process.name', 'keyword'],
  ['process.pid', 'long'],
  ['sample', 'keyword'],
  ['source.ip', 'ip'],
  ['user.name', 'keyword'],
]);

/** What every stage says of a query, as far as it gets. */
function diagnose(source: Source): readonly Diagnostic[] {
  const fieldType = (field: string): FieldType | undefined => FIELDS.get(field);
  const parsed = parseQuery(source);
  if (parsed.query === null) return parsed.diagnostics;
  const checked = checkQuery(parsed.query, source, {
    fieldType,
    knownFields: () => FIELDS.keys(),
    unknownFields: 'error',
  });
  const compiled =
    checked.query === null
      ? []
      : compile(checked.query, { fields: new FieldSet(), fieldType, source }).diagnostics;
  return [...parsed.diagnostics, ...checked.diagnostics, ...compiled];
}

const FOLDER = path.join(ROOT, 'test', 'fixtures', 'errors');
const slugs = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.eql'))
  .map((name) => name.slice(0, -'.eql'.length));

function diagnosticsOf(slug: string): readonly Diagnostic[] {
  const name = `${slug}.eql`;
  return diagnose({ name, text: readFileSync(path.join(FOLDER, name), 'utf8') });
}

describe('what a person reads', () => {
  test.each(slugs)('%s', (slug) => {
    const text = diagnosticsOf(slug).map((diagnostic) => renderDiagnostic(diagnostic));
    expect(text).not.toEqual([]);
    expectGolden(`errors/${slug}.expected`, text.join('\n'));
  });

  test('every code of the catalogue has a fixture, every code of a fixture is in the catalogue', () => {
    const codes = new Set(slugs.flatMap((slug) => diagnosticsOf(slug).map(({ code }) => code)));
    expect([...codes].sort()).toEqual(Object.keys(EQL_CODES).sort());
  });
});

describe('places inside a rule file', () => {
  const toml = [
    '[rule]',
    'name = "x"',
    "query = '''",
    'process where proces.name == "bash" and',
    '  process.pid : "1"',
    "'''",
  ].join('\n');
  const start = toml.indexOf('process where');
  const source: Source = {
    name: '<query>',
    text: toml.slice(start, toml.lastIndexOf("'''")),
    embedded: {
      within: { name: 'rules/example.toml', text: toml },
      toOuter: (offset) => start + offset,
    },
  };

  test('are told as line and column of the file', () => {
    expect(diagnose(source).map(placeOf)).toEqual([
      'rules/example.toml:4:15',
      'rules/example.toml:5:3',
    ]);
  });

  test('are told for syntax errors too', () => {
    const broken: Source = { ...source, text: source.text.replace(':', '=') };
    expect(diagnose(broken).map(placeOf)).toEqual(['rules/example.toml:5:15']);
  });
});
