// Runs the program inside the test process, from its sources: for tests that run it more often than processes can be
// started. What depends on a real process (pipes, signals, exit) is tested with `runCli`.
import { PassThrough } from 'node:stream';
import { runProgram } from '../../src/cli/program.js';
import type { Streams } from '../../src/cli/streams.js';
import type { CliResult } from './cli.js';

/** Runs the program with both streams taken for pipes, and a pipe that holds `input` on stdin. */
export async function runInProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<CliResult> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(input);
  const text = [stdout, stderr].map((stream) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString();
  });
  // The program uses nothing of a terminal's stream that a pipe has not.
  const streams = { stdin, stdout, stderr, env } as unknown as Streams;
  const code = await runProgram(args, streams);
  return { code, stdout: text[0]?.() ?? '', stderr: text[1]?.() ?? '' };
}
