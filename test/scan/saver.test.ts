// What is saved of live inputs, and what is told where that is not possible.
import { expect, test } from '@jest/globals';
import type { SavedScan } from '../../src/scan/saved-scan.js';
import { Saver } from '../../src/scan/saver.js';
import { StreamCorrelator } from '../../src/scan/stream-correlator.js';
import type { Diagnostic } from '../../src/source/index.js';
import { inputOf, WHOLE } from '../support/kernel.js';

const HELD = (): Omit<SavedScan, 'inputs'> => ({
  queries: [],
  files: [],
  correlator: new StreamCorrelator([], {}, 0).save(),
});

function saverOf(): {
  readonly saver: Saver;
  readonly saves: SavedScan[];
  readonly told: Diagnostic[];
} {
  const saves: SavedScan[] = [];
  const told: Diagnostic[] = [];
  const saver = new Saver({
    saved: null,
    save: (scan) => saves.push(scan) * 1000,
    tell: (diagnostic) => told.push(diagnostic),
  });
  return { saver, saves, told };
}

const input = { ...inputOf(Buffer.alloc(0), WHOLE), name: 'array.json' };
const stuck = { input, isOver: false, save: () => null };

test('an input in the middle of something: tried again, and told once where that does not end', () => {
  const { saver, saves, told } = saverOf();
  saver.touch('now');
  for (let now = 0; now < 10_000; now += 500) {
    expect(saver.isDue(now)).toBe(true);
    saver.save(now, [stuck], HELD);
  }
  expect([saves, told]).toEqual([[], []]);
  for (let now = 10_000; now < 30_000; now += 500) saver.save(now, [stuck], HELD);
  expect(saves).toEqual([]);
  expect(told).toMatchObject([{ code: 'RS414', place: { name: 'array.json' } }]);
});

test('one that is over does not matter; the next save is due when the checkpoint says', () => {
  const { saver, saves, told } = saverOf();
  saver.touch('now');
  saver.save(0, [{ ...stuck, isOver: true }], HELD);
  expect(saves).toHaveLength(1);
  expect(saver.isUnsaved).toBe(false);
  saver.touch('when due');
  expect([saver.isDue(999), saver.isDue(1000)]).toEqual([false, true]);
  saver.touch('now');
  expect(saver.isDue(1)).toBe(true);
  expect(told).toEqual([]);
});
