import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { highlight } from '../../../src/cli/shell/highlighter.js';

/** What is not plain, each part with its style. */
function marked(text: string, before = ''): readonly string[] {
  return highlight(text, before)
    .filter(({ style }) => style !== 'plain')
    .map((part) => `${part.style}:${part.text}`);
}

describe('parts of a query', () => {
  test.each([
    ['process where true', ['category:process', 'keyword:where', 'keyword:true']],
    ['any where not a', ['category:any', 'keyword:where', 'keyword:not']],
    ['a == "x" and b != 4.5', ['string:"x"', 'keyword:and', 'number:4.5']],
    ['length(a)', ['function:length']],
    ['startsWith~(a, "b")', ['function:startsWith~', 'string:"b"']],
    ['nosuch(a)', []],
    ['a | head 5', ['keyword:head', 'number:5']],
    ['"open', ['invalid:"open']],
    ['a # b', ['invalid:#']],
    ['a /* said */ b // more', ['comment: /* said */ ', 'comment: // more']],
    ['a /* open b', ['comment: /* open b']],
    ['.run a rule', ['command:.run']],
  ])('%s', (text, expected) => {
    expect(marked(text)).toEqual(expected);
  });
});

test('what was typed on lines above counts', () => {
  expect(marked('b */ true', 'any where /* a')).toEqual(['comment:b */ ', 'keyword:true']);
  expect(marked('.5', 'any where')).toEqual(['number:.5']);
});

test('nothing of a text is lost, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, before) => {
      const parts = highlight(text, before);
      expect(parts.map((part) => part.text).join('')).toBe(text);
    }),
  );
});
