import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wildcardList, wildcardListTest, wildcardTest } from '../../src/eql/wildcard.js';

describe('wildcardTest', () => {
  test.each([
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['**', 'a\nb', true],
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['*b*', 'abc', true],
    ['*x*', 'abc', false],
    ['a*c', 'ac', true],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['a*b*c', 'a-b-b-c', true],
    ['*a*b*', 'ba', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['?', '😀', true],
    ['??', '😀', false],
    ['*??*', '😀', false],
    ['*?', '😀', true],
    ['?*', '', false],
    ['*a?', 'xxaab', true],
    ['*?b?*', 'ab', false],
    ['*?b?*', 'xaabb', true],
    ['a?c*', 'abcabc', true],
    ['a%_.[b]{c}(d)\\*', 'a%_.[b]{c}(d)\\z', true],
    ['\\*', '*', false],
  ])('%j on %j: %p', (pattern, text, expected) => {
    expect(wildcardTest(pattern)(text)).toBe(expected);
  });

  /** The definition, one code point at a time. */
  function matches(pattern: readonly string[], text: readonly string[]): boolean {
    let reached = new Set([0]);
    for (const character of pattern) {
      const next = new Set<number>();
      for (const at of reached) {
        if (character === '*') for (let to = at; to <= text.length; to++) next.add(to);
        else if (at < text.length && (character === '?' || character === text[at]))
          next.add(at + 1);
      }
      reached = next;
    }
    return reached.has(text.length);
  }

  test('agrees with the definition', () => {
    const letters = fc.constantFrom('a', 'b', '\n', '😀');
    const pattern = fc.array(fc.oneof(letters, fc.constantFrom('*', '?')), { maxLength: 8 });
    const text = fc.array(letters, { maxLength: 12 });
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        expect(wildcardTest(p.join(''))(t.join(''))).toBe(matches(p, t));
      }),
      { numRuns: 3000 },
    );
  });

  test('a pattern with many stars on a long text ends', () => {
    expect(wildcardTest('*a*a*a*a*a*a*a*a*b')('a'.repeat(100_000))).toBe(false);
    expect(wildcardTest('*a?a*a?a*a?a*b')('a'.repeat(100_000))).toBe(false);
  });
});

test('a list matches if any of its patterns does', () => {
  const list = wildcardList(['abc', 'x*', '*yz', 'abc']);
  expect(list.exact).toEqual(new Set(['abc']));
  expect(list.patterns).toEqual(['x*', '*yz']);
  const matches = wildcardListTest(list);
  expect(['abc', 'x', 'ayz', 'abcd'].map(matches)).toEqual([true, true, true, false]);
  expect(wildcardListTest(wildcardList(['a', '*']))('anything')).toBe(true);
});
