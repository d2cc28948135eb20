import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'smol-toml';
import { checkQuery, parseQuery, printQuery, type CheckOptions } from '../../src/eql/index.js';
import type { FieldType } from '../../src/event/index.js';
import { renderDiagnostic, type Source } from '../../src/source/index.js';
import { HAS_SHARED, shared } from '../support/shared.js';
import { corpusRules, withoutSpans, type Named } from './support.js';

// Rules and vectors that are not ours to ship: read where they lie beside the repository.
const describeShared = HAS_SHARED ? describe : describe.skip;
const where = HAS_SHARED ? '' : ' (skipped: no ../shared beside the repository)';

function vectors(suite: string): Named[] {
  const file = shared('conformance', 'elasticsearch', `${suite}.toml`);
  return (parse(readFileSync(file, 'utf8')) as unknown as { queries: Named[] }).queries;
}

interface Mapping {
  readonly properties?: Readonly<Record<string, Mapping>>;
  readonly type?: string;
  readonly path?: string;
}

/** The types of all fields of some mappings, as the checker knows them. */
function typesOf(...names: readonly string[]): Map<string, FieldType> {
  const types = new Map<string, FieldType>();
  const aliases: [string, string][] = [];
  const read = ({ properties = {} }: Mapping, prefix: string): void => {
    for (const [name, mapping] of Object.entries(properties)) {
      const field = `${prefix}${name}`;
      if (mapping.type === 'alias') aliases.push([field, mapping.path ?? '']);
      else if (mapping.type !== undefined) types.set(field, typeNamed(mapping.type));
      read(mapping, `${field}.`);
    }
  };
  for (const name of names) {
    const file = shared('conformance', 'elasticsearch', 'data', `${name}.mapping`);
    read(JSON.parse(readFileSync(file, 'utf8')) as Mapping, '');
  }
  for (const [alias, field] of aliases) types.set(alias, types.get(field) ?? 'keyword');
  return types;
}

function typeNamed(type: string): FieldType {
  switch (type) {
    case 'long':
    case 'integer':
      return 'long';
    case 'double':
    case 'float':
      return 'double';
    case 'boolean':
    case 'date':
    case 'ip':
    case 'version':
      return type;
    default:
      return 'keyword';
  }
}

/** Everything that is said of a query, rendered; empty where it is all right. */
function complaints({ name, query }: Named, options: CheckOptions): string[] {
  const source: Source = { name, text: query };
  const parsed = parseQuery(source);
  const checked = parsed.query === null ? null : checkQuery(parsed.query, source, options);
  return [...parsed.diagnostics, ...(checked?.diagnostics ?? [])]
    .filter(({ severity }) => severity === 'error')
    .map((diagnostic) => renderDiagnostic(diagnostic));
}

function expectRoundTrip({ name, query }: Named): void {
  const tree = parseQuery({ name, text: query }).query;
  expect(tree).not.toBeNull();
  if (tree === null) return;
  const again = parseQuery({ name, text: printQuery(tree) }).query;
  expect(withoutSpans(again)).toEqual(withoutSpans(tree));
}

describeShared(`rules of the corpus${where}`, () => {
  const all = HAS_SHARED ? corpusRules() : [];

  test('all 350 parse and check without an error', () => {
    expect(all).toHaveLength(350);
    expect(all.flatMap((rule) => complaints(rule, {}))).toEqual([]);
  });

  test('all survive printing and parsing again', () => {
    for (const rule of all) expectRoundTrip(rule);
  });
});

describeShared(`vectors of Elasticsearch${where}`, () => {
  const suites = [
    ['test_queries', 133, ['endgame-140']],
    ['additional_test_queries', 67, ['endgame-140']],
    ['test_queries_date', 4, ['endgame-140']],
    ['test_extra', 40, ['extra']],
    ['test_missing_events', 26, ['missing-events']],
    ['test_sample', 25, ['sample1', 'sample2', 'sample3']],
    ['test_sample_multi', 9, ['sample-multi']],
  ] as const;

  test.each(suites)('%s: all %i parse, check and survive printing', (suite, count, mappings) => {
    const types = typesOf(...mappings);
    const options: CheckOptions = {
      fieldType: (field) => types.get(field),
      unknownFields: 'ignore',
    };
    const queries = vectors(suite);
    expect(queries).toHaveLength(count);
    expect(queries.flatMap((query) => complaints(query, options))).toEqual([]);
    for (const query of queries) expectRoundTrip(query);
  });
});
