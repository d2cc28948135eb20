// The product against the oracle: at random queries, and lists of events made to nearly match them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../src/index.js';
import { eventLine } from '../support/kernel-documents.js';
import { QUERY_TEXTS, queryFieldType } from '../support/query-texts.js';
import { LISTS, typedSearch, untypedSearch, type Search } from './arbitrary.js';
import { pipedSearch, sampleSearch, sequenceSearch } from './arbitrary-sequences.js';
import { bothOf, compareBoth, compareSearch } from './compare.js';

/** More by `ORACLE_CASES=times`. */
const TIMES = Number(process.env['ORACLE_CASES'] ?? 1);

/** Queries of each kind. Every one is searched for in {@link LISTS} lists of events: a query and a list are a pair. */
const KINDS: readonly (readonly [kind: string, queries: number, search: fc.Arbitrary<Search>])[] = [
  ['conditions', 5200, untypedSearch],
  ['conditions over typed fields', 3000, typedSearch],
  ['sequences', 3300, sequenceSearch],
  ['samples', 650, sampleSearch],
  ['pipes', 400, pipedSearch],
];

/** Of the pairs at least these have a match, and as many have none: or else the two agree on nothing much. */
const LEAST_SHARE = 0.1;

describe('the product and the oracle agree', () => {
  test.each(KINDS)('on %s', (_, queries, search) => {
    const numRuns = Math.ceil(queries * TIMES);
    let [pairs, matched] = [0, 0];
    fc.assert(
      fc.property(search, (made) => {
        const compared = compareSearch(made);
        fc.pre(compared !== null);
        pairs += compared.pairs;
        matched += compared.matched;
      }),
      { numRuns },
    );
    expect(pairs).toBe(numRuns * LISTS);
    expect(matched).toBeGreaterThan(pairs * LEAST_SHARE);
    expect(matched).toBeLessThan(pairs * (1 - LEAST_SHARE));
  });

  test('on 200,000 pairs of a query and a list of events, or more', () => {
    const queries = KINDS.reduce((sum, [, count]) => sum + count, 0);
    expect(queries * LISTS).toBeGreaterThanOrEqual(200_000);
  });

  const texts = QUERY_TEXTS.map((item) => (typeof item === 'string' ? item : item.query));
  test.each(texts)('on events as data sources write them: %s', (query) => {
    const paths = ['destination.ip', 'process.args_count'];
    const types = Object.fromEntries(paths.map((path) => [path, queryFieldType(path)]));
    // Elasticsearch takes no document with a number that is too large.
    const event = eventLine
      .filter((line) => !line.includes('1e400'))
      .map((line) => JSON.parse(line) as JsonObject);
    const both = bothOf({ query, types })!;
    fc.assert(
      fc.property(fc.array(event, { maxLength: 9 }), (documents) => {
        compareBoth(both, { query, types, lists: [documents] });
      }),
      { numRuns: Math.ceil(50 * TIMES) },
    );
  });
});
