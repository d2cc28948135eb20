// The scripts are run by the shells that they are for, as far as these are installed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runInProcess } from '../support/in-process.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-completion-'));
const script = (shell: string): string => path.join(folder, `completion.${shell}`);

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
    const { stdout } = await runInProcess(['completion', shell]);
    writeFileSync(script(shell), stdout);
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(program: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout;
}

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
const inShell = (program: string): typeof describe.skip =>
  has(program) ? describe : describe.skip;

/** What has been typed, and what can come next. */
const CASES: readonly (readonly [string, readonly string[]])[] = [
  ['que', ['query']],
  ['rules cov', ['coverage']],
  ['rules coverage --tac', ['--tactic']],
  ['--colo', ['--color']],
  ['--color ', ['auto', 'always', 'never']],
  ['lint --dr', ['--dry-run']],
  ['-r my-rules --fail-on cr', ['critical']],
  ['some.ndjson --no-b', ['--no-bundled']],
  ['-o sar', ['sarif']],
  ['report x.ndjson --output nav', ['navigator']],
  ['lint -o ', ['text', 'ndjson', 'json', 'sarif', 'github']],
  ['--columns host', ['host']],
  [
    '--tactic TA000',
    ['TA0001', 'TA0002', 'TA0003', 'TA0004', 'TA0005', 'TA0006', 'TA0007', 'TA0008', 'TA0009'],
  ],
  ['help quer', ['query']],
  ['help RS46', ['RS460', 'RS461', 'RS462', 'RS463', 'RS464', 'RS465', 'RS466']],
  ['schema exp', ['explanation']],
  ['completion ', ['bash', 'zsh', 'fish', 'powershell']],
];

inShell('bash')('bash', () => {
  test.each(CASES)('rshell-scan %s', (typed, expected) => {
    const words = ['rshell-scan', ...typed.split(' ')];
    const code = `source '${script('bash')}'; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rshell_scan; printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(
      run('bash', ['-c', code, 'bash', ...words])
        .trim()
        .split('\n'),
    ).toEqual(expected);
  });

  test('knows `--color=al` for three words', () => {
    const code = `source '${script('bash')}'; COMP_WORDS=(rshell-scan --color = al); COMP_CWORD=3; _rshell_scan; echo "\${COMPREPLY[@]}"`;
    expect(run('bash', ['-c', code])).toBe('always\n');
  });
});

inShell('fish')('fish', () => {
  test.each(CASES)('rshell-scan %s', (typed, expected) => {
    const code = `source '${script('fish')}'; complete -C 'rshell-scan ${typed}'`;
    const found = run('fish', ['--no-config', '-c', code])
      .split('\n')
      .flatMap((line) => line.split('\t')[0] ?? [])
      // Files of this folder are candidates where a command reads files.
      .filter((word) => word !== '' && !word.startsWith('completion.'));
    expect(found.sort()).toEqual([...expected].sort());
  });
});

inShell('zsh')('zsh', () => {
  test('takes the script', () => {
    expect(run('zsh', ['-n', script('zsh')])).toBe('');
  });
});

inShell('pwsh')('PowerShell', () => {
  test.each(CASES)('rshell-scan %s', (typed, expected) => {
    const line = `rshell-scan ${typed}`;
    const code = `. ([scriptblock]::Create((Get-Content -Raw '${script('powershell')}'))); [System.Management.Automation.CommandCompletion]::CompleteInput('${line}', ${line.length}, $null).CompletionMatches.CompletionText`;
    expect(run('pwsh', ['-NoProfile', '-Command', code]).trim().split('\n')).toEqual(expected);
  });
});

test('another shell is told what there is', async () => {
  const { stderr, code } = await runInProcess(['completion', 'tcsh']);
  expect(stderr).toContain('bash, zsh, fish or powershell');
  expect(code).toBe(2);
});
