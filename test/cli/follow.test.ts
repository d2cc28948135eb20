// --follow: the log of the attacks, written while it is scanned.
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { afterEach, describe, expect, test } from '@jest/globals';
import { withFiles } from '../io/files.js';
import { execRecords } from '../support/audit-log.js';
import { ndjson, runCli, SAMPLES, startCli } from '../support/cli.js';

const ATTACK = readFileSync(path.join(SAMPLES, 'attack.ndjson'), 'utf8');
const LINES = ATTACK.trimEnd().split('\n');

const running: Follower[] = [];

afterEach(() => {
  for (const follower of running.splice(0)) follower.signal('SIGKILL');
});

/** A run that follows, and what it has said so far. */
class Follower {
  readonly #child: ChildProcess;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[], cwd: string) {
    this.#child = startCli(['--follow', '--json', '--color', 'never', ...args], { cwd });
    running.push(this);
    this.#child.stdout!.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.#child.stderr!.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
  }

  get ids(): readonly unknown[] {
    return idsOf(this.stdout);
  }

  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue() && this.#child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 10));
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends the run; gives its exit code. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number> {
    const closed = once(this.#child, 'close');
    this.#child.kill(signal);
    const [code] = (await closed) as [number];
    return code;
  }
}

function idsOf(text: string): readonly unknown[] {
  return ndjson(text.slice(0, text.lastIndexOf('\n') + 1))
    .map(({ id }) => id)
    .sort();
}

