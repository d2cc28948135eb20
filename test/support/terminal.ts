import { PassThrough } from 'node:stream';
import { main } from '../../src/cli/main.js';
import type { Streams } from '../../src/cli/streams.js';
import type { CliResult } from './cli.js';

/** Runs the program in this process, on a terminal of `columns` without colour: what it prints, both streams apart. */
export async function runOnTerminal(args: readonly string[], columns: number): Promise<CliResult> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const terminal = { isTTY: true, columns };
  // Of a terminal the program uses only what a stream and these two properties give.
  const streams = {
    stdin: Object.assign(new PassThrough(), terminal),
    stdout: Object.assign(stdout, terminal),
    stderr: Object.assign(stderr, terminal),
    env: { NO_COLOR: '1' },
  } as unknown as Streams;
  const code = await main(args, streams);
  return { code, stdout: textOf(stdout), stderr: textOf(stderr) };
}

function textOf(stream: PassThrough): string {
  // No encoding is set, so what was written comes back as bytes.
  const bytes = stream.read() as Buffer | null;
  return bytes?.toString() ?? '';
}
