/** The product against the oracle at random queries, and lists of events made to nearly match them. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LISTS, typedSearch, untypedSearch, type Search } from './arbitrary.js';
import { pipedSearch, sampleSearch, sequenceSearch } from './arbitrary-sequences.js';
import { compareSearch } from './compare.js';

/** More by `ORACLE_CASES=times`. */
export const TIMES = Number(process.env['ORACLE_CASES'] ?? 1);

/** Queries of one kind. Every one is searched for in {@link LISTS} lists of events: a query and a list are a pair. */
export interface Kind {
  readonly name: string;
  readonly queries: number;
  readonly search: fc.Arbitrary<Search>;
}

export const CONDITIONS: readonly Kind[] = [
  { name: 'conditions', queries: 5200, search: untypedSearch },
  { name: 'conditions over typed fields', queries: 3000, search: typedSearch },
];

/** In a file of their own, to be tested at the same time. */
export const CORRELATIONS: readonly Kind[] = [
  { name: 'sequences', queries: 3300, search: sequenceSearch },
  { name: 'samples', queries: 650, search: sampleSearch },
  { name: 'pipes', queries: 400, search: pipedSearch },
];

/** Of the pairs at least these have a match, and as many have none: or else the two agree on nothing much. */
const LEAST_SHARE = 0.1;

/** Tests that the two agree on queries of these kinds. */
export function testAgreement(kinds: readonly Kind[]): void {
  test.each(kinds)('on $name', ({ queries, search }) => {
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
}
