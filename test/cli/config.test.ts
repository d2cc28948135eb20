// Configuration files: which are found, what counts more, and that none is used in silence.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { findConfig } from '../../src/cli/config/find.js';
import { runCli, SAMPLES, type CliResult } from '../support/cli.js';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'rshell-scan-')));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A folder of its own with these files; with a `.git` unless told otherwise. */
function project(files: Readonly<Record<string, string>>, isRepository = true): string {
  const root = mkdtempSync(path.join(folder, 'p-'));
  if (isRepository) mkdirSync(path.join(root, '.git'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

const attack = path.join(SAMPLES, 'attack.ndjson');

function run(
  cwd: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  return runCli([...args, attack], { cwd, env: { HOME: cwd, XDG_CONFIG_HOME: cwd, ...env } });
}

describe('what a file says', () => {
  test('is done, and told even with --quiet', async () => {
    const root = project({ '.rshell-scan.toml': '[scan]\nfail-on = "never"\njson = true\n' });
    const { code, stdout, stderr } = await run(root, ['-q']);
    expect(code).toBe(0);
    expect(stdout.startsWith('{"schema"')).toBe(true);
    expect(stderr).toBe('using .rshell-scan.toml: fail-on, json (--no-config ignores it)\n');
  });

  test('may be a list wherever an option may be repeated, but not nothing', async () => {
    const listed = project({ '.rshell-scan.toml': 'columns = ["rule", "host"]\n' });
    expect((await run(listed, ['-o', 'csv'])).stdout).toMatch(/^rule,host\r?\n/);
    const empty = project({ '.rshell-scan.toml': '[scan]\nrule = ""\n' });
    const { code, stderr } = await run(empty);
    expect(code).toBe(2);
    expect(stderr).toMatch(/RS471.*expected a value for `rule`, found "".*\.toml:2:8/s);
  });

  test('holds for the folders below, with paths from where it stands', async () => {
    const root = project({
      '.rshell-scan.toml': 'allow = ["lists/allow.toml"]\n',
      'lists/allow.toml': '[[allow]]\nwhen = "true"\nreason = "all"\n',
      'below/deep/x': '',
    });
    const { code, stderr } = await run(path.join(root, 'below', 'deep'), [], { HOME: folder });
    expect(code).toBe(0);
    expect(stderr).toContain('using ../../.rshell-scan.toml: allow');
  });

  test('gives way to flags, and then to the environment', async () => {
    const root = project({ '.rshell-scan.toml': 'fail-on = "never"\n' });
    expect((await run(root, ['--fail-on', 'any'])).code).toBe(1);
    expect((await run(root, [], { RSHELL_SCAN_FAIL_ON: 'any' })).code).toBe(1);
    expect((await run(root, ['--fail-on', 'never'], { RSHELL_SCAN_FAIL_ON: 'any' })).code).toBe(0);
  });

  test('counts more than the file of the user, key by key', async () => {
    const root = project({
      '.rshell-scan.toml': '[scan]\nfail-on = "never"\n',
      'rshell-scan/config.toml': 'fail-on = "any"\nmax-alerts = 1\n',
    });
    const { code, stdout } = await run(root, ['--print-config']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^fail-on = "never" +# .*\.rshell-scan\.toml:2$/m);
    expect(stdout).toMatch(/^max-alerts = 1 +# .*config\.toml:2$/m);
    expect(stdout).toMatch(/^color = "auto" +# default$/m);
    expect(stdout).toMatch(/^# baseline +# not set$/m);
  });

  test('can be left out, and named', async () => {
    const root = project({
      '.rshell-scan.toml': 'fail-on = "never"\n',
      'other.toml': 'max-alerts = 1\n',
    });
    expect((await run(root, ['--no-config'])).code).toBe(1);
    const named = await run(root, ['--config', 'other.toml', '--print-config']);
    expect(named.stdout).toContain('fail-on = "any"');
    expect(named.stdout).toContain('max-alerts = 1');
    expect((await run(root, ['--config', 'none.toml'])).stderr).toContain('RS473');
  });
});

test('what is printed can be used as configuration, and says the same', async () => {
  const root = project({});
  const flags = ['--suppress', 'host.name:1h', '--since', '2026-01-01', '--max-bad-lines', '5%'];
  const first = await run(root, [...flags, '--tag', 'a"b', '--print-config']);
  writeFileSync(path.join(root, 'again.toml'), first.stdout);
  const second = await run(root, ['--config', 'again.toml', '--print-config']);
  const values = (text: string): readonly string[] =>
    text.split('\n').map((line) => line.split('  # ')[0]?.trim() ?? '');
  expect(second.stderr).toBe('');
  expect(values(second.stdout)).toEqual(values(first.stdout));
  expect(first.stdout).toContain('suppress = "host.name:1h"');
});

describe('mistakes', () => {
  test.each([
    ['fial-on = "any"', 'RS470', ':1:1', 'did you mean `fail-on`?'],
    ['[scan]\nsize = 3', 'RS470', ':2:1', ''],
    ['[scna]\nfail-on = "any"', 'RS470', ':1:2', 'did you mean `scan`?'],
    ['fail-on = "hihg"', 'RS471', ':1:11', 'did you mean `high`?'],
    ['max-alerts = "many"', 'RS471', ':1:14', ''],
    ['max-alerts = true', 'RS471', ':1:14', ''],
    ['json = "yes"', 'RS471', ':1:8', ''],
    ['output = "ndjson=/tmp/x"', 'RS471', ':1:10', 'on the command line'],
    ['fail-on = ', 'RS100', ':1:', ''],
  ])('%j', async (text, code, place, help) => {
    const result = await run(project({ '.rshell-scan.toml': text }));
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(`[${code}]`);
    expect(result.stderr).toContain(`.rshell-scan.toml${place}`);
    expect(result.stderr).toContain(help);
  });
});

describe('where a file is found', () => {
  const found = (cwd: string, home = folder, uid: number | null = null): readonly string[] =>
    findConfig(undefined, { cwd, env: { HOME: home }, uid }).files.map((file) =>
      path.relative(folder, file.path).split(path.sep).slice(1).join('/'),
    );

  test('not above the repository', () => {
    const root = project({ '.rshell-scan.toml': '', 'inner/.git/x': '' });
    expect(found(path.join(root, 'inner'))).toEqual([]);
    expect(found(root)).toEqual(['.rshell-scan.toml']);
  });

  test('outside of repositories and the home directory, in the working directory alone', () => {
    const root = project({ '.rshell-scan.toml': '', 'inner/x': '' }, false);
    expect(found(path.join(root, 'inner'), '/nowhere')).toEqual([]);
    expect(found(root, '/nowhere')).toEqual(['.rshell-scan.toml']);
    expect(found(path.join(root, 'inner'), root)).toEqual(['.rshell-scan.toml']);
  });

  test('never beside the input', async () => {
    const evidence = project({ '.rshell-scan.toml': 'fail-on = "never"\n' });
    const input = path.join(evidence, 'events.ndjson');
    writeFileSync(
      input,
      '{"@timestamp":"2026-01-01","event":{"category":"process"},"process":{"pid":1}}\n',
    );
    const { stderr } = await runCli([input], { cwd: project({}), env: { HOME: folder } });
    expect(stderr).not.toContain('using');
  });

  test('and is not used where it belongs to another user', () => {
    const root = project({ '.rshell-scan.toml': '' });
    const uid = (process.getuid?.() ?? 0) + 1;
    const result = findConfig(undefined, { cwd: root, env: { HOME: folder }, uid });
    // A file of root is anybody's.
    const isRoot = process.getuid?.() === 0;
    expect(result.files).toHaveLength(isRoot ? 1 : 0);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(isRoot ? [] : ['RS472']);
  });
});
