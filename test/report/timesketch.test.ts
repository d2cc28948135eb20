import { describe, expect, test } from '@jest/globals';
import { alertOf, eventAt, ruleWith } from '../support/alerts.js';
import { ndjson } from '../support/cli.js';
import { reportOf } from '../support/report.js';
import { ALERTS } from './samples.js';

const rowsOf = async (...alerts: Parameters<typeof reportOf>[1]) =>
  ndjson(await reportOf('timesketch', alerts));

describe('Timesketch', () => {
  test('one event a line, with the three columns that an import needs', async () => {
    const rows = await rowsOf(...Object.values(ALERTS));
    const events = Object.values(ALERTS).flatMap((alert) => alert.events);
    expect(rows).toHaveLength(events.filter((event) => event !== null).length);
    for (const row of rows) {
      expect(row['message']).toEqual(expect.stringMatching(/./));
      expect(row['timestamp_desc']).toEqual(expect.stringMatching(/./));
      // No more than microseconds: the importer reads no more.
      expect(row['datetime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z$/);
      expect(Math.floor(Number(row['timestamp']) / 1000)).toBe(Date.parse(String(row['datetime'])));
    }
  });

  test('what an analyst searches by', async () => {
    const [first, second] = await rowsOf(ALERTS['sequence']!);
    expect(first).toMatchObject({
      message: 'Potential Reverse Shell: connection_attempted · bash · 203.0.113.7',
      datetime: '2026-11-20T08:14:01.702213Z',
      timestamp: 1_795_162_441_702_213,
      tag: ['rshell-scan', 'medium', 'T1059.004', 'T1071'],
      alert_event: 1,
      alert_events: 2,
      hostname: 'web-01',
      dst_ip: '203.0.113.7',
      dst_port: 4444,
      source_file: 'samples/attack.ndjson:118',
    });
    expect(second).toMatchObject({ alert_id: first?.['alert_id'], command_line: 'bash -i' });
  });

  test('an event without a time is in the timeline, and said to have none', async () => {
    const alert = alertOf('timeless', ruleWith(), [eventAt(1, { process: { name: 'sh' } })]);
    expect(await rowsOf(alert)).toMatchObject([
      { datetime: '1970-01-01T00:00:00.000Z', timestamp: 0, timestamp_desc: 'No time known' },
    ]);
  });
});
