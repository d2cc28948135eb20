/** Whole processes, measured from outside: wall time, and peak resident memory where GNU time is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const GNU_TIME = '/usr/bin/time';

/** Whether peak memory can be told: GNU time is there and knows its format option. */
export const tellsMemory =
  existsSync(GNU_TIME) && spawnSync(GNU_TIME, ['-f', '%M', 'true']).status === 0;

/**
 * Runs `node ARGS…` to its end with its output thrown away. Gives `{seconds, peakMiB}`; `peakMiB` is undefined where it
 * cannot be told. Throws when the process fails, with what it wrote to stderr.
 */
export function runOnce(args) {
  const folder = mkdtempSync(join(tmpdir(), 'rshell-scan-bench-'));
  const report = join(folder, 'peak');
  const [program, ...rest] = tellsMemory
    ? [GNU_TIME, '-f', '%M', '-o', report, process.execPath, ...args]
    : [process.execPath, ...args];
  try {
    const begun = performance.now();
    const { status, stderr } = spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'pipe'] });
    const seconds = (performance.now() - begun) / 1000;
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stderr}`);
    const peakMiB = tellsMemory ? Number(readFileSync(report, 'utf8')) / 1024 : undefined;
    return { seconds, peakMiB };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Runs each of `contenders` (`{name, args}`) in turn, `runs` times over after one warm-up, so that a busy moment of the
 * machine hits all of them. Gives one `{name, seconds: {median, min, max}, peakMiB}` each, in the same order.
 */
export function runInTurn(contenders, runs) {
  const results = contenders.map(() => []);
  for (let round = 0; round <= runs; round++) {
    contenders.forEach(({ args }, index) => {
      const result = runOnce(args);
      if (round > 0) results[index].push(result);
    });
  }
  return contenders.map((contender, index) => summarise(contender, results[index]));
}

function summarise(contender, results) {
  const seconds = results.map((result) => result.seconds).sort((a, b) => a - b);
  const peaks = results.map((result) => result.peakMiB).sort((a, b) => a - b);
  return {
    ...contender,
    seconds: { median: median(seconds), min: seconds[0], max: seconds.at(-1) },
    peakMiB: tellsMemory ? median(peaks) : undefined,
  };
}

function median(sorted) {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
