// --state: a run goes on where the last one was killed.
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import type { Alert } from '../../src/alert/index.js';
import { withFiles } from '../io/files.js';
import { mkfifoSync } from '../io/mkfifo.js';
import { execRecords, rotate } from '../support/audit-log.js';
import { ndjson, ndjsonSoFar, runCli, SAMPLES, startCli } from '../support/cli.js';

// Runs are started again and again.
jest.setTimeout(240_000);

const ARGS = ['--follow', 'log', '--state', 'state', '-o', 'ndjson=alerts', '-o', 'text=text'];

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const rule = (id: string, query: string): string => `[rule]
name = "${id}"
rule_id = "${id}"
type = "eql"
language = "eql"
severity = "low"
risk_score = 1
description = "d"
query = '''${query}'''
`;

/** An event, a sequence, a sample: some of each are always in flight. */
const RULES = {
  'rules/event.toml': rule('e', 'process where process.args == "-e"'),
  'rules/sequence.toml': rule(
    's',
    'sequence by host.id, process.parent.pid with maxspan=1m [process where process.args == "-a"] [process where process.args == "-b"]',
  ),
  'rules/sample.toml': rule(
    'm',
    'sample by host.id, process.parent.pid [process where process.args == "-c"] [process where process.args == "-b"]',
  ),
};

const FLAGS = ['-a', '-b', '-c', '-e'];

/** What one event of number `number` is, in lines. */
const RAW = (number: number): string => {
  const args = ['sh', FLAGS[(number * 7 + (number >> 3)) % 4] ?? '', String(number)];
  return execRecords(number + 1, { ppid: 500 + ((number * 5) % 23), args }).join('');
};

const NDJSON = (number: number): string =>
  `${JSON.stringify({
    '@timestamp': new Date(1_790_000_000_000 + number * 100).toISOString(),
    event: { category: ['process'], type: ['start'] },
    host: { id: 'h', os: { type: 'linux' } },
    process: {
      args: ['sh', FLAGS[(number * 7 + (number >> 3)) % 4], String(number)],
      parent: { pid: 500 + ((number * 5) % 23) },
    },
  })}\n`;

