// The product against the oracle: at random conditions, and at events as data sources write them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../src/index.js';
import { eventLine } from '../support/kernel-documents.js';
import { QUERY_TEXTS, queryFieldType } from '../support/query-texts.js';
import { CONDITIONS, CORRELATIONS, testAgreement, TIMES } from './agreement.js';
import { LISTS } from './arbitrary.js';
import { bothOf, compareBoth } from './compare.js';

describe('the product and the oracle agree', () => {
  testAgreement(CONDITIONS);

  test('on 200,000 pairs of a query and a list of events, or more', () => {
    const kinds = [...CONDITIONS, ...CORRELATIONS];
    const pairs = kinds.reduce((sum, { queries }) => sum + queries * LISTS, 0);
    expect(pairs).toBeGreaterThanOrEqual(200_000);
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
