import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KeyGroups, maskOf } from '../../src/scan/key-groups.js';

test('gives what belongs to a query and key that has all that is needed, however it is split', () => {
  const item = fc.record({
    query: fc.nat({ max: 1 }),
    subquery: fc.nat({ max: 2 }),
    low: fc.constantFrom(0, 1, 2, 0xffff_ffff),
    high: fc.constantFrom(0, 1, 0xffff_ffff),
  });
  fc.assert(
    fc.property(fc.array(item), fc.constantFrom(1, 3, 1000), (items, maxGroups) => {
      const parts = [0, 1].flatMap((query) =>
        [0, 1, 2].map((subquery) => ({ query, mask: maskOf([subquery]) })),
      );
      const needed = [[0, 1], [2]];
      const groups = new KeyGroups(parts, 0, maxGroups);
      for (const [number, { query, subquery, low, high }] of items.entries()) {
        groups.add(query * 3 + subquery, low, high, number, number / 2);
      }
      const found = new Map<number, number>();
      const groupOf = new Map<string, Set<number>>();
      groups.complete(needed.map(maskOf), (group, part, number, value) => {
        const { query, subquery, low, high } = items[number]!;
        expect({ part, value }).toEqual({ part: query * 3 + subquery, value: number / 2 });
        found.set(number, group);
        const name = `${query} ${low} ${high}`;
        groupOf.set(name, (groupOf.get(name) ?? new Set()).add(group));
      });
      groups.close();
      const expected = items.flatMap(({ query, low, high }, number) => {
        const own = items.filter(
          (other) => other.query === query && other.low === low && other.high === high,
        );
        const isComplete = needed[query]!.every((wanted) =>
          own.some(({ subquery }) => subquery === wanted),
        );
        return isComplete ? [number] : [];
      });
      expect([...found.keys()].sort((a, b) => a - b)).toEqual(expected);
      // One number for each group.
      expect([...groupOf.values()].map((numbers) => numbers.size)).toEqual(
        [...groupOf].map(() => 1),
      );
      expect(new Set(found.values()).size).toBe(groupOf.size);
    }),
  );
});

test('tells a hundred thousand keys apart', () => {
  const parts = [0, 1].map((subquery) => ({ query: 0, mask: maskOf([subquery]) }));
  const groups = new KeyGroups(parts, 1 << 16);
  const count = 100_000;
  for (let n = 0; n < count; n++) groups.add(0, n, n % 7, n, 0);
  for (let n = 0; n < count; n += 10) groups.add(1, n, n % 7, n, 0);
  let complete = 0;
  groups.complete([maskOf([0, 1])], (_group, _part, n) => {
    if (n % 10 !== 0) throw new Error(`${n} is not complete`);
    complete += 1;
  });
  groups.close();
  expect(complete).toBe(count / 5);
});
