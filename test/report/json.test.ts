import { describe, expect, test } from '@jest/globals';
import ndjson from 'ndjson';
import type { Alert } from '../../src/alert/index.js';
import { foldDiagnostics, type FinishedRun } from '../../src/report/index.js';
import { jsonReport as makeJson } from '../../src/report/json.js';
import { ndjsonReport } from '../../src/report/ndjson.js';
import type { Diagnostic, Source } from '../../src/source/index.js';
import { validatorOf } from '../support/schemas.js';
import { profileWith, statsWith } from './costs.js';
import { ALERTS } from './samples.js';
import { finishedRun, summaryWith } from './summaries.js';

const alerts = Object.values(ALERTS);

const TOML: Source = { name: 'rules/a.toml', text: 'query = "a b"\n' };
const DIAGNOSTICS: readonly Diagnostic[] = [
  {
    code: 'RS201',
    severity: 'error',
    message: 'expected `where`',
    source: {
      name: '<query>',
      text: 'a b',
      embedded: { within: TOML, toOuter: (offset) => offset + 9 },
    },
    labels: [{ span: { start: 2, end: 3 } }],
    help: 'write `any where`',
  },
  {
    code: 'RS301',
    severity: 'warning',
    message: 'line is not JSON',
    place: { name: 'events.ndjson', line: 7, byteOffset: 512, excerpt: '{"a":\u001b' },
    notes: ['last line'],
  },
  { code: 'RS403', severity: 'error', message: 'no rules to run' },
];

function finished(found: readonly Alert[], diagnostics: readonly Diagnostic[] = []): FinishedRun {
  return finishedRun(found, { diagnostics: foldDiagnostics(diagnostics) });
}

function jsonReport(found: readonly Alert[], run: FinishedRun = finished(found)): string {
  const report = makeJson({ tool: { name: 'rshell-scan', version: '0.1.0' } });
  return [...found.map((alert) => report.alert(alert)), report.end(run)].join('');
}

describe('a JSON report', () => {
  const validate = validatorOf('report', { closed: true });

  test.each<{ name: string; found: readonly Alert[]; diagnostics: readonly Diagnostic[] }>([
    { name: 'no alerts', found: [], diagnostics: [] },
    { name: 'one alert', found: alerts.slice(0, 1), diagnostics: DIAGNOSTICS },
    { name: 'all alerts', found: alerts, diagnostics: DIAGNOSTICS },
    {
      name: 'a thousand diagnostics',
      found: alerts,
      diagnostics: Array.from({ length: 1000 }, () => DIAGNOSTICS).flat(),
    },
  ])('is as its schema says: $name', ({ found, diagnostics }) => {
    const text = jsonReport(found, finished(found, diagnostics));
    const report: unknown = JSON.parse(text);
    validate(report);
    expect(validate.errors).toBeNull();
    expect(report).toMatchObject({ alerts: found, summary: { alerts: { total: found.length } } });
    expect(text.endsWith('}\n')).toBe(true);
  });

  test.each([
    ['stats', { stats: statsWith() }],
    ['profile', { profile: profileWith(30, 3) }],
    ['stats,profile', { stats: statsWith(), profile: profileWith(0, 0) }],
  ])('has what was asked for of the costs: %s', (keys, costs) => {
    const report = JSON.parse(jsonReport([], { ...finished([]), ...costs })) as { run: object };
    validate(report);
    expect(validate.errors).toBeNull();
    expect(Object.keys(report.run).join()).toBe(`partial,duration_ms,losses,${keys}`);
  });

  test('tells of an interrupted run, and of one that lost input', () => {
    const run = { ...finished([]), summary: summaryWith({ partial: true, losses: 2 }) };
    const report: unknown = JSON.parse(jsonReport([], run));
    validate(report);
    expect(validate.errors).toBeNull();
    expect(report).toMatchObject({ run: { partial: true, losses: 2 } });
  });

  test('differs from run to run in `run` alone', () => {
    const withTime = (durationMs: number): Record<string, unknown> => {
      const run = { ...finished([]), summary: summaryWith({ durationMs }) };
      // The report is an object: other tests check its schema.
      return JSON.parse(jsonReport([], run)) as Record<string, unknown>;
    };
    expect({ ...withTime(1), run: null }).toEqual({ ...withTime(2), run: null });
  });

  test('has a line for each alert', () => {
    const lines = jsonReport(alerts).split('\n');
    expect(lines.filter((line) => line.includes('rshell-scan/alert@1'))).toHaveLength(
      alerts.length,
    );
  });

  test('spells out where a diagnostic points: in the file, not in the query', () => {
    expect(JSON.parse(jsonReport([], finished([], DIAGNOSTICS)))).toMatchObject({
      diagnostics: [
        { code: 'RS201', file: 'rules/a.toml', line: 1, column: 12, help: 'write `any where`' },
        { code: 'RS301', file: 'events.ndjson', line: 7, column: null, byte_offset: 512 },
        { code: 'RS403', file: null, line: null, notes: [] },
      ],
    });
  });
});

describe('NDJSON', () => {
  test('is one alert a line and nothing else, as the ndjson package reads it', async () => {
    const report = ndjsonReport();
    const text =
      alerts.map((alert) => report.alert(alert)).join('') + String(report.end(finished(alerts)));
    const parser = ndjson.parse();
    const read: unknown[] = [];
    parser.on('data', (alert: unknown) => read.push(alert));
    await new Promise<void>((resolve) => {
      parser.on('end', resolve);
      parser.end(text);
    });
    expect(read).toEqual(alerts);
  });

  test('is as the schema says', () => {
    const validate = validatorOf('alert', { closed: true });
    for (const alert of alerts) {
      validate(JSON.parse(ndjsonReport().alert(alert).toString()));
      expect(validate.errors).toBeNull();
    }
  });
});
