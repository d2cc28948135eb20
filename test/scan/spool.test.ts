import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Spool } from '../../src/scan/spool.js';

const MiB = 1 << 20;

describe('Spool', () => {
  test.each([0, 10, 100, MiB])(
    'gives back what was appended, %i bytes of it in memory',
    (memoryBytes) => {
      fc.assert(
        fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (texts) => {
          const spool = new Spool(memoryBytes);
          let size = 0;
          for (const [n, text] of texts.entries()) {
            if (n % 2 === 0) {
              expect(spool.append(text)).toBe(size);
              size += text.length;
            } else {
              expect(spool.put(text)).toBe(size);
              size += text.length + 4;
            }
          }
          expect(spool.size).toBe(size);
          expect(spool.spilledBytes).toBe(Math.max(0, size - memoryBytes));
          let position = 0;
          for (const [n, text] of texts.entries()) {
            if (n % 2 === 0) {
              expect([...spool.read(position, text.length)]).toEqual([...text]);
              position += text.length;
            } else {
              expect([...spool.get(position)]).toEqual([...text]);
              position += text.length + 4;
            }
          }
          spool.close();
        }),
      );
    },
  );

  test.each([0, 10, 100, MiB])('gives back texts, %i bytes of them in memory', (memoryBytes) => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 30 })), (texts) => {
        const spool = new Spool(memoryBytes);
        const places = texts.map((text) => spool.putText(text));
        expect(places.map((place) => spool.get(place).toString())).toEqual(texts);
        expect(spool.size).toBe(texts.reduce((sum, text) => sum + 4 + Buffer.byteLength(text), 0));
        spool.close();
      }),
    );
  });

  test('texts over the borders of chunks, of memory, and of what is written at a time', () => {
    const spool = new Spool(2.5 * MiB);
    const lengths = [700_000, 700_000, 3, 1_500_000, 100, 200_000, 100_000, 2 * MiB, 7];
    const texts = lengths.map((length, n) => Buffer.alloc(length, `text ${n} `));
    const places = texts.map((text) => spool.append(text));
    for (const [n, text] of texts.entries()) {
      expect(spool.read(places[n]!, text.length).equals(text)).toBe(true);
    }
    const short = spool.putText('é😀');
    expect(spool.get(short).toString()).toBe('é😀');
    const whole = spool.read(0, short);
    expect(whole.equals(Buffer.concat(texts))).toBe(true);
    spool.close();
  });
});
