import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ALERT_FORMAT_NAMES } from '../../src/report/index.js';
import { ndjson, runCli, SAMPLES } from '../support/cli.js';
import { csvRows } from '../support/csv.js';
import { validatorOf } from '../support/schemas.js';

let folder = '';
const at = (name: string): string => path.join(folder, name);

/** Alerts as NDJSON and as a JSON report. */
let lines = '';
let report = '';

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-'));
  const sample = path.join(SAMPLES, 'attack.ndjson');
  await runCli([sample, '-q', '-o', `ndjson=${at('a.ndjson')}`, '-o', `json=${at('a.json')}`]);
  lines = readFileSync(at('a.ndjson'), 'utf8');
  report = readFileSync(at('a.json'), 'utf8');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('saved alerts', () => {
  test('of either kind come back as they were, byte for byte', async () => {
    for (const name of ['a.ndjson', 'a.json']) {
      const { stdout, stderr, code } = await runCli(['report', at(name), '--json']);
      expect(stdout).toBe(lines);
      expect(stderr).toBe(`3 alerts of 3 rules from ${at(name)}\n`);
      expect(code).toBe(0);
    }
  });

  test('are read however they are packed and laid out', async () => {
    writeFileSync(at('a.gz'), gzipSync(lines));
    writeFileSync(at('list.json'), JSON.stringify(ndjson(lines)));
    writeFileSync(at('pretty.json'), JSON.stringify(JSON.parse(report), null, 2));
    for (const name of ['a.gz', 'list.json', 'pretty.json']) {
      const { stdout } = await runCli(['report', at(name), '--json']);
      expect([name, ndjson(stdout)]).toEqual([name, ndjson(lines)]);
    }
    const { stdout } = await runCli(['report', '--json'], {
      stdin: lines.replaceAll('\n', '\r\n\r\n'),
    });
    expect(stdout).toBe(lines);
  });

  test('give the cards of the scan', async () => {
    const [scan, cards] = await Promise.all([
      runCli([path.join(SAMPLES, 'attack.ndjson')]),
      runCli(['report', at('a.ndjson')]),
    ]);
    // The scan was of a file named in another way.
    const plain = (text: string): string => text.replace(/^alert.*/gm, '');
    expect(plain(cards.stdout)).toBe(plain(scan.stdout));
  });

  test('give every format, several at once', async () => {
    const outputs = ALERT_FORMAT_NAMES.filter((name) => name !== 'text');
    const { code, stdout } = await runCli([
      ...['report', at('a.ndjson'), '-q'],
      ...outputs.flatMap((name) => ['-o', `${name}=${at(`out.${name}`)}`]),
    ]);
    expect(code).toBe(0);
    expect(stdout).toBe('');
    for (const name of outputs) expect(readFileSync(at(`out.${name}`), 'utf8')).not.toBe('');
    const isReport = validatorOf('report', { closed: true });
    isReport(JSON.parse(readFileSync(at('out.json'), 'utf8')));
    expect(isReport.errors).toBeNull();
  });

  test('none at all are an empty report', async () => {
    writeFileSync(at('empty.ndjson'), '');
    const { code, stdout } = await runCli(['report', at('empty.ndjson'), '-o', 'csv']);
    expect(code).toBe(0);
    expect(csvRows(stdout)).toEqual([]);
  });
});

