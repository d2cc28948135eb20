import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './shared.js';

/** What a run of the program gave. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** The program as it ships: bin/ over the compiled dist/. */
export const BIN = path.join(ROOT, 'bin', 'rshell-scan.js');

/** The bundled samples. */
export const SAMPLES = path.join(ROOT, 'samples');

/** What would change the output from outside. */
const COLOUR = new Set(['NO_COLOR', 'FORCE_COLOR', 'CLICOLOR_FORCE', 'COLUMNS']);

/** Starts the program; streams are pipes. */
export function startCli(args: readonly string[], options: CliOptions = {}): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !COLOUR.has(name));
  return spawn(process.execPath, [BIN, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { ...Object.fromEntries(inherited), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs the program to its end. */
export async function runCli(
  args: readonly string[],
  options: CliOptions = {},
): Promise<CliResult> {
  const child = startCli(args, options);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout!.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr!.on('data', (chunk: Buffer) => stderr.push(chunk));
  // A program that fails early closes its end of the pipe.
  child.stdin!.on('error', () => undefined);
  child.stdin!.end(options.stdin ?? '');
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', (exit) => {
      resolve(exit);
    });
  });
  return {
    code,
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
  };
}

/** The objects of an NDJSON file that may still be written: those of its whole lines. None where it is not there yet. */
export function ndjsonSoFar(file: string): readonly Record<string, unknown>[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  return ndjson(text.slice(0, text.lastIndexOf('\n') + 1));
}

/** The objects of NDJSON text. */
export function ndjson(text: string): readonly Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
