// `--profile` and `--stats`: what is shown, where, and that the numbers fit each other. Times are never looked at.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ndjson, runCli, SAMPLES } from '../support/cli.js';
import { validatorOf } from '../support/schemas.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-costs-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const attack = path.join(SAMPLES, 'attack.ndjson');
const env = { COLUMNS: '80' };

/** Numbers made `0`, and spaces that align them made one. */
const withoutNumbers = (text: string): string =>
  text.replace(/\d[\d,.]*/g, '0').replace(/ +/g, ' ');

const PROFILE_HEAD = /^ *ms +share +leads +candidates +alerts +rule$/m;
const STATS_HEAD = /^input {5}/m;

interface Costs {
  readonly stats?: Readonly<Record<string, number>> & {
    readonly times_ms: Readonly<Record<string, number>>;
  };
  readonly profile?: {
    readonly rules: readonly Readonly<Record<'leads' | 'candidates' | 'alerts' | 'ms', number>>[];
  };
}

/** The costs in a JSON report that fits its schema. */
function costsOf(text: string): Costs {
  const report = JSON.parse(text) as { readonly run: Costs };
  const validate = validatorOf('report', { closed: true });
  validate(report);
  expect(validate.errors).toBeNull();
  return report.run;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

describe('--profile', () => {
  test('has a row for each rule with leads, the total, and what the columns mean', async () => {
    const { stdout, stderr } = await runCli(
      [attack, '--profile', '--no-summary', '--rule', 'Potential*,Deprecated*'],
      { env },
    );
    const [head = '', ...rows] = stderr.split('\n');
    expect(head).toMatch(PROFILE_HEAD);
    const tableEnd = rows.findIndex((row) => row.endsWith('all 5 rules'));
    const table = rows.slice(0, tableEnd);
    expect(table.map((row) => withoutNumbers(row).trim()).sort()).toEqual([
      '0 0% 0 0 0 Deprecated - Potential Reverse Shell vi…',
      '0 0% 0 0 0 Potential Meterpreter Reverse Shell',
      '0 0% 0 0 0 Potential Reverse Shell',
      '0 0% 0 0 0 Potential Reverse Shell via Background…',
      '0 0% 0 0 0 Potential Reverse Shell via UDP',
    ]);
    expect(rows.slice(tableEnd + 1).join(' ')).toMatch(/A lead is .* a candidate .* shared by all/);
    expect(stderr.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toBe(
      (await runCli([attack, '--no-summary', '--rule', 'Potential*,Deprecated*'], { env })).stdout,
    );
  });

  test('comes behind the summary, and with -q not at all', async () => {
    const { stderr } = await runCli([attack, '--profile', '--stats'], { env });
    const places = [/3 alerts from 3 rules/, PROFILE_HEAD, STATS_HEAD].map((part) =>
      stderr.search(part),
    );
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect((await runCli([attack, '--profile', '--stats', '-q'])).stderr).toBe('');
  });
});

describe('--stats', () => {
  test('says what the machine did', async () => {
    const { stderr } = await runCli([attack, '--stats', '--no-summary'], { env });
    expect(withoutNumbers(stderr)).toBe(
      [
        'input 0 MB, 0 events: 0 screened by the kernel, 0 parsed one by one',
        'reading 0 s, 0 MB/s, 0 events/s by 0 threads',
        'in all 0 s, 0 MB/s, 0 events/s',
        'time loading rules 0 s, setting up 0 s, reading 0 s,',
        ' deciding 0 s, writing 0 s',
        'found 0 leads > 0 after pruning > 0 candidates > 0 matches',
        'memory 0 MB at the peak, 0 in flight at the end, 0 MB in temporary files',
        '',
      ]
        .join('\n')
        // One thread where the machine has one core.
        .replace('0 threads', stderr.includes('1 thread\n') ? '0 thread' : '0 threads'),
    );
  });

  test.each([
    ['a file', [attack], undefined],
    ['a pipe', ['-'], readFileSync(attack)],
  ])('a query over %s', async (_, input, stdin) => {
    const query = ['query', 'process where process.name == "bash"', ...input, '--stats'];
    const { stdout, stderr } = await runCli(query, {
      env,
      ...(stdin === undefined ? {} : { stdin }),
    });
    const matches = ndjson(stdout).length;
    expect(matches).toBeGreaterThan(1);
    expect(stderr).toContain(`${matches} candidates > ${matches} matches\n`);
    expect(stderr).toContain('74 events: ');
  });

  test('is left out where there was nothing to look at', async () => {
    const { code, stderr } = await runCli(['-', '--stats', '--profile'], { stdin: 'no JSON\n' });
    expect(code).toBe(2);
    expect(stderr).not.toMatch(STATS_HEAD);
    expect(stderr).not.toMatch(PROFILE_HEAD);
  });
});

describe('a JSON report', () => {
  test('has the costs where they were asked for, with -q as well', async () => {
    const args = [SAMPLES, '-o', 'json', '-q'];
    const [neither, both] = await Promise.all([
      runCli(args),
      runCli([...args, '--stats', '--profile']),
    ]);
    expect(costsOf(neither.stdout)).not.toHaveProperty('stats');
    expect(costsOf(neither.stdout)).not.toHaveProperty('profile');
    expect(Object.keys(costsOf(both.stdout))).toEqual(expect.arrayContaining(['stats', 'profile']));
  });

  test('the numbers fit each other and the input', async () => {
    const { stdout } = await runCli([attack, '-o', 'json', '-q', '--stats', '--profile']);
    const { stats, profile } = costsOf(stdout);
    const rules = profile?.rules ?? [];
    expect(stats).toMatchObject({
      bytes: statSync(attack).size,
      events: 74,
      leads: sum(rules.map(({ leads }) => leads)),
      candidates: sum(rules.map(({ candidates }) => candidates)),
      matches: sum(rules.map(({ alerts }) => alerts)),
    });
    expect(stats?.['screened']).toBe(74 - (stats?.['parsed'] ?? 0));
    expect(rules).toHaveLength(22);
    const times = rules.map(({ ms }) => ms);
    expect([...times].sort((a, b) => b - a)).toEqual(times);
  });

  test('NDJSON stays alerts only', async () => {
    const args = [attack, '--json', '-q'];
    const [without, with_] = await Promise.all([
      runCli(args),
      runCli([...args, '--stats', '--profile']),
    ]);
    expect(with_.stdout).toBe(without.stdout);
  });
});
