import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PipeRing } from '../../src/io/pipe-ring.js';

/** Who reads the pipe and who takes what came, taking turns in any order, each with a ring of its own over the same memory. */
class Sides {
  readonly reader = new PipeRing();
  readonly taker = new PipeRing(this.reader.shared);
  readonly taken: number[] = [];
  written = 0;
  isReaderAsleep = false;
  isTakerAsleep = false;

  /** Reads up to `most` bytes of a pipe whose bytes count up. */
  read(most: number): void {
    if (this.isReaderAsleep) return;
    const { room } = this.reader;
    expect(room.length).toBeGreaterThan(0);
    const length = Math.min(room.length, most);
    for (let at = 0; at < length; at++) room[at] = (this.written + at) % 251;
    this.written += length;
    if (this.reader.wrote(length)) this.isTakerAsleep = false;
    this.isReaderAsleep = this.reader.isFull();
  }

  take(most: number): void {
    if (this.isTakerAsleep) return;
    if (this.taker.isEmpty()) {
      this.isTakerAsleep = true;
      return;
    }
    const target = Buffer.alloc(most);
    const { length, wakesReader } = this.taker.take(target);
    expect(length).toBeGreaterThan(0);
    for (const byte of target.subarray(0, length)) this.taken.push(byte);
    if (wakesReader) this.isReaderAsleep = false;
  }
}

test('nothing is lost, changed or waited for in vain, in whatever order both sides work', () => {
  const step = fc.record({
    side: fc.constantFrom('read', 'take'),
    most: fc.integer({ min: 1, max: 400_000 }),
    times: fc.integer({ min: 1, max: 40 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const sides = new Sides();
      for (const { side, most, times } of steps) {
        for (let time = 0; time < times; time++) {
          if (side === 'read') sides.read(most);
          else sides.take(most);
          // One of them can always go on.
          expect(sides.isReaderAsleep && sides.isTakerAsleep).toBe(false);
        }
      }
      while (!sides.isTakerAsleep) sides.take(1_000_000);
      expect(sides.isReaderAsleep).toBe(false);
      expect(sides.taken.length).toBe(sides.written);
      expect(sides.taken.findIndex((byte, at) => byte !== at % 251)).toBe(-1);
    }),
    { numRuns: 30 },
  );
});
