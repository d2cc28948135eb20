// Single lines: which of them the kernel takes, and what it reads there. What it takes it must read as the slow path does.
import { describe, expect, test } from '@jest/globals';
import type { Value } from '../../src/event/index.js';
import { LineKernel, LOOSE_FIELD } from '../support/kernel.js';

const lines = new LineKernel();

type Values = Readonly<Record<string, Value>>;
const LEFT = null;

/** A line with these members behind the time. */
function withMembers(members: string): string {
  return `{"@timestamp":1,${members}}`;
}

describe('values', () => {
  test.each<[members: string, values: Values | null]>([
    ['"x":"a"', { x: 'a' }],
    ['"x":""', { x: '' }],
    ['"x":"é😀\u007f\u2028"', { x: 'é😀\u007f\u2028' }],
    [String.raw`"x":"\"\\\/\b\f\n\r\t"`, { x: '"\\/\b\f\n\r\t' }],
    [String.raw`"x":"\u002f\u00e9\u20AC\u0000"`, { x: '/é€\0' }],
    [String.raw`"x":"\ud83d\ude00\uD83D\uDE00"`, { x: '😀😀' }],
    [String.raw`"x":"\udbff\udfff\ud800\udc00"`, { x: '\u{10ffff}\u{10000}' }],
    [String.raw`"x":"\ud83d"`, LEFT],
    [String.raw`"x":"\ude00"`, LEFT],
    [String.raw`"x":"\ud83dx"`, LEFT],
    [String.raw`"x":"\ud83d\u0041"`, LEFT],
    [String.raw`"x":"\ud83d\ud83d\ude00"`, LEFT],
    [String.raw`"x":"\ud83d\n"`, LEFT],
    [String.raw`"other":"\ud83d"`, {}],
    [String.raw`"x":"\x41"`, LEFT],
    [String.raw`"x":"\u00g0"`, LEFT],
    [String.raw`"x":"\u00 0"`, LEFT],
    [String.raw`"x":"\u004"`, LEFT],
    [String.raw`"x":"\U0041"`, LEFT],
    [String.raw`"x":"\'"`, LEFT],
    [String.raw`"other":"\a"`, LEFT],
    [String.raw`"x":"a\"`, LEFT],
    [String.raw`"x":"a\\"`, { x: 'a\\' }],
    [String.raw`"x":"a\\\"b"`, { x: 'a\\"b' }],
    ['"x":"a', LEFT],
    ['"x":a"', LEFT],
    ["'x':'a'", LEFT],
    ['"x":"a\tb"', LEFT],
    ['"x":"a\0b"', LEFT],
    ['"x":"a\u001fb"', LEFT],
    ['"x":"a\rb"', LEFT],
    ['"x":true,"y":false', { x: true, y: false }],
    ['"x":null', {}],
    ...[
      'True',
      'tru',
      'truee',
      'nul',
      'nulll',
      'NULL',
      'fals',
      'undefined',
      'NaN',
      'Infinity',
      '-Infinity',
      '',
    ].map((word): [string, null] => [`"x":${word}`, LEFT]),
    ['"x":1', { x: 1 }],
    ['"x":0', { x: 0 }],
    ['"x":-5', { x: -5 }],
    ['"x":999999999999999', { x: 999_999_999_999_999 }],
    ...[
      '-0',
      '1.0',
      '1.5',
      '1e3',
      '1E-3',
      '1e+3',
      '9007199254740993',
      '1e400',
      '9'.repeat(400),
    ].map((number): [string, null] => [`"x":${number}`, LEFT]),
    ...[
      '01',
      '-01',
      '.5',
      '1.',
      '1.e3',
      '1e',
      '1e+',
      '+1',
      '--1',
      '-',
      '0x1',
      '1_0',
      '1 0',
      '1a',
      '1"',
      '1-',
      '1+1',
      '00',
    ].map((number): [string, null] => [`"x":${number}`, LEFT]),
    ...['01', '.5', '1.', '1e', '+1', '-', '0x1', 'tru', '"a\tb"'].map((value): [string, null] => [
      `"other":${value}`,
      LEFT,
    ]),
    ['"other":1.5,"x":1', { x: 1 }],
    ...['-0', '1.0', '1.5', '1e3', '1E-3', '9007199254740993', '1e400'].map(
      (number): [string, Values] => [`"${LOOSE_FIELD}":${number}`, {}],
    ),
  ])('%s', (members, values) => {
    expect(lines.readAlike(withMembers(members))).toEqual(values);
  });
});

