// What records say, value by value: every row of formats §4, and laurel's of §6.
import { describe, expect, test } from '@jest/globals';
import { documentsOf, read } from '../read.js';
import { check, json, lines, type Row } from './row.js';

const STAMP = 'audit(1795234438.224:3008)';
const call = (text: string): string =>
  `type=SYSCALL msg=${STAMP}: arch=c000003e syscall=59 success=yes exit=0 ${text}`;
const record = (type: string, text: string): string => `type=${type} msg=${STAMP}: ${text}`;
const later = (text: string, serial = 3009): string => text.replaceAll(':3008', `:${serial}`);
const TITLE = record('PROCTITLE', 'proctitle="x"');

describe('records that are one event', () => {
  const rows: readonly Row[] = [
    [
      'a type without a name',
      record('UNKNOWN[1999]', 'pid=1'),
      { documents: [{ auditd: { message_type: 'unknown[1999]' } }] },
    ],
    [
      'those of two hosts with the same time and serial are two',
      lines(
        `node=a ${call('pid=1')}`,
        `node=b ${call('pid=1')}`,
        `node=a ${TITLE}`,
        `node=b ${TITLE}`,
      ),
      { documents: [{ host: { id: 'a' } }, { host: { id: 'b' } }] },
    ],
    [
      'a serial that comes again after a boot is another event',
      lines(
        call('pid=1'),
        TITLE,
        ...[call('pid=2'), TITLE].map((each) => each.replace('224:', '999:')),
      ),
      { documents: [{ process: { pid: 1 } }, { process: { pid: 2 } }] },
    ],
    [
      'serials start again at 0',
      lines(later(call('pid=1'), 4294967295), later(TITLE, 4294967295), later(call('pid=2'), 0)),
      { documents: [{ auditd: { sequence: 4294967295 } }, { auditd: { sequence: 0 } }] },
    ],
    [
      'without an end, up to the end of the input',
      call('pid=1'),
      { documents: [{ process: { pid: 1 } }] },
    ],
    [
      'EOE is stored nowhere',
      lines(call('pid=1'), record('EOE', '')),
      { documents: [{ process: { pid: 1 } }] },
    ],
    [
      'a login is an event at once, and the call behind it another',
      lines(record('LOGIN', 'pid=1 uid=0 auid=1000 res=1'), call('pid=1'), TITLE),
      {
        documents: [{ auditd: { message_type: 'login' } }, { auditd: { message_type: 'syscall' } }],
      },
    ],
    [
      'a call behind another record adds its category',
      lines(
        record('CONFIG_CHANGE', 'auid=1000 op=add_rule key="x" res=1'),
        call('pid=1').replace('syscall=59', 'syscall=44'),
        TITLE,
      ),
      {
        documents: [
          {
            auditd: { message_type: 'config_change' },
            event: { category: ['process', 'configuration', 'network'] },
          },
        ],
      },
    ],
    [
      'interleaved',
      lines(call('pid=1'), later(call('pid=2')), record('CWD', 'cwd="/"'), TITLE, later(TITLE)),
      {
        documents: [{ process: { pid: 1, working_directory: '/' } }, { process: { pid: 2 } }],
      },
    ],
    [
      'without a call',
      lines(record('CWD', 'cwd="/"'), TITLE),
      { documents: [{ process: { working_directory: '/' } }] },
    ],
  ];
  test.each(rows)('%s', (...row) => {
    check(row);
  });
});

/** One document of some records. */
function one(...texts: readonly string[]): unknown {
  const { documents, problems } = read(texts.join('\n'));
  expect(problems).toEqual([]);
  expect(documents).toHaveLength(1);
  return documents[0]?.document;
}

describe('names that auditd has found for numbers', () => {
  test.each([
    ['behind 0x1d', 'key=(null)\x1dARCH=x86_64 SYSCALL=execve AUID="al" UID="root"'],
    ['behind a blank', 'key=(null) ARCH=x86_64 SYSCALL=execve AUID="al" UID="root"'],
    ['behind nothing', 'key=(null)ARCH=x86_64 SYSCALL=execve AUID="al" UID="root"'],
  ])('%s', (_name, text) => {
    const document = one(call(`auid=1000 uid=0 ${text}`));
    expect(document).toMatchObject({
      user: { id: '0', name: 'root', audit: { id: '1000', name: 'al' } },
    });
    expect(document).not.toHaveProperty('tags');
  });

  test('without them users have numbers only', () => {
    expect(one(call('uid=1000'))).toHaveProperty('user', { id: '1000' });
  });
});

