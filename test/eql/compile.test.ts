import { describe, expect, test } from '@jest/globals';
import { compile } from '../../src/eql/index.js';
import { DocumentEvent, FieldSet } from '../../src/event/index.js';
import { compileText, predicate } from './verdict.js';
import { sourceOf, summaryOf } from './support.js';

describe('compile', () => {
  test('an event query', () => {
    const { query, fields } = compileText('process where a.b == 1 and c : "x*" | head 5 | tail 2');
    expect(query?.plan).toEqual({
      kind: 'event',
      pipes: [
        { kind: 'head', count: 5 },
        { kind: 'tail', count: 2 },
      ],
    });
    expect(query?.fields).toEqual(['a.b', 'c']);
    expect(query?.subqueries).toHaveLength(1);
    expect(query?.subqueries[0]).toMatchObject({ category: 'process', keys: [] });
    expect(fields.fields.map(({ path }) => path)).toEqual(['a.b', 'c']);
  });

  test('the category is not tested by matches', () => {
    const matches = predicate('true');
    expect(matches({})).toBe(true);
    expect(compileText('any where true').query?.subqueries[0]?.category).toBeNull();
  });

  test('a sequence: runs share one subquery, keys are slots, until and missing events', () => {
    const { query, fields } = compileText(`
      sequence by host.id with maxspan=5s
        [process where a == 1] by ?x
        [file where b == 2] by y with runs=3
        ![network where c == 3] by x
        until [process where d == 4] by z`);
    expect(query?.plan).toEqual({
      kind: 'sequence',
      stages: [
        { subquery: 0, missing: false },
        { subquery: 1, missing: false },
        { subquery: 1, missing: false },
        { subquery: 1, missing: false },
        { subquery: 2, missing: true },
      ],
      until: 3,
      maxspanMs: 5000,
      pipes: [],
    });
    const slot = (path: string): number => fields.slot(path);
    expect(query?.subqueries.map(({ keys }) => keys)).toEqual([
      [
        { slot: slot('host.id'), optional: false },
        { slot: slot('x'), optional: true },
      ],
      [
        { slot: slot('host.id'), optional: false },
        { slot: slot('y'), optional: false },
      ],
      [
        { slot: slot('host.id'), optional: false },
        { slot: slot('x'), optional: false },
      ],
      [
        { slot: slot('host.id'), optional: false },
        { slot: slot('z'), optional: false },
      ],
    ]);
    expect(query?.fields).toEqual(['a', 'host.id', 'x', 'b', 'y', 'c', 'd', 'z']);
  });

  test('a sample has a subquery for each bracket, equal ones too', () => {
    const { query } = compileText('sample by k [any where a == 1] [any where a == 1]');
    expect(query?.plan).toEqual({ kind: 'sample', size: 2 });
    expect(query?.subqueries).toHaveLength(2);
  });

  test('queries of one field set share slots', () => {
    const fields = new FieldSet();
    fields.slot('other');
    const span = { start: 0, end: 0 };
    const { query } = compile(
      {
        kind: 'event',
        filter: { category: null, condition: { kind: 'field', span, path: 'x', optional: false } },
        pipes: [],
      },
      { fields, source: sourceOf('any where x') },
    );
    expect(query?.subqueries[0]?.screen).toMatchObject({ path: 'x', slot: 1 });
    const event = new DocumentEvent(fields);
    event.reset({ x: true });
    expect(query?.subqueries[0]?.matches(event)).toBe(true);
  });

  test.each([
    ['x > "now-1d"', 'RS291 1:15 expected a fixed time for x, found date math, "now-1d"'],
    [
      'x == "2017-01-01||/M"',
      'RS291 1:16 expected a fixed time for x, found date math, "2017-01-01||/M"',
    ],
    ['x == "yesterday"', 'RS290 1:16 expected a time for x, found "yesterday"'],
    ['x in ("2017", "yesterday")', 'RS290 1:25 expected a time for x, found "yesterday"'],
    [
      'cidrMatch(y, concat("10.0.0.0", "/99"))',
      'RS240 1:24 expected a block such as "10.0.0.0/8", found "10.0.0.0/99"',
    ],
    [
      'y regex "a("',
      'RS241 1:19 invalid regular expression at character 3: expected a character, found the end of the pattern',
    ],
    [
      'concat(y, "") regex~ "[z-a]"',
      'RS241 1:32 invalid regular expression at character 2: expected a range in ascending order, found z-a',
    ],
  ])('%s is refused', (condition, expected) => {
    const { query, diagnostics } = compileText(`any where ${condition}`, { x: 'date' });
    expect(query).toBeNull();
    expect(diagnostics.map(summaryOf)).toEqual([expected]);
  });

  test('[M] date math is refused: a verdict on recorded events must not depend on the day of the run', () => {
    const { diagnostics } = compileText('any where x < "now"', { x: 'date' });
    expect(diagnostics[0]?.help).toBe('the verdict on recorded events must not depend on today');
  });

  test('hostile documents are only data', () => {
    const matches = predicate('x.constructor == "a" or __proto__.polluted == "b" or x : "*q"');
    expect(matches({ x: { constructor: 'a' } })).toBe(true);
    expect(matches(JSON.parse('{"__proto__":{"polluted":"b"}}') as Record<string, never>)).toBe(
      true,
    );
    expect(matches({ x: { y: {} } })).toBe(false);
    expect(matches({ x: '\u0000\ud800' })).toBe(false);
  });
});