describe('lists', () => {
  test.each<[members: string, values: Values | null]>([
    ['"x":[]', {}],
    ['"x":[ ]', {}],
    ['"x":["a"]', { x: 'a' }],
    ['"x":["a","b"]', { x: ['a', 'b'] }],
    ['"x":[1,"1",true,null,"a"]', { x: [1, '1', true, 'a'] }],
    ['"x":[null]', {}],
    ['"x":[null,"a"]', { x: 'a' }],
    ['"x":["a","a"]', { x: ['a', 'a'] }],
    [String.raw`"x":["\u0061","\/"]`, { x: ['a', '/'] }],
    ['"o":[]', {}],
    ['"o":["a",1]', {}],
    ['"o":{"p":[1,null]}', {}],
    ['"x":[["a"]]', LEFT],
    ['"x":[[]]', LEFT],
    ['"x":[{}]', LEFT],
    ['"o":[{"x":1}]', LEFT],
    ['"o":{"p":[{"z":1}]}', LEFT],
    ['"other":[{"x":1},[[]],{}],"x":1', { x: 1 }],
    ['"x":[1,]', LEFT],
    ['"x":[,1]', LEFT],
    ['"x":[1 2]', LEFT],
    ['"x":[1', LEFT],
    ['"x":[1}', LEFT],
    ['"x":1]', LEFT],
    ['"x":["a":"b"]', LEFT],
    ['"x":[1:2]', LEFT],
    ['"other":[1,]', LEFT],
    ['"other":[1 2]', LEFT],
    ['"other":[1:2]', LEFT],
    ['"other":{"a":[1}]', LEFT],
  ])('%s', (members, values) => {
    expect(lines.readAlike(withMembers(members))).toEqual(values);
  });
});

