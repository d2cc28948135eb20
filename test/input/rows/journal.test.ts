// Audit records from the journal, in whatever way they come: every row of formats §3.
import { describe, expect, test } from '@jest/globals';
import { documentsOf, read } from '../read.js';
import { check, json, type Row } from './row.js';

const TIME = '2026-11-21T04:13:58.224Z';
const MACHINE = 'c0ffee00c0ffee00c0ffee00c0ffee00';
const CALL = 'SYSCALL arch=c000003e syscall=59 success=yes exit=0 pid=3 comm="nc" key="net"';
const EXECVE = 'EXECVE argc=2 a0="nc" a1="-l"';
const TITLE = 'PROCTITLE proctitle="nc"';

/** An entry as `journalctl -o json` writes it. */
function entry(message: unknown, more: object = {}): object {
  return {
    __CURSOR: 's=1',
    __REALTIME_TIMESTAMP: '1795234440000000',
    _TRANSPORT: 'audit',
    _AUDIT_ID: '3008',
    _AUDIT_TYPE: '1300',
    // As the record has it, not as it came to the journal.
    _SOURCE_REALTIME_TIMESTAMP: '1795234438224000',
    _MACHINE_ID: MACHINE,
    _HOSTNAME: 'web1',
    MESSAGE: message,
    ...more,
  };
}

const DOCUMENT = {
  '@timestamp': TIME,
  auditd: { sequence: 3008, data: { syscall: 'execve', arch: 'x86_64' } },
  process: { name: 'nc', pid: 3, args: ['nc', '-l'] },
  host: { id: MACHINE, name: 'web1' },
  tags: ['net'],
};
const EVENT = [entry(CALL), entry(EXECVE), entry(TITLE)];

/** An entry as Filebeat ships it: fields that it does not know by their names in small letters. */
function shipped(message: string, serial: string, time: string): object {
  return {
    '@timestamp': time,
    message,
    host: { id: MACHINE, name: 'web1' },
    systemd: { transport: 'audit' },
    journald: { pid: 3, custom: { audit_id: serial, audit_type_name: message.split(' ')[0] } },
  };
}

const LEFT_OUT = 'RS310: export with all fields: journalctl -o json --all';

const ROWS: readonly Row[] = [
  ['one entry a record', json(...EVENT), { documents: [DOCUMENT] }],
  [
    'JSON text sequences',
    EVENT.map((each) => `\x1e${JSON.stringify(each)}\n`).join(''),
    { documents: [DOCUMENT] },
  ],
  [
    'pretty-printed',
    EVENT.map((each) => JSON.stringify(each, null, '\t')).join('\n'),
    { documents: [DOCUMENT] },
  ],
  [
    'entries that are no audit records',
    json(entry('sshd: hello', { _TRANSPORT: 'syslog' }), ...EVENT, {
      __CURSOR: 's=2',
      MESSAGE: 'no transport',
    }),
    { documents: [DOCUMENT] },
  ],
  [
    'a text as an array of bytes',
    json(entry(CALL), entry([...Buffer.from(EXECVE)]), entry(TITLE)),
    { documents: [DOCUMENT] },
  ],
  [
    'a field that is there twice',
    json(entry([CALL, 'another']), entry([[...Buffer.from(EXECVE)], [1]]), entry(TITLE)),
    { documents: [DOCUMENT] },
  ],
  [
    'a text that was left out for its length',
    json(entry(CALL), entry(null), entry(TITLE)),
    { documents: [{ process: { name: 'nc', pid: 3 } }], problems: [LEFT_OUT] },
  ],
  [
    'without what the record was called by',
    json(entry(CALL, { _AUDIT_ID: undefined }), entry(CALL, { _SOURCE_REALTIME_TIMESTAMP: null })),
    { problems: [LEFT_OUT, LEFT_OUT] },
  ],
  [
    'a type of record that systemd has no name for',
    json(entry('AUDIT1420 op=x pid=3')),
    { documents: [{ auditd: { message_type: 'unknown[1420]' } }] },
  ],
  [
    'a message of a program',
    json(entry(`USER_LOGIN pid=9 auid=1000 msg='op=login acct="al" exe="/sbin/sshd" res=success'`)),
    { documents: [{ event: { action: 'logged-in', outcome: 'success' }, process: { pid: 9 } }] },
  ],
  [
    'records that the kernel printed because nobody listened',
    json(
      ...[
        ['1300', CALL],
        ['1309', EXECVE],
        ['1327', TITLE],
      ].map(([type, text = '']) =>
        entry(
          `audit: type=${type} audit(1795234438.224:3008): ${text.slice(text.indexOf(' ') + 1)}`,
          { _TRANSPORT: 'kernel', _AUDIT_ID: undefined },
        ),
      ),
    ),
    { documents: [DOCUMENT] },
  ],
  [
    'the same records, printed once more',
    json(
      ...EVENT,
      entry('audit: type=1300 audit(1795234438.224:3008): pid=3', { _TRANSPORT: 'kernel' }),
    ),
    { documents: [DOCUMENT] },
  ],
  [
    'from Filebeat, which leaves out their time',
    json(
      shipped(CALL, '3008', '2026-11-21T04:14:00.001Z'),
      shipped(EXECVE, '3008', '2026-11-21T04:14:00.002Z'),
      shipped(TITLE, '3008', '2026-11-21T04:14:00.003Z'),
    ),
    { documents: [{ ...DOCUMENT, '@timestamp': '2026-11-21T04:14:00.001Z' }] },
  ],
  [
    'from Filebeat, a serial that comes again after a boot',
    json(
      shipped(CALL, '3008', '2026-11-21T04:14:00.001Z'),
      shipped(TITLE, '3008', '2026-11-21T04:14:00.002Z'),
      shipped(CALL, '3008', '2026-11-21T05:14:00.001Z'),
      shipped(TITLE, '3008', '2026-11-21T05:14:00.001Z'),
    ),
    {
      documents: [
        { '@timestamp': '2026-11-21T04:14:00.001Z' },
        { '@timestamp': '2026-11-21T05:14:00.001Z' },
      ],
    },
  ],
  [
    'from Filebeat, without the serial',
    json(shipped(CALL, '3008', TIME), { ...shipped(CALL, '1', TIME), journald: {} }),
    {
      documents: [{ process: { pid: 3 } }],
      problems: ['RS310: expected the text of an audit record in this document'],
    },
  ],
];

