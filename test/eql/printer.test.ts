import { describe, expect, test } from '@jest/globals';
import { parseQuery, printQuery } from '../../src/eql/index.js';
import { sourceOf, withoutSpans } from './support.js';

function printed(text: string): string {
  const { query, diagnostics } = parseQuery(sourceOf(text));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (query === null) throw new Error('expected a query');
  const canonical = printQuery(query);
  expect(withoutSpans(parseQuery(sourceOf(canonical)).query)).toEqual(withoutSpans(query));
  return canonical;
}

describe('canonical text, which gives the same tree again', () => {
  test.each([
    ['process   where\n true // yes', 'process where true'],
    ['"process" where true', 'process where true'],
    ['"any" where true', '"any" where true'],
    ['"my category" where true', '"my category" where true'],
    ['"until" where true', '"until" where true'],
    ['any where (((a == 1)))', 'any where a == 1'],
    ['any where (a or b) and not (c and d)', 'any where (a or b) and not (c and d)'],
    ['any where a or (b or c)', 'any where a or (b or c)'],
    ['any where (not a) == b', 'any where (not a) == b'],
    ['any where (a + b) * c - (d - e) == 1', 'any where (a + b) * c - (d - e) == 1'],
    ['any where -(a + 1) == - -1', 'any where -(a + 1) == --1'],
    ['any where (-a) in (1)', 'any where (-a) in (1)'],
    ['any where (a : "x") : "y"', 'any where (a : "x") : "y"'],
    ['any where a:("x")', 'any where a : "x"'],
    ['any where a like~ ("x" , "y")', 'any where a like~ ("x", "y")'],
    ['any where a not in~ ("x")', 'any where a not in~ ("x")'],
    ['any where startsWith~ ( a,"x")', 'any where startsWith~(a, "x")'],
    ['any where ?`a`.`b-c`.`x``y` == 1', 'any where ?a.`b-c`.`x``y` == 1'],
    ['any where `sequence` == `a..b` + `.x`', 'any where `sequence` == `a..b` + `.x`'],
    ['any where """C:\\a"b""" == a', String.raw`any where "C:\\a\"b" == a`],
    ['any where "\\u{202e}\\u{07}😀\\n" == a', String.raw`any where "\u{202e}\u{07}😀\n" == a`],
    ['any where a in (1, 1., .5, 1e30, 1e-7)', 'any where a in (1, 1.0, 0.5, 1e+30, 1e-7)'],
    ['any where a == 9223372036854775807', 'any where a == 9223372036854775808'],
    ['any where true | head 5|tail 3', 'any where true | head 5 | tail 3'],
    [
      'sequence by a,?b with maxspan = 5 s [x where true] by c with runs = 2 ![y where a] by d until [z where true] by e | head 1',
      [
        'sequence by a, ?b with maxspan=5s',
        '  [x where true] by c with runs=2',
        '  ![y where a] by d',
        'until [z where true] by e',
        '| head 1',
      ].join('\n'),
    ],
    [
      'sample [a where true] by x [b where true] by y',
      'sample\n  [a where true] by x\n  [b where true] by y',
    ],
  ])('%s', (text, expected) => {
    expect(printed(text)).toBe(expected);
    expect(printed(expected)).toBe(expected);
  });
});
