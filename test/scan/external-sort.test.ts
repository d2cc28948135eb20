import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ExternalSort } from '../../src/scan/external-sort.js';
import { RecordLog, type Records } from '../../src/scan/record-log.js';
import { Spool } from '../../src/scan/spool.js';

const numbers = fc.oneof(
  fc.nat({ max: 3 }),
  fc.constantFrom(
    -1.5,
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    2 ** 53 - 1,
  ),
);

function rows(records: Records, width: number): number[][] {
  const found: number[][] = [];
  while (records.next()) found.push([...records.data.subarray(records.at, records.at + width)]);
  return found;
}

/** Ascending, NaN last. */
function compare(a: readonly number[], b: readonly number[], columns: number): number {
  for (let column = 0; column < columns; column++) {
    const [x, y] = [a[column]!, b[column]!].map((value) =>
      Number.isNaN(value) ? [1, 0] : [0, value],
    );
    for (const part of [0, 1]) {
      if (x![part]! < y![part]!) return -1;
      if (x![part]! > y![part]!) return 1;
    }
  }
  return 0;
}

describe('ExternalSort', () => {
  test.each([0, 200, 1 << 20])('sorts as an array does, in %i bytes', (maxBytes) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(numbers, numbers)), (pairs) => {
        const sort = new ExternalSort(3, 3, maxBytes);
        const items = pairs.map(([a, b], number) => [a, b, number]);
        for (const item of items) {
          const at = sort.add();
          sort.data.set(item, at);
        }
        expect(sort.size).toBe(items.length);
        expect(rows(sort.sorted(), 3)).toEqual(items.toSorted((a, b) => compare(a, b, 3)));
        sort.close();
      }),
    );
  });

  test.each([0, 1 << 20])('sorts single numbers, in %i bytes', (maxBytes) => {
    const sort = new ExternalSort(1, 1, maxBytes);
    for (const value of [5, 2, 9, 2, -3]) {
      const at = sort.add();
      sort.data[at] = value;
    }
    expect(rows(sort.sorted(), 1).flat()).toEqual([-3, 2, 2, 5, 9]);
    sort.close();
  });

  test('keeps words that are no number', () => {
    const sort = new ExternalSort(2, 1, 0);
    for (const n of [3, 1, 2]) {
      const at = sort.add();
      sort.data[at] = n;
      // As a double: one of the many NaN.
      sort.words.set([n, 0xfff0_0000 + n], (at + 1) * 2);
    }
    const records = sort.sorted();
    const found: number[][] = [];
    while (records.next()) {
      const from = (records.at + 1) * 2;
      found.push([...records.words.subarray(from, from + 2)]);
    }
    expect(found).toEqual([1, 2, 3].map((n) => [n, 0xfff0_0000 + n]));
    sort.close();
  });
});

describe('RecordLog', () => {
  test.each([0, 1, 2000, 5001])('reads %i records in both directions and in part', (count) => {
    const spool = new Spool(40_000);
    const log = new RecordLog(3, spool);
    const items = Array.from({ length: count }, (_, n) => [n, n * 2, n * 3]);
    for (const item of items) {
      const at = log.add();
      log.data.set(item, at);
    }
    expect(log.size).toBe(count);
    expect(rows(log.read(), 3)).toEqual(items);
    expect(rows(log.readBackward(), 3)).toEqual(items.toReversed());
    const [from, to] = [Math.floor(count / 3), Math.floor(count / 2)];
    expect(rows(log.read(from, to), 3)).toEqual(items.slice(from, to));
    spool.close();
  });
});
