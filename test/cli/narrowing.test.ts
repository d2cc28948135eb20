// `--since`, `--until`, `--where`: which events rules and queries may have, and that it is told what they may not.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runCli, SAMPLES } from '../support/cli.js';
import { runInProcess } from '../support/in-process.js';

const attack = path.join(SAMPLES, 'attack.ndjson');

async function alerts(
  ...args: readonly string[]
): Promise<{ readonly hosts: readonly string[]; readonly stderr: string; readonly code: number }> {
  const { stdout, stderr, code } = await runInProcess([attack, '--json', ...args]);
  const lines = stdout.split('\n').filter((line) => line !== '');
  const hosts = lines.map((line) => (JSON.parse(line) as { host: { name: string } }).host.name);
  return { hosts, stderr, code: code ?? -1 };
}

const all = await alerts();

describe('--where', () => {
  test('keeps other events from rules, and says how many', async () => {
    const [host] = all.hosts;
    const { hosts, stderr } = await alerts('--where', `host.name == "${host}"`);
    expect(hosts).toEqual(all.hosts.filter((name) => name === host));
    expect(stderr).toMatch(/--where left out \d+ events that rules ask for\./);
  });

  test('that leaves out nothing says so, and changes nothing', async () => {
    const { hosts, stderr } = await alerts('--where', 'true');
    expect(hosts).toEqual(all.hosts);
    expect(stderr).toContain('--where left out none of the events that rules ask for.');
  });

  test('with a mistake stops the run', async () => {
    const { hosts, stderr, code } = await alerts('--where', 'host.name = "x"');
    expect(hosts).toEqual([]);
    expect(code).toBe(2);
    expect(stderr).toContain('--where:1:11');
  });
});

test('a pipe and threads are held to the same events', async () => {
  const flags = [
    '--json',
    '--where',
    'process.name != "setsid"',
    '--since',
    '2026-11-21T04:14:40Z',
  ];
  const ids = ({ stdout }: { readonly stdout: string }): readonly string[] =>
    [...stdout.matchAll(/^\{"schema":"[^"]*","id":"(\w+)"/gm)].map(([, id = '']) => id).sort();
  const fromFile = await runCli([attack, ...flags, '--jobs', '1']);
  const fromThreads = await runCli([attack, ...flags, '--jobs', '4']);
  const fromPipe = await runCli(['-', ...flags], { stdin: readFileSync(attack) });
  expect(ids(fromFile).length).toBeGreaterThan(0);
  expect(ids(fromFile).length).toBeLessThan(all.hosts.length);
  expect(ids(fromThreads)).toEqual(ids(fromFile));
  expect(ids(fromPipe)).toEqual(ids(fromFile));
});

describe('--since and --until', () => {
  test('hold a run to a span of event time', async () => {
    const early = await alerts('--until', '2026-11-21T04:15:30Z');
    const late = await alerts('--since', '2026-11-21T04:15:30Z');
    expect([...early.hosts, ...late.hosts]).toHaveLength(all.hosts.length);
    expect(early.hosts.length).toBeGreaterThan(0);
    expect(late.hosts.length).toBeGreaterThan(0);
  });

  test('that exclude each other are a mistake', async () => {
    const { code, stderr } = await alerts('--since', '2026-11-21', '--until', '2026-11-20');
    expect(code).toBe(2);
    expect(stderr).toContain('`--since` names the earlier time');
  });

  test('are for queries, too', async () => {
    const { stdout } = await runInProcess([
      ...['query', 'any where true', attack],
      ...['--until', '2026-11-21T04:14:00Z'],
    ]);
    expect(stdout.length).toBe(0);
  });

  test('take seconds and milliseconds since 1970', async () => {
    const at = Date.parse('2026-11-21T04:15:30Z');
    const [iso, seconds, millis] = await Promise.all(
      ['2026-11-21T04:15:30Z', String(at / 1000), String(at)].map((time) =>
        alerts('--since', time),
      ),
    );
    expect(seconds?.hosts).toEqual(iso?.hosts);
    expect(millis?.hosts).toEqual(iso?.hosts);
    expect(iso?.hosts.length).toBeLessThan(all.hosts.length);
  });
});

describe('what leaves nothing is told, with the times of the events', () => {
  test.each([
    ['--since', '2027-01-01'],
    ['--until', '2020-01-01'],
  ])('%s %s', async (flag, time) => {
    const { stderr, code } = await alerts(flag, time);
    expect(stderr).toMatch(/warning\[RS413\]: `--(?:since|until) \S+` leaves out all 74 events/);
    expect(stderr).toContain('they are from 2026-11-21T04:14:30');
    expect(code).toBe(0);
    const query = await runInProcess(['query', 'any where true', attack, flag, time]);
    expect(query.stderr).toContain('RS413');
  });

  test('--where', async () => {
    const { stderr } = await alerts('--where', 'host.name == "nobody"');
    expect(stderr).toMatch(/RS413\]: `--where` leaves out all \d+ events that were asked for/);
    expect((await alerts('--where', 'true')).stderr).not.toContain('RS413');
  });
});
