// Single lines byte by byte: wherever something stands in its block, and whatever bytes stand there.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Value } from '../../src/event/index.js';
import { cases, LINE_FIELDS, LineKernel } from '../support/kernel.js';
import { eventLine, nearLine } from '../support/kernel-documents.js';

const lines = new LineKernel();

type Values = Readonly<Record<string, Value>>;
const LEFT = null;

describe('bytes that are not UTF-8 are left', () => {
  test.each<[name: string, bytes: number[], isText: boolean]>([
    ['a lone tail', [0x80], false],
    ['two bytes', [0xc3, 0xa9], true],
    ['two bytes cut off', [0xc3], false],
    ['two bytes for ASCII', [0xc1, 0xbf], false],
    ['two bytes for NUL', [0xc0, 0x80], false],
    ['two bytes, the least', [0xc2, 0x80], true],
    ['three bytes', [0xe2, 0x82, 0xac], true],
    ['three bytes cut off', [0xe2, 0x82], false],
    ['three bytes for what takes two', [0xe0, 0x9f, 0xbf], false],
    ['three bytes, the least', [0xe0, 0xa0, 0x80], true],
    ['half a surrogate pair', [0xed, 0xa0, 0x80], false],
    ['the last before surrogates', [0xed, 0x9f, 0xbf], true],
    ['U+FFFF', [0xef, 0xbf, 0xbf], true],
    ['four bytes', [0xf0, 0x9f, 0x98, 0x80], true],
    ['four bytes cut off', [0xf0, 0x9f, 0x98], false],
    ['four bytes for what takes three', [0xf0, 0x8f, 0xbf, 0xbf], false],
    ['the last character', [0xf4, 0x8f, 0xbf, 0xbf], true],
    ['past the last character', [0xf4, 0x90, 0x80, 0x80], false],
    ['five bytes', [0xf8, 0x88, 0x80, 0x80, 0x80], false],
    ['0xff', [0xff], false],
  ])('%s', (_name, bytes, isText) => {
    for (const [key, position] of ['x', 'other'].flatMap((key) =>
      [0, 15, 16, 17, 60].map((at) => [key, at] as const),
    )) {
      const before = Buffer.from(`{"@timestamp":1,"${key}":"${'a'.repeat(position)}`);
      for (const after of ['"}', 'b"}', `${'b'.repeat(20)}"}`]) {
        const line = Buffer.concat([before, Buffer.from(bytes), Buffer.from(after)]);
        expect(lines.readAlike(line) !== null).toBe(isText);
      }
    }
  });
});

describe('wherever blocks of 64 bytes and chunks of 8 KiB end', () => {
  const ALL = { x: 'é"\\/😀', y: [1, 'a', true], 'o.x': 'b', 'o.p.z': -12 };
  test.each<[line: (filling: string) => string, values: Values | null]>([
    [
      (f) =>
        String.raw`{"@timestamp":1,"f":"${f}","x":"é\"\\\/\ud83d\ude00","y":[1,"a",null,true],"o":{"x":"b","p.z":-12}}`,
      ALL,
    ],
    [
      (f) =>
        String.raw`{"f":"${f}","y" : [1 , "a",null,true ] ,"o": {"x" :"b","p.z":-12} , "x":"é\u0022\u005c\u002f😀","@timestamp":"2026-11-21T04:13:58Z" }`,
      ALL,
    ],
    [
      (f) =>
        `{"@timestamp":1,"f":"${f}","other":[null,false,-1.5e-10,{"a":[{}]}],"x":"${'z'.repeat(70)}"}`,
      { x: 'z'.repeat(70) },
    ],
    [(f) => `{"@timestamp":1,"f":"${f}","x":"${'\\\\'.repeat(80)}"}`, { x: '\\'.repeat(80) }],
    [(f) => `{"@timestamp":1,"f":"${f}","x":"${'\\"'.repeat(80)}"}`, { x: '"'.repeat(80) }],
    [(f) => `{"@timestamp":1,"f":"${f}"${' '.repeat(150)},"x":1${' '.repeat(150)}}`, { x: 1 }],
    [(f) => `{"@timestamp":1,"f":"${f}","x":"${'\\\\'.repeat(80)}\\"}`, LEFT],
    [(f) => `{"@timestamp":1,"f":"${f}","x":"a\tb"}`, LEFT],
    [(f) => `{"@timestamp":1,"f":"${f}","other":"a\\qb"}`, LEFT],
    [(f) => `{"@timestamp":1,"f":"${f}","other":"\\u00zz"}`, LEFT],
    [(f) => `{"@timestamp":1,"f":"${f}","other":truf}`, LEFT],
    [(f) => `{"@timestamp":1,"f":"${f}","other":1 2}`, LEFT],
    [(f) => `{"@timestamp":1,"f":"${f}","other":12${'3'.repeat(70)}x}`, LEFT],
    [(f) => `{"@timestamp":1,"f":"${f}"\f,"x":1}`, LEFT],
    [(f) => `{"@timestamp":1,"f":"${f}""x":1}`, LEFT],
    [(f) => `{"@timestamp":1,"f":"${f}","x":"\ufffd"}`, { x: '\ufffd' }],
    [(f) => `{"@timestamp":1,"f":"${f}","x":1}${' '.repeat(70)}x`, LEFT],
  ])('%s', (line, values) => {
    for (const base of [0, 8092, 16_284]) {
      for (let shift = 0; shift <= 130; shift++) {
        const found = lines.readAlike(line('f'.repeat(base + shift)));
        if (JSON.stringify(found) !== JSON.stringify(values))
          expect([shift, found]).toEqual([shift, values]);
      }
    }
  });
});

describe('whatever the line', () => {
  test('what is taken is read as the slow path reads it', () => {
    let taken = 0;
    // In place of the fields of events, those that the kernel for lines knows.
    const names = ['@timestamp', ...LINE_FIELDS];
    fc.assert(
      fc.property(
        fc.oneof(
          eventLine.map((text) => Buffer.from(text)),
          nearLine,
        ),
        fc.shuffledSubarray(names),
        (line, [x = '', y = '']) => {
          const text = line
            .toString('latin1')
            .replaceAll('"name"', `"${x.split('.').at(-1)}"`)
            .replaceAll('process', y);
          if (text.includes('\n')) return;
          if (lines.readAlike(Buffer.from(text, 'latin1')) !== null) taken += 1;
        },
      ),
      { numRuns: cases(5000) },
    );
    expect(taken).toBeGreaterThan(1000);
  }, 600_000);

  test('every byte at every place of a line', () => {
    const line = Buffer.from(
      String.raw`{"@timestamp":1,"o":{"x":"\u00e9\\é","p.z":[1,-2,true]} ,"other":{"a":[null,1.5e-3,{}]},"n":0.5}`,
    );
    for (let at = 0; at < line.length; at++) {
      for (let byte = 0; byte < 256; byte++) {
        const changed = Buffer.from(line);
        changed[at] = byte;
        if (byte !== 0x0a) lines.readAlike(changed);
        if (byte !== 0x0a)
          lines.readAlike(
            Buffer.concat([line.subarray(0, at), Buffer.of(byte), line.subarray(at)]),
          );
      }
      lines.readAlike(Buffer.concat([line.subarray(0, at), line.subarray(at + 1)]));
      lines.readAlike(line.subarray(0, at));
    }
  });
});
