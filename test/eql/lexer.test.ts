import { describe, expect, test } from '@jest/globals';
import { tokenize } from '../../src/eql/lexer.js';
import { Problems } from '../../src/eql/problems.js';
import type { Token } from '../../src/eql/token.js';
import { sourceOf, summaryOf } from './support.js';

function lex(text: string): { tokens: readonly string[]; complaints: readonly string[] } {
  const problems = new Problems(sourceOf(text));
  const { list } = tokenize(sourceOf(text), problems);
  expect(list.at(-1)?.kind).toBe('end');
  return { tokens: list.slice(0, -1).map(show), complaints: problems.diagnostics.map(summaryOf) };
}

/** `kind text`, with the text as it is meant rather than as it is written. */
function show(token: Token): string {
  switch (token.kind) {
    case 'string':
      return `string ${token.value}`;
    case 'number':
      return `${token.integer ? 'integer' : 'decimal'} ${token.value}`;
    case 'invalid':
    case 'end':
      return token.kind;
    case 'name':
    case 'quoted-name':
    case 'folding-name':
    case 'variable':
    case 'keyword':
    case 'symbol':
      return `${token.kind} ${token.text}`;
  }
}

describe('tokens', () => {
  test.each<[text: string, tokens: string[]]>([
    ['process where true', ['name process', 'keyword where', 'keyword true']],
    ['a.b . c', ['name a', 'symbol .', 'name b', 'symbol .', 'name c']],
    ['@timestamp _x9', ['name @timestamp', 'name _x9']],
    ['in~ like~ regex~', ['keyword in~', 'keyword like~', 'keyword regex~']],
    ['startsWith~(', ['folding-name startsWith', 'symbol (']],
    ['head runs ms', ['name head', 'name runs', 'name ms']],
    ['`a-b``c` `sequence`', ['quoted-name a-b`c', 'quoted-name sequence']],
    ['?a != b', ['symbol ?', 'name a', 'symbol !=', 'name b']],
    ['![a] [b]', ['symbol ![', 'name a', 'symbol ]', 'symbol [', 'name b', 'symbol ]']],
    ['<= >= = == != < >', ['<=', '>=', '=', '==', '!=', '<', '>'].map((text) => `symbol ${text}`)],
    ['$entry.x', ['variable $entry', 'symbol .', 'name x']],
    ['maxspan=5s', ['keyword maxspan', 'symbol =', 'integer 5', 'name s']],
    ['// a comment\na // another', ['name a']],
    ['a/* one /* inner */ still */b', ['name a', 'name b']],
    ['', []],
  ])('%s', (text, tokens) => {
    expect(lex(text)).toEqual({ tokens, complaints: [] });
  });

  test.each([
    ['4', 'integer 4'],
    ['007', 'integer 7'],
    ['1.', 'decimal 1'],
    ['.5', 'decimal 0.5'],
    ['1.5e3', 'decimal 1500'],
    ['2E-1', 'decimal 0.2'],
    ['1e+2', 'decimal 100'],
  ])('number %s', (text, token) => {
    expect(lex(text)).toEqual({ tokens: [token], complaints: [] });
  });

  test('[M] an integer beyond 64 bits is a decimal', () => {
    expect(lex('9223372036854775807').tokens).toEqual(['integer 9223372036854776000']);
    expect(lex('92233720368547758070').tokens).toEqual(['decimal 92233720368547760000']);
  });

  test('an integer that a double cannot hold is kept, with a warning', () => {
    expect(lex('9007199254740993')).toEqual({
      tokens: ['integer 9007199254740992'],
      complaints: [
        'RS273 1:1 integer is too large to be compared exactly, 9007199254740992 is used',
      ],
    });
  });

  test('spans cover a token as written', () => {
    const { list } = tokenize(sourceOf('a == "b\\n" `c`'), new Problems(sourceOf('')));
    expect(list.map(({ span }) => [span.start, span.end])).toEqual([
      [0, 1],
      [2, 4],
      [5, 10],
      [11, 14],
      [14, 14],
    ]);
  });
});

