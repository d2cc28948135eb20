import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Candidate } from '../../src/engine/index.js';
import { compareOrdinals, keyText, NO_KEY, type JoinKey } from '../../src/event/index.js';
import { CandidateStore } from '../../src/scan/candidate-store.js';
import type { EventRef } from '../../src/scan/event-ref.js';

interface Found {
  readonly query: number;
  readonly candidate: Candidate;
}

const key = (value: string | number | boolean | null): JoinKey => ({
  values: [value],
  text: keyText([value]),
});

const candidates: fc.Arbitrary<readonly Found[]> = fc
  .array(
    fc.record({
      ms: fc.option(fc.constantFrom(-1, 0, 1, 1.7e12, 8e15)),
      ns: fc.constantFrom(0, 0, 1, 999_999),
      tiebreaker: fc.option(fc.constantFrom(-1, 0, 1.5, Number.POSITIVE_INFINITY)),
      input: fc.nat({ max: 2 }),
      raw: fc.option(fc.uint8Array({ maxLength: 5 })),
      action: fc.option(
        fc.record({ indexName: fc.option(fc.string()), id: fc.option(fc.string()) }),
      ),
      keys: fc.constantFrom(
        [NO_KEY],
        [key('a'), key('ä')],
        [key(123)],
        [key('123')],
        [key(true)],
        [key(null)],
      ),
      query: fc.nat({ max: 2 }),
      subqueries: fc.constantFrom([0], [1], [0, 1], [2, 40]),
    }),
    { maxLength: 60 },
  )
  .map((rows) =>
    rows.flatMap(({ ms, ns, tiebreaker, input, raw, action, keys, query, subqueries }, offset) => {
      const position: EventRef = {
        input,
        offset,
        index: offset % 2,
        length: 7,
        line: offset + 1,
        raw: raw === null ? null : Buffer.from(raw),
        action,
      };
      const ordinal = { time: ms === null ? null : { ms, ns }, tiebreaker, position };
      return keys.map((own) => ({ query, candidate: { ordinal, key: own, subqueries } }));
    }),
  );

function read(all: readonly Found[], needed: readonly number[][], maxBytes?: number): Found[] {
  const store = new CandidateStore(maxBytes);
  for (const { query, candidate } of all) store.add(query, candidate);
  expect(store.size).toBe(all.length);
  return [...store.inOrder(needed)];
}

describe('CandidateStore', () => {
  test.each([undefined, 5000, 0])(
    'gives back all that it was given, in order, in %p bytes',
    (maxBytes) => {
      fc.assert(
        fc.property(candidates, (all) => {
          const expected = all.toSorted(
            (a, b) =>
              compareOrdinals(a.candidate.ordinal, b.candidate.ordinal) || a.query - b.query,
          );
          expect(read(all, [], maxBytes)).toEqual(expected);
        }),
      );
    },
  );

  test.each([undefined, 5000, 0])('leaves out what can have no match, in %p bytes', (maxBytes) => {
    const needed = [[0, 1], [2], []];
    fc.assert(
      fc.property(candidates, (all) => {
        const isComplete = ({ query, candidate }: Found): boolean => {
          const own = all.filter(
            (other) => other.query === query && other.candidate.key.text === candidate.key.text,
          );
          return needed[query]!.every((wanted) =>
            own.some((other) => other.candidate.subqueries.includes(wanted)),
          );
        };
        const left = read(all, needed, maxBytes);
        expect(left).toEqual(read(all, []).filter(isComplete));
      }),
    );
  });

  test('more keys than are remembered', () => {
    const store = new CandidateStore(1 << 20);
    const count = 30_000;
    for (let n = 0; n < count; n++) {
      const position: EventRef = {
        input: 0,
        offset: n,
        index: 0,
        length: 1,
        line: 1,
        raw: null,
        action: null,
      };
      store.add(0, {
        ordinal: { time: { ms: count - n, ns: 0 }, tiebreaker: null, position },
        key: key(n % 15_000),
        subqueries: [0],
      });
    }
    expect(store.spilledBytes).toBeGreaterThan(0);
    let previous = 0;
    for (const { candidate } of store.inOrder([])) {
      const { time, position } = candidate.ordinal;
      if (candidate.key.values[0] !== position.offset % 15_000)
        throw new Error(`row ${position.offset}`);
      expect(time!.ms).toBe(previous + 1);
      previous = time!.ms;
    }
    expect(previous).toBe(count);
  });
});
