import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { TextTable } from '../../src/scan/text-table.js';

describe('TextTable', () => {
  test('numbers texts in the order of their first appearance, and gives them back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        const table = new TextTable();
        const known: string[] = [];
        for (const text of texts) {
          if (!known.includes(text)) known.push(text);
          expect(table.number(text)).toBe(known.indexOf(text));
        }
        expect(table.size).toBe(known.length);
        expect(known.map((_, number) => table.text(number))).toEqual(known);
      }),
    );
  });

  test('keeps a hundred thousand texts apart, and one longer than a block', () => {
    const table = new TextTable();
    const text = (n: number): string => `${n}:${'x'.repeat(n % 50)}`;
    const long = 'y'.repeat(1_000_000);
    for (let n = 0; n < 100_000; n++) table.number(text(n));
    expect(table.number(long)).toBe(100_000);
    expect(table.number(text(77_777))).toBe(77_777);
    expect(table.text(99_999)).toBe(text(99_999));
    expect(table.text(100_000)).toBe(long);
    expect(table.number('')).toBe(100_001);
    expect(table.text(100_001)).toBe('');
  });
});