describe('strings', () => {
  test.each([
    [String.raw`"a\b\t\n\f\r\"\\z"`, 'a\b\t\n\f\r"\\z'],
    [String.raw`"it\'s"`, "it's"],
    [String.raw`"\u{1f600}\u{0041}\u{00000042}"`, '😀AB'],
    ['""', ''],
    ['"""a\\b"c"""', 'a\\b"c'],
    ['""""""', ''],
    ['"""a"""""', 'a""'],
    ['"""a""""', 'a"'],
    ['"// no comment"', '// no comment'],
  ])('%s', (text, value) => {
    expect(lex(text)).toEqual({ tokens: [`string ${value}`], complaints: [] });
  });

  test.each([
    [String.raw`"C:\Windows"`, 'RS203 1:4 unknown escape `\\W` in a string'],
    [String.raw`"\u{1}"`, 'RS203 1:2 unknown escape `\\u` in a string'],
    [String.raw`"\u{123456789}"`, 'RS203 1:2 unknown escape `\\u` in a string'],
    [String.raw`"\u{110000}"`, 'RS203 1:2 unknown escape `\\u` in a string'],
    ["'bash'", 'RS202 1:1 expected a string in double quotes, found single quotes'],
    ['?"bash"', 'RS202 1:1 expected a string, found a raw string of python-eql'],
    ["?'bash'", 'RS202 1:1 expected a string, found a raw string of python-eql'],
    ['“bash”', 'RS202 1:1 expected a string in double quotes, found typographic quotes'],
    ['"bash', 'RS204 1:1 expected `"` before the end of the line'],
    ['"""bash', 'RS204 1:1 expected `"""` before the end of the line'],
    ['`bash', 'RS204 1:1 expected a closing backtick'],
  ])('%s is one string or name, with a complaint', (text, complaint) => {
    const { tokens, complaints } = lex(text);
    expect(tokens).toHaveLength(1);
    expect(complaints).toEqual([complaint]);
  });

  test('[M] a surrogate is no code point', () => {
    expect(lex(String.raw`"\u{d800}"`).complaints).toHaveLength(1);
  });

  test('only the first bad escape of a string is told', () => {
    expect(lex(String.raw`"\a\c" "\d"`).complaints).toHaveLength(2);
  });
});

describe('what is no EQL', () => {
  test.each<[text: string, tokens: string[], complaint: string]>([
    ['a && b', ['name a', 'keyword and', 'name b'], 'RS209 1:3 expected `and`, found `&&`'],
    ['a || b', ['name a', 'keyword or', 'name b'], 'RS209 1:3 expected `or`, found `||`'],
    ['!a', ['keyword not', 'name a'], 'RS209 1:1 expected `not`, found `!`'],
    ['a <> b', ['name a', 'symbol !=', 'name b'], 'RS209 1:3 expected `!=`, found `<>`'],
    ['! [', ['symbol !['], 'RS209 1:1 expected `![`, found `! [`'],
    ['a ; b', ['name a', 'invalid', 'name b'], 'RS206 1:3 unexpected character `;` (U+003B)'],
    ['a ~', ['name a', 'invalid'], 'RS206 1:3 unexpected character `~` (U+007E)'],
    ['😀', ['invalid'], 'RS206 1:1 unexpected character `😀` (U+1F600)'],
    ['/* a', [], 'RS205 1:1 expected `*/`, found the end of the query'],
    ['/* a /* b */', [], 'RS205 1:1 expected `*/`, found the end of the query'],
    [
      '1e999',
      ['decimal Infinity'],
      'RS207 1:1 expected a number up to 1.8e308, found a larger one',
    ],
  ])('%s', (text, tokens, complaint) => {
    expect(lex(text)).toEqual({ tokens, complaints: [complaint] });
  });
});
