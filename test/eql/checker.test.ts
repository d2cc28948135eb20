import { describe, expect, test } from '@jest/globals';
import {
  checkQuery,
  parseQuery,
  type CheckedQuery,
  type CheckOptions,
} from '../../src/eql/index.js';
import type { FieldType } from '../../src/event/index.js';
import type { Diagnostic } from '../../src/source/index.js';
import { sourceOf, summaryOf } from './support.js';

/** `k…` are keywords, and so on; all other fields are unknown. */
const TYPES: Readonly<Record<string, FieldType>> = {
  k: 'keyword',
  n: 'long',
  d: 'double',
  b: 'boolean',
  t: 'date',
  i: 'ip',
  v: 'version',
  o: 'object',
};

const OPTIONS: CheckOptions = {
  fieldType: (path) => (/^[kndbtivo]\d?$/.test(path) ? TYPES[path.charAt(0)] : undefined),
  knownFields: () => ['process.name', 'process.pid'],
  unknownFields: 'ignore',
};

function check(text: string, options: CheckOptions = {}): readonly Diagnostic[] {
  const source = sourceOf(text);
  const { query } = parseQuery(source);
  if (query === null) throw new Error(`does not parse: ${text}`);
  const result = checkQuery(query, source, { ...OPTIONS, ...options });
  expect(result.query === null).toBe(
    result.diagnostics.some(({ severity }) => severity === 'error'),
  );
  return result.diagnostics;
}

function checked(text: string): CheckedQuery {
  const source = sourceOf(text);
  const { query } = parseQuery(source);
  const result = query === null ? null : checkQuery(query, source, OPTIONS);
  if (result?.query === null || result === null) throw new Error(`does not check: ${text}`);
  return result.query;
}

const codes = (condition: string): string[] =>
  check(`any where ${condition}`).map(({ code }) => code);

describe('conditions that are all right', () => {
  test.each([
    'true',
    'b',
    'x',
    '?x',
    'not b and x or false',
    'k == "a"',
    'n == "4"',
    'k == 4',
    '"a" == k',
    'n + d * 2 > 2 * 3',
    '1 < 2',
    '"a" == "b"',
    'length(k) > 0',
    'length(k) + n == 4',
    'concat(k, ":", n) == "a:1"',
    'startsWith("literal", k)',
    'STARTSWITH~(k, k2)',
    'stringContains(x, string(n))',
    'null == (n > 1)',
    '(n > 1) == true',
    'k in ("a", null)',
    'k not in~ ("a", "b")',
    'x : "a*" and v : "1.*"',
    'substring(k, -4, n) == "a"',
    'substring(k, indexOf(k, "a")) == "a"',
    'cidrMatch(i, "10.0.0.0/8", "::1") and cidrMatch(k, "fe80::/10")',
    'cidrMatch(i, concat("10.0.0.0", "/8"))',
    'between(k, "a", "b", true) == "x"',
    'number(k, 16) == 4',
    't > "2026-01-01" and t < 1700000000000',
    'i == "10.0.0.1" and i != "10.0.0.0/8"',
    'b == "true" and b != true',
    '?x == ?y',
  ])('%s', (condition) => {
    expect(codes(condition)).toEqual([]);
  });
});

describe('conditions that mean nothing', () => {
  test.each([
    ['4', 'RS230'],
    ['k', 'RS230'],
    ['not length(k)', 'RS230'],
    ['b and "x"', 'RS230'],
    ['k == k2', 'RS231'],
    ['x == y', 'RS231'],
    ['?x == y', 'RS231'],
    ['n < n2', 'RS231'],
    ['length(k) == n', 'RS231'],
    ['(n > 1) == b', 'RS231'],
    ['k in ("a", k2)', 'RS231'],
    ['"a" in (k)', 'RS231'],
    ['b > true', 'RS232 RS232'],
    ['n : "4"', 'RS233'],
    ['t like "2026*"', 'RS233'],
    ['i regex "10.*"', 'RS233'],
    ['b in~ ("true")', 'RS233'],
    ['length(k) : "4"', 'RS233'],
    ['k : 4', 'RS233'],
    ['k like null', 'RS233'],
    ['k + 1 == 2', 'RS234'],
    ['-b == 1', 'RS234'],
    ['arrayContains(k, "a")', 'RS235'],
    ['length(k, k) == 1', 'RS236'],
    ['startsWith(n, "4")', 'RS237'],
    ['substring(k, d) == "a"', ''],
    ['substring(k, 1.5) == "a"', 'RS237'],
    ['cidrMatch(n, "10.0.0.0/8")', 'RS237'],
    ['add(k, 1) == 2', 'RS237'],
    ['length~(k) == 1', 'RS238'],
    ['cidrMatch(i, k)', 'RS239'],
    ['cidrMatch(i, "10.0.0.0/99")', 'RS240'],
  ])('%s', (condition, expected) => {
    expect(codes(condition).join(' ')).toBe(expected);
  });

  test('a mistake is not told again by what stands around it', () => {
    expect(codes('(nosuch(k) + 1 > 2) == true and not nosuch(k)')).toEqual(['RS235', 'RS235']);
  });
});

