import { describe, expect, test } from '@jest/globals';
import {
  compareRuleCosts,
  renderProfile,
  renderStats,
  type RuleCost,
} from '../../src/report/index.js';
import { expectGolden } from '../support/goldens.js';
import { profileWith, statsWith } from './costs.js';
import { MARKING, unmarked } from './marking.js';

const COLUMNS = /^ *([\d,]+\.\d) +([\d.]+)% +([\d,]+) +([\d,]+) +([\d,]+) {2}(\S.*)$/;

describe.each([80, 140])('%i columns', (width) => {
  test.each([
    { name: 'few', profile: profileWith(3, 0) },
    { name: 'many', profile: profileWith(40, 306) },
    { name: 'many-verbose', profile: profileWith(40, 306), verbose: true },
    { name: 'idle', profile: profileWith(0, 5) },
  ])('profile: $name', ({ name, profile, verbose = false }) => {
    const plain = renderProfile(profile, { width, verbose });
    expectGolden(`report/profile-${name}-${width}.txt`, plain);
    expect(unmarked(renderProfile(profile, { width, verbose, palette: MARKING }))).toBe(plain);
    expect(plain.split('\n').filter((line) => line.length > width)).toEqual([]);
  });

  test('stats', () => {
    const plain = renderStats(statsWith(), { width });
    expectGolden(`report/stats-${width}.txt`, plain);
    expect(unmarked(renderStats(statsWith(), { width, palette: MARKING }))).toBe(plain);
    expect(plain.split('\n').filter((line) => line.length > width)).toEqual([]);
  });
});

describe('a profile', () => {
  const rowsOf = (text: string): readonly (readonly string[])[] =>
    text.split('\n').flatMap((line) => {
      const match = COLUMNS.exec(line);
      return match === null ? [] : [match.slice(1)];
    });

  test.each([
    { busy: 20, idle: 0, rows: 21 },
    { busy: 21, idle: 0, rows: 22, why: '"1 more" would be no shorter than the rule' },
    { busy: 22, idle: 0, rows: 22 },
    { busy: 22, idle: 1, rows: 23 },
    { busy: 0, idle: 1, rows: 2 },
  ])('of $busy rules with leads and $idle without: $rows rows', ({ busy, idle, rows }) => {
    expect(rowsOf(renderProfile(profileWith(busy, idle)))).toHaveLength(rows);
  });

  test.each([false, true])('adds up, verbose: %s', (verbose) => {
    const rows = rowsOf(renderProfile(profileWith(40, 306), { verbose, width: 140 }));
    const total = rows.at(-1) ?? [];
    const numbers = (column: number): readonly number[] =>
      rows.map((row) => Number((row[column] ?? '').replaceAll(',', '')));
    for (const column of [2, 3, 4]) {
      const parts = numbers(column).slice(0, -1);
      expect(parts.reduce((sum, n) => sum + n, 0)).toBe(numbers(column).at(-1));
    }
    expect(total[1]).toBe('100.0');
    expect(total[5]).toBe('all 346 rules');
  });

  test('shows no control character of a rule name, and keeps its columns', () => {
    const rule = { ...profileWith(1, 0).rules[0]!, name: `a\u001b[2J\n${'é漢'.repeat(80)}` };
    const text = renderProfile({ rules: [rule], sharedMs: 1 }, { width: 80 });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(text).toContain('a\\x1b[2J');
    expect(text.split('\n')[1]).toMatch(/…$/);
  });

  test('has the costliest rule first, and one order for equal ones', () => {
    const cost = (id: string, ms: number, leads: number, name = 'n'): RuleCost => ({
      id,
      name,
      leads,
      candidates: 0,
      alerts: 0,
      ms,
    });
    const sorted = [
      cost('a', 2, 0),
      cost('b', 1, 9),
      cost('c', 1, 8, 'A'),
      cost('d', 1, 8, 'B'),
      cost('e', 1, 8, 'B'),
    ];
    expect([...sorted].reverse().sort(compareRuleCosts)).toEqual(sorted);
  });
});

describe('stats', () => {
  test('phases that did not happen are left out', () => {
    const times = { ...statsWith().times, decide: 0, write: 0 };
    const text = renderStats(statsWith({ times }), { width: 140 });
    expect(text).toContain('reading 0.64 s\n');
    expect(text).not.toContain('deciding');
  });

  test('no time at all is no infinite speed', () => {
    const times = { load: 0, setUp: 0, read: 0, decide: 0, write: 0, total: 0 };
    const text = renderStats(statsWith({ times }));
    expect(text).toContain('0.00 s, 0 MB/s, 0 events/s');
    expect(text).not.toMatch(/NaN|Infinity/);
  });
});
