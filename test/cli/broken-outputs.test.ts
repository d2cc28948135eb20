// A report that cannot be written must not take the others with it.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BIN, runCli, SAMPLES, startCli } from '../support/cli.js';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Report {
  readonly alerts: readonly unknown[];
  readonly run: { readonly partial: boolean };
}

function reportAt(file: string): Report {
  // What is in it is checked against its schema elsewhere.
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}

describe('one of two reports', () => {
  test('a reader that goes away: the file is whole', async () => {
    const file = path.join(folder, 'whole.json');
    const child = startCli([SAMPLES, '--json', '-o', `json=${file}`]);
    let stderr = '';
    child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout!.destroy();
    const [code] = (await once(child, 'close')) as [number];
    const { stdout } = await runCli([SAMPLES, '--json']);
    expect(code).toBe(1);
    expect(stderr).not.toMatch(/EPIPE|at .*\.js/);
    expect(reportAt(file).alerts).toHaveLength(stdout.trim().split('\n').length);
    expect(reportAt(file).run.partial).toBe(false);
  });

  test('a full disk: said, exit 4, and the other file is valid', async () => {
    const file = path.join(folder, 'other.json');
    const { code, stderr } = await runCli([
      ...[SAMPLES, '--quiet'],
      ...['-o', 'ndjson=/dev/full', '-o', `json=${file}`],
    ]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/RS521.*\/dev\/full/s);
    expect(reportAt(file).alerts.length).toBeGreaterThan(0);
  });
});

describe('standard output that takes nothing', () => {
  test.each(['text', 'json', 'ndjson', 'csv'])('%s: said, exit 4', (format) => {
    const command = `'${process.execPath}' '${BIN}' '${SAMPLES}' --quiet -o ${format} > /dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect(stderr).toMatch(/^error\[RS521\]: cannot be written: .*\n --> <stdout>/);
    expect(status).toBe(4);
  });
});