function reportAt(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

const expected = async (): Promise<readonly unknown[]> =>
  idsOf((await runCli([path.join(SAMPLES, 'attack.ndjson'), '--json'])).stdout);

describe('--follow', () => {
  test.each([
    [[], 143],
    [['--strict'], 3],
  ] as const)(
    'what rotation removed while the run stood still is told, and counted: %j',
    async (flags, code) => {
      await withFiles({ log: ATTACK, 'log.1': `${LINES[0]}\n` }, async (root) => {
        const log = path.join(root, 'log');
        const follower = new Follower(['log', '-o', 'json=report', ...flags], root);
        await follower.until(() => follower.ids.length > 0);
        follower.signal('SIGSTOP');
        for (const line of LINES.slice(1, 5)) {
          renameSync(`${log}.1`, `${log}.2`);
          renameSync(log, `${log}.1`);
          writeFileSync(log, `${line}\n`);
        }
        follower.signal('SIGCONT');
        await follower.until(() => follower.stderr.includes('RS328'));
        expect(await follower.end()).toBe(code);
        expect(follower.stderr).toContain('gone before it could be read, 1 time:');
        expect(reportAt(path.join(root, 'report'))).toMatchObject({
          diagnostics: expect.arrayContaining([
            expect.objectContaining({ code: 'RS328', file: 'log', severity: 'warning' }),
          ]),
          run: { losses: 1, partial: false },
        });
      });
    },
  );

  test('what is wrong with a log is told while it is followed, and not again at the end', async () => {
    const raw = execRecords(1).join('');
    const files = {
      'a.log': `${LINES[0]}\nno event\n`,
      'b.log': Buffer.from('89504e470d0a1a0a', 'hex'),
      'web1/audit.log': raw,
      'web2/audit.log': raw,
    };
    await withFiles(files, async (root) => {
      const follower = new Follower([...Object.keys(files), '-o', 'json=report'], root);
      const codes = ['RS301', 'RS308', 'RS334'];
      await follower.until(() => codes.every((code) => follower.stderr.includes(code)));
      await follower.end();
      const told = follower.stderr.match(/RS\d+/g)?.sort();
      expect(told).toEqual(codes);
      const { diagnostics } = reportAt(path.join(root, 'report')) as {
        diagnostics: { code: string }[];
      };
      expect(diagnostics.map(({ code }) => code).sort()).toEqual(codes);
    });
  });

  test.each([
    [[], 143],
    [['--strict'], 3],
  ] as const)('a log that was cut counts as lost input: %j', async (flags, code) => {
    await withFiles({ log: ATTACK }, async (root) => {
      const follower = new Follower(['log', '-o', 'json=report', ...flags], root);
      await follower.until(() => follower.ids.length > 0);
      writeFileSync(path.join(root, 'log'), `${LINES.at(-1)}\n`);
      await follower.until(() => follower.stderr.includes('RS325'));
      expect(await follower.end()).toBe(code);
      expect(follower.stderr).toContain('gone before it could be read, 1 time:');
      expect(reportAt(path.join(root, 'report'))).toMatchObject({ run: { losses: 1 } });
    });
  });

  test('alerts while the log is written and rotated; SIGTERM ends it with a summary', async () => {
    await withFiles({}, async (root) => {
      const log = path.join(root, 'log.ndjson');
      const follower = new Follower(['log.ndjson'], root);
      await follower.until(() => follower.stderr.includes('RS326'));
      const third = Math.ceil(LINES.length / 3);
      for (let from = 0; from < LINES.length; from += third) {
        if (from > third) renameSync(`${log}.1`, `${log}.2`);
        if (from > 0) renameSync(log, `${log}.1`);
        const piece = `${LINES.slice(from, from + third).join('\n')}\n`;
        writeFileSync(log, piece.slice(0, 100));
        appendFileSync(log, piece.slice(100));
      }
      const ids = await expected();
      await follower.until(() => follower.ids.length >= ids.length);
      expect(await follower.end()).toBe(143);
      expect(follower.ids).toEqual(ids);
      expect(follower.stderr).toContain(`${LINES.length} events`);
      expect(follower.stderr).not.toContain('partial');
    });
  });

  test('of a directory: files that come later, and none that were rotated', async () => {
    await withFiles({ 'logs/old.ndjson.1': ATTACK }, async (root) => {
      const follower = new Follower(['logs'], root);
      await follower.until(() => follower.stderr.includes('RS424'));
      mkdirSync(path.join(root, 'logs', 'sub'));
      writeFileSync(path.join(root, 'logs', 'sub', 'new.ndjson'), ATTACK);
      const ids = await expected();
      await follower.until(() => follower.ids.length >= ids.length);
      await follower.end();
      expect(follower.ids).toEqual(ids);
    });
  });

  test('several files: events of both are put in one order', async () => {
    const even = LINES.filter((_, line) => line % 2 === 0);
    const odd = LINES.filter((_, line) => line % 2 === 1);
    const files = { 'a.ndjson': `${even.join('\n')}\n`, 'b.ndjson': `${odd.join('\n')}\n` };
    await withFiles(files, async (root) => {
      const follower = new Follower(['a.ndjson', 'b.ndjson'], root);
      const ids = await expected();
      await follower.until(() => follower.ids.length >= ids.length);
      await follower.end();
      expect(follower.ids).toEqual(ids);
    });
  });

  test('--from-end leaves out what is there', async () => {
    await withFiles({ 'log.ndjson': ATTACK }, async (root) => {
      const follower = new Follower(['--from-end', 'log.ndjson', 'later.ndjson'], root);
      await follower.until(() => follower.stderr.includes('RS326'));
      expect(follower.stdout).toBe('');
      appendFileSync(path.join(root, 'log.ndjson'), ATTACK);
      const ids = await expected();
      await follower.until(() => follower.ids.length >= ids.length);
      await follower.end('SIGINT');
      expect(follower.ids).toEqual(ids);
      expect(follower.stderr).toContain(`on ${LINES.length} events`);
    });
  });

  test('needs to be told what', async () => {
    const { code, stderr } = await runCli(['--follow']);
    expect(code).toBe(2);
    expect(stderr).toContain('RS404');
  });

  test('is not for a compressed file', async () => {
    await withFiles({ 'a.gz': Buffer.from('1f8b0800', 'hex') }, async (root) => {
      const { code, stderr } = await runCli(['--follow', 'a.gz'], { cwd: root });
      expect(code).toBe(2);
      expect(stderr).toContain('RS410');
    });
  });
});

describe('SIGHUP', () => {
  const rule = (name: string, query: string): string =>
    [
      '[rule]',
      `name = "${name}"`,
      `rule_id = "${name}"`,
      'type = "eql"',
      'language = "eql"',
      'severity = "low"',
      'risk_score = 1',
      'description = "d"',
      `query = '${query}'`,
    ].join('\n');
  const event = (second: number, name: string): string =>
    `${JSON.stringify({
      '@timestamp': `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`,
      event: { category: ['process'] },
      host: { id: 'h' },
      process: { name },
    })}\n`;
  const SEQUENCE =
    'sequence by host.id [process where process.name == "a"] [process where process.name == "b"]';

  test('rules are read again; a broken one stays, and what is in flight goes on', async () => {
    const files = {
      'rules/s.toml': rule('s', SEQUENCE),
      'rules/e.toml': rule('e', 'process where process.name == "x"'),
      'log.ndjson': event(1, 'a') + event(2, 'x'),
    };
    await withFiles(files, async (root) => {
      const log = path.join(root, 'log.ndjson');
      const follower = new Follower(['log.ndjson', '--no-bundled', '-r', 'rules'], root);
      await follower.until(() => follower.ids.length === 1);
      writeFileSync(path.join(root, 'rules', 'e.toml'), rule('e', 'process where'));
      writeFileSync(
        path.join(root, 'rules', 'n.toml'),
        rule('n', 'process where process.name == "y"'),
      );
      follower.signal('SIGHUP');
      await follower.until(() => follower.stderr.includes('rules reloaded'));
      appendFileSync(log, event(3, 'x') + event(4, 'y') + event(5, 'b'));
      await follower.until(() => follower.ids.length === 4);
      expect(await follower.end()).toBe(143);
      const rules = ndjson(follower.stdout).map(({ rule: found }) => (found as { id: string }).id);
      expect(rules.sort()).toEqual(['e', 'e', 'n', 's']);
      expect(follower.stderr).toContain('3 rules run, 1 of them as before');
      expect(follower.stderr).toContain('on 5 events');
    });
  });

  test('a rule that had its events before rules were read again is not said to have had none', async () => {
    const files = {
      'rules/e.toml': rule('e', 'process where process.name == "x"'),
      'rules/f.toml': rule('f', 'file where true'),
      'log.ndjson': event(1, 'a') + event(2, 'x'),
    };
    await withFiles(files, async (root) => {
      const follower = new Follower(['log.ndjson', '--no-bundled', '-r', 'rules'], root);
      await follower.until(() => follower.ids.length === 1);
      follower.signal('SIGHUP');
      await follower.until(() => follower.stderr.includes('rules reloaded'));
      expect(await follower.end()).toBe(143);
      expect(follower.stderr).toContain('1 of 2 rules ran on 2 events');
      expect(follower.stderr).toMatch(/no event of category file: f$/m);
    });
  });

  test('an allow list is read again; a broken one stays what it was, and the run goes on', async () => {
    const allowing = (name: string): string =>
      `[[allow]]\nwhen = 'process.name == "${name}"'\nreason = "known"\n`;
    const files = {
      'rules/e.toml': rule('e', 'process where true'),
      'allow.toml': allowing('x'),
      'log.ndjson': event(1, 'x') + event(2, 'a'),
    };
    await withFiles(files, async (root) => {
      const log = path.join(root, 'log.ndjson');
      const args = ['log.ndjson', '--no-bundled', '-r', 'rules', '--allow', 'allow.toml'];
      const follower = new Follower(args, root);
      const reload = async (text: string, verdicts: number): Promise<void> => {
        writeFileSync(path.join(root, 'allow.toml'), text);
        follower.signal('SIGHUP');
        await follower.until(
          () => (follower.stderr.match(/^rules reloaded/gm)?.length ?? 0) === verdicts,
        );
      };
      await follower.until(() => follower.ids.length === 1);
      await reload('[[allow]]\nwhen = ', 1);
      expect(follower.stderr).toMatch(/^error\[/m);
      expect(follower.stderr).toContain('allow list and baseline as before');
      appendFileSync(log, event(3, 'x') + event(4, 'b'));
      await follower.until(() => follower.ids.length === 2);
      await reload(allowing('y'), 2);
      appendFileSync(log, event(5, 'y') + event(6, 'x'));
      await follower.until(() => follower.ids.length === 3);
      expect(await follower.end()).toBe(143);
      const names = ndjson(follower.stdout).map(
        ({ process }) => (process as { name: string }).name,
      );
      expect(names).toEqual(['a', 'b', 'x']);
      // What the first list kept from rules is still told.
      expect(follower.stderr).toMatch(/\b2\b.*allow\.toml:1 "known"|3 events/);
    });
  });

  test('rules that are gone: that is said, and those of before still run', async () => {
    const files = { 'rules/e.toml': rule('e', 'process where true'), 'log.ndjson': event(1, 'a') };
    await withFiles(files, async (root) => {
      const follower = new Follower(['log.ndjson', '--no-bundled', '-r', 'rules'], root);
      await follower.until(() => follower.ids.length === 1);
      renameSync(path.join(root, 'rules'), path.join(root, 'elsewhere'));
      follower.signal('SIGHUP');
      await follower.until(() => follower.stderr.includes('rules not reloaded'));
      appendFileSync(path.join(root, 'log.ndjson'), event(2, 'b'));
      await follower.until(() => follower.ids.length === 2);
      expect(await follower.end()).toBe(143);
      expect(follower.stderr).toContain('RS421');
    });
  });
});
