import { describe, expect, test } from '@jest/globals';
import { inOneLine, StatementReader } from '../../../src/cli/shell/statement-reader.js';

/** The texts of all statements that `lines` hold; what is pending at the end stands in brackets. */
function read(lines: readonly string[], pasted = false): readonly string[] {
  const reader = new StatementReader((word) => ['help', 'explain'].includes(word));
  const found = lines.flatMap((line) => reader.push(line, pasted)).map(({ text }) => text);
  return reader.pending === '' ? found : [...found, `[${reader.pending}]`];
}

describe('a query ends', () => {
  test.each([
    ['at the end of its line', ['process where true'], ['process where true']],
    ['at a semicolon', ['process where true; any where'], ['process where true', '[ any where]']],
    ['at each of several', ['a where true; b where true;'], ['a where true', 'b where true']],
    ['at an empty line', ['any where', ''], ['any where']],
    ['at a blank line', ['any where', '   '], ['any where']],
    ['behind a bracket that closes', ['any where (', 'true)'], ['any where (\ntrue)']],
    ['behind a word that was missing', ['any where', 'true'], ['any where\ntrue']],
    ['in spite of a quote that is open', ['any where a == "x'], ['any where a == "x']],
    ['in spite of too many brackets', ['any where true)'], ['any where true)']],
  ])('%s', (_when, lines, expected) => {
    expect(read(lines)).toEqual(expected);
  });
});

describe('a query goes on', () => {
  test.each([
    'any where',
    'any where not',
    'any where a ==',
    'any where a == 1 and',
    'any where a in',
    'any where a in (',
    'any where a in ("x",',
    'any where a :',
    'any where a +',
    'any where process.',
    'any where true |',
    'any where true /* open',
    'any where true and // said',
    'sequence',
    'sequence by host.id with maxspan=1m',
    'sequence [process where true]',
    'sample by host.id',
  ])('%s', (line) => {
    expect(read([line])).toEqual([`[${line}]`]);
  });

  test('a sequence of several lines, until an empty one', () => {
    const lines = ['sequence by host.id', '  [process where true]', '  [network where true]'];
    expect(read(lines)).toEqual([`[${lines.join('\n')}]`]);
    expect(read([...lines, ''])).toEqual([lines.join('\n')]);
  });

  test('no longer than one line, where a sequence is whole on it', () => {
    const line = 'sequence [process where true] [network where true]';
    expect(read([line])).toEqual([line]);
    expect(read(['sequence [process where true] with runs=2'])).toHaveLength(1);
  });

  test('over an empty line, where that stands in a comment', () => {
    expect(read(['any where /* a', '', 'b */ true'])).toEqual(['any where /* a\n\nb */ true']);
  });

  test('while more of a pasted text comes', () => {
    expect(read(['any where a == 1', '  and b == 2'], true)).toEqual([
      '[any where a == 1\n  and b == 2]',
    ]);
  });
});

test('no statement: blanks and comments', () => {
  expect(read(['', '   ', '// a comment', '/* another */', ';;'])).toEqual([]);
});

test('a semicolon in a string or comment ends nothing', () => {
  const line = 'any where a == ";" /* ; */ and true // ;';
  expect(read([line])).toEqual([line]);
});

test('a line that starts with a dot is a command, on its own', () => {
  const reader = new StatementReader((word) => ['help', 'explain'].includes(word));
  expect(reader.push('  .run a rule; b ')).toEqual([{ kind: 'command', text: '.run a rule; b' }]);
  expect(reader.push('any where (')).toEqual([]);
  expect(reader.push('.5 == a)')).toEqual([{ kind: 'query', text: 'any where (\n.5 == a)' }]);
});

describe('a command while a query is pending', () => {
  test.each([
    [
      'ends one that can end',
      ['sequence by a\n [b where true]\n [c where true]', '.explain'],
      ['sequence by a\n [b where true]\n [c where true]', '.explain'],
    ],
    [
      'leaves one waiting that cannot',
      ['sequence by host.id', '.help'],
      ['.help', '[sequence by host.id]'],
    ],
    [
      'behind a word that wants more',
      ['any where a and', '.other', 'b'],
      ['.other', 'any where a and\nb'],
    ],
    ['is none in a comment', ['any where true /*', '.help'], ['[any where true /*\n.help]']],
    [
      'is none where a field goes on',
      ['any where (process', '.name == "a")'],
      ['any where (process\n.name == "a")'],
    ],
  ])('%s', (_when, lines, expected) => {
    expect(read(lines)).toEqual(expected);
  });

  test('ends a query that was pasted with it', () => {
    expect(read(['any where true', '.explain'], true)).toEqual(['any where true', '.explain']);
  });
});

test('the end of a script ends the last query', () => {
  const reader = new StatementReader((word) => ['help', 'explain'].includes(word));
  reader.push('any where');
  expect(reader.end()).toEqual([{ kind: 'query', text: 'any where' }]);
  expect(reader.end()).toEqual([]);
});

test.each([
  ['any where true', 'any where true'],
  ['any where\n  a == 1 and\n  b == 2', 'any where a == 1 and b == 2'],
  ['any where a == 1 // why\nand true', 'any where a == 1 and true'],
  ['any where /* a\nb */ a  ==  "x\\n"', 'any where a  ==  "x\\n"'],
])('history holds %j in one line', (text, expected) => {
  expect(inOneLine(text)).toBe(expected);
});
