import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { withFiles } from '../io/files.js';
import { ruleText } from '../rule-test/support.js';
import { runInProcess } from '../support/in-process.js';
import { parseXml } from '../support/xml.js';
import { validatorOf } from '../support/schemas.js';

const RULE = ruleText('process where process.name == "nc"');
const caseOf = (name: string, expected: string, process: string, more = ''): string =>
  `[[case]]\nname = ${JSON.stringify(name)}\nexpect = "${expected}"\n${more}events = [{ event.category = "process", process.name = "${process}" }]\n`;
const GOOD = caseOf('nc starts', 'match', 'nc') + caseOf('ls starts', 'no_match', 'ls');
const BAD = `${GOOD}${caseOf('ncat starts', 'match', 'ncat')}`;

describe('exit codes and what is printed', () => {
  test('all pass', async () => {
    await withFiles({ 'x.toml': RULE, 'x.test.toml': GOOD }, async (root) => {
      const { code, stdout, stderr } = await runInProcess(['test', root]);
      expect([code, stderr]).toEqual([0, '2 passed in 1 test file\n']);
      expect(stdout).toBe(`ok     2 passed  ${join(root, 'x.test.toml')}\n`);
    });
  });

  test('a failure comes first, with its place and why', async () => {
    await withFiles({ 'x.toml': RULE, 'x.test.toml': BAD }, async (root) => {
      const { code, stdout, stderr } = await runInProcess(['test', root], { COLUMNS: '160' });
      expect([code, stderr]).toEqual([1, '2 passed, 1 failed in 1 test file\n']);
      expect(stdout).toMatch(/^FAIL +ncat starts\n/);
      expect(stdout).toContain(`case      ${join(root, 'x.test.toml')}:9\n`);
      expect(stdout).toContain('expected a match, got none');
      expect(stdout).toContain('(process.name is "ncat")');
    });
  });

  test('-v names every case, -q the failures only', async () => {
    await withFiles({ 'x.toml': RULE, 'x.test.toml': GOOD }, async (root) => {
      const { stdout } = await runInProcess(['test', root, '-v']);
      expect(stdout).toMatch(/\n +ok +nc starts\n +ok +ls starts/);
      expect((await runInProcess(['test', root, '-q'])).stderr).toBe('');
    });
  });

  test('a broken test is a failure, told in full', async () => {
    await withFiles({ 'x.toml': RULE, 'x.test.toml': `expct = 1\n${GOOD}` }, async (root) => {
      const { code, stdout, stderr } = await runInProcess(['test', root]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/error\[RS170\][^]*x\.test\.toml:1:1[^]*1 file not run/);
      expect(stdout).toMatch(/^ERROR +none run/);
    });
  });

  test.each<[string, readonly string[], string]>([
    ['no tests', [], 'RS176'],
    ['no such path', ['nothing-of-this-name'], 'RS421'],
    ['an unknown format', ['-o', 'junti'], 'RS402'],
    ['an update of what is not ours to change', ['--bundled', '--update'], 'RS407'],
  ])('%s: exit code 2', async (_, args, expected) => {
    await withFiles({ 'x.toml': RULE }, async (root) => {
      const { code, stdout, stderr } = await runInProcess(['test', root, ...args]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`error[${expected}]`);
    });
  });

  test('a rule file stands for its test, a glob of the shell for both', async () => {
    await withFiles({ 'x.toml': RULE, 'x.test.toml': GOOD }, async (root) => {
      const [rule, own] = [join(root, 'x.toml'), join(root, 'x.test.toml')];
      for (const paths of [[rule], [own], [own, rule]]) {
        expect((await runInProcess(['test', ...paths])).stderr).toContain(
          '2 passed in 1 test file\n',
        );
      }
    });
  });

  test('rules without a test are counted, named with -v, and a failure where they are required', async () => {
    const files = { 'x.toml': RULE, 'x.test.toml': GOOD, 'y.toml': RULE.replace('r-1', 'r-2') };
    await withFiles(files, async (root) => {
      const plain = await runInProcess(['test', root]);
      expect(plain.code).toBe(0);
      expect(plain.stderr).toContain('; 1 rule without a test (-v names them)\n');
      expect((await runInProcess(['test', root, '-v'])).stderr).toContain('info[RS175]');
      const required = await runInProcess(['test', root, '--require-tests']);
      expect(required.code).toBe(1);
      expect(required.stderr).toContain('error[RS175]');
      expect(required.stdout).toContain(`${join(root, 'y.toml')}  has no test`);
    });
  });

  test('the bundled rules pass theirs', async () => {
    const { code, stdout } = await runInProcess(['test', '--bundled', '--require-tests']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^(?:ok +\d+ passed +[^]*?\.test\.toml\n(?: {7}.+\n)*)+$/);
    expect(stdout).toContain('bundled:elastic/execution_shell_via_meterpreter_linux.test.toml');
  });
});

