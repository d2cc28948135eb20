import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Requirement, TextSet } from '../../src/eql/index.js';
import { DocumentEvent, listOf, type Event } from '../../src/event/index.js';
import { compileText, type FieldTypes } from './verdict.js';

/** `x in {a,b*,*c}`, `x~ in {a}` (folded) or `x` (present), sorted. */
function requirementsOf(condition: string, types: FieldTypes = {}): string[] {
  const { query } = compileText(`any where ${condition}`, types);
  const requirements = query?.subqueries[0]?.requirements ?? [];
  return requirements
    .map(({ path, folded, texts }) => {
      if (texts === null) return path;
      const heads = [...texts.heads].map((head) => `${head}*`);
      const tails = [...texts.tails].map((tail) => `*${tail}`);
      const members = [...texts.exact, ...heads, ...tails].sort();
      return `${path}${folded ? '~' : ''} in {${members.join()}}`;
    })
    .sort();
}

describe('requirements', () => {
  test.each<[condition: string, expected: readonly string[]]>([
    ['x == "a"', ['x in {a}']],
    ['"a" == x', ['x in {a}']],
    ['x in ("a", "b")', ['x in {a,b}']],
    ['x in~ ("A", "b")', ['x~ in {a,b}']],
    ['x : ("A", "b")', ['x~ in {a,b}']],
    ['x : ("A", "b*")', ['x~ in {a,b*}']],
    ['x like ("/tmp/*", "*.SH")', ['x in {*.SH,/tmp/*}']],
    ['x like "ab*c"', ['x in {ab*}']],
    ['x like "a*bc"', ['x in {*bc}']],
    ['x like "ab?*"', ['x in {ab*}']],
    ['x like ("a*", "*b*")', ['x']],
    ['x like ("a*", "?")', ['x']],
    ['endsWith(x, "a")', ['x in {*a}']],
    ['startsWith~(x, "A")', ['x~ in {a*}']],
    ['stringContains(x, "a")', ['x']],
    ['startsWith(x, "")', ['x']],
    ['x == "A" or x : "b*"', ['x~ in {a,b*}']],
    ['x like "A*" or x : "b*"', ['x']],
    ['x like "A*" or x == "b"', ['x in {A*,b}']],
    ['x == "Infinity"', ['x']],
    ['x like ("A", "b")', ['x in {A,b}']],
    ['x like~ "A"', ['x~ in {a}']],
    ['x regex ("a", "b")', ['x in {a,b}']],
    ['x regex "a+"', ['x']],
    ['x != null', ['x']],
    ['not (x == null)', ['x']],
    ['x == null', []],
    ['x != "a"', []],
    ['not x : "a"', []],
    ['x == 4', ['x']],
    ['x > 4', ['x']],
    ['x', ['x in {true}']],
    ['x == true', ['x in {true}']],
    ['x == "1"', ['x in {1}']],
    ['x == "1.0"', ['x']],
    ['x == "01"', ['x']],
    ['x in ("1", 2)', ['x']],
    ['startsWith(x, "a")', ['x in {a*}']],
    ['cidrMatch(x, "10.0.0.0/8")', ['x']],
    ['length(x) > 0', []],
    ['x == "a" and y == "b"', ['x in {a}', 'y in {b}']],
    ['x == "a" and x != null', ['x in {a}']],
    ['x != null and x > 4 and x : "*a*"', ['x']],
    ['x != null and x : "a*"', ['x~ in {a*}']],
    ['x == "a" or x == "b"', ['x in {a,b}']],
    ['x == "a" or x : "B"', ['x~ in {a,b}']],
    ['x == "A" or x : ("b", "c")', ['x~ in {a,b,c}']],
    ['x == "a" or x : "*b*"', ['x']],
    ['x == "a" or y == "b"', []],
    ['(x == "a" and y == "b") or (x == "c" and z == "d")', ['x in {a,c}']],
    ['(x in ("a", "b") and x == "a") or x == "c"', ['x in {a,c}']],
    ['not (x != "a" or y != "b")', ['x in {a}', 'y in {b}']],
    ['x == "a" and (y == "b" or true)', ['x in {a}']],
    ['x == "a" or false', ['x in {a}']],
  ])('%s needs %j', (condition, expected) => {
    expect(requirementsOf(condition)).toEqual(expected);
  });

  test('of a very long chain of `or` are all of its values', () => {
    const values = Array.from({ length: 20_000 }, (_, index) => `v${index}`);
    const condition = values.map((value) => `x == "${value}"`).join(' or ');
    expect(requirementsOf(condition)).toEqual([`x in {${values.sort().join()}}`]);
  });

  test.each<[condition: string, type: FieldTypes[string]]>([
    ['x == "10.0.0.1"', 'ip'],
    ['x == "2017-01-01"', 'date'],
    ['x == "1"', 'long'],
  ])('%s on %s only needs the field', (condition, type) => {
    expect(requirementsOf(condition, { x: type })).toEqual(['x']);
  });
});

