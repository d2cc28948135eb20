import { describe, expect, test } from '@jest/globals';
import { AlertCounter, foldDiagnostics, renderFolded } from '../../src/report/index.js';
import type { Diagnostic } from '../../src/source/index.js';
import { alertOf, CONNECTION, eventAt, ruleWith } from '../support/alerts.js';

describe('counts of alerts', () => {
  const alert = (changes: Parameters<typeof ruleWith>[0]) =>
    alertOf('x', ruleWith(changes), [eventAt(1, CONNECTION)]);

  test('nothing found', () => {
    expect(new AlertCounter().counts()).toEqual({
      total: 0,
      bySeverity: { critical: 0, high: 0, medium: 0, low: 0 },
      byRule: [],
      suppressed: { total: 0, byReason: [], repeated: [] },
    });
  });

  test('by severity and by rule id; the worst first, then the most frequent, then by name', () => {
    const counter = new AlertCounter();
    const found = [
      { id: '1', name: 'Same name', severity: 'low' },
      { id: '2', name: 'Same name', severity: 'high' },
      { id: '3', name: 'B', severity: 'medium' },
      { id: '4', name: 'A', severity: 'medium' },
      { id: '5', name: 'Often', severity: 'medium' },
      { id: '5', name: 'Often', severity: 'medium' },
      { id: '__proto__', name: 'A', severity: 'medium' },
    ] as const;
    for (const rule of found) counter.add(alert(rule));
    expect(counter.counts()).toEqual({
      total: 7,
      bySeverity: { critical: 0, high: 1, medium: 5, low: 1 },
      byRule: [
        { id: '2', name: 'Same name', severity: 'high', alerts: 1 },
        { id: '5', name: 'Often', severity: 'medium', alerts: 2 },
        { id: '4', name: 'A', severity: 'medium', alerts: 1 },
        { id: '__proto__', name: 'A', severity: 'medium', alerts: 1 },
        { id: '3', name: 'B', severity: 'medium', alerts: 1 },
        { id: '1', name: 'Same name', severity: 'low', alerts: 1 },
      ],
      suppressed: { total: 0, byReason: [], repeated: [] },
    });
  });
});

describe('folding of diagnostics', () => {
  const badLine = (name: string, line: number): Diagnostic => ({
    code: 'RS301',
    severity: 'warning',
    message: 'line is not JSON',
    place: { name, line },
  });
  const many = (name: string, count: number): Diagnostic[] =>
    Array.from({ length: count }, (_, index) => badLine(name, index + 1));
  const usage: Diagnostic = { code: 'RS401', severity: 'error', message: 'unknown option' };

  test.each<{ name: string; given: readonly Diagnostic[]; shown: number; rest: string }>([
    { name: 'nothing', given: [], shown: 0, rest: '' },
    { name: 'five of a kind', given: many('a', 5), shown: 5, rest: '' },
    { name: 'six of a kind', given: many('a', 6), shown: 5, rest: '… and 1 more RS301 in a\n' },
    {
      name: 'two files',
      given: [...many('a.ndjson', 1208), ...many('b.ndjson', 7)],
      shown: 10,
      rest: '… and 1,203 more RS301 in a.ndjson\n… and 2 more RS301 in b.ndjson\n',
    },
    {
      name: 'no file',
      given: Array.from({ length: 8 }, () => usage),
      shown: 5,
      rest: '… and 3 more RS401\n',
    },
  ])('$name', ({ given, shown, rest }) => {
    const result = foldDiagnostics(given);
    expect(result.shown).toHaveLength(shown);
    expect(renderFolded(result.folded)).toBe(rest);
  });

  test('keeps the order of what it shows', () => {
    const given = [...many('a', 7), usage, ...many('b', 1)];
    expect(foldDiagnostics(given).shown).toEqual([...many('a', 5), usage, ...many('b', 1)]);
  });

  test('counts a query by the rule file that it stands in', () => {
    const within = { name: 'rules/a.toml', text: '' };
    const source = { name: '<query>', text: '', embedded: { within, toOuter: () => 0 } };
    const given = Array.from({ length: 6 }, () => ({ ...usage, source }));
    expect(foldDiagnostics(given).folded).toEqual([
      { code: 'RS401', file: 'rules/a.toml', count: 1 },
    ]);
  });
});
