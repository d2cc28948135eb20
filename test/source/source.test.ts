import { describe, expect, test } from '@jest/globals';
import {
  cover,
  escapeControl,
  escapeHidden,
  escapeJson,
  locate,
  placeOf,
  renderDiagnostic,
  suggest,
  suggestPath,
  type Diagnostic,
  type Source,
} from '../../src/source/index.js';

const file: Source = { name: 'rules/a.toml', text: 'one\ntwo three\n\tfour' };

describe('locate', () => {
  test.each([
    [0, 1, 1],
    [3, 1, 4],
    [4, 2, 1],
    [8, 2, 5],
    [14, 3, 1],
    [15, 3, 2],
    [999, 3, 6],
    [-5, 1, 1],
  ])('offset %i is line %i, column %i', (offset, line, column) => {
    expect(locate(file, offset)).toMatchObject({ line, column });
  });

  test('follows embedded text out to the file', () => {
    const embedded: Source = {
      name: 'query',
      text: 'three',
      embedded: { within: file, toOuter: (offset) => offset + 8 },
    };
    expect(locate(embedded, 2)).toMatchObject({ source: file, line: 2, column: 7 });
  });
});

test('cover gives the smallest span around two', () => {
  expect(cover({ start: 4, end: 6 }, { start: 1, end: 2 })).toEqual({ start: 1, end: 6 });
});

describe('placeOf', () => {
  test.each<[string, Partial<Diagnostic>, string | undefined]>([
    ['label', { source: file, labels: [{ span: { start: 4, end: 7 } }] }, 'rules/a.toml:2:1'],
    ['source without label', { source: file }, 'rules/a.toml'],
    ['input line', { place: { name: 'e.ndjson', line: 7 } }, 'e.ndjson:7'],
    ['input without lines', { place: { name: 'e.png' } }, 'e.png'],
    ['nowhere', {}, undefined],
  ])('%s', (_, part, expected) => {
    expect(placeOf({ code: 'RS201', severity: 'error', message: 'm', ...part })).toBe(expected);
  });
});

describe('renderDiagnostic', () => {
  test('frames the source with a caret, help and notes', () => {
    const text = renderDiagnostic({
      code: 'RS201',
      severity: 'error',
      message: 'unknown word `two`',
      source: file,
      labels: [{ span: { start: 4, end: 7 }, text: 'here' }, { span: { start: 8, end: 13 } }],
      help: 'did you mean `too`?',
      notes: ['the first of many'],
    });
    expect(text).toBe(
      [
        'error[RS201]: unknown word `two`',
        ' --> rules/a.toml:2:1',
        '  |',
        '2 | two three',
        '  | ^^^ here',
        '  |     ^^^^^',
        '  |',
        '  = help: did you mean `too`?',
        '  = note: the first of many',
        '',
      ].join('\n'),
    );
  });

  test('puts the caret under the right character after a tab', () => {
    const text = renderDiagnostic({
      code: 'RS201',
      severity: 'warning',
      message: 'm',
      source: file,
      labels: [{ span: { start: 15, end: 19 } }],
    });
    expect(text).toContain('3 |  four\n  |  ^^^^\n');
  });

  test('cuts long lines around the label', () => {
    const source: Source = { name: 'q', text: `${'a'.repeat(500)}X${'b'.repeat(500)}` };
    const text = renderDiagnostic({
      code: 'RS201',
      severity: 'error',
      message: 'm',
      source,
      labels: [{ span: { start: 500, end: 501 } }],
    });
    const [, , , line = '', carets = ''] = text.split('\n');
    expect(line.length).toBeLessThan(110);
    expect(line[carets.indexOf('^')]).toBe('X');
  });

  test('shows an input place with its excerpt, controls escaped', () => {
    const text = renderDiagnostic({
      code: 'RS301',
      severity: 'warning',
      message: 'not JSON',
      place: { name: 'e.ndjson', line: 3, byteOffset: 120, excerpt: '{"a":\u001b[31m' },
    });
    expect(text).toBe('warning[RS301]: not JSON\n --> e.ndjson:3 (byte 120)\n  | {"a":\\x1b[31m\n');
  });
});

describe('escapeControl', () => {
  test.each([
    ['plain é 漢 😀', 'plain é 漢 😀'],
    ['a\u001b[31mred', 'a\\x1b[31mred'],
    ['line\nbreak\ttab\r', 'line\\nbreak\\ttab\\r'],
    ['nul\u0000 bel\u0007 c1\u009b', 'nul\\x00 bel\\x07 c1\\x9b'],
    ['bidi\u202eevil\u2066x', 'bidi\\u202eevil\\u2066x'],
    ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
    ['soft\u00adhyphen mvs\u180e', 'soft\\xadhyphen mvs\\u180e'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['lone \ud800 surrogate', 'lone \\ud800 surrogate'],
  ])('%j -> %j', (text, expected) => {
    expect(escapeControl(text)).toBe(expected);
  });
});

test.each([
  ['proces.name', 'process.name'],
  ['process.nmae', 'process.name'],
  ['process_name', 'process.name'],
  ['process.start', undefined],
])('suggestPath: %s is near to %s', (path, expected) => {
  expect(suggestPath(path, ['process.name', 'process.args'])).toBe(expected);
});

describe('suggest', () => {
  const known = ['process.name', 'process.pid', 'length', 'concat', 'head', 'tail'];
  test.each([
    ['proces.name', 'process.name'],
    ['proccess.pid', 'process.pid'],
    ['lenght', 'length'],
    ['CONCAT', 'concat'],
    ['haed', 'head'],
    ['zebra', undefined],
    ['', undefined],
  ])('%s -> %s', (name, expected) => {
    expect(suggest(name, known)).toBe(expected);
  });
});

test('escapeJson gives the same JSON, without anything hidden', () => {
  const value = { 'a\u202e': 'b\u180e\u{e0041}\ud83d\ude00\n' };
  const json = escapeJson(JSON.stringify(value, null, 1));
  expect(json).toBe('{\n "a\\u202e": "b\\u180e\\udb40\\udc41\ud83d\ude00\\n"\n}');
  expect(JSON.parse(json)).toEqual(value);
});

test('escapeHidden keeps lines and tabs', () => {
  expect(escapeHidden('a\n\tb\u001b\u202e\u0000')).toBe('a\n\tb\\x1b\\u202e\\x00');
});
