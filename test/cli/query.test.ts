// The closing line of `query`: what was read, and what may be missing from the answer.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runCli } from '../support/cli.js';
import { runOnTerminal } from '../support/terminal.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const event = (second: number, name: string, pid = 1): string =>
  JSON.stringify({
    '@timestamp': new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString(),
    event: { category: 'process' },
    process: { name, pid },
  });

function file(name: string, lines: readonly string[]): string {
  const full = path.join(folder, name);
  writeFileSync(full, lines.map((line) => `${line}\n`).join(''));
  return full;
}

const abc = file('abc.ndjson', [event(0, 'a'), event(1, 'b'), event(2, 'c')]);
const withBad = file('bad.ndjson', [event(0, 'a'), '{"@timestamp": oops}']);

const keys = file('keys.ndjson', [
  event(0, 'a', 1),
  event(1, 'a', 2),
  event(2, 'b', 1),
  event(3, 'b', 2),
]);

const MISSING = 'sequence with maxspan=1h [process where process.name == "c"] ![file where true]';
const BY_PID =
  'sequence by process.pid [process where process.name == "a"] [process where process.name == "b"]';
const AB = 'sequence [process where process.name == "a"] [process where process.name == "b"]';

describe('query says on stderr', () => {
  test.each<[string, string[], string, number]>([
    [
      'matches and events',
      ['process where process.name != "b"', abc],
      '2 matches in 3 events\n',
      0,
    ],
    ['one of each', ['any where true', withBad], '1 match in 1 event, 1 bad line\n', 0],
    ['bad lines under --strict', ['any where true', withBad, '--strict'], '1 bad line\n', 3],
    [
      'what is pending, and what decides it',
      [MISSING, abc],
      '0 matches in 3 events, 1 pending match (--eof-closes-windows decides what is pending)\n',
      0,
    ],
    ['nothing pending', [MISSING, abc, '--eof-closes-windows'], '1 match in 3 events\n', 0],
    [
      'what was given up, under --strict',
      [BY_PID, keys, '--max-in-flight', '1', '--strict'],
      '1 match in 4 events, 1 unfinished match given up\n',
      3,
    ],
  ])('%s', async (_, args, closing, code) => {
    const ran = await runOnTerminal(['query', ...args], 100);
    expect(ran.stderr).toContain(closing);
    expect(ran.code).toBe(code);
  });

  test('late events, and with --strict by its exit code', async () => {
    const args = ['query', AB, '-', '--reorder-window', '1s', '--strict'];
    const stdin = `${[event(0, 'x'), event(60, 'b'), event(5, 'a')].join('\n')}\n`;
    const { stderr, code } = await runCli(args, { stdin });
    expect(stderr).toContain('0 matches in 3 events, 1 late event\n');
    expect(code).toBe(3);
  });

  test('nothing with -q', async () => {
    const { stderr } = await runOnTerminal(['query', 'any where true', withBad, '-q'], 100);
    expect(stderr).toBe('');
  });
});
