// stdin is a live stream: alerts come out while it is still open.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ndjson, runCli, SAMPLES, startCli } from '../support/cli.js';

const read = (name: string): string => readFileSync(path.join(SAMPLES, name), 'utf8');
const BACKGROUND = '259be2d8-3b1a-4c2c-a0eb-0c8e77f35e39';
const TCP = '48b3d2e3-f4e8-41e6-95e6-9b2091228db3';

describe('a pipe', () => {
  test('an event rule alerts at once, while the pipe stays open', async () => {
    const child = startCli(['-', '--json', '--rule', BACKGROUND]);
    child.stdin!.write(read('background-process-attack.ndjson'));
    const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
    expect(chunk.toString()).toContain(BACKGROUND);
    child.stdin!.end();
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
  });

  test('a sequence alerts when event time has passed the reorder window', async () => {
    const child = startCli(['-', '--json', '--rule', TCP, '--reorder-window', '1h']);
    child.stdin!.write(read('reverse-shell-attack.ndjson'));
    // Nothing is decided before a later event moves the window.
    child.stdin!.write('{"@timestamp":"2027-01-01T00:00:00Z","event":{"category":["process"]}}\n');
    const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
    expect(chunk.toString()).toContain(TCP);
    child.stdin!.end();
    await once(child, 'close');
  });

  test('a sequence alerts when the pipe has been quiet for the reorder window', async () => {
    const child = startCli(['-', '--json', '--rule', TCP, '--reorder-window', '200ms']);
    child.stdin!.write(read('reverse-shell-attack.ndjson'));
    const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
    expect(chunk.toString()).toContain(TCP);
    child.stdin!.end();
    await once(child, 'close');
  });

  test('gives the alerts that the file gives', async () => {
    const name = 'attack.ndjson';
    const ids = (text: string): unknown[] =>
      ndjson(text)
        .map(({ id }) => id)
        .sort();
    const fromFile = await runCli([path.join(SAMPLES, name), '--json']);
    const fromPipe = await runCli(['-', '--json'], { stdin: read(name) });
    expect(ids(fromPipe.stdout)).toEqual(ids(fromFile.stdout));
    expect(ids(fromPipe.stdout)).toHaveLength(3);
  });

  test.each([
    ['scan', ['-', '--json']],
    ['query', ['query', 'any where true', '-']],
  ])('a bad line is told while the pipe stays open, and once: %s', async (_, args) => {
    const child = startCli(args);
    let stderr = '';
    child.stdout!.resume();
    child.stdin!.write(`no event\n${read('attack.ndjson')}`);
    for await (const chunk of child.stderr! as AsyncIterable<Buffer>) {
      stderr += chunk.toString();
      if (stderr.includes('RS301')) child.stdin!.end();
    }
    expect(stderr.match(/RS301/g)).toHaveLength(1);
    expect(stderr).toContain('1 bad line');
  });

  test('events later than the window are counted and said', async () => {
    const lines = read('reverse-shell-attack.ndjson').trimEnd().split('\n').reverse();
    const future = '{"@timestamp":"2030-01-01T00:00:00Z","event":{"category":["process"]}}';
    const { stderr } = await runCli(['-', '--json', '--reorder-window', '1s'], {
      stdin: `${[future, ...lines].join('\n')}\n`,
    });
    expect(stderr).toMatch(/late/);
  });

  test('without a path a pipe is read; a terminal would get help', async () => {
    const { code } = await runCli(['--json'], { stdin: read('attack.ndjson') });
    expect(code).toBe(1);
  });
});

describe('signals and closed pipes', () => {
  test.each<[NodeJS.Signals, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])(
    '%s: what was found is printed, the run is called partial, exit %i',
    async (signal, expected) => {
      const child = startCli(['-', '-o', 'json']);
      child.stdin!.write(read('background-process-attack.ndjson'));
      let stdout = '';
      let stderr = '';
      child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.stdout!.on('data', (chunk: Buffer) => {
        if (stdout === '') child.kill(signal);
        stdout += chunk.toString();
      });
      const [code] = (await once(child, 'close')) as [number];
      expect(code).toBe(expected);
      const report = JSON.parse(stdout) as { alerts: unknown[]; run: { partial: boolean } };
      expect(report.alerts.length).toBeGreaterThan(0);
      expect(report.run.partial).toBe(true);
      expect(stderr).toMatch(/partial/i);
    },
  );

  test('a reader that goes away ends the run quietly', async () => {
    const child = startCli([SAMPLES, '--json']);
    let stderr = '';
    child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout!.once('data', () => child.stdout!.destroy());
    const [code] = (await once(child, 'close')) as [number];
    expect(stderr).not.toMatch(/EPIPE|at .*\.js/);
    expect([0, 1]).toContain(code);
  });
});
