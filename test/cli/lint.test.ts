import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ndjson } from '../support/cli.js';
import { runInProcess } from '../support/in-process.js';
import { validatorOf } from '../support/schemas.js';
import { runOnTerminal } from '../support/terminal.js';
import { ruleOf } from '../lint/rules.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-lint-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const file = path.join(folder, 'rule.toml');
const condition = (entries: string): string =>
  ruleOf(`process where host.os.type == "linux" and process.name in (${entries})`);
const TWICE = condition('"a", "b*", "a"');
const ONCE = condition('"a", "b*"');

beforeEach(() => {
  writeFileSync(file, TWICE);
});

const lint = (...args: readonly string[]) => runInProcess(['lint', file, ...args]);

const SUMMARY = `0 errors, 1 warning and 1 remark in 1 rule file (-v shows remarks)
  1  warning  RS270  wildcard in an exact comparison
  1  info     RS282  entry written twice (--fix)
`;

describe('exit codes and what is shown', () => {
  test.each<[string, string[], number, RegExp]>([
    ['warnings', [], 0, /^warning\[RS270\](?![^]*RS282)/],
    ['remarks with -v', ['-v'], 0, /warning\[RS270\][^]*info\[RS282\]/],
    ['--strict', ['--strict'], 1, /^warning\[RS270\]/],
    ['--disable', ['--strict', '--disable', 'RS270'], 0, /^$/],
    ['--disable with a list', ['-v', '--disable', 'rs282,RS270'], 0, /^$/],
    ['--require-tests', ['--require-tests', '--disable', 'RS270'], 1, /^error\[RS175\]/],
  ])('%s', async (_, args, code, output) => {
    const ran = await lint(...args);
    expect(ran.code).toBe(code);
    expect(ran.stdout).toMatch(output);
  });

  test('the summary tells kinds, and remarks that are not shown', async () => {
    expect((await lint()).stderr).toBe(`\n${SUMMARY}`);
    expect((await lint('-q')).stderr).toBe('');
  });

  test('findings of one file stand together, in the order of the text', async () => {
    const { stdout } = await runInProcess(['lint', '-v', file]);
    expect([...stdout.matchAll(/\[(RS\d+)\]/g)].map(([, code]) => code)).toEqual([
      'RS270',
      'RS282',
    ]);
  });
});

test('a rule with a test beside it needs no other; the bundled rules have theirs', async () => {
  writeFileSync(file.replace('.toml', '.test.toml'), '');
  expect((await lint('--require-tests')).code).toBe(0);
  rmSync(file.replace('.toml', '.test.toml'));
  expect((await runInProcess(['lint', '--require-tests'])).stdout).toBe('');
});

test('a test elsewhere counts, where it names the rule', async () => {
  const other = path.join(folder, 'other.test.toml');
  writeFileSync(
    other,
    'rule = "rule.toml"\n[[case]]\nname = "n"\nexpect = "no_match"\nevents = [{ a = 1 }]\n',
  );
  expect((await runInProcess(['lint', '--require-tests', folder])).code).toBe(0);
  expect((await lint('--require-tests')).code).toBe(1);
  rmSync(other);
});

