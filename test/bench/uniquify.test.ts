import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runCli } from '../support/cli.js';
import { ROOT } from '../support/shared.js';

/** What these tests look at in an event. */
interface Process {
  readonly name?: string;
  readonly args?: readonly string[];
  readonly command_line?: string;
}

function processOf(line: string): Process {
  // Every line that is changed describes a process.
  return (JSON.parse(line) as { process: Process }).process;
}

function ruleIdOf(alert: string): string {
  // rshell-scan/alert@1
  return (JSON.parse(alert) as { rule: { id: string } }).rule.id;
}

/** The alerts by rule that the generator says there must be. */
function expectedFor(file: string): Record<string, number> {
  const summary = readFileSync(`${file}.expected.json`, 'utf8');
  // The generator writes this file.
  return (JSON.parse(summary) as { expected: Record<string, number> }).expected;
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

function bench(script: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, [path.join(ROOT, 'bench', script), ...args], { stdio: 'ignore' });
}

describe('bench/uniquify.mjs', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-uniquify-'));
  const plain = path.join(folder, 'plain.ndjson');
  const unique = path.join(folder, 'unique.ndjson');
  beforeAll(() => {
    bench('generate.mjs', '--mb', '3', '--out', plain);
    bench('uniquify.mjs', '--out', unique, plain);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const changedLines = (): string[] => {
    const before = lines(plain);
    return lines(unique).filter((line, index) => line !== before[index]);
  };

  test('changes about half of the lines and hardly their size', () => {
    const share = changedLines().length / lines(plain).length;
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.5);
    expect(readFileSync(unique).length / readFileSync(plain).length).toBeCloseTo(1, 1);
  });

  test('gives no name twice, and one name the same everywhere in its line', () => {
    const processes = changedLines().map(processOf);
    const given = processes.flatMap(({ name }) => name ?? []);
    expect(new Set(given).size).toBe(given.length);
    for (const { args, command_line: commandLine } of processes)
      if (commandLine !== undefined && args !== undefined) expect(commandLine).toBe(args.join(' '));
  });

  test('writes the same bytes for the same arguments', () => {
    const again = path.join(folder, 'again.ndjson');
    bench('uniquify.mjs', '--out', again, plain);
    expect(readFileSync(again).equals(readFileSync(unique))).toBe(true);
  });

  test('leaves the planted attacks to be found', async () => {
    // Attacks of these rules were planted; our own rules see some of them, too.
    const rules = ['--no-bundled', '-r', path.join(ROOT, 'rules/elastic')];
    const { stdout } = await runCli([
      'scan',
      unique,
      ...rules,
      '-o',
      'ndjson',
      '--fail-on',
      'never',
    ]);
    const found: Record<string, number> = {};
    for (const id of stdout.trimEnd().split('\n').map(ruleIdOf)) found[id] = (found[id] ?? 0) + 1;
    expect(found).toEqual(expectedFor(plain));
  });
});
