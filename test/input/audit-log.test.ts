// Raw audit logs through the reader of inputs: whatever stands around records, and however the bytes come.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../src/event/index.js';
import { HAS_SHARED, shared } from '../support/shared.js';
import { documentsOf, problemsOf, read } from './read.js';

const CALL =
  'type=SYSCALL msg=audit(1795234438.224:3008): arch=c000003e syscall=59 success=yes exit=0 a0=3 ppid=2 pid=3 auid=1000 uid=0 ses=1 comm="nc" exe="/usr/bin/nc" key="net"';
const ARGUMENTS =
  'type=EXECVE msg=audit(1795234438.224:3008): argc=3 a0="nc" a1=2D6520622073 a2="10.0.0.1"';
const TITLE = 'type=PROCTITLE msg=audit(1795234438.224:3008): proctitle=6E63002D65';
const LOGIN = `type=USER_LOGIN msg=audit(1795234438.300:3009): pid=9 uid=0 auid=1000 ses=2 msg='op=login acct="alice" exe="/usr/sbin/sshd" addr=10.0.0.9 res=success'`;
const LOG = [CALL, ARGUMENTS, TITLE, LOGIN].join('\n');

describe('raw audit records', () => {
  test('one document for the records of an event', () => {
    const { documents, problems, format } = read(LOG);
    expect(problems).toEqual([]);
    expect(format).toBe('auditd');
    expect(documents.map(({ line, offset }) => [line, offset])).toEqual([
      [1, 0],
      [4, LOG.indexOf(LOGIN)],
    ]);
    expect(documents[0]?.document).toMatchObject({
      '@timestamp': '2026-11-21T04:13:58.224Z',
      event: { category: ['process'], type: ['start'], action: 'executed', outcome: 'success' },
      process: {
        pid: 3,
        parent: { pid: 2 },
        name: 'nc',
        executable: '/usr/bin/nc',
        args: ['nc', '-e b s', '10.0.0.1'],
        title: 'nc -e',
      },
      user: { id: '0', audit: { id: '1000' } },
      tags: ['net'],
      host: { id: 'unknown', os: { type: 'linux' } },
      auditd: { sequence: 3008, data: { syscall: 'execve', arch: 'x86_64', a0: '3' } },
    });
    expect(documents[1]?.document).toMatchObject({
      event: { category: ['authentication'], action: 'logged-in' },
      source: { ip: '10.0.0.9' },
      network: { direction: 'ingress' },
    });
  });

  test.each([
    ['carriage returns', LOG.replaceAll('\n', '\r\n')],
    ['blank lines', LOG.replaceAll('\n', '\n\n')],
    ['a byte-order mark', `\ufeff${LOG}`],
    ['no EOE', LOG],
    ['EOE', `${LOG}\ntype=EOE msg=audit(1795234438.224:3008): `],
    ['names behind 0x1d', LOG.replace('key="net"', 'key="net"\x1dARCH=x86_64 SYSCALL=execve')],
    ['names without 0x1d', LOG.replace('key="net"', 'key="net"ARCH=x86_64 SYSCALL=execve')],
    ['ausearch', `----\n${TITLE}\n${ARGUMENTS}\n${CALL}\n----\ntime->Sat Nov 21\n${LOGIN}\n`],
  ])('the same events with %s', (_name, text) => {
    expect(read(text).problems).toEqual([]);
    expect(documentsOf(text)).toEqual(documentsOf(LOG));
  });

  test('records of the kernel log, whose type is a number', () => {
    const text = LOG.replaceAll(
      /type=(SYSCALL|EXECVE|PROCTITLE|USER_LOGIN) msg=/g,
      (_all, name) => {
        const numbers = { SYSCALL: 1300, EXECVE: 1309, PROCTITLE: 1327, USER_LOGIN: 1112 };
        return `Nov 21 04:13:58 web kernel: audit: type=${numbers[name as keyof typeof numbers]} `;
      },
    );
    expect(documentsOf(text)).toEqual(documentsOf(LOG));
  });

  test('`node=` is the host', () => {
    const [first] = documentsOf(LOG.replaceAll('type=', 'node=web1 type='));
    expect(first).toMatchObject({ host: { id: 'web1', name: 'web1' } });
  });

  test('records that interleave', () => {
    const other = CALL.replace('224:3008', '225:3010');
    const text = [CALL, other, ARGUMENTS, TITLE, LOGIN].join('\n');
    expect(documentsOf(text)).toHaveLength(3);
    expect(documentsOf(text)).toEqual(expect.arrayContaining([...documentsOf(LOG)]));
  });

  test('a line that is no record is told, and the others are read', () => {
    expect(documentsOf(`${CALL}\ngarbage\n${TITLE}`)).toHaveLength(1);
    expect(problemsOf(`${CALL}\ngarbage\n${TITLE}`)).toEqual(['RS310 at 2']);
    expect(problemsOf(`id=0 tty=pts0\n${CALL}`)).toEqual(['RS301 at 1']);
    expect(problemsOf(`${CALL}\n${CALL.repeat(3)}\n${TITLE}`, 400)).toEqual(['RS304 at 2']);
  });

  test('`ausearch -i` is refused with the cure', () => {
    const { problems, stopped } = read(LOG.replaceAll(/\(\d+\.224/g, '(11/21/26 04:13:58.224'));
    expect(stopped).toBe(true);
    expect(problems.map(({ code, diagnostic }) => [code, diagnostic.help])).toEqual([
      ['RS308', 'leave out `-i`: ausearch --raw'],
    ]);
  });

  test('keys that are properties of every object are data', () => {
    const { document } = read(CALL.replace('a0=3', '__proto__=3 constructor=4')).documents[0] ?? {};
    const data = (document?.['auditd'] as { data: object }).data;
    expect(Object.entries(data)).toEqual(
      expect.arrayContaining([
        ['__proto__', '3'],
        ['constructor', '4'],
      ]),
    );
  });
});

/** An entry of the journal, as `journalctl -o json` writes it. */
function entry(record: string, more: object = {}): string {
  const [, type = '', seconds = '', ms = '', serial = '', body = ''] =
    /^type=(\w+) msg=audit\((\d+)\.(\d+):(\d+)\): (.*)$/.exec(record) ?? [];
  return JSON.stringify({
    _TRANSPORT: 'audit',
    _AUDIT_ID: serial,
    _SOURCE_REALTIME_TIMESTAMP: `${seconds}${ms}000`,
    MESSAGE: `${type} ${body}`,
    ...more,
  });
}

describe('processes', () => {
  const call = (serial: number, text: string): string =>
    `type=SYSCALL msg=audit(1795234438.${serial}:${serial}): arch=c000003e success=yes ${text}`;
  const text = [
    call(100, 'syscall=59 exit=0 ppid=1 pid=10 comm="nginx" exe="/usr/sbin/nginx"'),
    'type=EXECVE msg=audit(1795234438.100:100): argc=2 a0="nginx" a1="-g"',
    'type=PROCTITLE msg=audit(1795234438.100:100): proctitle="nginx"',
    call(101, 'syscall=56 exit=11 ppid=1 pid=10 comm="nginx" exe="/usr/sbin/nginx"'),
    call(102, 'syscall=42 exit=0 ppid=10 pid=11 comm="nginx" exe="/usr/sbin/nginx"'),
    call(103, 'syscall=59 exit=0 ppid=10 pid=11 comm="sh" exe="/usr/bin/dash"'),
    call(104, 'syscall=56 exit=12 ppid=10 pid=11 comm="sh" exe="/usr/bin/dash"'),
    call(105, 'syscall=59 exit=-2 ppid=11 pid=12 comm="sh" exe="/usr/bin/dash"'),
    // The number is used again.
    call(106, 'syscall=56 exit=11 ppid=1 pid=10 comm="nginx" exe="/usr/sbin/nginx"'),
    call(107, 'syscall=42 exit=0 ppid=10 pid=11 comm="nginx" exe="/usr/sbin/nginx"'),
  ].join('\n');
  const processes = documentsOf(text).map(
    (document) => document['process'] as Readonly<Record<string, JsonObject>>,
  );
  const ids = processes.map((process) => process['entity_id']);

  test('a process keeps its id, by whatever name, until its number is used again', () => {
    const [start, fork, connect, exec, second, failed, , again] = ids;
    expect(fork).toBe(start);
    expect(exec).toBe(connect);
    expect(second).toBe(exec);
    expect(new Set([start, connect, failed, again]).size).toBe(4);
  });

  test('its parent is told by name', () => {
    expect(processes[2]?.['parent']).toEqual({
      pid: 10,
      name: 'nginx',
      executable: '/usr/sbin/nginx',
      args: ['nginx', '-g'],
      entity_id: ids[0],
    });
    expect(processes[5]?.['parent']).toMatchObject({ pid: 11, name: 'sh', entity_id: ids[3] });
    expect(processes[0]?.['parent']).toEqual({ pid: 1 });
  });

  test('what was added is named, and may be left out', () => {
    expect(documentsOf(text)[2]?.['rshell_scan']).toEqual({
      enriched: ['process.entity_id', 'process.parent'],
    });
    const [, , plain] = documentsOf(text, { enrich: false });
    expect(plain?.['process']).toMatchObject({ parent: { pid: 10 } });
    expect(plain).not.toHaveProperty('rshell_scan');
  });
});

describe('audit records wrapped in JSON', () => {
  const lines = LOG.split('\n');

  test('the journal gives the same events', () => {
    const { documents, format } = read(lines.map((line) => entry(line)).join('\n'));
    expect(format).toBe('journald');
    expect(documents.map(({ document }) => document)).toEqual(documentsOf(LOG));
    expect(documents.map(({ line }) => line)).toEqual([1, 4]);
  });

  test('its machine is the host; other entries are passed over', () => {
    const host = { _MACHINE_ID: 'c0ffee', _HOSTNAME: 'web1' };
    const other = JSON.stringify({ _TRANSPORT: 'syslog', MESSAGE: 'type=SYSCALL', ...host });
    const text = [other, ...lines.map((line) => entry(line, host)), other].join('\n');
    expect(problemsOf(text)).toEqual([]);
    expect(documentsOf(text)).toHaveLength(2);
    expect(documentsOf(text)[0]).toMatchObject({ host: { id: 'c0ffee', name: 'web1' } });
  });

  test('a text in bytes, and one that journalctl left out', () => {
    const bytes = [...Buffer.from(ARGUMENTS.replace(/^type=(\w+) msg=[^ ]+/, '$1'))];
    const inBytes = [entry(CALL), entry(ARGUMENTS, { MESSAGE: bytes }), entry(TITLE), entry(LOGIN)];
    expect(documentsOf(inBytes.join('\n'))).toEqual(documentsOf(LOG));
    const { problems } = read([entry(CALL), entry(ARGUMENTS, { MESSAGE: null })].join('\n'));
    expect(problems.map(({ code, diagnostic }) => [code, diagnostic.help])).toEqual([
      ['RS310', 'export with all fields: journalctl -o json --all'],
    ]);
  });

  test('lines of the log that Filebeat or Logstash sent', () => {
    const shipped = lines.map((message) =>
      JSON.stringify({ '@timestamp': '2026-11-21T05:00:00Z', message, host: { name: 'web1' } }),
    );
    const documents = documentsOf(shipped.join('\n'));
    expect(documents).toHaveLength(2);
    expect(documents[0]).toMatchObject({
      '@timestamp': '2026-11-21T04:13:58.224Z',
      host: { name: 'web1' },
      process: { args: ['nc', '-e b s', '10.0.0.1'] },
    });
  });
});

const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(...LOG.split('\n'), '----', '', 'type=', 'msg=audit(', '\x1d', '\0', '{"a":1}'),
    fc.string(),
    fc.constantFrom(...LOG.split('\n')).chain((line) => {
      return fc
        .tuple(
          fc.nat({ max: line.length }),
          fc.nat({ max: line.length }),
          fc.string({ maxLength: 5 }),
        )
        .map(([from, to, insert]) => line.slice(0, from) + insert + line.slice(to));
    }),
  ),
  { maxLength: 12 },
);