describe('the journal', () => {
  test.each(ROWS)('%s', (...row) => {
    check(row);
  });

  test('what is passed over is counted', () => {
    const other = entry('sshd: hello', { _TRANSPORT: 'syslog' });
    const { records } = read(json(other, ...EVENT, other));
    expect(records).toEqual({ read: 3, passedOver: 2 });
  });
});

describe('journalctl -o export', () => {
  const field = (key: string, value: string, isBinary: boolean): Buffer => {
    if (!isBinary) return Buffer.from(`${key}=${value}\n`);
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(bytes.length));
    return Buffer.concat([Buffer.from(`${key}\n`), length, bytes, Buffer.from('\n')]);
  };
  const exported = (isBinary: boolean): Buffer =>
    Buffer.concat(
      EVENT.flatMap((each) => [
        ...Object.entries(each).map(([key, value]) => field(key, String(value), isBinary)),
        Buffer.from('\n'),
      ]),
    );

  test.each<Row>([
    ['lines', exported(false), { documents: [DOCUMENT] }],
    [
      'values with their length before them',
      Buffer.concat([Buffer.from('__CURSOR=s=0\n'), exported(true)]),
      { documents: [DOCUMENT] },
    ],
    [
      'lines that are no fields',
      Buffer.concat([exported(false), Buffer.from('what is this?\nand = this\n\n')]),
      {
        documents: [DOCUMENT],
        problems: Array<string>(2).fill(
          'RS310: line is no field of the journal: expected `NAME=value`',
        ),
      },
    ],
    [
      'an entry that is cut off',
      Buffer.concat([exported(false), exported(true).subarray(0, 60)]),
      {
        documents: [DOCUMENT],
        problems: ['RS302: last record is cut off: it ends inside a field'],
      },
    ],
  ])('%s', (...row) => {
    check(row);
  });

  test('a field over the limit is told, wherever the bytes are cut', () => {
    const text = `__CURSOR=s=0\nLONG=${'x'.repeat(500)}\n${exported(false).toString()}`;
    const { documents, problems } = read(text, { maxLineBytes: 200 });
    expect(documents).toHaveLength(1);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([['RS304', 2]]);
    for (let cut = 1; cut < text.length; cut += 7) {
      const cuts = [cut, Math.min(cut + 100, text.length)];
      expect(read(text, { maxLineBytes: 200, cuts })).toMatchObject({ documents, problems });
    }
  });
});

test('the three ways give the same document', () => {
  const raw = EVENT.map((each) => {
    const [, type = '', body = ''] =
      /^(\w+) (.*)$/.exec((each as { MESSAGE: string }).MESSAGE) ?? [];
    return `type=${type} msg=audit(1795234438.224:3008): ${body}`;
  }).join('\n');
  const audit = { host: { id: MACHINE, name: 'web1' } };
  expect(documentsOf(json(...EVENT))).toEqual(documentsOf(raw, audit));
});