describe('formats', () => {
  test('ndjson: one finding a line', async () => {
    const { stdout } = await lint('--json', '-v');
    expect(
      ndjson(stdout).filter((line) => !validatorOf('diagnostic', { closed: true })(line)),
    ).toEqual([]);
    expect(ndjson(stdout)).toMatchObject([
      { code: 'RS270', severity: 'warning', file, line: 11, fixable: false },
      { code: 'RS282', severity: 'info', file, line: 11, fixable: true },
    ]);
  });

  test('json: one document, which fits its schema', async () => {
    const isLint = validatorOf('lint', { closed: true });
    const document: unknown = JSON.parse((await lint('-o', 'json')).stdout);
    expect(document).toMatchObject({
      schema: 'rshell-scan/lint@1',
      summary: { rule_files: 1, errors: 0, warnings: 1, remarks: 1 },
      findings: [{ code: 'RS270' }],
    });
    const none: unknown = JSON.parse((await lint('-o', 'json', '--disable', 'RS270')).stdout);
    expect(none).toMatchObject({ findings: [] });
    expect([isLint(document), isLint(none), isLint.errors]).toEqual([true, true, null]);
  });

  test('github: annotations', async () => {
    const { stdout } = await lint('-o', 'github');
    expect(stdout).toContain(`::warning file=${file},line=11,title=RS270%3A wildcard`);
  });

  test('several at once, to files and to stdout', async () => {
    const sarif = path.join(folder, 'out.sarif');
    const text = path.join(folder, 'out.txt');
    const { stdout } = await lint('-o', `sarif=${sarif}`, '-o', `text=${text}`);
    expect(stdout).toMatch(/^warning\[RS270\]/);
    expect(readFileSync(text, 'utf8')).toBe(stdout);
    expect(readFileSync(sarif, 'utf8')).toContain('"ruleId":"RS270"');
  });

  test('an output is never a rule file', async () => {
    const { code, stderr } = await lint('-o', `sarif=${file}`);
    expect({ code, text: readFileSync(file, 'utf8') }).toEqual({ code: 2, text: TWICE });
    expect(stderr).toContain('RS406');
  });
});

describe('--fix', () => {
  test('changes the file, says so, and finds nothing to do the next time', async () => {
    const first = await lint('--fix');
    expect(readFileSync(file, 'utf8')).toBe(ONCE);
    expect(first.stderr).toContain('mended');
    expect(first.stderr).toContain('1 finding in 1 file mended');
    expect(first.stdout).toMatch(/^warning\[RS270\]/);
    const second = await lint('--fix');
    expect(second.stderr).toContain('nothing to mend');
    expect(readFileSync(file, 'utf8')).toBe(ONCE);
  });

  test('what is left out is not mended', async () => {
    await lint('--fix', '--disable', 'RS282');
    expect(readFileSync(file, 'utf8')).toBe(TWICE);
  });

  test('--dry-run shows a diff and changes nothing', async () => {
    const { stdout, stderr } = await lint('--fix', '--dry-run');
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      `--- ${file}`,
      `+++ ${file}`,
      '@@ -9,4 +9,4 @@',
    ]);
    expect(stdout).toContain('\n-process where');
    expect(stderr).toBe('1 finding in 1 file can be mended; nothing was changed\n');
    expect(readFileSync(file, 'utf8')).toBe(TWICE);
  });
});

describe('refused', () => {
  test.each<[string[], string, string]>([
    [['lint', '--fix'], 'RS407', 'the bundled rules are never changed'],
    [['lint', file, '--dry-run'], 'RS407', '`--dry-run` belongs to `--fix`'],
    [['lint', file, '--disable', 'RS200'], 'RS402', 'RS200 is an error'],
    [['lint', file, '--disable', 'RS28'], 'RS402', 'did you mean'],
    [['lint', file, '-o', 'sarf'], 'RS402', 'did you mean `sarif`?'],
  ])('%j', async (args, code, words) => {
    const ran = await runInProcess(args);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(code);
    expect(ran.stderr).toContain(words);
  });
});

test('--list-checks: one a line, in the order of codes', async () => {
  const { stdout, code } = await runInProcess(['lint', '--list-checks']);
  const lines = stdout.trimEnd().split('\n');
  expect(code).toBe(0);
  expect(lines).toContain('RS282  info     entry written twice (--fix)');
  expect(lines).toEqual(lines.toSorted());
  expect(lines.filter((line) => !/^RS\d{3} {2}(warning|info   ) {2}\S/.test(line))).toEqual([]);
});

test('help fits a terminal of 80 columns', async () => {
  const { stdout } = await runOnTerminal(['lint', '--help'], 80);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});
