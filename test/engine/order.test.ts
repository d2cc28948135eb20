import { describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/eql/index.js';
import { compareMatches, type Match } from '../../src/engine/index.js';
import { candidateAt, keyOf } from './candidates.js';

const EVENT: Plan = { kind: 'event', pipes: [] };
const SEQUENCE: Plan = { kind: 'sequence', stages: [], until: null, maxspanMs: null, pipes: [] };
const SAMPLE: Plan = { kind: 'sample', size: 2 };

function match(key: string | number | boolean | null, ...seconds: (number | null)[]): Match {
  const events = seconds.map((second) =>
    second === null ? null : candidateAt(second, []).ordinal,
  );
  return { events, key: keyOf(key) };
}

const timeless: Match = {
  events: [{ ...candidateAt(9, []).ordinal, time: null }],
  key: keyOf(null),
};

describe('official order', () => {
  test.each([
    {
      name: 'events: by ordinal, those without a time first',
      plan: EVENT,
      sorted: [timeless, match(null, 1), match(null, 2)],
    },
    {
      name: 'sequences: by the last event',
      plan: SEQUENCE,
      sorted: [match('z', 2, 3), match('y', 1, 4), match('x', 0, 5)],
    },
    {
      name: 'sequences: missing events have no place',
      plan: SEQUENCE,
      sorted: [match('z', 2, 3, null, null), match('y', null, 1, 4)],
    },
    {
      name: 'sequences: by key where the last event is the same',
      plan: SEQUENCE,
      sorted: [match(null, 2, 5), match(7, 1, 5), match('GTA', 3, 5), match('doom', 0, 5)],
    },
    {
      name: 'samples: by key, nulls first, numbers by size',
      plan: SAMPLE,
      sorted: [match(null, 9, 8), match(false, 7, 6), match(true, 5, 4), match(9, 3), match(10, 2)],
    },
  ])('$name', ({ plan, sorted }) => {
    expect(sorted.toReversed().sort(compareMatches(plan))).toEqual(sorted);
  });

  test('samples: those of one key as they came', () => {
    const came = [match('b', 0, 3), match('a', 9, 8), match('a', 1, 2), match('a', 7, 6)];
    const [b, ...rest] = came;
    expect(came.toSorted(compareMatches(SAMPLE))).toEqual([...rest, b]);
  });
});
