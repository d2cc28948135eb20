import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  areDisjoint,
  covers,
  fillShape,
  mergeShapes,
  wildcardShape,
} from '../../src/witness/text-shape.js';

test.each<readonly [wide: string, narrow: string, expected: boolean]>([
  ['/tmp/*', '/tmp/a*', true],
  ['*', 'a?*', true],
  ['*a*', 'bab', true],
  ['a?c', 'abc', true],
  ['a*c', 'a?c', true],
  ['a?c', 'a*c', false],
  ['/tmp/a*', '/tmp/*', false],
  ['a*a', 'a', false],
  ['*ab*cd', '*ab*xcd', true],
])('%s covers %s: %s', (wide, narrow, expected) => {
  expect(covers(wildcardShape(wide), wildcardShape(narrow), false)).toBe(expected);
});

const pattern = fc
  .array(fc.constantFrom('a', 'b', 'A', '*', '?'), { maxLength: 6 })
  .map((parts) => parts.join(''));
const filling = fc.constantFrom('', 'a', 'b', 'ab', 'ba', 'aab');

/** Whether the whole `text` has the shape of `wildcard`: by a regular expression. */
function hasShape(text: string, wildcard: string, flags: string): boolean {
  const source = wildcard.replaceAll('*', '[^]*').replaceAll('?', '[^]');
  return new RegExp(`^${source}$`, flags).test(text);
}

describe.each([true, false])('case ignored: %s', (folded) => {
  const flags = folded ? 'i' : '';

  test('what is covered matches, what is disjoint does not', () => {
    fc.assert(
      fc.property(pattern, pattern, filling, filling, (wide, narrow, gap, one) => {
        const [a, b] = [wildcardShape(wide), wildcardShape(narrow)];
        const text = fillShape(
          b,
          () => gap,
          () => one.charAt(0) || 'b',
        );
        expect(hasShape(text, narrow, flags)).toBe(true);
        if (covers(a, b, folded)) expect(hasShape(text, wide, flags)).toBe(true);
        if (areDisjoint(a, b, folded)) expect(hasShape(text, wide, flags)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('merged shapes with gaps match both patterns', () => {
    fc.assert(
      fc.property(pattern, pattern, filling, (left, right, gap) => {
        fc.pre(left.includes('*') && right.includes('*') && !(left + right).includes('?'));
        const merged = mergeShapes([wildcardShape(left), wildcardShape(right)], folded);
        if (merged === null) return;
        const text = fillShape(
          merged,
          () => gap,
          () => 'b',
        );
        expect(hasShape(text, left, flags)).toBe(true);
        expect(hasShape(text, right, flags)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