describe('any bytes', () => {
  test('give documents or problems, the same for every cut', () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.nat({ max: 2000 }), { maxLength: 4 }), (lines, places) => {
        const text = [CALL, ...lines].join('\n');
        const whole = read(text);
        const size = Buffer.byteLength(text);
        const cuts = places.filter((place) => place < size).sort((a, b) => a - b);
        const inPieces = read(text, { cuts });
        expect(inPieces.documents).toEqual(whole.documents);
        expect(inPieces.problems).toEqual(whole.problems);
        expect(whole.lost).toEqual([]);
      }),
    );
  });
});

/** A document without sets of capabilities, whose leading zeros laurel drops, with lists of them. */
function withoutPadding(document: JsonObject): JsonObject {
  const text = JSON.stringify(document, (key, value: unknown) =>
    /^(?:cap_f|old_p|p[piea]$|f[pie]$|fver)/.test(key) ? undefined : value,
  );
  return JSON.parse(text) as JsonObject;
}

(HAS_SHARED ? describe : describe.skip)('the recorded log (needs ../shared)', () => {
  const host = { id: '7c9e6679f4254d8fb0d1a2c3e4f50617', name: 'lab01' };
  const real = (...parts: readonly string[]): string => shared('inputs', 'real', ...parts);

  test('the journal holds the same documents', () => {
    const packed = readFileSync(real('journald', 'subset.json.gz'));
    const journal = documentsOf(gunzipSync(packed), { host });
    const log = documentsOf(readFileSync(real('derived-from-recorded', 'subset-raw.log')), {
      host,
    });
    expect(journal).toEqual(log);
    expect(journal).not.toHaveLength(0);
  });

  test('laurel holds the same documents', () => {
    const packed = readFileSync(real('derived-from-recorded', 'laurel-0.5.1.jsonl.gz'));
    // What comes later, in another order, cannot be known.
    const audit = { host, enrich: false };
    const laurel = read(gunzipSync(packed), { audit });
    const log = gunzipSync(readFileSync(shared('inputs', 'recorded', 'audit.log.gz')));
    expect(laurel.problems).toEqual([]);
    expect(laurel.format).toBe('laurel');
    const plain = laurel.documents.map(({ document }) => withoutPadding(document));
    expect(plain).toHaveLength(687);
    const byPlace = (a: unknown, b: unknown): number =>
      JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
    expect(plain.toSorted(byPlace)).toEqual(
      documentsOf(log, audit).map(withoutPadding).toSorted(byPlace),
    );
  });

  test.each(['edge', 'perl-reverse-shell'])('journalctl -o export: %s', (name) => {
    const folder = real('journald');
    const bytes = readFileSync(`${folder}/${name}.export`);
    const json = name === 'edge' ? 'edge-all.json' : `${name}.json`;
    const expected = documentsOf(readFileSync(`${folder}/${json}`), { host });
    const { documents, problems, format } = read(bytes, { audit: { host } });
    expect(problems).toEqual([]);
    expect(format).toBe('journald-export');
    expect(documents.map(({ document }) => document)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
    for (let cut = 1; cut < Math.min(bytes.length, 4000); cut += 61) {
      expect(read(bytes, { cuts: [cut], audit: { host } })).toMatchObject({ documents, problems });
    }
  });

  test('journalctl -o json-seq', () => {
    const packed = readFileSync(real('journald', 'subset-first40.json-seq.gz'));
    const { documents, problems } = read(gunzipSync(packed), { audit: { host } });
    const log = documentsOf(readFileSync(real('derived-from-recorded', 'subset-raw.log')), {
      host,
    });
    expect(problems).toEqual([]);
    expect(documents.length).toBeGreaterThan(5);
    const complete = documents.slice(0, -1).map(({ document }) => document);
    expect(complete).toEqual(log.slice(0, complete.length));
  });

  test('long texts are in the journal with --all, and told without', () => {
    const folder = real('journald');
    const log = documentsOf(readFileSync(`${folder}/edge-input.log`), { host });
    const all = read(readFileSync(`${folder}/edge-all.json`), { audit: { host } });
    expect(all.documents.map(({ document }) => document)).toEqual(log);
    expect(all.problems).toEqual([]);
    expect(problemsOf(readFileSync(`${folder}/edge.json`))).not.toEqual([]);
  });

  test('every cut of the first kilobytes gives the same', () => {
    const log = gunzipSync(readFileSync(shared('inputs', 'recorded', 'audit.log.gz')));
    const start = log.subarray(0, 6000);
    const { documents, problems } = read(start);
    expect(documents.length).toBeGreaterThan(5);
    for (let cut = 1; cut < start.length; cut += 7) {
      expect(read(start, { cuts: [cut] })).toMatchObject({ documents, problems });
    }
  });
});
