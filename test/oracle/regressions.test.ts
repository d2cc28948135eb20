import { expect, test } from '@jest/globals';
import { bothOf, told } from './compare.js';
import { REGRESSIONS } from './regressions.js';

test.each(REGRESSIONS)('$query: $why', ({ query, types, documents, expected }) => {
  const both = bothOf({ query, types });
  const eventsOf = (searcher: 'product' | 'oracle'): unknown =>
    both === null ? null : told(both[searcher], documents).map(({ events }) => events);
  expect({ product: eventsOf('product'), oracle: eventsOf('oracle') }).toEqual({
    product: expected,
    oracle: expected,
  });
});