/** Numbers that are no pattern, the same in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function serials(alerts: string): readonly number[] {
  return ndjsonSoFar(alerts).map(({ events }) => {
    const [event] = events as { document: { auditd: { sequence: number } } }[];
    return event!.document.auditd.sequence;
  });
}

/** When a state was saved; 0 where none was. */
function savedAt(root: string): number {
  const file = path.join(root, 'state');
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

/** Ids by which alerts are told, in no order. */
function idsOf(alerts: readonly Record<string, unknown>[]): readonly unknown[] {
  return alerts.map(({ id }) => id).sort();
}

const RULE_FLAGS = ['--no-bundled', '-r', 'rules'];

describe('--state', () => {
  test.each([
    ['raw records', RAW],
    ['NDJSON', NDJSON],
  ])(
    'killed at any time while a log of %s is written and rotated: every alert once',
    async (_, line) => {
      const random = randomFrom(line === RAW ? 1 : 2);
      const lines = Array.from({ length: 900 }, (_unused, number) => line(number));
      await withFiles({ ...RULES, all: lines.join(''), log: '' }, async (root) => {
        const whole = await runCli(['all', '--json', ...RULE_FLAGS], { cwd: root });
        const expected = idsOf(ndjson(whole.stdout));
        expect(expected.length).toBeGreaterThan(200);
        const log = path.join(root, 'log');
        const start = (): (() => Promise<unknown>) => {
          const child = startCli([...ARGS, ...RULE_FLAGS], { cwd: root });
          const closed = once(child, 'close');
          return () => (child.kill('SIGKILL'), closed);
        };
        let kill = start();
        // From now on nothing that is written may be missed.
        while (!existsSync(path.join(root, 'state'))) await sleep(10);
        let due = 300;
        for (const [number, text] of lines.entries()) {
          // In the middle of a line, and of an event.
          const cut = Math.floor(random() * text.length);
          appendFileSync(log, text.slice(0, cut));
          if (number === due) {
            await kill();
            due += Math.floor(40 + random() * 160);
            if (random() < 0.5) await sleep(random() * 300);
            kill = start();
          }
          appendFileSync(log, text.slice(cut));
          if (random() < 0.01) rotate(log, random() < 0.7 ? 'renamed' : 'copied and cut');
          if (number % 4 === 0) await sleep(random() * 40);
        }
        const alerts = path.join(root, 'alerts');
        for (let wait = 0; wait < 1000 && ndjsonSoFar(alerts).length < expected.length; wait++) {
          await sleep(50);
        }
        await sleep(700);
        await kill();
        expect(idsOf(ndjson(readFileSync(alerts, 'utf8')))).toEqual(expected);
        const text = readFileSync(path.join(root, 'text'), 'utf8');
        expect(text.match(/^alert +/gm)).toHaveLength(expected.length);
      });
    },
  );

  test('an event that was told before all of it was there is not told again when it is', async () => {
    const event = execRecords(1, { args: ['sh', '-e'] });
    await withFiles({ ...RULES, log: '' }, async (root) => {
      const log = path.join(root, 'log');
      const alerts = path.join(root, 'alerts');
      const args = [...ARGS, ...RULE_FLAGS];
      const first = startCli(args, { cwd: root });
      const killed = once(first, 'close');
      while (!existsSync(path.join(root, 'state'))) await sleep(10);
      appendFileSync(log, event.slice(0, 2).join(''));
      while (ndjsonSoFar(alerts).length === 0) await sleep(20);
      first.kill('SIGKILL');
      await killed;
      appendFileSync(log, `${event[2]}${execRecords(2, { args: ['sh', '-e'] }).join('')}`);
      const second = startCli(args, { cwd: root });
      const ended = once(second, 'close');
      while (!serials(alerts).includes(2)) await sleep(20);
      second.kill('SIGTERM');
      await ended;
      expect(serials(alerts)).toEqual([1, 2]);
    });
  });

  test('a place that is gone: told, and with --strict exit code 3', async () => {
    await withFiles({ log: RAW(0) }, async (root) => {
      const run = async (...flags: readonly string[]): Promise<readonly [string, unknown]> => {
        const saved = savedAt(root);
        const child = startCli([...ARGS, ...flags], { cwd: root });
        const closed = once(child, 'close');
        let stderr = '';
        child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
        while (savedAt(root) === saved) await sleep(10);
        child.kill('SIGTERM');
        const [code] = (await closed) as [number];
        return [stderr, code];
      };
      expect((await run('--strict'))[1]).toBe(143);
      for (const [flags, code] of [
        [[], 143],
        [['--strict'], 3],
      ] as const) {
        // Another file, and the one that was read is nowhere.
        rmSync(path.join(root, 'log'));
        writeFileSync(path.join(root, 'log'), RAW(code));
        const [stderr, exit] = await run(...flags);
        expect(stderr).toContain('warning[RS331]');
        expect(stderr).toContain('gone before it could be read, 1 time:');
        expect(exit).toBe(code);
      }
    });
  });

  test('a sequence goes on behind a break', async () => {
    const lines = readFileSync(path.join(SAMPLES, 'reverse-shell-attack.ndjson'), 'utf8')
      .trimEnd()
      .split('\n');
    const whole = await runCli([path.join(SAMPLES, 'reverse-shell-attack.ndjson'), '--json'], {});
    const expected = ndjson(whole.stdout);
    // Between the two events of the last alert.
    const { events } = expected.at(-1) as unknown as Alert;
    const start = events[0]!.place.line;
    expect(events.at(-1)!.place.line).toBeGreaterThan(start);
    await withFiles({ log: `${lines.slice(0, start).join('\n')}\n` }, async (root) => {
      const alerts = path.join(root, 'alerts');
      for (const count of [expected.length - 1, expected.length]) {
        const child = startCli(ARGS, { cwd: root });
        const closed = once(child, 'close');
        while (ndjsonSoFar(alerts).length < count) await sleep(20);
        child.kill('SIGTERM');
        await closed;
        expect(ndjsonSoFar(alerts)).toHaveLength(count);
        appendFileSync(path.join(root, 'log'), `${lines.slice(start).join('\n')}\n`);
      }
      expect(idsOf(ndjsonSoFar(alerts))).toEqual(idsOf(expected));
    });
  });

  test('is for one run at a time; that of a killed one is taken over', async () => {
    await withFiles({ log: '' }, async (root) => {
      const child = startCli(ARGS, { cwd: root });
      const closed = once(child, 'close');
      while (!existsSync(path.join(root, 'state'))) await sleep(10);
      const second = await runCli(ARGS, { cwd: root });
      expect(second.code).toBe(2);
      expect(second.stderr).toMatch(
        /error\[RS412\]: state is in use by the run with process id \d+/,
      );
      child.kill('SIGKILL');
      await closed;
      const third = startCli(ARGS, { cwd: root });
      const ended = once(third, 'close');
      const saved = statSync(path.join(root, 'state')).mtimeMs;
      while (statSync(path.join(root, 'state')).mtimeMs === saved) await sleep(10);
      third.kill('SIGTERM');
      expect((await ended)[0]).toBe(143);
      expect(existsSync(path.join(root, 'state.lock'))).toBe(false);
    });
  });

  test('a repeat is suppressed behind a break, too', async () => {
    const attack = readFileSync(path.join(SAMPLES, 'attack.ndjson'), 'utf8');
    const later = (tens: number): string =>
      attack
        .replaceAll('T04:1', `T04:${tens}`)
        .replaceAll('"sequence":', `"sequence":${tens}`)
        .replaceAll('"id":"', `"id":"${tens}`);
    // Only what is reported of the second is no repeat.
    const repeats = later(2) + later(3).replaceAll('"kind":"event"', '"kind":"other"');
    await withFiles({ log: attack }, async (root) => {
      const args = [...ARGS, '--suppress', 'event.kind'];
      const alerts = path.join(root, 'alerts');
      for (const [signal, count] of [
        ['SIGKILL', 3],
        ['SIGTERM', 6],
      ] as const) {
        const child = startCli(args, { cwd: root });
        const closed = once(child, 'close');
        while (ndjsonSoFar(alerts).length < count) await sleep(20);
        child.kill(signal);
        await closed;
        if (signal === 'SIGKILL') appendFileSync(path.join(root, 'log'), repeats);
      }
      const kinds = ndjsonSoFar(alerts).map(({ events }) => {
        const [event] = events as { document: { event: { kind: string } } }[];
        return event!.document.event.kind;
      });
      expect(kinds).toEqual([...Array<string>(3).fill('event'), ...Array<string>(3).fill('other')]);
    });
  });

  test('that is damaged is said, kept aside, and not fatal', async () => {
    const attack = readFileSync(path.join(SAMPLES, 'attack.ndjson'), 'utf8');
    await withFiles({ log: attack, state: 'rshell-scan state 4\nxyz' }, async (root) => {
      const child = startCli(ARGS, { cwd: root });
      let stderr = '';
      child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      const alerts = path.join(root, 'alerts');
      while (!existsSync(alerts) || readFileSync(alerts).length === 0) await sleep(20);
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
      expect(stderr).toContain('RS411');
      expect(existsSync(path.join(root, 'state.bad'))).toBe(true);
      expect(readFileSync(path.join(root, 'state'), 'latin1')).toMatch(/^rshell-scan state 4\n/);
    });
  });

  test.each([
    ['without --follow', ['a', '--state', 'x']],
    ['for standard input', ['--follow', '-', '--state', 'x']],
    ['for a named pipe', ['--follow', 'a', 'pipe', '--state', 'x']],
    ['with a report that is one document', ['--follow', 'a', '--state', 'x', '-o', 'json']],
  ])('is refused %s', async (_, args) => {
    await withFiles({ a: '' }, async (root) => {
      mkfifoSync(path.join(root, 'pipe'));
      const { code, stderr } = await runCli(args, { cwd: root });
      expect(code).toBe(2);
      expect(stderr).toContain('RS402');
      expect(existsSync(path.join(root, 'x'))).toBe(false);
    });
  });
});
