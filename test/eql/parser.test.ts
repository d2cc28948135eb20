import { describe, expect, test } from '@jest/globals';
import { parseQuery, printExpression, type Expression } from '../../src/eql/index.js';
import { bracketed, sourceOf, summaryOf } from './support.js';

function condition(text: string): Expression {
  const { query, diagnostics } = parseQuery(sourceOf(`any where ${text}`));
  expect(diagnostics).toEqual([]);
  if (query?.kind !== 'event-query') throw new Error('expected an event query');
  return query.filter.condition;
}

function complaints(text: string): string[] {
  const { query, diagnostics } = parseQuery(sourceOf(text));
  expect(query).toBeNull();
  return diagnostics.map(summaryOf);
}

describe('what binds tighter', () => {
  test.each([
    ['a or b and c', '(a or (b and c))'],
    ['a and b or c and d', '((a and b) or (c and d))'],
    ['a and b and c', '(a and b and c)'],
    ['(a and b) and c', '((a and b) and c)'],
    ['not a and b', '((not a) and b)'],
    ['not not a', '(not (not a))'],
    ['not a == 1', '(not (a == 1))'],
    ['not a in (1)', '(not (a in (1)))'],
    ['a + b * c - d', '((a + (b * c)) - d)'],
    ['a - b - c', '((a - b) - c)'],
    ['a % b / c', '((a % b) / c)'],
    ['-a + b', '((-a) + b)'],
    ['- - a', '(-(-a))'],
    ['+a == 1', '(a == 1)'],
    ['a + 1 == b * 2', '((a + 1) == (b * 2))'],
    ['a + b : "x"', '(a + (b : "x"))'],
    ['-a : "x"', '(-(a : "x"))'],
    ['a in (1) == true', '((a in (1)) == true)'],
    ['(a < b) == true', '((a < b) == true)'],
    ['a == (b or c)', '(a == (b or c))'],
  ])('%s', (text, expected) => {
    expect(bracketed(condition(text))).toBe(expected);
  });
});

describe('expressions', () => {
  test.each([
    ['a.b . c == 1', { kind: 'comparison', left: { path: 'a.b.c', optional: false } }],
    ['?a.b == null', { kind: 'comparison', left: { path: 'a.b', optional: true } }],
    ['`a.b-c`.`d``e` == 1', { left: { path: 'a.b-c.d`e' } }],
    ['a not in ("x", 4)', { kind: 'in', negated: true, insensitive: false }],
    ['a in~ ("x")', { kind: 'in', negated: false, insensitive: true }],
    ['a : "x"', { kind: 'match', operator: ':', patterns: [{ value: 'x' }] }],
    ['a like~ ("x", "y")', { kind: 'match', operator: 'like~', patterns: [{}, {}] }],
    ['a regex ("x")', { kind: 'match', operator: 'regex', patterns: [{ value: 'x' }] }],
    ['startsWith~(a, "x")', { kind: 'call', name: 'startsWith', insensitive: true }],
    ['f()', { kind: 'call', name: 'f', insensitive: false, args: [] }],
    ['head == 1 and runs == 2', { kind: 'and' }],
    ['a == 1.0', { right: { value: 1, integer: false } }],
    ['a == -1', { right: { kind: 'negate', operand: { value: 1, integer: true } } }],
  ])('%s', (text, shape) => {
    expect(condition(text)).toMatchObject(shape);
  });
});

describe('queries', () => {
  test.each([
    ['process where true', { kind: 'event-query', filter: { category: { name: 'process' } } }],
    ['any where true', { filter: { category: { name: null } } }],
    ['"any" where true', { filter: { category: { name: 'any' } } }],
    ['"""my category""" where true', { filter: { category: { name: 'my category' } } }],
    ['process where true | head 5 | tail 2', { pipes: [{ name: 'head' }, { name: 'tail' }] }],
    [
      'sequence by a, ?b with maxspan = 5 s [x where true] by c ![y where true] with runs=3 until [z where true]',
      {
        kind: 'sequence-query',
        by: [{ path: 'a' }, { path: 'b', optional: true }],
        maxspan: { amount: 5, unit: 's' },
        subqueries: [
          { missing: false, by: [{ path: 'c' }], runs: null },
          { missing: true, by: [], runs: { count: 3 } },
        ],
        until: { filter: { category: { name: 'z' } } },
      },
    ],
    ['sequence [a where true] [b where true]', { by: [], maxspan: null, until: null }],
    [
      'sample by a [x where true] by b [y where true] by c',
      { kind: 'sample-query', subqueries: [{ by: [{ path: 'b' }] }, { by: [{ path: 'c' }] }] },
    ],
  ])('%s', (text, shape) => {
    const { query, diagnostics } = parseQuery(sourceOf(text));
    expect(diagnostics).toEqual([]);
    expect(query).toMatchObject(shape);
  });
});

