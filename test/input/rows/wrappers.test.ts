// What a line of an input can be, and what is put around events: every row of formats §0.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseTimestamp } from '../../../src/event/index.js';
import type { JsonObject } from '../../../src/event/index.js';
import { HAS_SHARED, shared } from '../../support/shared.js';
import { documentsOf, read } from '../read.js';
import { check, json, lines, type Row } from './row.js';

const TIME = '2026-11-21T04:13:58.224Z';
const A = { '@timestamp': TIME, event: { category: ['process'] }, process: { pid: 1 } };
const B = { '@timestamp': TIME, event: { category: ['network'] }, process: { pid: 2 } };
const hit = (_id: string, _source: object): object => ({ _index: 'logs-x', _id, _source });
const CALL =
  'type=SYSCALL msg=audit(1795234438.224:3008): arch=c000003e syscall=59 success=yes exit=0 pid=3 comm="nc"';
const TITLE = 'type=PROCTITLE msg=audit(1795234438.224:3008): proctitle="nc"';
const NC = { '@timestamp': TIME, process: { name: 'nc', title: 'nc', pid: 3 } };
const shipped = (more: object = {}): readonly object[] =>
  [CALL, TITLE].map((message) => ({ '@timestamp': '2026-11-21T05:00:00Z', message, ...more }));
const EXPORT = readExport();

function readExport(): string {
  const fields = (serial: string, message: string): string =>
    [
      '__CURSOR=s=1',
      '_TRANSPORT=audit',
      `_AUDIT_ID=${serial}`,
      '_SOURCE_REALTIME_TIMESTAMP=1795234438224000',
      `MESSAGE=${message}`,
      '',
      '',
    ].join('\n');
  return [CALL, TITLE]
    .map((line) => fields('3008', line.replace(/^type=(\w+) \S+/, '$1')))
    .join('');
}

const ROWS: readonly Row[] = [
  ['an ECS document', json(A, B), { documents: [A, B] }],
  [
    'the same with what a beat says of itself',
    json({ '@metadata': { beat: 'auditbeat' }, ...A }),
    { documents: [A] },
  ],
  [
    'dotted keys, and dots within objects',
    json(
      { '@timestamp': TIME, 'event.action': 'executed', 'process.pid': 1 },
      { ...A, host: { 'os.type': 'linux' } },
    ),
    { documents: [{ 'process.pid': 1 }, { host: { 'os.type': 'linux' } }] },
  ],
  ['documents with `_source`', json(hit('1', A), hit('2', B)), { documents: [A, B] }],
  [
    '`fields` in place of `_source`, all of them arrays',
    json({ _index: 'x', fields: { 'process.pid': [1], '@timestamp': [TIME] } }),
    { documents: [{ 'process.pid': [1] }] },
  ],
  [
    'a reply to a search',
    JSON.stringify({ took: 1, hits: { hits: [hit('1', A), hit('2', B)] } }, null, 2),
    { documents: [A, B] },
  ],
  [
    'a reply to an EQL search',
    json({ hits: { sequences: [{ join_keys: ['h'], events: [hit('1', A), hit('2', B)] }] } }),
    { documents: [A, B] },
  ],
  [
    'lines of the bulk API',
    json({ create: { _index: 'x' } }, A, { delete: { _id: '1' } }, { index: {} }, B),
    { documents: [A, B] },
  ],
  ['an array', JSON.stringify([A, B], null, 2), { documents: [A, B] }],
  ['`events` of a test of an integration', json({ events: [A, B] }), { documents: [A, B] }],
  ['`expected` of such a test', json({ expected: [A, null, B] }), { documents: [A, B] }],
  [
    'audit records in `message`, from Filebeat',
    json(...shipped({ log: { file: { path: '/var/log/audit/audit.log' } } })),
    { documents: [NC] },
  ],
  [
    'audit records in `event.original`',
    json(...[CALL, TITLE].map((original) => ({ '@timestamp': TIME, event: { original } }))),
    { documents: [NC] },
  ],
  [
    'a document of each record, from the integration for logs',
    json(
      ...[CALL, TITLE].map((original) => ({
        '@timestamp': TIME,
        event: { original, category: ['process'], action: 'syscall' },
        auditd: { log: { sequence: 3008 } },
      })),
    ),
    { documents: [NC] },
  ],
  [
    'a whole event with its records beside it',
    json({ ...A, event: { ...A.event, original: lines(CALL, TITLE) } }),
    { documents: [A] },
  ],
  [
    'other lines that the same shipper sent, before and behind',
    json({ '@timestamp': TIME, message: 'sshd: hello' }, ...shipped(), {
      '@timestamp': TIME,
      message: 'sshd: bye',
    }),
    // What a first document is cannot be told from it alone.
    { documents: [{ message: 'sshd: hello' }, NC] },
  ],
  ['events among audit records', json(...shipped(), A), { documents: [NC, A] }],
  [
    'JSON in `message`, from Logstash',
    json(...[A, B].map((event) => ({ '@version': '1', message: JSON.stringify(event) }))),
    { documents: [A, B] },
  ],
  [
    'JSON in `message` of a document with a time of its own',
    json({ '@version': '1', '@timestamp': '2027-01-01T00:00:00Z', message: JSON.stringify(A) }),
    { documents: [A] },
  ],
  [
    'audit records in JSON in `message`',
    json(...shipped().map((line) => ({ '@version': '1', message: JSON.stringify(line) }))),
    { documents: [NC] },
  ],
  [
    'records of auditd and of ausearch --raw',
    lines(CALL, TITLE),
    { documents: [{ ...NC, host: { id: 'unknown' } }] },
  ],
  [
    'records with `node=`',
    lines(`node=web1 ${CALL}`, `node=web1 ${TITLE}`),
    { documents: [{ ...NC, host: { id: 'web1', name: 'web1' } }] },
  ],
  [
    'records that the kernel printed',
    lines(
      CALL.replace('type=SYSCALL msg=', '[12.5] audit: type=1300 '),
      TITLE.replace('type=PROCTITLE msg=', '[12.5] audit: type=1327 '),
    ),
    { documents: [NC] },
  ],
  [
    'records that auditd sent to syslog',
    lines(CALL, TITLE)
      .split('\n')
      .map((line) => `Nov 21 04:13:58 web1 audispd[77]: ${line}`)
      .join('\n'),
    { documents: [NC] },
  ],
  [
    'ausearch, which puts lines between events and turns records round',
    lines('----', 'time->Sat Nov 21 04:13:58 2026', TITLE, CALL),
    { documents: [NC] },
  ],
  [
    'ausearch -i',
    'type=SYSCALL msg=audit(11/21/26 04:13:58.224:3008) : arch=x86_64 exit=ENOENT(No such file)',
    { problems: ['RS308: leave out `-i`: ausearch --raw'] },
  ],
  ['journalctl -o export', EXPORT, { documents: [NC] }],
  [
    'laurel',
    json({
      ID: '1795234438.224:3008',
      SYSCALL: { arch: '0xc000003e', syscall: 59, success: 'yes', exit: 0, pid: 3, comm: 'nc' },
      PROCTITLE: { ARGV: ['nc'] },
    }),
    { documents: [NC] },
  ],
  [
    'CSV of Kibana',
    '"@timestamp","event.action","host.name"\n"Nov 21, 2026 @ 04:13:58.224",exec,-\n',
    { problems: ['RS308: export the events as NDJSON, one document a line'] },
  ],
];

