// The kernel against the slow path, over whatever files may hold: both must tell the same of it.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  cases,
  expectSame,
  readBytes,
  scanBytes,
  settled,
  type Delivery,
} from '../support/kernel.js';
import { blockSizes, ndjson } from '../support/kernel-documents.js';
import { QUERIES } from '../support/kernel-queries.js';

const delivery: fc.Arbitrary<Delivery> = fc.record({
  route: fc.constantFrom('file', 'compressed', 'stream'),
  blocks: blockSizes,
  inWindow: fc.boolean(),
});

describe('whatever the input', () => {
  test('the same events satisfy the same subqueries, with the same keys, problems and counts', async () => {
    await fc.assert(
      fc.asyncProperty(ndjson, delivery, async (bytes, delivery) => {
        const slow = await readBytes(bytes, QUERIES, 'json');
        expectSame(await readBytes(bytes, QUERIES, 'kernel', delivery), slow);
      }),
      { numRuns: cases(400) },
    );
    // What the kernel always leaves to the slow path would be no test of it.
    expect(settled.lines).toBeGreaterThan(settled.refused / 2);
    expect(settled.satisfied).toBeGreaterThan(settled.lines / 2);
  }, 600_000);

  test('a scan tells the same', async () => {
    await fc.assert(
      fc.asyncProperty(ndjson, delivery, async (bytes, delivery) => {
        const slow = await scanBytes(bytes, QUERIES, 'json', { ...delivery, blocks: [1 << 20] });
        expectSame(await scanBytes(bytes, QUERIES, 'kernel', delivery), slow);
      }),
      { numRuns: cases(200) },
    );
  }, 600_000);
});