describe('complaints', () => {
  test.each<[text: string, expected: string[]]>([
    ['', ['RS210 1:1 expected a query, found nothing']],
    [
      'process',
      ['RS200 1:8 expected `where` after the event category `process`, found the end of the query'],
    ],
    ['where true', ['RS200 1:1 expected an event category, found `where`']],
    ['process where', ['RS200 1:14 expected a value, found the end of the query']],
    ['process where a ==', ['RS200 1:19 expected a value, found the end of the query']],
    ['process where a = 1', ['RS208 1:17 expected a comparison, found `=`']],
    ['process where a not : "x"', ['RS212 1:17 `not` cannot stand before `:`']],
    ['process where a : b', ['RS213 1:19 expected a literal after `:`, found `b`']],
    ['process where a : and b', ['RS200 1:19 expected a string after `:`, found `and`']],
    ['process where a in "x"', ['RS200 1:20 expected `(` after `in`, found string "x"']],
    ['process where a < b < c', ['RS214 1:21 comparisons cannot be chained']],
    ['process where a < b < c == d', ['RS214 1:21 comparisons cannot be chained']],
    ['process where a[0] == 1', ['RS215 1:16 array indexes are not supported']],
    ['process where a in ("x",)', ['RS216 1:25 expected a value after `,`, found `)`']],
    ['process where f(1,,2)', ['RS200 1:19 expected a value, found `,`']],
    ['process where a == not b', ['RS200 1:20 expected a value, found `not`']],
    ['process where (a, b) : "x"', ['RS200 1:17 expected `)`, found `,`']],
    ['process where a)', ['RS200 1:16 expected an operator, found `)` without its `(`']],
    ['process where a.1b == 2', ['RS200 1:16 expected a name after `.`, found number .1']],
    ['process where a. == 2', ['RS200 1:18 expected the name of a field, found `==`']],
    [
      'process where length~',
      ['RS200 1:22 expected `(` after `length~`, found the end of the query'],
    ],
    [
      'process where a == 1 |',
      ['RS200 1:23 expected `head` or `tail` after `|`, found the end of the query'],
    ],
    [
      'process where a == 1 | head 5 6',
      ['RS200 1:31 expected `|` or the end of the query, found number 6'],
    ],
    ['sequence', ['RS200 1:9 expected `[`, found the end of the query']],
    ['sequence by', ['RS200 1:12 expected a value, found the end of the query']],
    ['sequence [a where true', ['RS200 1:23 expected `]`, found the end of the query']],
    [
      'sequence with maxspan=x [a where true] [b where true]',
      ['RS200 1:23 expected a number, found `x`'],
    ],
    [
      'sequence with maxspan="5s" [a where true] [b where true]',
      ['RS200 1:23 expected a number, found string "5s"'],
    ],
    [
      'sequence with 5s [a where true] [b where true]',
      ['RS223 1:15 expected `maxspan` after `with`, found number 5'],
    ],
    [
      'sequence [a where true] [b where true] 5',
      ['RS200 1:40 expected `[`, `|` or the end of the query, found number 5'],
    ],
  ])('%s', (text, expected) => {
    expect(complaints(text)).toEqual(expected);
  });

  test('several mistakes of one query are all told, each once', () => {
    const text = [
      'sequence by host.id',
      '  [process where a = 1 and (b == ) or c like d]',
      '  [network wher true]',
      '  [file where x not like "y" z]',
    ].join('\n');
    expect(complaints(text)).toEqual([
      'RS208 2:20 expected a comparison, found `=`',
      'RS200 2:34 expected a value, found `)`',
      'RS213 2:46 expected a literal after `like`, found `d`',
      'RS200 3:12 expected `where` after the event category `network`, found `wher`',
      'RS212 4:17 `not` cannot stand before `like`',
      'RS200 4:30 expected `and`, `or` or the end of the condition, found `z`',
    ]);
  });

  test('what follows a quote without an end is not complained about', () => {
    expect(complaints('sequence [a where b == "x] [c where d == ]')).toHaveLength(1);
  });

  test('no more than a screenful is told', () => {
    const { diagnostics } = parseQuery(sourceOf(`any where ${'a = 1 and '.repeat(1000)} true`));
    expect(diagnostics).toHaveLength(20);
    expect(diagnostics.at(-1)?.notes).toEqual(['and 980 more in this query']);
  });

  test.each([
    ['brackets', '('.repeat(100_000)],
    ['closed brackets', `${'('.repeat(100_000)}true${')'.repeat(100_000)}`],
    ['not', 'not '.repeat(100_000)],
    ['signs', '- '.repeat(100_000)],
    ['calls', 'f('.repeat(100_000)],
    ['lists', 'a in ('.repeat(100_000)],
    ['a sum', '1 + '.repeat(100_000)],
  ])('deep nesting is refused: %s', (_, text) => {
    const found = complaints(`process where ${text}`);
    expect(found.at(-1)).toContain('expressions nest deeper than 400 levels');
  });

  test('a path of more names than any mapping allows is refused', () => {
    const pathOf = (names: number): string => Array(names).fill('a').join('.');
    expect(parseQuery(sourceOf(`any where ${pathOf(100)} == 1`)).diagnostics).toEqual([]);
    for (const text of [pathOf(100_000), `\`${pathOf(101)}\``]) {
      expect(complaints(`any where ${text} == 1`)).toEqual([
        'RS217 1:11 a field has more than 100 names',
      ]);
    }
  });

  test('a long chain of `and` is not deep', () => {
    const text = `process where ${'a == 1 and '.repeat(20_000)} true`;
    expect(parseQuery(sourceOf(text)).diagnostics).toEqual([]);
  });
});

test('[M] an array index is an error', () => {
  expect(complaints('any where a[0].b == 1')).toEqual([
    'RS215 1:12 array indexes are not supported',
  ]);
});

test('a name that needs no backticks is printed without', () => {
  expect(printExpression(condition('`a`.`b` == 1'))).toBe('a.b == 1');
});