describe('soundness', () => {
  const text = fc.constantFrom(
    'a',
    'A',
    'b',
    'ab',
    'AB',
    '',
    '1',
    '1.0',
    '01',
    '10.0.0.1',
    'true',
    'Infinity',
    'ς',
    'Σ',
  );
  const number = fc.constantFrom('1', '2', '1.0', '-1');
  const field = fc.constantFrom('x', 'y', 'z');
  const quoted = text.map((value) => JSON.stringify(value));
  const pattern = fc.constantFrom('"a*"', '"*B"', '"?"', '"*"', '"a"', '"AB"', '"1"');
  const list = (item: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => `(${items.join(', ')})`);
  const constant = fc.oneof(quoted, number, fc.constantFrom('true', 'false', 'null'));

  const leaf = fc
    .oneof(
      fc.tuple(field, fc.constantFrom('==', '!=', '<', '>='), constant),
      fc.tuple(constant, fc.constantFrom('==', '!=', '<'), field),
      fc.tuple(field, fc.constantFrom('in', 'not in'), list(constant)),
      fc.tuple(field, fc.constantFrom('in~', 'not in~'), list(quoted)),
      fc.tuple(field, fc.constantFrom(':', 'like', 'like~'), list(pattern)),
      fc.tuple(
        field,
        fc.constantFrom('regex', 'regex~'),
        list(fc.constantFrom('"a"', '"[ab]+"', '"A"')),
      ),
      fc
        .tuple(fc.constantFrom('startsWith~', 'endsWith', 'stringContains'), field)
        .map(([f, x]) => [`${f}(${x}, "a")`]),
      field.map((x) => [`cidrMatch(${x}, "10.0.0.0/8")`]),
      field.map((x) => [`length(${x}) == 1`]),
      field.map((x) => [`concat(${x}, "") != null`]),
      field.map((x) => [x]),
      fc.constantFrom(['true'], ['false'], ['null == null']),
    )
    .map((parts) => parts.join(' '));

  const { condition } = fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} and ${b})`),
      fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} or ${b})`),
      tie('condition').map((a) => `not (${a})`),
    ),
  }));

  const scalar = fc.oneof(text, fc.constantFrom(1, 2, -1, 0, -0, 1.5, Infinity, true, false));
  const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.constant(null));
  const document = fc.record({ x: value, y: value, z: value }, { requiredKeys: [] });
  const type = fc.constantFrom('keyword', 'long', 'ip', 'boolean', 'version', undefined);
  const types = fc.record({ x: type, y: type });

  function holds({ slot, folded, texts }: Requirement, event: Event): boolean {
    const present = listOf(folded ? event.folded(slot) : event.get(slot));
    if (texts === null) return present.length > 0;
    return present.some((item) => isIn(texts, String(item)));
  }

  function isIn({ exact, heads, tails }: TextSet, text: string): boolean {
    return (
      exact.has(text) ||
      [...heads].some((head) => text.startsWith(head)) ||
      [...tails].some((tail) => text.endsWith(tail))
    );
  }

  function compileFor(condition: string, declared: Record<string, FieldTypes[string] | undefined>) {
    const known = Object.entries(declared).filter(([, type]) => type !== undefined);
    try {
      return compileText(`any where ${condition}`, Object.fromEntries(known) as FieldTypes);
    } catch {
      // The checker refuses some combinations of types and operators.
      return null;
    }
  }

  test('where a condition is true, all its requirements hold', () => {
    let matched = 0;
    fc.assert(
      fc.property(
        condition,
        types,
        fc.array(document, { minLength: 5, maxLength: 15 }),
        (condition, declared, documents) => {
          const compiled = compileFor(condition, declared);
          const subquery = compiled?.query?.subqueries[0];
          fc.pre(compiled !== null && subquery !== undefined);
          const event = new DocumentEvent(compiled.fields);
          for (const document of documents) {
            event.reset(document);
            if (!subquery.matches(event)) continue;
            matched += 1;
            for (const requirement of subquery.requirements) {
              expect([condition, document, requirement, holds(requirement, event)]).toEqual([
                condition,
                document,
                requirement,
                true,
              ]);
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(matched).toBeGreaterThan(1000);
  });

  test('where some requirements are met, what is left to test gives the same verdict', () => {
    let [left, matched] = [0, 0];
    fc.assert(
      fc.property(
        condition,
        types,
        fc.array(document, { minLength: 5, maxLength: 15 }),
        (condition, declared, documents) => {
          const compiled = compileFor(condition, declared);
          const subquery = compiled?.query?.subqueries[0];
          fc.pre(compiled !== null && subquery !== undefined);
          const event = new DocumentEvent(compiled.fields);
          for (const document of documents) {
            event.reset(document);
            const met = new Set(subquery.requirements.filter((item) => holds(item, event)));
            if (met.size === 0) continue;
            left += 1;
            const verdict = subquery.matches(event);
            if (verdict) matched += 1;
            expect([condition, document, subquery.matchesBeyond(met)(event)]).toEqual([
              condition,
              document,
              verdict,
            ]);
          }
        },
      ),
      { numRuns: 3000 },
    );
    expect(matched).toBeGreaterThan(300);
    expect(left - matched).toBeGreaterThan(300);
  });

  test('not is the complement of every condition without null constants', () => {
    fc.assert(
      fc.property(
        condition,
        fc.array(document, { minLength: 5, maxLength: 10 }),
        (condition, documents) => {
          fc.pre(!condition.includes('null'));
          const plain = compileFor(condition, {});
          const negated = compileFor(`not (${condition})`, {});
          const a = plain?.query?.subqueries[0];
          const b = negated?.query?.subqueries[0];
          fc.pre(plain !== null && negated !== null && a !== undefined && b !== undefined);
          const events = [
            new DocumentEvent(plain.fields),
            new DocumentEvent(negated.fields),
          ] as const;
          for (const document of documents) {
            for (const event of events) event.reset(document);
            expect([condition, document, a.matches(events[0])]).toEqual([
              condition,
              document,
              !b.matches(events[1]),
            ]);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
