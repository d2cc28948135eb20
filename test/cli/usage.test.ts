// What is said of command lines and inputs that cannot be run, and what is not said beside it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { SAMPLES } from '../support/cli.js';
import { ROOT } from '../support/shared.js';
import { runInProcess } from '../support/in-process.js';
import { runOnTerminal } from '../support/terminal.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Buffer): string {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
}

const attack = path.join(SAMPLES, 'attack.ndjson');
const docs = path.join(ROOT, 'docs');
const interpreted = file(
  'audit.txt',
  'type=SYSCALL msg=audit(21.11.2026 04:13:58.224:42) : arch=x86_64\n',
);
const xz = file('events.xz', Buffer.from('fd377a585a000000', 'hex'));
const notJson = file('not.ndjson', '{"@timestamp": oops}\n');
const splunk = file('splunk.json', '{"_raw":"y","sourcetype":"z"}\n');

const codesIn = (stderr: string): readonly string[] =>
  [...stderr.matchAll(/^\w+\[(RS\d+)\]/gm)].map(([, code = '']) => code);

describe('exit 2, with one diagnostic and no summary', () => {
  test.each<[string, string[], string, string]>([
    ['an unknown option', [attack, '--fial-on', 'x'], 'RS407', 'did you mean `--fail-on`?'],
    ['an argument missing', ['query'], 'RS407', 'see `rshell-scan query --help`'],
    ['too many arguments', ['rules', 'show', 'a', 'b'], 'RS407', 'expected 1 argument but got 2'],
    ['an empty list', [attack, '--rule', ''], 'RS402', 'expected a value for `--rule`, found ""'],
    ['a list of nothing', [attack, '--technique', ' ,'], 'RS402', '`--technique`, found " ,"'],
    ['an empty glob', [attack, '--include', ''], 'RS402', 'expected a value for `--include`'],
    ['a verb misspelt', ['lnt', attack], 'RS421', 'did you mean `rshell-scan lint`?'],
    ['columns without csv', [attack, '--columns', 'time'], 'RS402', '`--columns` is for csv'],
    [
      'an index without bulk',
      [attack, '-o', 'ecs', '--bulk-index', 'x'],
      'RS402',
      '`--bulk-index` is for bulk',
    ],
    ['no columns', [attack, '--columns', ''], 'RS402', 'expected a value for `--columns`'],
    ['an unknown shell', ['completion', 'fihs'], 'RS402', 'did you mean `fish`?'],
    ['a value missing', [attack, '-o'], 'RS407', '`-o, --output <format[=path]>`'],
    ['a format for query', ['query', 'any where true', '-o', 'json'], 'RS407', 'prints NDJSON'],
    ['a wrong choice', [attack, '--gate', 'sttrict'], 'RS402', 'did you mean `strict`?'],
    ['no samples', [attack, '--max-samples-per-key', '0'], 'RS402', '`--max-samples-per-key`'],
    ['nothing in flight', [attack, '--max-in-flight', '0'], 'RS402', 'at least 1'],
    [
      'a rule misspelt',
      [attack, '--rule', 'no-such-rule'],
      'RS130',
      'no rule has an id or name like',
    ],
    ['a piece of a name', [attack, '--rule', 'udp'], 'RS130', 'did you mean `*udp*`?'],
    ['one of two misspelt', [attack, '--rule', '*udp*', '--tag', 'x'], 'RS130', 'a tag like "x"'],
    [
      'no rule left',
      [attack, '--exclude-rule', '*'],
      'RS403',
      'of 22 rule files: 22 left out by selectors',
    ],
    ['no such rule file', [attack, '-r', 'none.toml'], 'RS421', 'no such file or directory'],
    ['a directory without events', [docs], 'RS404', 'found no event files in'],
    ['a directory without rules', ['lint', SAMPLES], 'RS403', 'found no .toml files in'],
    ['records that are interpreted', [interpreted], 'RS308', 'output of ausearch -i'],
    ['another compression', [xz], 'RS322', 'this is xz'],
    ['records of another kind', [splunk], 'RS303', 'none of 1 records'],
  ])('%s', async (_, args, code, words) => {
    const ran = await runOnTerminal(args, 100);
    expect({ ...ran, codes: codesIn(ran.stderr) }).toMatchObject({
      code: 2,
      stdout: '',
      codes: [code],
    });
    expect(ran.stderr).toContain(words);
    expect(ran.stderr).not.toMatch(/alerts|matches in/i);
  });

  test('nothing but bad lines: these, and what follows', async () => {
    const { code, stderr } = await runOnTerminal([notJson], 100);
    expect(codesIn(stderr)).toEqual(['RS301', 'RS405']);
    expect(code).toBe(2);
  });
});

