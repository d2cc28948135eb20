import { describe, expect, test } from '@jest/globals';
import { renderSummary, type RunSummary } from '../../src/report/index.js';
import { expectGolden } from '../support/goldens.js';
import { MARKING, unmarked } from './marking.js';
import { ALERTS } from './samples.js';
import { summaryWith } from './summaries.js';

const FOUND = summaryWith({ alerts: [...Object.values(ALERTS), ALERTS['sequence']!] });

const TROUBLED = summaryWith({
  alerts: [ALERTS['event']!],
  events: { withoutTime: 1, byCategory: [], span: null, hosts: 0, read: 1_204_118 },
  inputs: [
    {
      name: 'a.ndjson',
      format: 'ndjson',
      records: null,
      compression: 'none',
      events: 1_000_000,
      badLines: 1203,
      bytes: 41_000_000_000,
      sha256: null,
    },
    {
      name: 'b.ndjson.gz',
      format: 'ndjson',
      records: null,
      compression: null,
      events: 204_118,
      badLines: 1,
      bytes: 1_000_000,
      sha256: null,
    },
    {
      name: 'c.json',
      format: null,
      records: null,
      compression: null,
      events: 0,
      badLines: 0,
      bytes: 12,
      sha256: null,
    },
  ],
  rules: { notEvaluable: 2, inError: 1 },
  sequences: { late: 17, pending: 1, dropped: 2 },
  durationMs: 126_400,
  partial: true,
});

const SUPPRESSED: RunSummary = {
  ...FOUND,
  hidden: [
    { by: '--where', events: 0 },
    { by: 'allow.toml:7 "the scanner of the network team"', events: 1204 },
  ],
  alerts: {
    ...FOUND.alerts,
    suppressed: {
      total: 1248,
      byReason: [
        {
          by: 'allow',
          reason: 'backup \u001b[31magent',
          entry: 'allow.toml:1',
          owner: 'ops',
          alerts: 5,
        },
        {
          by: 'repeat',
          reason: 'same host.name as an earlier alert',
          entry: null,
          owner: null,
          alerts: 1243,
        },
      ],
      repeated: [
        {
          alert: '5f0c2a91'.repeat(4),
          rule: { id: '1', name: 'Potential Reverse Shell' },
          terms: [
            { field: 'host.name', value: 'web-01' },
            { field: 'user.name', value: null },
          ],
          repeats: 1243,
        },
      ],
    },
  },
};

describe.each([80, 140])('at %i columns', (width) => {
  test.each<{ name: string; summary: RunSummary; verbose?: boolean }>([
    { name: 'no-alerts', summary: summaryWith() },
    { name: 'no-alerts-verbose', summary: summaryWith(), verbose: true },
    { name: 'alerts', summary: FOUND },
    { name: 'troubled', summary: TROUBLED },
    { name: 'suppressed', summary: SUPPRESSED },
    { name: 'suppressed-verbose', summary: SUPPRESSED, verbose: true },
  ])('$name', ({ name, summary, verbose = false }) => {
    const plain = renderSummary(summary, { width, verbose });
    expectGolden(`report/summary-${name}-${width}.txt`, plain);
    expect(unmarked(renderSummary(summary, { width, verbose, palette: MARKING }))).toBe(plain);
    expect(plain.split('\n').filter((line) => line.length > width)).toEqual([]);
  });
});

describe('the first words', () => {
  const first = (summary: RunSummary): string =>
    renderSummary(summary, { width: 160 }).replaceAll('\n', ' ');

  test('of a run without alerts prove that something was checked', () => {
    expect(first(summaryWith())).toMatch(
      /^No alerts\. 48 of 61 rules ran on 12,000 events \(process 9,410, network 2,590\), 2026-11-19 00:00 \.\. 23:59Z, 3 hosts, 0\.19 s\. 13 rules had no matching data\. /,
    );
  });

  test.each<{ name: string; summary: RunSummary; expected: string }>([
    {
      name: 'one of everything',
      summary: summaryWith({
        alerts: [ALERTS['sequence']!],
        events: {
          read: 1,
          hosts: 1,
          span: { start: '2026-11-19T01:02:03.5Z', end: '2026-11-19T01:02:03.9Z' },
        },
        categories: [{ name: 'process', events: 1 }],
        rules: { loaded: 2, run: 1 },
        silent: [],
      }),
      expected:
        '1 alert from 1 rule: 1 medium. 1 of 2 rules ran on 1 event (process 1), 2026-11-19 01:02:03Z, 1 host, 0.19 s.   1  MEDIUM    Potential Reverse Shell 1 rule had no matching data.',
    },
    {
      name: 'several days, many categories',
      summary: summaryWith({
        events: { span: { start: '2026-11-19T01:02:03.5Z', end: '2026-11-20T00:02:03.9Z' } },
        categories: ['process', 'network', 'file', 'session', 'iam'].map((name, index) => ({
          name,
          events: 5000 - index,
        })),
        silent: [],
      }),
      expected:
        'No alerts. 48 of 48 rules ran on 12,000 events (process 5,000, network 4,999, file 4,998, 2 more), 2026-11-19 01:02 .. 2026-11-20 00:02Z, 3 hosts, 0.19 s.',
    },
    {
      name: 'a few minutes, enough bytes to tell the speed',
      summary: summaryWith({
        events: { span: { start: '2026-11-19T01:02:03.5Z', end: '2026-11-19T01:12:03.9Z' } },
        inputs: [
          {
            name: 'a',
            format: 'ndjson',
            records: null,
            compression: null,
            events: 12_000,
            badLines: 0,
            bytes: 41_000_000,
            sha256: null,
          },
        ],
        silent: [],
      }),
      expected:
        'No alerts. 48 of 48 rules ran on 12,000 events (process 9,410, network 2,590), 2026-11-19 01:02:03 .. 01:12:03Z, 3 hosts, 0.19 s (216 MB/s, 63,158 events/s).',
    },
  ])('$name', ({ summary, expected }) => {
    expect(first(summary).trim().startsWith(expected)).toBe(true);
  });
});

test('many reasons are folded, all of them told with verbose', () => {
  const silent = Array.from({ length: 20 }, (_, index) => ({
    id: String(index),
    name: `Rule ${index}`,
    reason: 'field-absent' as const,
    detail: `field.${index}`,
  }));
  const summary = summaryWith({ silent });
  expect(renderSummary(summary)).toContain('14 more rules for 14 more reasons (-v tells all)');
  const verbose = renderSummary(summary, { verbose: true });
  expect(
    silent.every(({ name, detail }) => verbose.includes(`no event with ${detail}: ${name}`)),
  ).toBe(true);
});
