import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alertOf, eventAt, ruleWith } from '../support/alerts.js';
import { csvRows, parseCsv } from '../support/csv.js';
import { reportOf } from '../support/report.js';
import { ALERTS } from './samples.js';

const alertNamed = (name: string) =>
  alertOf('csv', ruleWith(), [eventAt(1, { process: { name, pid: 7 }, host: { name: 'h' } })]);

describe('CSV', () => {
  test('one alert a row, a fact a column', async () => {
    const rows = csvRows(await reportOf('csv', Object.values(ALERTS)));
    expect(rows).toHaveLength(Object.keys(ALERTS).length);
    expect(rows[1]).toEqual({
      time: '2026-11-20T08:14:02.118Z',
      severity: 'medium',
      risk_score: '47',
      rule: 'Potential Reverse Shell',
      host: 'web-01',
      user: 'www-data',
      process: 'bash',
      pid: '4412',
      command_line: 'bash -i',
      parent: 'bash',
      file: '',
      destination: '203.0.113.7:4444',
      tactics: 'Execution; Command and Control',
      techniques: 'T1059.004; T1071',
      kind: 'sequence',
      events: '2',
      reason: ALERTS['sequence']!.reason,
      place: 'samples/attack.ndjson:118, :121',
      rule_id: '48b3d2e3-f4e8-41e6-95e6-9b2091228db3',
      rule_version: '11',
      alert_id: ALERTS['sequence']!.id,
    });
  });

  test('without alerts there is the header', async () => {
    expect(parseCsv(await reportOf('csv', []))).toHaveLength(1);
  });

  test('columns as they are asked for', async () => {
    const text = await reportOf('csv', [alertNamed('sh')], {
      settings: { columns: ['pid', 'host'] },
    });
    expect(text).toBe('pid,host\r\n7,h\r\n');
  });

  test.each([
    ['=cmd|calc', "'=cmd|calc"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\\t=1"],
    ['\r=1', "'\\r=1"],
    ['\uff1d1', "'\uff1d1"],
    ['a=b', 'a=b'],
    ['a,"b"\nc', 'a,"b"\\nc'],
    ['', ''],
  ])('%j is no formula and no second cell', async (name, shown) => {
    const [row] = csvRows(await reportOf('csv', [alertNamed(name)]));
    expect(row?.['process']).toBe(shown);
  });

  test('a cell is no longer than a spreadsheet takes, and says what is cut', async () => {
    const [row] = csvRows(await reportOf('csv', [alertNamed('x'.repeat(5_000_000))]));
    expect(row?.['process']).toHaveLength(32_000 + ' … 4,968,000 more characters'.length);
    expect(row?.['process']).toMatch(/x … 4,968,000 more characters$/);
  });

  test('any text can be read back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (name) => {
        expect(csvRows(await reportOf('csv', [alertNamed(name)]))).toHaveLength(1);
      }),
    );
  });
});
