import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { compileQuery } from '../../src/index.js';
import { HAS_SHARED, ROOT } from '../support/shared.js';
import { readPythonEqlEvents, readPythonEqlQueries } from './python-eql.js';

/** Queries on which the dialects differ, by what differs. */
interface Exclusion {
  readonly cause: string;
  readonly reason: string;
  readonly queries: readonly number[];
}

const exclusions = JSON.parse(
  readFileSync(path.join(ROOT, 'test', 'conformance', 'python-eql-exclusions.json'), 'utf8'),
) as readonly Exclusion[];

const suite = HAS_SHARED ? describe : describe.skip;

suite("python-eql's test_queries.toml (needs ../shared/conformance)", () => {
  const queries = HAS_SHARED ? readPythonEqlQueries() : [];
  const events = HAS_SHARED ? readPythonEqlEvents() : [];
  const passes = (number: number): boolean => {
    const { text, expected } = queries[number]!;
    const { query } = compileQuery(text, {
      eventCategoryField: 'event_type',
      tiebreakerField: 'serial_event_id',
    });
    if (query === null) return false;
    const ids = query
      .search(events)
      .flatMap((match) => match.events.map((event) => event?.['serial_event_id']));
    return JSON.stringify(ids) === JSON.stringify(expected);
  };
  const excluded = new Set(exclusions.flatMap((exclusion) => exclusion.queries));
  const shared = queries.filter(({ number }) => !excluded.has(number));

  test('there are 241, and the dialects agree on more than a hundred', () => {
    expect(queries).toHaveLength(241);
    expect(shared.length).toBeGreaterThan(100);
  });

  test.each(HAS_SHARED ? shared.map(({ number, text }) => [number, text.trim()]) : [[0, '(none)']])(
    '%i: %s',
    (number) => {
      expect(passes(Number(number))).toBe(true);
    },
  );

  test.each(exclusions.map((exclusion) => [exclusion.cause, exclusion] as const))(
    'excluded for a difference, and still different: %s',
    (_, exclusion) => {
      expect(exclusion.queries.filter(passes)).toEqual([]);
    },
  );
});
