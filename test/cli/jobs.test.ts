// Any number of threads gives the same bytes: alerts, diagnostics, summary. The files are large enough to be read in ranges, and odd in
// the places where a range, or what is read before the first range, ends.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BIN, ndjson, runCli, type CliResult } from '../support/cli.js';
import { ROOT } from '../support/shared.js';

const JOBS = ['1', '2', '3'];
const KIB = 1024;
const MIB = 1024 * KIB;
/** What is read before a file is split, and how it is split: to put trouble there. */
const FIRST_BYTES = 32 * KIB;
const RANGE_BYTES = 8 * MIB;

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-jobs-'));
const events = path.join(folder, 'events.ndjson');
let lines: readonly string[] = [];

beforeAll(() => {
  const generator = path.join(ROOT, 'bench', 'generate.mjs');
  execFileSync(process.execPath, [generator, '--mb', '24', '--out', events], { stdio: 'ignore' });
  lines = readFileSync(events, 'utf8').trimEnd().split('\n');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Of lines: a difference of megabytes tells nobody anything. */
const hashOf = (some: readonly string[] = []): string =>
  createHash('sha256').update(some.join('\n')).digest('hex');

/** Writes a file of the folder; gives its path. */
function write(name: string, content: string | readonly string[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : content.join(''));
  return file;
}

const withNewlines = (some: readonly string[]): readonly string[] =>
  some.map((line) => `${line}\n`);

/** A line of `bytes` with its newline: an event that no rule wants, filled up. */
function lineOf(bytes: number): string {
  const event = (fill: string): string =>
    `${JSON.stringify({ '@timestamp': '2026-01-01T00:00:00Z', event: { category: ['process'] }, host: { id: 'é' }, fill })}\n`;
  return event('x'.repeat(bytes - Buffer.byteLength(event(''))));
}

/** `some` up to about `bytes`, then a line that ends exactly there. */
function filledTo(bytes: number, some: readonly string[]): readonly string[] {
  const taken: string[] = [];
  let size = 0;
  for (const line of some) {
    const next = Buffer.byteLength(line) + 1;
    if (size + next > bytes - 4 * KIB) break;
    taken.push(`${line}\n`);
    size += next;
  }
  return [...taken, lineOf(bytes - size)];
}

/** Everything of a run that may not depend on the number of threads: all but the times. */
async function outcomes(
  args: readonly string[],
): Promise<readonly (CliResult & { report: unknown })[]> {
  const results = [];
  for (const jobs of JOBS) {
    const report = path.join(folder, `report-${jobs}.json`);
    const result = await runCli([
      ...args,
      '-v',
      '-o',
      'ndjson',
      '-o',
      `json=${report}`,
      '-j',
      jobs,
    ]);
    results.push({
      ...result,
      // The summary breaks its lines where the times let it.
      stderr: result.stderr.replace(/\s\d+\.\d\d s( \([^)]*\/s\))?/g, ' TIME'),
      report: {
        ...(JSON.parse(readFileSync(report, 'utf8')) as Record<string, unknown>),
        run: null,
      },
    });
  }
  return results;
}

/** One thread's outcome, which all numbers of threads have. */
async function sameForAll(
  args: readonly string[],
): Promise<CliResult & { readonly bad: number; readonly events: number }> {
  const [one, ...others] = await outcomes(args);
  if (one === undefined) throw new Error('no outcome');
  for (const other of others) expect(other).toEqual(one);
  const { summary } = one.report as {
    summary: { bad_lines: number; events: { read: number } };
  };
  return { ...one, bad: summary.bad_lines, events: summary.events.read };
}

describe('1, 2 and 3 threads give the same bytes', () => {
  test('plain NDJSON', async () => {
    const { code, stdout, events: read } = await sameForAll([events]);
    expect(code).toBe(1);
    expect(ndjson(stdout)).toHaveLength(29);
    expect(read).toBe(lines.length);
  });

  test('plain NDJSON through a pipe, read by a thread of its own or not: the same alerts', async () => {
    const stdin = readFileSync(events);
    const runs = JOBS.map((jobs) => runCli(['-', '-o', 'ndjson', '-j', jobs], { stdin }));
    // What of a live input is decided first depends on the clock.
    const [one, ...others] = (await Promise.all(runs)).map(({ stdout }) =>
      stdout.split('\n').sort(),
    );
    expect(one).toHaveLength(30);
    for (const other of others) expect(hashOf(other)).toBe(hashOf(one));
  });

  test('broken lines, empty lines, CRLF, other JSON, a last line without a newline', async () => {
    const odd = lines.map((line, number) => {
      switch (number % 501) {
        case 7:
          return `${line.slice(0, line.length / 2)}\n`;
        case 100:
          return `${line}\r\n`;
        case 101:
          return '\n';
        case 102:
          return ' \r\n';
        case 200:
          return `[1, "two"]\n`;
        case 201:
          return `${line} ${line}\n`;
        case 300:
          return `{"_index":"i","_source":${line}}\n`;
        case 400:
          return `\u0000${line}\n`;
        default:
          return `${line}\n`;
      }
    });
    const file = write('odd.ndjson', odd.join('').trimEnd());
    expect(statSync(file).size).toBeGreaterThan(20 * MIB);
    const { stdout, bad } = await sameForAll([file]);
    expect(ndjson(stdout).length).toBeGreaterThan(10);
    expect(bad).toBeGreaterThan(3 * Math.floor(lines.length / 501));
  });

  test('NDJSON, a pretty-printed array in the middle, and NDJSON again', async () => {
    const middle = Math.floor(lines.length / 2);
    const array = JSON.stringify(
      lines.slice(middle, middle + 500).map((line) => JSON.parse(line) as unknown),
      null,
      2,
    );
    const file = write('mixed.ndjson', [
      ...withNewlines(lines.slice(0, middle - 1)),
      '{"broken": \n',
      `${lines[middle - 1] ?? ''}\r\n`,
      `${array}\n`,
      ...withNewlines(lines.slice(middle + 500, -1)),
      'neither\n',
      lines.at(-1) ?? '',
    ]);
    expect(statSync(file).size).toBeGreaterThan(20 * MIB);
    const { stdout, events: read } = await sameForAll([file]);
    expect(ndjson(stdout).length).toBeGreaterThan(10);
    expect(read).toBeGreaterThan(middle);
  });

  test.each([
    ['the first lines', 0, 'range', 0],
    ['the first lines', 0, 'range', 1],
    ['the first lines', 0, 'range', -1],
    ['the first lines', 1, 'range', 0],
    ['the first lines', -1, 'range', 0],
  ])('a line ends at the end of %s %i, of a %s %i', async (_first, shift, _range, rangeShift) => {
    const first = filledTo(FIRST_BYTES + shift, lines);
    const second = filledTo(RANGE_BYTES + rangeShift, lines.slice(first.length));
    const third = lines.slice(first.length + second.length, first.length + second.length + 500);
    const file = write('edges.ndjson', [...first, ...second, ...withNewlines(third)]);
    const { events: read } = await sameForAll([file]);
    expect(read).toBe(first.length + second.length + third.length);
  });

  test.each([
    ['64 KiB and a byte', FIRST_BYTES + 1],
    ['5 MiB', 5 * MIB],
    ['longer than a range', RANGE_BYTES + 3 * MIB],
    ['longer than allowed', 17 * MIB],
  ])('a line of %s, at the start and in between', async (_, bytes) => {
    const file = write('long.ndjson', [
      lineOf(bytes),
      ...withNewlines(lines.slice(0, 1000)),
      lineOf(bytes),
      ...withNewlines(lines.slice(1000, 2000)),
    ]);
    const { events: read, bad } = await sameForAll([file]);
    expect(read + bad).toBe(2002);
  });

  test('JSON that begins in the first lines', async () => {
    const array = lines.slice(0, 3000).map((line) => JSON.parse(line) as unknown);
    const file = write('array.json', [
      ...withNewlines(lines.slice(3000, 3010)),
      JSON.stringify(array, null, 1),
    ]);
    const { events: read } = await sameForAll([file]);
    expect(read).toBe(3010);
  });

  test('several files, large and small', async () => {
    const half = Math.floor(lines.length / 2);
    const files = [
      write('a.ndjson', withNewlines(lines.slice(0, half))),
      write('b.ndjson', withNewlines(lines.slice(half, half + 5))),
      write('c.ndjson', withNewlines(lines.slice(half + 5))),
    ];
    const { events: read } = await sameForAll([...files]);
    expect(read).toBe(lines.length);
  });

  test('the counts of --stats', async () => {
    const counts = [];
    for (const jobs of JOBS) {
      const { stdout } = await runCli([events, '-o', 'json', '-q', '--stats', '-j', jobs]);
      const { run } = JSON.parse(stdout) as { run: { stats: Record<string, unknown> } };
      expect(run.stats['threads']).toBe(Number(jobs));
      counts.push({ ...run.stats, threads: null, peak_bytes: null, times_ms: null });
    }
    expect(counts[0]).toMatchObject({ bytes: statSync(events).size, events: lines.length });
    for (const other of counts) expect(other).toEqual(counts[0]);
  });

  test('an audit log is read by one, whose events are in its order', async () => {
    const records = Array.from(
      { length: 30_000 },
      (_, number) =>
        `type=USER_LOGIN msg=audit(1790000000.100:${number + 1}): pid=1 uid=0 auid=0 ses=1 msg='op=login acct="al" exe="/usr/sbin/sshd" hostname=? addr=10.0.0.9 terminal=ssh res=success'\n`,
    );
    const { stdout } = await runCli([
      write('audit.log', records),
      '-o',
      'json',
      '--stats',
      '-j',
      '2',
    ]);
    const { run } = JSON.parse(stdout) as { run: { stats: Record<string, unknown> } };
    expect(run.stats).toMatchObject({ threads: 1, events: 30_000 });
  });

  test('a line longer than threads take, in the middle of a range, with attacks behind it', async () => {
    const attacks = readFileSync(path.join(ROOT, 'samples', 'attack.ndjson'), 'utf8');
    const filler = withNewlines(lines).slice(0, 6000);
    const file = write('long.ndjson', [...filler, lineOf(1_200_000), attacks, ...filler]);
    const { stdout } = await sameForAll([file]);
    expect(ndjson(stdout).length).toBeGreaterThan(10);
  });

  test('more odd lines than a thread bothers with, and kinds of events without end', async () => {
    const odd = lines
      .slice(0, 8000)
      .flatMap((line, number) => [
        `${line}\n`,
        number % 2 === 0 ? 'x\n' : '\n',
        `{"@timestamp":"2026-01-01T00:00:00Z","event":{"category":"made-up-${number}"}}\n`,
      ]);
    const { events: read, bad } = await sameForAll([write('odd-kinds.ndjson', odd)]);
    expect([read, bad]).toEqual([16_000, 4000]);
  });

  test('a query', async () => {
    const query = 'sequence by host.id, process.entity_id [process where true] [any where true]';
    const results = [];
    for (const jobs of JOBS) results.push(await runCli(['query', query, events, '-j', jobs]));
    const [one, ...others] = results;
    expect(ndjson(one?.stdout ?? '').length).toBeGreaterThan(100);
    for (const other of others) expect(other).toEqual(one);
  });

  test('a file as standard input', () => {
    const [one, ...others] = JOBS.map((jobs) => {
      const fd = openSync(events, 'r');
      try {
        const args = [BIN, '-', '--json', '-q', '-j', jobs];
        const { status, stdout } = spawnSync(process.execPath, args, {
          stdio: [fd, 'pipe', 'pipe'],
          encoding: 'utf8',
        });
        return { status, stdout };
      } finally {
        closeSync(fd);
      }
    });
    expect(ndjson(one?.stdout ?? '')).toHaveLength(29);
    for (const other of others) expect(other).toEqual(one);
  });
});

describe('a thread that dies is an error, and no run hangs', () => {
  // Threads are started with the flags and the environment of the program: so a module that is loaded before it can end one.
  test.each([
    ['before its first range', 'process.exit(7)', 'exit code 7'],
    ['by an error', "throw new Error('a bug')", 'a bug'],
    ['with a range in its hands', 'parentPort.postMessage = () => process.exit(9)', 'exit code 9'],
    [
      'after its first range',
      `let ranges = 0;
      const { postMessage } = parentPort;
      parentPort.postMessage = function (message, transfer) {
        if (message.kind === 'result' && ++ranges > 1) process.exit(9);
        postMessage.call(this, message, transfer);
      };`,
      'exit code 9',
    ],
  ])('%s', async (_, deed, reason) => {
    const preload = write(
      'preload.cjs',
      `const { isMainThread, parentPort } = require('node:worker_threads');
      if (!isMainThread) { ${deed} }`,
    );
    const { code, stderr } = await runCli([events, '--json', '-j', '2'], {
      env: { NODE_OPTIONS: `--require=${preload}` },
    });
    expect(stderr).toContain('error[RS324]: a thread of the scan ended early');
    expect(stderr).toContain(reason);
    expect(stderr).toContain('--jobs 1 does without threads');
    expect(code).toBe(4);
  });
});