describe('a case that could only pass', () => {
  const files = {
    'x.toml': RULE,
    'x.test.toml': `${GOOD}[[case]]\nname = "a file"\nexpect = "no_match"\nevents = [{ event.category = "file" }]\n`,
  };
  const note = 'could never match: no event is of category process';

  test('is told of in every format, and is no failure', async () => {
    await withFiles(files, async (root) => {
      const [xml, page] = ['o.xml', 'page.md'].map((name) => join(root, name));
      const { code, stdout } = await runInProcess(
        ['test', root, '-o', 'text', '-o', `junit=${xml}`],
        { COLUMNS: '160' },
      );
      expect(code).toBe(0);
      expect(stdout).toMatch(
        / {7}ok +a file \(could never match: no event is of category process\)\n$/,
      );
      expect(stdout).not.toContain('nc starts');
      expect(readFileSync(xml ?? '', 'utf8')).toContain(`<system-out>${note}</system-out>`);
      const annotated = await runInProcess(['test', root, '-o', 'github'], {
        GITHUB_STEP_SUMMARY: page ?? '',
      });
      expect(annotated.code).toBe(0);
      expect(annotated.stdout).toMatch(/^::notice [^\n]*line=9[^\n]*::could never match[^\n]*\n$/);
    });
  });
});

describe('formats', () => {
  const HOSTILE = 'a\u001b[2J<b>&"\n::error::%,:';

  test('JUnit, GitHub and JSON of one run', async () => {
    const files = { 'x.toml': RULE, 'x.test.toml': BAD + caseOf(HOSTILE, 'no_match', 'nc') };
    await withFiles(files, async (root) => {
      const [xml, json, page] = ['o.xml', 'o.json', 'page.md'].map((name) => join(root, name));
      const { code, stdout } = await runInProcess(
        ['test', root, '-o', 'github', '-o', `junit=${xml}`, '-o', `json=${json}`],
        { GITHUB_STEP_SUMMARY: page ?? '' },
      );
      expect(code).toBe(1);
      const commands = stdout.trimEnd().split('\n');
      expect(commands).toHaveLength(2);
      expect(commands[0]).toMatch(/^::error file=.*x\.test\.toml,line=9,title=ncat starts/);
      expect(commands[1]).toContain('title=a\\x1b[2J<b>&"%0A%3A%3Aerror%3A%3A%25%2C%3A (A rule)::');

      const suites = parseXml(readFileSync(xml ?? '', 'utf8'));
      expect(suites.attributes).toMatchObject({ tests: '4', failures: '2', errors: '0' });
      const cases = suites.children[0]?.children ?? [];
      expect(cases.map(({ children }) => children.length)).toEqual([0, 0, 1, 1]);
      expect(cases[3]?.attributes['name']).toBe('a\\x1b[2J<b>&"\\n::error::%,:');

      const report = JSON.parse(readFileSync(json ?? '', 'utf8')) as Record<string, unknown>;
      expect(report).toMatchObject({
        schema: 'rshell-scan/rule-test@1',
        summary: { files: 1, passed: 2, failed: 2, errors: 0, broken_files: 0, untested_rules: 0 },
      });
      const isReport = validatorOf('rule-test', { closed: true });
      expect([isReport(report), isReport.errors]).toEqual([true, null]);
      expect(readFileSync(page ?? '', 'utf8')).toContain('2 passed, 2 failed');
    });
  });

  test('an output never overwrites a test or a rule', async () => {
    await withFiles({ 'x.toml': RULE, 'x.test.toml': GOOD }, async (root) => {
      const test = join(root, 'x.test.toml');
      const { code, stderr } = await runInProcess(['test', root, '-o', `json=${test}`]);
      expect([code, stderr.includes('RS406')]).toEqual([2, true]);
      expect(readFileSync(test, 'utf8')).toBe(GOOD);
    });
  });
});

describe('--update', () => {
  test('fills in what was found, once', async () => {
    const text = `# mine\n${caseOf('nc', 'match', 'nc', 'alerts = 4 # four\n')}`;
    await withFiles({ 'x.toml': RULE, 'x.test.toml': text }, async (root) => {
      const file = join(root, 'x.test.toml');
      const first = await runInProcess(['test', root, '--update']);
      expect([first.code, first.stderr]).toEqual([
        0,
        `1 passed in 1 test file\nupdated 1 case in ${file}\n`,
      ]);
      expect(readFileSync(file, 'utf8')).toBe(text.replace('alerts = 4', 'alerts = 1'));
      const second = await runInProcess(['test', root, '--update']);
      expect(second.stderr).toBe('1 passed in 1 test file\nupdated nothing\n');
    });
  });

  test('never turns an expectation round', async () => {
    await withFiles(
      { 'x.toml': RULE, 'x.test.toml': caseOf('ls', 'match', 'ls') },
      async (root) => {
        const { code, stdout, stderr } = await runInProcess(['test', root, '--update']);
        expect(code).toBe(1);
        expect(stdout).toContain('expected a match, got none');
        expect(stderr).toContain('is never changed');
        expect(readFileSync(join(root, 'x.test.toml'), 'utf8')).toBe(caseOf('ls', 'match', 'ls'));
      },
    );
  });
});

test('tests are not taken for rules by other commands', async () => {
  await withFiles({ 'x.toml': RULE, 'x.test.toml': GOOD }, async (root) => {
    const rules = ['x.toml', 'x.test.toml'].flatMap((name) => ['-r', join(root, name)]);
    for (const args of [['-r', root], ['-r', `${root}/*.toml`], rules]) {
      const { code, stdout, stderr } = await runInProcess([
        'rules',
        'list',
        '--json',
        '--no-bundled',
        ...args,
      ]);
      expect(stdout.trimEnd().split('\n')).toHaveLength(1);
      expect(stderr).not.toContain('RS101');
      expect(code).toBe(0);
    }
  });
});
