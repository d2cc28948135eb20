import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { literalOf, type RegexNode } from '../../src/eql/regex-node.js';
import { parseRegex } from '../../src/eql/regex-parser.js';
import { regexTest } from '../../src/eql/regex.js';
import { compileText, verdict } from './verdict.js';
import { summaryOf } from './support.js';

function parsed(pattern: string, insensitive = false): RegexNode {
  const node = parseRegex(pattern, insensitive);
  if (node.kind === 'error') throw new Error(`${pattern}: ${node.message}`);
  return node;
}

function matches(pattern: string, text: string, insensitive = false): boolean {
  return regexTest([parsed(pattern, insensitive)])(insensitive ? text.toLowerCase() : text);
}

describe('regular expressions', () => {
  test.each<[pattern: string, yes: readonly string[], no: readonly string[]]>([
    ['', [''], ['a']],
    ['abc', ['abc'], ['', 'ab', 'abcd', 'ABC']],
    ['a.c', ['abc', 'a\nc', 'a😀c'], ['ac', 'abbc']],
    ['a?b*c+', ['c', 'abbcc', 'bc'], ['ab', 'aac']],
    ['.*?foo.*?', ['foo', 'a foo b'], ['fo']],
    ['a{2}', ['aa'], ['a', 'aaa']],
    ['a{2,}', ['aa', 'aaaa'], ['a']],
    ['a{1,3}b', ['ab', 'aaab'], ['b', 'aaaab']],
    ['(ab){2,3}', ['abab', 'ababab'], ['ab', 'abababab']],
    ['(a|b)?c', ['c', 'ac', 'bc'], ['abc']],
    ['a|bc', ['a', 'bc'], ['b', 'abc']],
    ['(|a)', ['|a'], ['a', '']],
    ['[a-cx]', ['a', 'c', 'x'], ['d', 'ax']],
    ['[^a-c]', ['d', '\n', '😀'], ['a', 'c', '']],
    ['[]a]', [']', 'a'], ['b']],
    ['[a-]', ['a', '-'], ['b']],
    ['[-a]', ['a', '-'], ['b']],
    ['[\\]\\-]', [']', '-'], ['\\']],
    ['[.*]', ['.', '*'], ['a']],
    ['[А-я]+', ['Привет'], ['hello']],
    ['[😀-😂]', ['😁'], ['😃']],
    ['\\.\\*\\\\', ['.*\\'], ['a']],
    ['"a.b*"c', ['a.b*c'], ['axbc']],
    ['\\d\\D\\s\\S\\w\\W', ['1a b_!', '1_\tx9 '], ['aa bb!', '1a b!!']],
    ['[\\d_]+', ['1_2'], ['a']],
    ['^a$', ['^a$'], ['a']],
    ['()', [''], ['a']],
    ['a()b', ['ab'], []],
    ['#', [], ['', 'a']],
    ['a|#', ['a'], ['']],
    ['@', ['', 'anything\n'], []],
    ['@foo@', ['foo', 'a foo b'], ['fo']],
    ['~(abc)', ['', 'ab', 'abcd'], ['abc']],
    ['~abc', ['bc', 'xbc', 'aabc'], ['abc', 'ab', '']],
    ['~(.*foo.*)', ['', 'fo'], ['foo', 'a foo b']],
    ['~~a', ['a'], ['b']],
    ['a~b', ['a', 'aa', 'abb'], ['ab', 'b']],
    ['.*a.*&.*b.*', ['ab', 'xbya'], ['a', 'b']],
    ['.{3}&a.*|q', ['abc', 'q'], ['ab', 'bcd']],
    ['<1-9>', ['1', '9'], ['0', '10', '01']],
    ['<1-100>', ['1', '100', '007'], ['0', '101', '']],
    ['<01-12>', ['01', '12'], ['1', '13', '00']],
    ['<100-1>', ['50'], ['0']],
    ['v<8-120>x', ['v8x', 'v99x', 'v120x', 'v0100x'], ['v7x', 'v121x']],
    ['<0-15>', ['0', '00', '15', '9'], ['16', '']],
    ['*a', ['*a'], ['a']],
    ['a{0}b', ['b'], ['ab']],
    ['(a*)*b', ['b', 'aab'], ['a']],
    ['(a{0,2}){0,2}', ['', 'aaaa'], ['aaaaa']],
    ['(a{1,2}){2,3}', ['aa', 'aaaaaa'], ['a', 'aaaaaaa']],
    ['(a{2}){2}', ['aaaa'], ['aa', 'aaa', 'aaaaa']],
    ['(a{2,3}){0,2}', ['', 'aa', 'aaaaaa'], ['a', 'aaaaaaa']],
    ['(a?){3}', ['', 'aaa'], ['aaaa']],
  ])('%s', (pattern, yes, no) => {
    for (const text of yes) expect([text, matches(pattern, text)]).toEqual([text, true]);
    for (const text of no) expect([text, matches(pattern, text)]).toEqual([text, false]);
  });

  test.each([
    ['ABC', 'aBc', true],
    ['[A-Z]+', 'abC', true],
    ['[^A]', 'a', false],
    ['[^a]', 'A', false],
    ['[Б-Г]', 'в', true],
    ['\\W', 'A', false],
    ['\\W', 'k', false],
    ['[\\W]', 'K', false],
    ['[\\u212a]', '\u212a', false],
    ['[\u212a]', 'K', true],
    ['\\w', 'K', true],
    ['"A"', 'a', true],
    ['É.*', 'éÉ', true],
  ])('without regard to case: %s on %s: %p', (pattern, text, expected) => {
    expect(matches(pattern, text, true)).toBe(expected);
  });

  test('[M] \\d \\s \\w are classes', () => {
    expect(verdict('x regex """\\d+\\s\\w+"""', { x: '12 ab' })).toBe(true);
  });

  test('several patterns are alternatives', () => {
    const either = regexTest([parsed('a+'), parsed('b+')]);
    expect(['aa', 'b', 'ab', ''].map(either)).toEqual([true, true, false, false]);
    expect(regexTest([])('')).toBe(false);
  });

  test.each([
    ['abc', 'abc'],
    ['a\\.b', 'a.b'],
    ['"a.b"', 'a.b'],
    ['a.b', null],
    ['a+', null],
    ['', ''],
  ])('the literal in %j is %j', (pattern, literal) => {
    expect(literalOf(parsed(pattern))).toBe(literal);
  });

  test.each([
    ['(a', 0, 'expected `)` for this `(`'],
    ['a)', 1, 'expected the end of the pattern, found `)`'],
    ['[a', 0, 'expected `]` for this `[`'],
    ['[', 0, 'expected `]` for this `[`'],
    ['[z-a]', 1, 'expected a range in ascending order, found z-a'],
    ['a{', 2, 'expected a number, found the end of the pattern'],
    ['a{x}', 2, 'expected a number, found `x`'],
    ['a{1', 3, 'expected `}`, found the end of the pattern'],
    ['a{3,1}', 2, 'expected a range, found {3,1}, which is empty'],
    ['a{1000000}', 9, 'expected a count of at most 100000, found 1000000'],
    ['a\\', 2, 'expected a character, found the end of the pattern'],
    ['a|', 2, 'expected a character, found the end of the pattern'],
    ['"a', 0, 'expected `"` to end this `"`'],
    ['<1-', 0, 'expected an interval such as <1-99>'],
    ['<name>', 0, 'expected an interval such as <1-99>'],
    ['('.repeat(300), 200, 'expected at most 200 groups within each other'],
    ['a'.repeat(1001), 1000, 'expected a pattern of at most 1000 characters, found 1001'],
  ])('%s is refused', (pattern, offset, message) => {
    expect(parseRegex(pattern, false)).toEqual({ kind: 'error', offset, message });
  });

  test('a query with a pattern that is refused says where', () => {
    const { query, diagnostics } = compileText('any where x regex ("a", "b(")');
    expect(query).toBeNull();
    expect(diagnostics.map(summaryOf)).toEqual([
      'RS241 1:25 invalid regular expression at character 3: expected a character, found the end of the pattern',
    ]);
  });

  test('patterns that make backtracking engines explode end', () => {
    const text = 'a'.repeat(100_000);
    for (const pattern of [
      '(a*)*b',
      '(a|aa)+b',
      '(.*a){10}b',
      'a?{50}a{50}b',
      '~(a*)b',
      '(a|a)*&@b',
    ]) {
      expect(matches(pattern, text)).toBe(false);
    }
  });

  test('more states than are kept: .*a.{16} needs 131,072 of them', () => {
    const endsSo = regexTest([parsed('.*a.{16}')]);
    let text = '';
    let seed = 1;
    for (let i = 0; i < 60_000; i++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      text += seed % 3 === 0 ? 'a' : 'b';
    }
    for (const end of ['a', 'b']) {
      const subject = `${text}${end}${'b'.repeat(16)}`;
      expect(endsSo(subject)).toBe(end === 'a');
    }
  });

  /** Patterns that mean the same to JavaScript under `su`. */
  const atom = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\d', '\\.', '😀', '[b-z]');
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      atom,
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(${a}|${b})`),
      tie('pattern').map((a) => `(${a})*`),
      tie('pattern').map((a) => `(${a})?`),
      fc
        .tuple(tie('pattern'), fc.nat(2), fc.nat(2))
        .map(([a, min, more]) => `(${a}){${min},${min + more}}`),
    ),
  }));
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', 'c', '1', '.', '\n', '😀'),
    maxLength: 8,
  });

  test('agrees with RegExp where the dialects agree', () => {
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 8 }), (p, texts) => {
        const ours = regexTest([parsed(p)]);
        const theirs = new RegExp(`^(?:${p})$`, 'su');
        for (const t of texts) expect([p, t, ours(t)]).toEqual([p, t, theirs.test(t)]);
      }),
      { numRuns: 1500 },
    );
  });

  test('complement and intersection are those of the sets', () => {
    fc.assert(
      fc.property(pattern, pattern, text, (a, b, t) => {
        expect(matches(`~(${a})`, t)).toBe(!matches(a, t));
        expect(matches(`(${a})&(${b})`, t)).toBe(matches(a, t) && matches(b, t));
      }),
      { numRuns: 500 },
    );
  });

  test('an interval matches exactly its numbers', () => {
    const bound = fc.nat(1500);
    fc.assert(
      fc.property(bound, bound, fc.nat(2000), fc.nat(2), (a, b, n, zeros) => {
        const inRange = n >= Math.min(a, b) && n <= Math.max(a, b);
        const sameLength = String(a).length === String(b).length;
        const text = '0'.repeat(zeros) + String(n);
        const expected = inRange && (!sameLength || text.length === String(a).length);
        expect(matches(`<${a}-${b}>`, text)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('any pattern is read or refused, never thrown', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...Array.from('ab(|)[]{}*?+~&@#"<>-^\\1,.')),
          maxLength: 14,
        }),
        text,
        (p, t) => {
          const node = parseRegex(p, true);
          if (node.kind !== 'error') expect(typeof regexTest([node])(t)).toBe('boolean');
        },
      ),
      { numRuns: 3000 },
    );
  });
});