describe('values', () => {
  test.each<readonly [string, readonly string[], object]>([
    ['quoted', [call('comm="a b"')], { process: { name: 'a b' } }],
    [
      'a program in hexadecimal',
      [call('exe=2F746D702F612062')],
      { process: { executable: '/tmp/a b' } },
    ],
    [
      'a directory in hexadecimal',
      [call('a=1'), record('CWD', 'cwd=2F746D702F612062')],
      { process: { working_directory: '/tmp/a b' } },
    ],
    [
      'arguments of a call are numbers as they are',
      [call('a0=10 a1=AB a2=1b6')],
      { auditd: { data: { a0: '10', a1: 'AB', a2: '1b6' } } },
    ],
    ['a session that is not set', [call('ses=4294967295 auid=-1 uid=0')], { user: { id: '0' } }],
    ['success', [call('a=1')], { event: { outcome: 'success' }, auditd: { result: 'success' } }],
    [
      'failure',
      [call('a=1').replace('yes exit=0', 'no exit=-2')],
      { event: { outcome: 'failure' }, auditd: { result: 'fail', data: { exit: 'ENOENT' } } },
    ],
    [
      'success of a program',
      [record('USER_AUTH', `pid=1 msg='op=x res=success'`)],
      { auditd: { result: 'success' } },
    ],
    [
      'failure of a program',
      [record('USER_AUTH', `pid=1 msg='op=x res=failed'`)],
      { auditd: { result: 'fail' } },
    ],
    ['success in a digit', [record('LOGIN', 'pid=1 res=1')], { auditd: { result: 'success' } }],
    [
      'a connection in progress',
      [call('a=1').replace('yes exit=0', 'no exit=-115')],
      { auditd: { data: { exit: 'EINPROGRESS' } } },
    ],
    ['x86_64', [call('a=1')], { auditd: { data: { arch: 'x86_64', syscall: 'execve' } } }],
    [
      'aarch64',
      [call('a=1').replace('c000003e syscall=59', 'c00000b7 syscall=221')],
      { auditd: { data: { arch: 'aarch64', syscall: 'execve' } } },
    ],
    [
      'i386',
      [call('a=1').replace('c000003e syscall=59', '40000003 syscall=11')],
      { auditd: { data: { arch: 'i386', syscall: 'execve' } } },
    ],
    [
      'a label of SELinux',
      [call('subj=unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023')],
      {
        user: {
          selinux: {
            user: 'unconfined_u',
            role: 'unconfined_r',
            domain: 'unconfined_t',
            level: 's0-s0',
            category: 'c0.c1023',
          },
        },
      },
    ],
    ['a key', [call('key="net"')], { tags: ['net'] }],
    ['several keys', [call('key=6E657401657865')], { tags: ['net', 'exe'] }],
    ['a key written as a pair', [call('key="key=net"')], { tags: ['net'] }],
    [
      'capabilities',
      [call('a=1'), record('BPRM_FCAPS', 'fver=0 fp=0 old_pp=00000000a80425fb')],
      { auditd: { data: { fver: '0', old_pp: '00000000a80425fb' } } },
    ],
  ])('%s', (_name, texts, expected) => {
    expect(one(...texts)).toMatchObject(expected);
  });

  test('those that say nothing are left out', () => {
    const data = one(
      record('USER_AUTH', `pid=1 msg='acct=? hostname=? addr=?, terminal=(null) res=1'`),
    );
    expect(data).not.toHaveProperty('auditd.data.acct');
    expect(data).not.toHaveProperty('auditd.data.hostname');
    expect(data).not.toHaveProperty('auditd.data.addr');
    expect(data).not.toHaveProperty('auditd.data.terminal');
    expect(data).not.toHaveProperty('source');
  });
});

describe('addresses', () => {
  const connect = (saddr: string): unknown =>
    one(call('a=1').replace('syscall=59', 'syscall=42'), record('SOCKADDR', `saddr=${saddr}`));
  test.each<readonly [string, string, object]>([
    [
      'unix',
      '01002F72756E2F6E7363642F736F636B657400',
      { destination: { path: '/run/nscd/socket' } },
    ],
    ['IPv4', '0200115C0A000001', { destination: { ip: '10.0.0.1', port: '4444' } }],
    [
      'IPv4 of a machine with its bytes the other way round',
      '0002115C0A000001',
      { destination: { ip: '10.0.0.1', port: '4444' } },
    ],
    [
      'IPv6',
      `0A00115C00000000FE80${'00'.repeat(13)}01`,
      { destination: { ip: 'fe80::1', port: '4444' } },
    ],
    [
      'IPv4 in IPv6',
      `0A00115C00000000${'00'.repeat(10)}FFFF0A000001`,
      { destination: { ip: '10.0.0.1' } },
    ],
    [
      'netlink',
      '100000000000000000000000',
      { auditd: { data: { socket: { family: 'netlink' } } } },
    ],
    ['another family', '1100000000000000', { auditd: { data: { socket: { family: '17' } } } }],
  ])('%s', (_name, saddr, expected) => {
    expect(connect(saddr)).toMatchObject({ ...expected, network: { direction: 'egress' } });
  });

  test.each(['0200115C0A', '0A00115C', '02'])('one that is too short: %s', (saddr) => {
    expect(connect(saddr)).not.toHaveProperty('destination');
  });

  test('an abstract socket has no path', () => {
    expect(connect('0100007A7A7A')).not.toHaveProperty('destination.path');
  });
});

