// Events whose ordinals differ give the same matches in whatever order they come: in the product and in the oracle.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../src/index.js';
import type { Search } from './arbitrary.js';
import { pipedSearch, sampleSearch, sequenceSearch } from './arbitrary-sequences.js';
import { bothOf, told } from './compare.js';

const KINDS: readonly (readonly [kind: string, search: fc.Arbitrary<Search>])[] = [
  ['event queries', pipedSearch],
  ['sequences', sequenceSearch],
  ['samples', sampleSearch],
];

/** The events, each with a tiebreaker of its own. */
function apart(documents: readonly JsonObject[]): JsonObject[] {
  return documents.map((document, number) => ({
    ...document,
    'event.sequence': number,
    event: { category: 'process' },
  }));
}

describe('shuffled events', () => {
  test.each(KINDS)('give the same: %s', (_, search) => {
    fc.assert(
      fc.property(search, fc.infiniteStream(fc.nat()), (made, numbers) => {
        const { lists, query, types, ...options } = made;
        const both = bothOf({ query, types });
        fc.pre(both !== null);
        for (const documents of lists.map(apart)) {
          const places = new Map(documents.map((document) => [document, numbers.next().value]));
          const shuffled = documents.toSorted((a, b) => places.get(a)! - places.get(b)!);
          const expected = told(both.oracle, documents, options);
          expect({
            query,
            documents,
            oracle: told(both.oracle, shuffled, options, documents),
            product: told(both.product, shuffled, options, documents),
          }).toEqual({ query, documents, oracle: expected, product: expected });
        }
      }),
      { numRuns: 150 },
    );
  });
});
