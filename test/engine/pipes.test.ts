import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import type { Pipe } from '../../src/eql/index.js';
import { createMatcher } from '../../src/engine/index.js';
import { readDrawing } from '../support/drawing.js';
import { candidateAt } from './candidates.js';

const head = (count: number): Pipe => ({ kind: 'head', count });
const tail = (count: number): Pipe => ({ kind: 'tail', count });

/** Seconds of the events that pass, of events at 0 to 9 that arrive in a disorder. */
function passing(pipes: readonly Pipe[]): (number | undefined)[] {
  const matcher = createMatcher({ kind: 'event', pipes });
  for (const second of [3, 1, 4, 0, 5, 9, 2, 6, 8, 7]) {
    expect(matcher.accept(candidateAt(second, [0]))).toEqual([]);
  }
  expect(matcher.advance({ ms: 99_000, ns: 0 })).toEqual([]);
  expect(matcher.stats.matches).toBe(0);
  const matches = matcher.end();
  expect(matcher.stats).toMatchObject({ candidates: 10, matches: matches.length });
  expect(matcher.end()).toEqual([]);
  return matches.map(({ events }) => events[0]?.position.offset);
}

describe('head and tail, in official order, left to right', () => {
  test.each([
    { name: 'head 3', pipes: [head(3)], expected: [0, 1, 2] },
    { name: 'tail 3', pipes: [tail(3)], expected: [7, 8, 9] },
    { name: 'head 0', pipes: [head(0)], expected: [] },
    { name: 'tail 0', pipes: [tail(0)], expected: [] },
    { name: 'head 99', pipes: [head(99)], expected: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
    { name: 'tail 99', pipes: [tail(99)], expected: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
    { name: 'tail 8 | head 3', pipes: [tail(8), head(3)], expected: [2, 3, 4] },
    { name: 'head 3 | tail 8', pipes: [head(3), tail(8)], expected: [0, 1, 2] },
    { name: 'head 8 | tail 5 | head 1', pipes: [head(8), tail(5), head(1)], expected: [3] },
  ])('$name', ({ pipes, expected }) => {
    expect(passing(pipes)).toEqual(expected);
  });

  test('the same as cutting the whole ordered list', () => {
    const pipe = fc.record({
      kind: fc.constantFrom('head' as const, 'tail' as const),
      count: fc.nat({ max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(pipe, { minLength: 1, maxLength: 4 }), (pipes) => {
        let list = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        for (const { kind, count } of pipes) {
          list = list.filter((_, index) =>
            kind === 'head' ? index < count : index >= list.length - count,
          );
        }
        expect(passing(pipes)).toEqual(list);
      }),
    );
  });
});

test('a sequence that is decided late comes where its last event puts it', () => {
  const { sequence, candidates, show } = readDrawing(`
    maxspan 10s
    at  0     1     20    21
    A   A1/x  A2/y  .     .
    !M  .     .     .     M4/z`);
  const matcher = createMatcher({ ...sequence, pipes: [tail(1)] }, { endClosesWindows: true });
  for (const candidate of candidates) expect(matcher.accept(candidate)).toEqual([]);
  expect(matcher.end().map(show)).toEqual(['A2 - /y']);
});