describe('warnings leave the query usable', () => {
  test.each([
    ['k == "a*"', 'RS270'],
    ['"a?" != k', 'RS270'],
    ['k in ("a", "b*", "c?")', 'RS270'],
    ['k in~ ("b*")', 'RS270'],
    ['concat(k, "x") == "*"', 'RS270'],
    ['"*" == "*"', ''],
    ['k : "a*"', ''],
    ['n < null', 'RS271'],
    ['k == true', 'RS272'],
    ['n == "abc"', 'RS272'],
    ['n in (1, "2", "three")', 'RS272'],
    ['b == 1', 'RS272'],
    ['i == "web-1"', 'RS272'],
    ['i in ("10.0.0.0/8", "::1", "10.0.0")', 'RS272'],
    ['n > "abc"', 'RS272'],
    ['"0x10" <= n', 'RS272'],
    ['n == ""', 'RS272'],
    ['n == 7.5', 'RS272'],
    ['n > 7.5 and n == 7.0 and n in ("7", 8)', ''],
    ['i < 5', 'RS272'],
    ['i >= "10.0.0.0/8"', 'RS272'],
    ['i >= "10.0.0.1"', ''],
    ['length(k) == "abc"', 'RS272'],
    ['startsWith(k, "a") == 1', 'RS272'],
    ['divide(n, 2) == 7.5', 'RS272'],
    ['n / 2 == 7.5', 'RS272'],
    ['divide(n, 2.0) == 7.5 and divide(d, 2) == 7.5', ''],
    ['concat(k, "a") == "5" and length(k) == 5', ''],
    ['length(k) == "5"', 'RS272'],
    ['length(k) != "5"', 'RS272'],
    ['concat(k, "a") == 5', 'RS272'],
    ['startsWith(k, "a") == "true"', 'RS272'],
  ])('%s', (condition, expected) => {
    const found = check(`any where ${condition}`);
    expect(found.map(({ code }) => code).join(' ')).toBe(expected);
    expect(found.every(({ severity }) => severity === 'warning')).toBe(true);
  });
});

describe('unknown fields', () => {
  const text =
    'sequence by host [a where proces.name == "x"] [b where proces.name == "y" and ?proces.pid == 1]';

  test.each(['warning', 'error'] as const)(
    'are told as %s, once, with the nearest name',
    (unknownFields) => {
      const found = check(text, { unknownFields });
      expect(found.map(summaryOf)).toEqual([
        'RS201 1:13 unknown field `host`',
        'RS201 1:27 unknown field `proces.name`',
      ]);
      expect(found.map(({ severity }) => severity)).toEqual([unknownFields, unknownFields]);
      expect(found[1]).toMatchObject({
        help: 'did you mean `process.name`?',
        notes: ['optional on purpose? write `?proces.name`'],
      });
    },
  );

  test('are not told where they are ignored', () => {
    expect(check(text, { unknownFields: 'ignore' })).toEqual([]);
  });

  test('include objects, which have no values', () => {
    expect(check('any where o == "x"', { unknownFields: 'warning' }).map(summaryOf)).toEqual([
      'RS201 1:11 `o` has no values, only the fields below it do',
    ]);
  });

  test('are measured by the fields of ECS unless told otherwise', () => {
    const source = sourceOf('process where process.name == "bash" and proces.name == "sh"');
    const { query } = parseQuery(source);
    const found = query === null ? [] : checkQuery(query, source).diagnostics;
    expect(found.map(summaryOf)).toEqual(['RS201 1:42 unknown field `proces.name`']);
    expect(found[0]).toMatchObject({ severity: 'warning', help: 'did you mean `process.name`?' });
  });
});

describe('sequences and samples', () => {
  const A = '[a where true]';
  test.each([
    [`sequence ${A} ${A}`, ''],
    [`sequence ${A} with runs=2`, ''],
    [`sequence with maxspan=1h ![a where true] ${A} ![a where true] with runs=100`, ''],
    [`sequence by k ${A} by n ${A} by d until ${A} by x`, ''],
    [`sample by k ${A} ${A}`, ''],
    [`sample ${A} by k ${A} by k`, ''],
    [`sequence ${A}`, 'RS250'],
    [`sequence ${A} with runs=1`, 'RS250'],
    [`sequence ${A} with runs=0`, 'RS251'],
    [`sequence ${A} with runs=101`, 'RS251'],
    [`sequence with maxspan=5 ${A} ${A}`, 'RS252'],
    [`sequence with maxspan=5w ${A} ${A}`, 'RS252'],
    [`sequence with maxspan=5constructor ${A} ${A}`, 'RS252'],
    [`sequence with maxspan=0s ${A} ${A}`, 'RS253'],
    [`sequence with maxspan=-1s ${A} ${A}`, 'RS253'],
    [`sequence with maxspan=1.5 ${A} ${A}`, 'RS252 RS253'],
    [`sequence ${A} by k ${A}`, 'RS254'],
    [`sequence by k ${A} ${A} until ${A} by n`, 'RS254'],
    [`sequence ${A} by k ${A} by n`, 'RS255'],
    [`sequence ${A} by x ${A} by k ${A} by n`, 'RS255'],
    [`sequence ![a where true] ${A}`, 'RS256'],
    ['sequence with maxspan=1s ![a where true] ![a where true]', 'RS257'],
    [`sample ${A} ${A}`, 'RS258'],
    [`sample by k ${A}`, 'RS250'],
    [`sample by k ${A} with runs=2 ![a where true] | head 1`, 'RS259 RS259 RS259'],
    [`sequence ${A} ${A} until ![a where true]`, 'RS263'],
    ['any where true | head 0 | tail 4', ''],
    ['any where true | head', 'RS260'],
    ['any where true | head -1', 'RS260'],
    ['any where true | head 1, 2', 'RS260'],
    ['any where true | tail n', 'RS260'],
    ['any where true | sort k', 'RS261'],
    ['any where true | haed 1', 'RS262'],
  ])('%s', (text, expected) => {
    expect(
      check(text)
        .map(({ code }) => code)
        .join(' '),
    ).toBe(expected);
  });
});

