import { expect, test } from '@jest/globals';
import { createMatcher } from '../../src/engine/index.js';
import { NO_STATS } from '../support/drawing-case.js';
import { candidateAt } from './candidates.js';

test('every candidate is a match at once, with or without a time', () => {
  const matcher = createMatcher({ kind: 'event', pipes: [] });
  const first = candidateAt(3, [0]);
  const second = { ...first, ordinal: { ...first.ordinal, time: null } };
  for (const { ordinal, key, ...rest } of [first, second]) {
    expect(matcher.accept({ ordinal, key, ...rest })).toEqual([{ events: [ordinal], key }]);
  }
  expect(matcher.advance({ ms: 9000, ns: 0 })).toEqual([]);
  expect(matcher.end()).toEqual([]);
  expect(matcher.stats).toEqual({ ...NO_STATS, candidates: 2, matches: 2 });
});
