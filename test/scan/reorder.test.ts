import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { compareOrdinals, keyText, NO_KEY, type Ordinal } from '../../src/event/index.js';
import { CandidateStore } from '../../src/scan/candidate-store.js';
import type { EventRef } from '../../src/scan/event-ref.js';
import { ReorderBuffer } from '../../src/scan/reorder.js';

function ordinal(ms: number | null, tiebreaker: number | null, offset: number): Ordinal {
  const position: EventRef = {
    input: 0,
    offset,
    index: 0,
    length: 1,
    line: 1,
    raw: null,
    action: null,
  };
  return { time: ms === null ? null : { ms, ns: 0 }, tiebreaker, position };
}

const arbitraryOrdinals = fc
  .array(
    fc.tuple(fc.option(fc.integer({ min: 0, max: 50 })), fc.option(fc.integer({ min: 0, max: 3 }))),
    { maxLength: 60 },
  )
  .map((items) => items.map(([ms, tiebreaker], offset) => ordinal(ms, tiebreaker, offset)));

describe('CandidateStore', () => {
  test('gives back what was put in, in ordinal order', () => {
    fc.assert(
      fc.property(arbitraryOrdinals, (ordinals) => {
        const store = new CandidateStore();
        for (const [query, item] of ordinals.entries()) {
          store.add(query % 3, { ordinal: item, key: NO_KEY, subqueries: [query % 2] });
        }
        const back = [...store.inOrder([])].map(({ candidate }) => candidate.ordinal);
        expect(back).toEqual([...ordinals].sort(compareOrdinals));
      }),
    );
  });

  test('keeps keys, subqueries and text apart over many rows', () => {
    const store = new CandidateStore();
    const count = 40_000; // more than two blocks of a column
    for (let n = 0; n < count; n++) {
      const item = ordinal(count - n, null, n);
      const key = { values: [n % 7], text: keyText([n % 7]) };
      store.add(n % 5, { ordinal: item, key, subqueries: n % 2 === 0 ? [0] : [0, 1] });
    }
    expect(store.size).toBe(count);
    let previous = 0;
    for (const { query, candidate } of store.inOrder([])) {
      const n = candidate.ordinal.position.offset;
      expect(candidate.ordinal.time!.ms).toBeGreaterThan(previous);
      previous = candidate.ordinal.time!.ms;
      if (query !== n % 5 || candidate.key.values[0] !== n % 7) throw new Error(`row ${n}`);
      if (candidate.subqueries.length !== (n % 2) + 1) throw new Error(`row ${n}`);
    }
  });
});

describe('ReorderBuffer', () => {
  const release = (buffer: ReorderBuffer, until?: { ms: number; ns: number }): number[] =>
    [...buffer.release(until)].map(({ candidate }) => candidate.ordinal.position.offset);

  test('releases in ordinal order what lies before the window', () => {
    const buffer = new ReorderBuffer(10);
    for (const [offset, ms] of [30, 10, 20, 25].entries()) {
      buffer.push(0, { ordinal: ordinal(ms, null, offset), key: NO_KEY, subqueries: [0] });
    }
    const until = buffer.see({ ms: 35, ns: 0 });
    expect(until).toEqual({ ms: 25, ns: 0 });
    expect(release(buffer, until!)).toEqual([1, 2]);
    expect(release(buffer)).toEqual([3, 0]);
  });

  test('counts what comes after its time was released', () => {
    const buffer = new ReorderBuffer(10);
    release(buffer, buffer.see({ ms: 100, ns: 0 })!);
    const push = (ms: number): boolean =>
      buffer.push(0, { ordinal: ordinal(ms, null, ms), key: NO_KEY, subqueries: [0] });
    expect([push(89), push(90), push(95)]).toEqual([false, true, true]);
    expect(buffer.late).toBe(1);
  });

  test('an old event does not move the window back', () => {
    const buffer = new ReorderBuffer(10);
    expect(buffer.see({ ms: 100, ns: 0 })).toEqual({ ms: 90, ns: 0 });
    expect(buffer.see({ ms: 50, ns: 0 })).toBeNull();
  });

  test('with a window as wide as the disorder, the order is that of a sort', () => {
    fc.assert(
      fc.property(arbitraryOrdinals, (ordinals) => {
        const buffer = new ReorderBuffer(50);
        const out: Ordinal[] = [];
        for (const item of ordinals) {
          expect(buffer.push(0, { ordinal: item, key: NO_KEY, subqueries: [0] })).toBe(true);
          const until = item.time === null ? null : buffer.see(item.time);
          if (until !== null) {
            for (const { candidate } of buffer.release(until)) out.push(candidate.ordinal);
          }
        }
        for (const { candidate } of buffer.release()) out.push(candidate.ordinal);
        const timed = (items: readonly Ordinal[]): readonly Ordinal[] =>
          items.filter(({ time }) => time !== null);
        expect(timed(out)).toEqual(timed([...ordinals].sort(compareOrdinals)));
      }),
    );
  });
});
