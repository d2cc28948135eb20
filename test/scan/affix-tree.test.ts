import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AffixTree } from '../../src/scan/affix-tree.js';
import { bitsFor, setBit } from '../../src/scan/bitset.js';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '😀'), maxLength: 5 });
const affixes = fc.array(
  text.filter((affix) => affix !== ''),
  { minLength: 1, maxLength: 40 },
);

describe('AffixTree', () => {
  test.each(['start', 'end'] as const)('finds all that a text has at its %s', (side) => {
    fc.assert(
      fc.property(affixes, text, (affixes, text) => {
        const base = bitsFor(affixes.length + 1);
        setBit(base, affixes.length);
        const numbered = affixes.map((affix, number) => [affix, number] as const);
        const expected = base.slice();
        let isAny = false;
        for (const [affix, number] of numbered) {
          if (side === 'start' ? !text.startsWith(affix) : !text.endsWith(affix)) continue;
          setBit(expected, number);
          isAny = true;
        }
        expect(new AffixTree(numbered, base, side).find(text)).toEqual(isAny ? expected : null);
      }),
    );
  });
});
