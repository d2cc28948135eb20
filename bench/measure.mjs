/** Whole processes, measured from outside: wall time, and peak resident memory where GNU time is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const GNU_TIME = '/usr/bin/time';
const LONGEST_OUTPUT = 1 << 28;

/** Whether peak memory can be told: GNU time is there and knows its format option. */
export const tellsMemory =
  existsSync(GNU_TIME) && spawnSync(GNU_TIME, ['-f', '%M', 'true']).status === 0;

/**
 * Runs `ours` and `other` (commands of commands.mjs) in turn, `runs` times over after one warm-up, so that a busy moment of the
 * machine hits both. The warm-up checks what they print. Gives a list of pairs `{ours, other}` of `{seconds, peakMB}`.
 * Throws when a process fails or its output is wrong.
 */
export function runInPairs(ours, other, runs) {
  for (const command of [other, ours]) warmUp(command);
  return Array.from({ length: runs }, () => {
    const theirs = runOnce(other);
    return { ours: runOnce(ours), other: theirs };
  });
}

/** The same for one command alone: a list of `{seconds, peakMB}`. */
export function runAlone(command, runs) {
  warmUp(command);
  return Array.from({ length: runs }, () => runOnce(command));
}

function warmUp(command) {
  const { stdout } = runOnce(command, command.check === undefined ? 'ignore' : 'pipe');
  const wrong = command.check?.(stdout);
  if (wrong !== undefined) throw new Error(`WRONG: ${wrong}`);
}

function runOnce({ program, args }, output = 'ignore') {
  const folder = mkdtempSync(join(tmpdir(), 'rshell-scan-peak-'));
  const report = join(folder, 'peak');
  const [measured, ...rest] = tellsMemory
    ? [GNU_TIME, '-f', '%M', '-o', report, program, ...args]
    : [program, ...args];
  try {
    const begun = performance.now();
    const { status, stdout, stderr, error } = spawnSync(measured, rest, {
      stdio: ['ignore', output, 'pipe'],
      encoding: 'utf8',
      maxBuffer: LONGEST_OUTPUT,
    });
    const seconds = (performance.now() - begun) / 1000;
    if (status !== 0)
      throw new Error(`${[program, ...args].join(' ')} ended with ${status}: ${error ?? stderr}`);
    const peakMB = tellsMemory ? (Number(readFileSync(report, 'utf8')) * 1024) / 1e6 : undefined;
    return { seconds, peakMB, stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `{median, min, max}` of numbers. */
export function spread(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}