describe('what a line can be', () => {
  test.each(ROWS)('%s', (...row) => {
    check(row);
  });
});

describe('what else is met', () => {
  const rows: readonly Row[] = [
    ['a byte-order mark before JSON', `\ufeff${json(A)}`, { documents: [A] }],
    ['a byte-order mark before records', `\ufeff${lines(CALL, TITLE)}`, { documents: [NC] }],
    ['carriage returns', `${json(A)}\r\n${json(B)}\r\n`, { documents: [A, B] }],
    ['blank lines', `\n${json(A)}\n \n${json(B)}\n\n`, { documents: [A, B] }],
    [
      'a last line that is cut off',
      `${json(A)}\n{"@timestamp":"20`,
      {
        documents: [A],
        problems: ['RS302: last record is cut off: it ends inside a string, at column 18'],
      },
    ],
    [
      'a last record that is cut off',
      `${CALL}\n${TITLE}\ntype=SYSCALL msg=aud`,
      {
        documents: [NC],
        problems: ['RS310: line is not an audit record: expected `type=… msg=audit(…): …`'],
      },
    ],
    [
      'bytes that are not UTF-8, in a record',
      Buffer.concat([
        Buffer.from(CALL.replace('"nc"', '"n')),
        Buffer.from([0xff]),
        Buffer.from(`c"\n${TITLE}`),
      ]),
      {
        documents: [{ process: { name: 'n\ufffdc' } }],
        problems: ['RS305: text is not valid UTF-8; bad bytes are read as U+FFFD'],
      },
    ],
    [
      'NUL bytes that a crash left before a record',
      `${CALL}\n\0\0\0${TITLE}`,
      {
        documents: [NC],
        problems: ['RS307: 3 NUL bytes between records, as a crash or a sparse copy leaves them'],
      },
    ],
  ];
  test.each(rows)('%s', (...row) => {
    check(row);
  });
});