describe('what is no alert', () => {
  test('is said with its line, and the rest is converted', async () => {
    const stdin = `${lines}{"schema":"x"}\nnot JSON\n`;
    const { code, stdout, stderr } = await runCli(['report', '-', '--json'], { stdin });
    expect(code).toBe(0);
    expect(stdout).toBe(lines);
    expect(stderr).toMatch(
      /RS330.*expected "rshell-scan\/alert@1".*<stdin>:4.*line is not JSON.*<stdin>:5/s,
    );
  });

  test('ends with exit code 2 where there is nothing else', async () => {
    const { code, stderr } = await runCli(['report', path.join(SAMPLES, 'attack.ndjson')]);
    expect(code).toBe(2);
    expect(stderr).toContain('events are for `rshell-scan scan`');
    expect(stderr).toMatch(/and 69 more RS330/);
  });

  test('a report that was cut off gives what is whole, and is said to be cut off', async () => {
    const cut = report.slice(0, report.indexOf('97d78dbe') + 2000);
    const { stdout, stderr, code } = await runCli(['report', '-', '--json'], { stdin: cut });
    expect(ndjson(stdout)).toHaveLength(1);
    expect(stderr).toContain('the report is cut off');
    expect(code).toBe(4);
  });

  test('a report without alerts is whole', async () => {
    const sample = path.join(SAMPLES, 'background-process-near-miss.ndjson');
    const empty = await runCli([sample, '-q', '-o', 'json']);
    const { stdout, stderr, code } = await runCli(['report', '-', '--json'], {
      stdin: empty.stdout,
    });
    expect([stdout, stderr, code]).toEqual(['', '0 alerts of 0 rules from <stdin>\n', 0]);
  });

  test('an alert of a report that is damaged is told, and the others are converted', async () => {
    for (const damage of ['{"schema":"rshell-scan/alert@1","id":', '{"sche', '{"schema":"x"},']) {
      const damaged = report.split('\n').with(4, damage).join('\n');
      const { stdout, stderr, code } = await runCli(['report', '-', '--json'], { stdin: damaged });
      expect(ndjson(stdout)).toHaveLength(2);
      expect(stderr).toMatch(/warning\[RS330\].*<stdin>:5/s);
      expect(code).toBe(0);
    }
  });

  test('what stands behind a report is read, too', async () => {
    const stdin = `${report}${lines}${report}not JSON\n`;
    const { stdout, stderr } = await runCli(['report', '-', '--json'], { stdin });
    expect(stdout).toBe(lines.repeat(3));
    expect(stderr).toContain('line is not JSON');
  });

  test('of another version is named', async () => {
    const stdin = lines.replaceAll('alert@1', 'alert@2');
    const { stderr } = await runCli(['report', '-', '--json'], { stdin });
    expect(stderr).toContain('expected "rshell-scan/alert@1", found "rshell-scan/alert@2"');
  });

  test('so does a file of lines, the last of which is cut off', async () => {
    const { stdout, stderr, code } = await runCli(['report', '-', '--json'], {
      stdin: lines.slice(0, -1000),
    });
    expect(ndjson(stdout)).toHaveLength(2);
    expect(stderr).toMatch(/error\[RS330\].*the last line is cut off.*<stdin>:3/s);
    expect(code).toBe(4);
  });

  test('earns exit code 3 with --strict', async () => {
    const stdin = `${lines}{"schema":"x"}\n`;
    const { code } = await runCli(['report', '-', '--json', '--strict'], { stdin });
    expect(code).toBe(3);
    const whole = await runCli(['report', '-', '--json', '--strict'], { stdin: lines });
    expect(whole.code).toBe(0);
  });
});

describe('options', () => {
  test('--columns chooses and orders those of CSV', async () => {
    const { stdout } = await runCli([
      'report',
      at('a.ndjson'),
      '-o',
      'csv',
      '--columns',
      'host,time',
    ]);
    expect(stdout.split('\r\n').slice(0, 2)).toEqual([
      'host,time',
      'web-11,2026-11-21T04:15:15.252Z',
    ]);
  });

  test('a column that there is not is a slip', async () => {
    const { code, stderr } = await runCli([
      'report',
      at('a.ndjson'),
      '-o',
      'csv',
      '--columns',
      'hots',
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean `host`?');
  });

  test('--bulk-index names where alerts go', async () => {
    const { stdout } = await runCli([
      'report',
      at('a.ndjson'),
      '-o',
      'bulk',
      '--bulk-index',
      'alerts',
    ]);
    expect(ndjson(stdout)[0]).toMatchObject({ create: { _index: 'alerts' } });
  });

  test('no output is written over the alerts', async () => {
    const { code, stderr } = await runCli([
      'report',
      at('a.ndjson'),
      '-o',
      `csv=${at('a.ndjson')}`,
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('RS406');
    expect(readFileSync(at('a.ndjson'), 'utf8')).toBe(lines);
  });

  test('the step summary of GitHub is added to what is there', async () => {
    writeFileSync(at('page.md'), 'before\n');
    const env = { GITHUB_STEP_SUMMARY: at('page.md') };
    const { stdout } = await runCli(['report', at('a.ndjson'), '-o', 'github'], { env });
    expect(stdout).toMatch(/^(?:::warning file=.*\n){3}$/);
    expect(readFileSync(at('page.md'), 'utf8')).toMatch(/^before\n# rshell-scan: 3 alerts\n/);
  });
});
