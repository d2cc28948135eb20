// The files that CI systems read are tried by running what they would run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BIN } from '../support/cli.js';
import { ROOT } from '../support/shared.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-ci-'));

beforeAll(() => {
  expect(scanner('init', folder).status).toBe(0);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const scanner = (...args: readonly string[]) =>
  spawnSync(process.execPath, [BIN, ...args], { cwd: folder, encoding: 'utf8' });

describe('action.yml', () => {
  const action = readFileSync(path.join(ROOT, 'action.yml'), 'utf8');
  const [, block = ''] =
    /^ {4}- name: Run\n[^]*?\n {6}run: \|\n((?: {8}.*\n)+)/m.exec(action) ?? [];
  const script = block.replace(/^ {8}/gm, '');

  function run(inputs: Readonly<Record<string, string>>) {
    const env = {
      PATH: process.env['PATH'],
      SCANNER: BIN,
      RULES: '',
      FAIL_ON: 'any',
      ARGUMENTS: '',
      RUNNER_TEMP: folder,
      GITHUB_STEP_SUMMARY: path.join(folder, 'summary.md'),
      GITHUB_OUTPUT: path.join(folder, 'output.txt'),
      ...inputs,
    };
    // As the runner starts it.
    return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
      env,
    });
  }

  /** The path that the last run gave as its output. */
  function reportOf(): string {
    const outputs = readFileSync(path.join(folder, 'output.txt'), 'utf8');
    return outputs.trimEnd().split('\n').at(-1)?.replace('report=', '') ?? '';
  }

  test('gives its inputs to the script as variables only', () => {
    expect(script).not.toContain('${{');
    expect(script).not.toBe('');
  });

  test.each([
    ['scan', path.join(ROOT, 'samples/attack.ndjson'), 'any', 1],
    ['scan', path.join(ROOT, 'samples/attack.ndjson'), 'critical', 0],
    ['scan', path.join(ROOT, 'samples/background-process-near-miss.ndjson'), 'any', 0],
    ['lint', 'rules/', 'any', 0],
    ['test', 'rules/', 'any', 0],
  ])('%s %s --fail-on %s', (command, paths, failOn, code) => {
    const { status, stderr } = run({ COMMAND: command, PATHS: paths, FAIL_ON: failOn });
    expect({ status, stderr: status === code ? '' : stderr }).toEqual({ status: code, stderr: '' });
    expect(() => {
      JSON.parse(readFileSync(reportOf(), 'utf8'));
    }).not.toThrow();
  });

  test('takes several paths, rules and options, one a line, with blanks in them', () => {
    const { stdout, status } = run({
      COMMAND: 'scan',
      PATHS: `${path.join(ROOT, 'samples/attack.ndjson')}\n\n${path.join(ROOT, 'samples/udp-attack.ndjson')}\n`,
      RULES: 'rules/\n',
      ARGUMENTS: '--rule\nPotential Reverse Shell via UDP\n',
    });
    expect(status).toBe(1);
    expect(stdout).toContain('Potential Reverse Shell via UDP');
  });

  test('runs nothing that an input holds', () => {
    const { stdout, stderr } = run({
      COMMAND: 'scan',
      PATHS: '$(echo pwned >&2); `echo pwned >&2`',
    });
    expect(stdout).not.toMatch(/^pwned/m);
    expect(stderr).not.toMatch(/^pwned/m);
  });
});

describe('.pre-commit-hooks.yaml', () => {
  const hooks = readFileSync(path.join(ROOT, '.pre-commit-hooks.yaml'), 'utf8');
  const entries = [...hooks.matchAll(/^ {2}entry: rshell-scan (.+)$/gm)].map(
    ([, entry = '']) => entry,
  );

  test.each([
    ['lint', 'rules/shell_started_by_web_server.toml'],
    ['test', null],
  ])('%s %s', (command, file) => {
    const entry = entries.find((each) => each.startsWith(command))?.split(' ') ?? [];
    const { status, stdout, stderr } = scanner(...entry, ...(file === null ? [] : [file]));
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
  });
});
