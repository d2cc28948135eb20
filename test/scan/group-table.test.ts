import { expect, test } from '@jest/globals';
import { GroupTable } from '../../src/scan/group-table.js';

test('numbers groups in the order of their first appearance, for any count after any other', () => {
  const table = new GroupTable();
  for (const [expected, count] of [
    [0, 10],
    [100_000, 100_000],
    [3, 60_000],
    [1000, 1000],
    [0, 200_000],
  ] as const) {
    table.clear(expected);
    expect(table.size).toBe(0);
    for (let n = 0; n < count; n++) {
      if (table.group(n % 3, n >>> 1, 0xffff_ffff - n) !== n) throw new Error(`${n} is not new`);
      table.include(n, 1 << (n % 5));
      table.include(n, 1 << 31);
    }
    expect(table.size).toBe(count);
    for (let n = 0; n < count; n++) {
      if (table.group(n % 3, n >>> 1, 0xffff_ffff - n) !== n) throw new Error(`${n} is lost`);
      if (!table.hasAll(n, (1 << (n % 5)) | (1 << 31))) throw new Error(`${n} has lost its set`);
      if (table.hasAll(n, 1 << ((n + 1) % 5))) throw new Error(`${n} has more than was added`);
    }
    expect(table.size).toBe(count);
  }
});