describe('keys', () => {
  test.each<[members: string, values: Values | null]>([
    ['"o":{"x":1,"p":{"z":2}}', { 'o.x': 1, 'o.p.z': 2 }],
    ['"o.x":1,"o.p.z":2', { 'o.x': 1, 'o.p.z': 2 }],
    ['"o":{"x":1,"p.z":2}', { 'o.x': 1, 'o.p.z': 2 }],
    ['"o.p":{"z":2},"o":{"x":1}', { 'o.x': 1, 'o.p.z': 2 }],
    ['"o":{"x":1},"o.p.z":2', { 'o.x': 1, 'o.p.z': 2 }],
    ['"o":{"p":{}},"o.x":1', { 'o.x': 1 }],
    ['"o":1,"o.x":1', { 'o.x': 1 }],
    ['"o":{"o":{"x":1},"o.x":2}', {}],
    ['"other":{"x":1,"o.x":1}', {}],
    ['"x":{"x":1}', {}],
    ['"x.y":1,"y.":2,".x":3', {}],
    ['"":1,"x":2', { x: 2 }],
    ['"o":{"":{"x":1}}', {}],
    ['"__proto__":"a","k":{"constructor":"b"}', { ['__proto__']: 'a', 'k.constructor': 'b' }],
    ['"__proto__":{"x":1},"o":{"__proto__":{"x":2}}', {}],
    ['"k.constructor":1', { 'k.constructor': 1 }],
    ['"constructor":1,"toString":2,"hasOwnProperty":3', {}],
    ['"é":1', { é: 1 }],
    ['"xx":1,"X":2," x":3,"x ":4,"x\u007f":5', {}],
    [String.raw`"\u0078":1`, LEFT],
    [String.raw`"other\/":1`, LEFT],
    [String.raw`"o":{"\u0078":1}`, LEFT],
    [String.raw`"\u006f":{"x":1}`, LEFT],
    [String.raw`"other":{"\u0078":1},"x":2`, { x: 2 }],
    ['"x":1,"x":2', LEFT],
    ['"x":1,"x":null', LEFT],
    ['"o":{"x":1},"o":{"x":2}', LEFT],
    ['"o":{"x":1},"o":{}', LEFT],
    ['"o":{"x":1},"o":null', LEFT],
    ['"o":{"x":1},"o.x":2', LEFT],
    ['"o.x":1,"o":{"x":2}', LEFT],
    ['"o":{"p":{"z":1},"p.z":2}', LEFT],
    ['"o.p.z":1,"o.p":{"z":2}', LEFT],
    ['"o":{"x":[]},"o.x":2', LEFT],
    ['"other":1,"other":2,"x":3', { x: 3 }],
    ['"other":{"x":1,"x":2},"x":3', { x: 3 }],
    ['"@timestamp":2', LEFT],
    ['x:1', LEFT],
    ['1:1', LEFT],
    ['null:1', LEFT],
    ['"x"', LEFT],
    ['"x":', LEFT],
    ['"x"1', LEFT],
    ['"x"::1', LEFT],
    ['"x":1 "y":2', LEFT],
    ['"x":1,,"y":2', LEFT],
    ['"x":1,', LEFT],
    ['"x":"a""b"', LEFT],
    ['"x" "y":1', LEFT],
    ['"x"y:1', LEFT],
    [':1', LEFT],
    ['"other":{"a"}', LEFT],
    ['"other":{"a":}', LEFT],
    ['"other":{"a":1,}', LEFT],
    ['"other":{,}', LEFT],
    ['"other":{a:1}', LEFT],
    ['"other":{"a":1]', LEFT],
  ])('%s', (members, values) => {
    expect(lines.readAlike(withMembers(members))).toEqual(values);
  });
});

