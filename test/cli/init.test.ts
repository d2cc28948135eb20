import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { withFiles } from '../io/files.js';
import { runInProcess } from '../support/in-process.js';

const RULE = 'rules/shell_started_by_web_server.toml';
const TEST = 'rules/shell_started_by_web_server.test.toml';
const JOB = '.github/workflows/rules.yml';

test('what is written passes lint and test', async () => {
  await withFiles({}, async (root) => {
    const { code, stdout, stderr } = await runInProcess(['init', join(root, 'new')]);
    expect(code).toBe(0);
    expect(stdout.match(/^created /gm)).toHaveLength(4);
    const rules = join(root, 'new', 'rules');
    expect(stderr).toContain(`rshell-scan test ${rules}`);

    const lint = await runInProcess(['lint', rules, '-v', '--strict']);
    expect([lint.code, lint.stdout]).toEqual([0, '']);
    const tests = await runInProcess(['test', rules, '--require-tests']);
    expect([tests.code, tests.stderr]).toEqual([0, '6 passed in 1 test file\n']);
  });
});

test('the commands of the CI job pass', async () => {
  await withFiles({}, async (root) => {
    await runInProcess(['init', root]);
    const job = readFileSync(join(root, JOB), 'utf8');
    const commands = [...job.matchAll(/run: rshell-scan (.*)$/gm)].map(([, line = '']) => line);
    expect(commands.map((line) => line.split(' ')[0])).toEqual(['lint', 'test']);
    for (const command of commands) {
      const args = command
        .replace('rules/', join(root, 'rules'))
        .replace('=', `=${root}/`)
        .split(' ');
      expect([command, await runInProcess(args)]).toEqual([
        command,
        expect.objectContaining({
          code: 0,
          stdout: expect.not.stringMatching(/^::(?:error|warning)/m),
        }),
      ]);
    }
    expect(readFileSync(join(root, 'rule-tests.xml'), 'utf8')).toContain('tests="6" failures="0"');
  });
});

test('what is there is kept, and said', async () => {
  await withFiles({ [TEST]: 'mine' }, async (root) => {
    const { code, stdout } = await runInProcess(['init', root]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^created +\S*server\.toml[^]*^kept +\S*server\.test\.toml +was there/m);
    expect(readFileSync(join(root, TEST), 'utf8')).toBe('mine');
    writeFileSync(join(root, JOB), 'mine, too');
    const again = await runInProcess(['init', root]);
    expect(again.stdout.match(/^kept /gm)).toHaveLength(4);
    expect(readFileSync(join(root, JOB), 'utf8')).toBe('mine, too');
  });
});

test('every rule has an id of its own; nothing is left to fill in', async () => {
  await withFiles({}, async (root) => {
    const ids = new Set<string>();
    for (const name of ['a', 'b']) {
      await runInProcess(['init', join(root, name)]);
      const text = readFileSync(join(root, name, RULE), 'utf8');
      ids.add(/^rule_id = "([0-9a-f-]{36})"$/m.exec(text)?.[1] ?? '');
      for (const file of [RULE, TEST, JOB]) {
        expect(readFileSync(join(root, name, file), 'utf8')).not.toMatch(/@[A-Z_]+@/);
      }
    }
    expect(ids.size).toBe(2);
    expect(ids).not.toContain('');
  });
});

test.each(['file', '.'])('a file where a directory belongs is said: %s', async (directory) => {
  await withFiles({ file: '', rules: '' }, async (root) => {
    const { code, stdout, stderr } = await runInProcess(['init', join(root, directory)]);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain('error[RS521]');
    expect(readdirSync(root)).toEqual(['file', 'rules']);
  });
});

test('the configuration has the rules used, and every line of it can be taken in', async () => {
  await withFiles({}, async (root) => {
    await runInProcess(['init', root]);
    const config = join(root, '.rshell-scan.toml');
    const scanned = await runInProcess(['scan', '--config', config, '--print-config']);
    expect(scanned.stdout).toContain(join(root, 'rules'));
    const text = readFileSync(config, 'utf8').replace(/^# (?=[a-z-]+ = )/gm, '');
    writeFileSync(config, text);
    const whole = await runInProcess(['scan', '--config', config, '--print-config']);
    expect([whole.code, whole.stderr]).toEqual([0, '']);
    expect(whole.stdout).toContain('host.name,process.executable:');
  });
});