describe('the checked query', () => {
  test.each([
    ['1ms', 1],
    ['2s', 2000],
    ['3m', 180_000],
    ['4h', 14_400_000],
    ['5d', 432_000_000],
  ])('maxspan=%s is %i ms', (maxspan, maxspanMs) => {
    expect(checked(`sequence with maxspan=${maxspan} [a where true] [b where true]`)).toMatchObject(
      {
        maxspanMs,
      },
    );
  });

  test('has its runs expanded, every copy the same subquery', () => {
    const query = checked(
      'sequence by k with maxspan=1s [a where b] by n with runs=3 ![any where true] by n',
    );
    if (query.kind !== 'sequence') throw new Error('expected a sequence');
    expect(
      query.stages.map(({ missing, subquery }) => [missing, subquery.filter.category]),
    ).toEqual([
      [false, 'a'],
      [false, 'a'],
      [false, 'a'],
      [true, null],
    ]);
    expect(new Set(query.stages.map(({ subquery }) => subquery)).size).toBe(2);
    expect(query.stages[0]?.subquery.keys.map(({ path }) => path)).toEqual(['k', 'n']);
  });

  test('has until with its keys, and pipes', () => {
    const query = checked(
      'sequence by k [a where b] [c where b] until [e where b] | head 5 | tail 2',
    );
    expect(query).toMatchObject({
      until: { filter: { category: 'e' }, keys: [{ path: 'k' }] },
      maxspanMs: null,
      pipes: [
        { kind: 'head', count: 5 },
        { kind: 'tail', count: 2 },
      ],
    });
  });

  test('of a sample lists its subqueries', () => {
    expect(checked('sample by k [a where b] by n [c where b] by n')).toMatchObject({
      kind: 'sample',
      subqueries: [{ keys: [{ path: 'k' }, { path: 'n' }] }, { filter: { category: 'c' } }],
    });
  });
});

// What the specification infers rather than cites; each of these can be turned over if Elasticsearch says otherwise.
describe('[M]', () => {
  test.each<[item: string, text: string, expected: string]>([
    ['a condition must be boolean', 'any where length(k)', 'RS230'],
    ['null alone is a condition that never holds', 'any where null', ''],
    ['`:` with null is accepted', 'any where k : null', ''],
    ['null in a list is accepted', 'any where k in (null)', ''],
    ['`ip : "…"` is a type error', 'any where i : "10.*"', 'RS233'],
    ['string functions refuse other types', 'any where endsWith(n, "1")', 'RS237'],
    ['positions of substring are whole numbers', 'any where substring(k, 0.5) == ""', 'RS237'],
    ['greedy of between is a boolean constant', 'any where between(k, "a", "b", b) == ""', 'RS239'],
    ['blocks of cidrMatch are constants', 'any where cidrMatch(i, k)', 'RS239'],
    ['cidrMatch takes a string for an address', 'any where cidrMatch(k, "10.0.0.0/8")', ''],
    ['cidrMatch has no ~ form', 'any where cidrMatch~(i, "10.0.0.0/8")', 'RS238'],
    ['an invalid CIDR constant is an error', 'any where cidrMatch(i, "10.0.0/8")', 'RS240'],
    ['a wrong number of arguments is an error', 'any where length() == 1', 'RS236'],
    ['a sample has no pipes', 'sample by k [a where b] [a where b] | head 1', 'RS259'],
    ['a sample needs two filters', 'sample by k [a where b]', 'RS250'],
    ['a sample needs keys on every filter', 'sample [a where b] [a where b]', 'RS258'],
    ['an unmapped field is told', 'any where x == 1', 'RS201'],
  ])('%s', (_, text, expected) => {
    const found = check(text, expected === 'RS201' ? { unknownFields: 'error' } : {});
    expect(found.map(({ code }) => code).join(' ')).toBe(expected);
  });
});