describe('times', () => {
  test.each([
    ['auditbeat', '"2022-05-12T13:10:13.230Z"', 1_652_361_013_230, 0],
    ['auditbeat, at the full second', '"2022-05-12T02:20:34Z"', 1_652_322_034_000, 0],
    ['Elastic Defend', '"2022-04-04T18:53:08.657898612Z"', 1_649_098_388_657, 898_612],
    ['milliseconds', '1652361013230', 1_652_361_013_230, 0],
    ['milliseconds as text', '"1652361013230"', 1_652_361_013_230, 0],
    ['another zone', '"2022-05-12T15:10:13.230+02:00"', 1_652_361_013_230, 0],
  ])('%s: %s', (_name, text, ms, ns) => {
    const [document] = documentsOf(`{"@timestamp":${text}}`);
    expect(parseTimestamp(document?.['@timestamp'] as string)).toEqual({ ms, ns });
  });

  test.each([
    ['1337845201.0', '2012-05-24T07:40:01Z'],
    ['1337845201.7', '2012-05-24T07:40:01.007Z'],
    ['1795234438.224', TIME],
  ])('of a record, audit(%s:1): behind the dot stands a number of milliseconds', (stamp, time) => {
    const [document] = documentsOf(`type=LOGIN msg=audit(${stamp}:1): pid=1`);
    expect(document?.['@timestamp']).toBe(time);
  });

  test.each(['1337845201', ''])('a record of audit(%s) is told', (stamp) => {
    const { documents, problems } = read(`${CALL}\ntype=LOGIN msg=audit(${stamp}): pid=1`);
    expect(documents).toHaveLength(1);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([['RS310', 2]]);
  });
});

describe('what is no input is told in one line', () => {
  test.each<readonly [string, string | Buffer, string]>([
    ['a PNG image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'a PNG image'],
    ['EVTX', Buffer.from('ElfFile\0\0\0'), 'a Windows event log (EVTX)'],
    ['CSV of ausearch', 'NODE,EVENT,DATE,TIME,SERIAL_NUM\n', 'output of ausearch --format csv'],
    ['journalctl -o cat', 'SYSCALL arch=c000003e\n', 'audit messages without time and serial'],
    [
      'journalctl -o short-iso',
      '2026-11-21T04:13:58+0000 lab01 audit[7]: SYSCALL arch=c000003e\n',
      'audit messages without time and serial',
    ],
    [
      'Sysmon for Linux',
      'Nov 21 04:13:58 web1 sysmon: <Event><System><Provider Name="Linux-Sysmon" />\n',
      'Sysmon for Linux, which is not read',
    ],
    ['syslog', 'Nov 21 04:13:58 web1 sshd[1]: x\n', 'a syslog text file'],
  ])('%s', (_name, input, what) => {
    const { documents, problems, stopped } = read(input);
    expect(documents).toEqual([]);
    expect(stopped).toBe(true);
    expect(problems.map(({ code, diagnostic }) => [code, diagnostic.message])).toEqual([
      ['RS308', `expected events; this looks like ${what}`],
    ]);
  });

  test.each([
    ['alerts, one a line', json({ schema: 'rshell-scan/alert@1', events: [{ document: A }] })],
    ['a report', json({ schema: 'rshell-scan/report@1', alerts: [], summary: {} })],
    [
      'a report over lines',
      JSON.stringify({ schema: 'rshell-scan/report@1', alerts: [A] }, null, 2),
    ],
  ])('%s', (_name, input) => {
    const { documents, problems, stopped } = read(`${input}\n${input}\n`);
    expect(documents).toEqual([]);
    expect(stopped).toBe(true);
    expect(problems.map(({ diagnostic }) => diagnostic)).toMatchObject([
      {
        code: 'RS308',
        message: 'expected events; these are alerts of rshell-scan',
        help: 'show them with `rshell-scan report events.ndjson`, or scan the events that they were found in',
      },
    ]);
  });
});

(HAS_SHARED ? describe : describe.skip)('real files (need ../shared)', () => {
  const real = (...parts: readonly string[]): Buffer =>
    readFileSync(shared('inputs', 'real', ...parts));

  test.each([
    ['derived-from-recorded', 'ausearch.csv'],
    ['derived-from-recorded', 'ausearch-interpret.txt'],
    ['journald', 'subset-head.cat.txt'],
    ['journald', 'subset-head.short-iso.txt'],
  ])('%s/%s is refused, with what to do', (...file) => {
    const { documents, problems } = read(real(...file));
    expect(documents).toEqual([]);
    expect(problems.map(({ code }) => code)).toEqual(['RS308']);
    expect(problems[0]?.diagnostic.help).toMatch(/ausearch --raw|journalctl -o json --all/);
  });

  test('broken lines of plaso are told, and the others read', () => {
    const { documents, problems } = read(real('plaso', 'selinux.log'));
    expect(documents.length + problems.length).toBeGreaterThan(5);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['RS310']));
  });

  test('samples of a beat, over many lines', () => {
    for (const name of ['host', 'process', 'socket']) {
      const { documents, problems } = read(
        real('beats-auditbeat-auditd', 'system-module', `${name}-data.json`),
      );
      expect(problems).toEqual([]);
      expect(documents).toHaveLength(1);
    }
    const [old] = documentsOf(real('beats-auditbeat-auditd', 'meta', 'execve.json'));
    expect((old as { event: JsonObject }).event['category']).toEqual(expect.anything());
  });
});