describe('what is said', () => {
  test('no arguments on a terminal: what it is for, and examples', async () => {
    const { code, stdout, stderr } = await runOnTerminal([], 80);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('rshell-scan events.ndjson');
    expect(stderr.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  test('a rule that is left out by nobody is only a warning', async () => {
    const { code, stderr } = await runOnTerminal([attack, '--exclude-rule', 'nothing'], 100);
    expect(stderr).toContain('warning[RS130]');
    expect(code).toBe(1);
  });

  test('help shows defaults as one types them', async () => {
    const { stdout } = await runOnTerminal(['scan', '--help'], 100);
    expect(stdout).toMatch(/--reorder-window .*\(default: 5s\)/);
    expect(stdout).toMatch(/--max-line .*\(default: 16MiB\)/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /--max-in-flight .*\(default: no limit, on a pipe 20000\)/,
    );
  });

  test('-v: of our own rules nothing; each input with what it was taken for', async () => {
    const { stderr } = await runOnTerminal([path.join(SAMPLES, 'search-reply.json'), '-v'], 100);
    expect(stderr).not.toContain('RS424');
    expect(stderr).toContain('search-reply.json: 7 events, elasticsearch-export');
  });

  test('frames and excerpts fit a narrow terminal', async () => {
    const long = file('long.ndjson', `{"a":"${'x'.repeat(500)}","b": oops}\n`);
    const query = `process where ${'true and '.repeat(20)} proces.name == "a"`;
    for (const args of [[long], ['query', query, attack]]) {
      const { stderr } = await runOnTerminal(args, 60);
      const frames = stderr.split('\n').filter((line) => /^ *\d* *\|/.test(line));
      expect(frames.length).toBeGreaterThan(0);
      expect(frames.filter((line) => line.length > 60)).toEqual([]);
    }
  });

  test('diagnostics are parted by blank lines, and folded ones have a title', async () => {
    const good = '{"@timestamp":"2026-11-21T04:14:30Z"}\n';
    const bad = file('bad.ndjson', good + '{"@timestamp": oops}\n'.repeat(7));
    const { stderr } = await runOnTerminal([attack, bad], 100);
    expect(stderr.split('\n\n')).toHaveLength(8);
    expect(stderr).toMatch(/\n\nNext: rshell-scan explain 166bb23c \S+attack\.ndjson\n$/);
    expect(stderr).toContain(`\n\n… and 2 more RS301 (line is not JSON) in ${bad}\n\n3 alerts`);
  });
});

describe('rules', () => {
  const list = async (args: readonly string[], columns: number): Promise<readonly string[]> =>
    (await runOnTerminal(['rules', ...args], columns)).stdout.trimEnd().split('\n');

  test.each([60, 80, 200])('on %i columns: one line a rule, cut behind a word', async (columns) => {
    const lines = await list([], columns);
    expect(lines).toHaveLength(22);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(lines.join('\n').includes('…')).toBe(columns < 200);
    expect(lines[0]).toMatch(/^evaluable +medium +event +259be2d8 +Potential Reverse\b/);
    expect(lines.filter((line) => line.startsWith('deprecated'))).toHaveLength(1);
  });

  test('in a pipe: whole names, or as wide as COLUMNS says', async () => {
    const widest = async (env: Record<string, string>): Promise<number> => {
      const { stdout } = await runInProcess(['rules'], env);
      return Math.max(...stdout.split('\n').map(({ length }) => length));
    };
    expect(await widest({})).toBeGreaterThan(80);
    expect(await widest({ COLUMNS: '80' })).toBeLessThanOrEqual(80);
  });

  test('-v: whole ids', async () => {
    expect((await list(['-v'], 200))[0]).toContain('259be2d8-3b1a-4c2c-a0eb-0c8e77f35e39');
  });

  test('show --json has the keys that alerts have', async () => {
    const { stdout } = await runOnTerminal(['rules', 'show', '5c895b4f', '--json'], 100);
    const shown = JSON.parse(stdout) as Record<string, unknown>;
    expect(shown).toMatchObject({ risk_score: 47, building_block: false, kind: 'sample' });
    expect(JSON.stringify(shown)).not.toMatch(/"[a-z]+[A-Z]\w*":/);
  });
});