describe('whole lines', () => {
  const depth = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const objects = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  test.each<[name: string, line: string | Buffer, values: Values | null]>([
    ['nothing else', '{"@timestamp":1}', {}],
    ['time last', '{"x":1,"@timestamp":1}', { x: 1 }],
    ['time null', '{"@timestamp":null,"x":1}', LEFT],
    ['time in a list', '{"@timestamp":[1],"x":1}', { x: 1 }],
    ['several times', '{"@timestamp":[1,2],"x":1}', LEFT],
    ['no time', '{"x":1}', LEFT],
    ['a time below', '{"o":{"@timestamp":1},"x":1}', LEFT],
    ['an empty object', '{}', LEFT],
    ['an empty line', '', LEFT],
    ['a list', '[{"@timestamp":1}]', LEFT],
    ['a text', '"@timestamp"', LEFT],
    ['blanks between', '{ "@timestamp" : 1 ,\t"x"\t:\r[ "a" , "b" ] } \t ', { x: ['a', 'b'] }],
    ['a carriage return at the end', '{"@timestamp":1,"x":1}\r', { x: 1 }],
    ['two carriage returns', '{"@timestamp":1,"x":1}\r\r', { x: 1 }],
    ['a blank in front', ' {"@timestamp":1,"x":1}', LEFT],
    ['a form feed between', '{"@timestamp":1,\f"x":1}', LEFT],
    ['a NUL between', '{"@timestamp":1,\0"x":1}', LEFT],
    ['a NUL behind', '{"@timestamp":1}\0', LEFT],
    ['a no-break space between', '{"@timestamp":1,\u00a0"x":1}', LEFT],
    ['a byte-order mark', '\ufeff{"@timestamp":1}', LEFT],
    ['a byte-order mark behind', '{"@timestamp":1}\ufeff', LEFT],
    ['a byte-order mark within', '{"@timestamp":1,"x":"\ufeff"}', { x: '\ufeff' }],
    ['a comma behind', '{"@timestamp":1},', LEFT],
    ['a brace behind', '{"@timestamp":1}}', LEFT],
    ['two objects', '{"@timestamp":1}{"@timestamp":2}', LEFT],
    ['two objects and a carriage return', '{"@timestamp":1}\r{"@timestamp":2}', LEFT],
    ['a word behind', '{"@timestamp":1}x', LEFT],
    ['a text behind', '{"@timestamp":1} "x"', LEFT],
    ['a backslash behind', '{"@timestamp":1}\\', LEFT],
    ['a backslash before a key', '{"@timestamp":1,\\"x":1}', LEFT],
    ['a backslash before a value', '{"@timestamp":1,"x":\\"a"}', LEFT],
    ['no end', '{"@timestamp":1', LEFT],
    ['no end of a text', '{"@timestamp":1,"x":"a}', LEFT],
    ['a comment', '{"@timestamp":1/**/}', LEFT],
    ['63 lists deep', withMembers(`"other":${depth(63)},"x":1`), { x: 1 }],
    ['64 lists deep', withMembers(`"other":${depth(64)},"x":1`), LEFT],
    ['1000 lists deep', withMembers(`"other":${depth(1000)},"x":1`), LEFT],
    ['63 objects deep', withMembers(`"other":${objects(63)},"x":1`), { x: 1 }],
    ['64 objects deep', withMembers(`"other":${objects(64)},"x":1`), LEFT],
    ['100,000 objects deep', withMembers(`"other":${objects(100_000)}`), LEFT],
    ['100,000 brackets', withMembers(`"other":${'['.repeat(100_000)}`), LEFT],
    ['wanted objects 64 deep', `{"@timestamp":1,"o":${objects(63)},"x":1}`, { x: 1 }],
    ['wanted objects 65 deep', `{"@timestamp":1,"o":${objects(64)},"x":1}`, LEFT],
    [
      '8,000 values',
      withMembers(`"x":[${'1,'.repeat(7999)}1]`),
      { x: Array.from({ length: 8000 }, () => 1) },
    ],
    ['9,000 values', withMembers(`"x":[${'1,'.repeat(8999)}1]`), LEFT],
    ['9,000 values that nobody wants', withMembers(`"other":[${'1,'.repeat(8999)}1]`), {}],
    ['nearly 256 KiB', withMembers(`"x":"${'a'.repeat(262_115)}"`), { x: 'a'.repeat(262_115) }],
    ['more than 256 KiB', withMembers(`"x":"${'a'.repeat(262_144)}"`), LEFT],
    ['10 MiB', withMembers(`"x":"${'a'.repeat(10 * 1024 * 1024)}"`), LEFT],
  ])('%s', (_name, line, values) => {
    const bytes = Buffer.concat([Buffer.from(line), Buffer.from('\n')]);
    const isLong = bytes.length > 128 * 1024 && bytes.length <= lines.kernel.window.length;
    const found = lines.read(bytes, isLong);
    expect(found).toEqual(values);
    if (found !== null) expect(lines.readSlowly(bytes)).toEqual(values);
    // Of bytes that are elsewhere, pieces are copied: a line that is longer than a piece is left.
    if (isLong) expect(lines.read(bytes)).toBeNull();
  });

  test('a line without its end is waited for', () => {
    const { kernel } = lines;
    const bytes = Buffer.from('{"@timestamp":1}');
    for (let length = 0; length <= bytes.length; length++) {
      expect(kernel.take(bytes, 0, length, 0, 0)).toBe('end');
      expect([kernel.position, kernel.linesTaken]).toEqual([0, 0]);
    }
  });
});