describe('arguments, titles and files', () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['quoted and in hexadecimal', ['argc=2 a0="nc" a1=2D6C2070'], ['nc', '-l p']],
    ['over several records', ['argc=3 a0="a" a1="b"', 'a2="c"'], ['a', 'b', 'c']],
    ['a long one in pieces', ['argc=2 a0="a" a1_len=8 a1[0]=4142', 'a1[1]=4344'], ['a', 'ABCD']],
    ['one that is missing', ['argc=3 a0="a" a2="c"'], ['a', 'c']],
    [
      'more than ten',
      [Array.from({ length: 12 }, (_, n) => `a${n}="${n}"`).join(' ')],
      Array.from({ length: 12 }, (_, n) => String(n)),
    ],
  ])('%s', (_name, texts, args) => {
    const records = texts.map((text) => record('EXECVE', text));
    expect(one(call('a=1'), ...records)).toMatchObject({ process: { args } });
  });

  test.each([
    ['"nc"', 'nc'],
    ['6E63002D6C', 'nc -l'],
  ])('a title of %s', (title, expected) => {
    const document = one(call('a=1'), record('PROCTITLE', `proctitle=${title}`));
    expect(document).toMatchObject({ process: { title: expected } });
  });

  const open = (...paths: readonly string[]): unknown =>
    one(
      call('a=1').replace('syscall=59', 'syscall=257'),
      ...paths.map((path) => record('PATH', path)),
    );

  test('the file is not the directory that it is in; its device is `rdev`', () => {
    const document = open(
      'item=0 name="/tmp" inode=1 dev=08:01 mode=041777 ouid=0 ogid=0 rdev=00:00 nametype=PARENT',
      'item=1 name="/tmp/x" inode=2 dev=08:01 mode=0100644 ouid=1000 ogid=0 rdev=01:03 nametype=CREATE',
    );
    expect(document).toMatchObject({
      file: { path: '/tmp/x', device: '01:03', inode: '2', mode: '0644', uid: '1000', gid: '0' },
      auditd: {
        paths: [{ name: '/tmp' }, { name: '/tmp/x' }],
        summary: { object: { type: 'file' } },
      },
    });
  });
});

describe('the host', () => {
  test('a constant where nothing tells it, or what was said', () => {
    expect(documentsOf(call('a=1'))[0]).toMatchObject({
      host: { id: 'unknown', os: { type: 'linux' } },
    });
    const host = { id: 'c0ffee', name: 'web1' };
    expect(documentsOf(call('a=1'), { host })[0]).toMatchObject({ host });
  });
});

describe('laurel', () => {
  const event = (more: object): unknown => {
    const { documents, problems } = read(json({ ID: '1795234438.224:3008', ...more }));
    expect(problems).toEqual([]);
    expect(documents).toHaveLength(1);
    return documents[0]?.document;
  };
  const SYSCALL = { arch: '0xc000003e', syscall: 59, success: 'yes', exit: 0, pid: 3, key: null };

  test.each<readonly [string, object, object]>([
    ['numbers and null', { SYSCALL }, { auditd: { data: { syscall: 'execve', arch: 'x86_64' } } }],
    [
      'arguments of the call with 0x',
      { SYSCALL: { ...SYSCALL, ARGV: ['0x1b6', '0x0', '0x1b6', '0x8'] } },
      { auditd: { data: { a0: '1b6', a1: '0', a2: '1b6', a3: '8' } } },
    ],
    [
      'names',
      { SYSCALL: { ...SYSCALL, uid: 0, UID: 'root' } },
      { user: { id: '0', name: 'root' } },
    ],
    [
      'arguments',
      { SYSCALL, EXECVE: { argc: 2, ARGV: ['nc', '-l p'] } },
      { process: { args: ['nc', '-l p'] } },
    ],
    ['a title', { SYSCALL, PROCTITLE: { ARGV: ['nc', '-l'] } }, { process: { title: 'nc -l' } }],
    [
      'bytes that are no text',
      { SYSCALL, EXECVE: { argc: 1, ARGV: ['a%ffb'] } },
      { process: { args: ['a\ufffdb'] } },
    ],
    ['a node', { NODE: 'web1', SYSCALL }, { host: { id: 'web1', name: 'web1' } }],
    [
      'paths with modes',
      {
        SYSCALL: { ...SYSCALL, syscall: 257 },
        PATH: [{ item: 0, name: '/tmp/x', mode: '0o100644', nametype: 'NORMAL' }],
      },
      { file: { path: '/tmp/x', mode: '0644' } },
    ],
    [
      'records in lists',
      { CONFIG_CHANGE: [{ op: 'x', res: 1 }] },
      { auditd: { message_type: 'config_change' } },
    ],
  ])('%s', (_name, more, expected) => {
    expect(event(more)).toMatchObject(expected);
  });

  test('an event that is damaged is told', () => {
    const { documents, problems } = read(
      json({ ID: '1795234438.224:3008', SYSCALL }, { ID: '1795234438.224:3009', 'no record': 1 }),
    );
    expect(documents).toHaveLength(1);
    expect(problems.map(({ code }) => code)).toEqual(['RS310']);
  });
});
