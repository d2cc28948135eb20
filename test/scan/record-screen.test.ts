// Events of audit records that the kernel settles, against the slow path: both must tell the same of any log.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  cases,
  compileQueries,
  expectSame,
  readBytes,
  scanBytes,
  settled,
  WHOLE,
  type Delivery,
  type Told,
} from '../support/kernel.js';
import { blockSizes } from '../support/kernel-documents.js';
import { HAS_SHARED, shared } from '../support/shared.js';

/** Every kind of field that records tell, in every kind of test. */
const QUERIES = compileQueries([
  'process where process.name : ("sh", "nc*") and process.args : "*-e*"',
  'process where process.executable == "/usr/bin/nc" and not process.args == "x"',
  'process where event.outcome == "success" and process.working_directory != "/tmp"',
  'any where process.title : "nc -*" or process.parent.title == "x"',
  'network where destination.ip != null and cidrmatch(destination.ip, "10.0.0.0/8") and destination.port == "80"',
  'network where source.ip == "10.0.0.9" or network.direction == "ingress"',
  'any where auditd.data.a0 == "3" and auditd.data.exit in ("0", "-2", "ENOENT", "5")',
  'any where auditd.data.socket.family == "unix" or auditd.data.socket.addr : "192.*" or auditd.data.socket.port == "53"',
  'any where user.id == "0" and auditd.data.tty != "pts0"',
  'file where file.path : "/etc/*" and auditd.data.syscall == "openat"',
  'any where auditd.data.op == "login" or auditd.data.acct == "alice" or auditd.data.unit : "c*"',
  'process where process.parent.name == "bash" and process.parent.args : "-c"',
  'process where process.parent.executable : "*sh" and process.parent.entity_id != null',
  'sequence by process.entity_id [any where true] [process where event.action == "executed"]',
  'sequence by process.parent.entity_id, process.entity_id [any where true] [network where true]',
  'sequence by host.id, process.pid [process where event.type == "start"] [any where true] until [file where true]',
  'sequence by user.id, ?auditd.data.tty [any where true] [any where process.args_count == 1]',
  'sample by host.id [any where destination.ip != null] [any where process.name == "sh"]',
]);

/** Those that give few matches of many events. */
const FEW = compileQueries([
  'process where process.name : ("sh", "nc*") and process.args : "*-e*"',
  'sequence by host.id, process.pid [process where process.name == "nc"] [network where destination.ip != null]',
  'process where process.parent.name == "bash" and process.parent.args : "-c"',
]);

/** Fields that the kernel leaves to the slow path until some event had them. */
const UNCLEAR = compileQueries([
  'any where user.name == "root" or user.effective.id == "33" or tags : "net"',
  'any where auditd.session == "2" or auditd.summary.how : "*sh" or auditd.data.argc == "3"',
  'file where auditd.paths.name : "/etc/*" or auditd.data.res == "1" or file.mode == "0755"',
]);

const stamp = (serial: number, ms = 100): string =>
  `msg=audit(${1_795_234_438 + (serial >> 3)}.${ms + (serial % 100)}:${serial})`;

const CALLS: readonly ((at: string, pid: number) => readonly string[])[] = [
  (at, pid) => [
    `type=SYSCALL ${at}: arch=c000003e syscall=59 success=yes exit=0 a0=3 a1=5 items=2 ppid=${pid - 1} pid=${pid} auid=1000 uid=0 gid=0 euid=33 tty=pts0 ses=1 comm="bash" exe="/usr/bin/bash" key="exec"`,
    `type=EXECVE ${at}: argc=3 a0="bash" a1="-c" a2=6E63202D65`,
    `type=CWD ${at}: cwd="/srv"`,
    `type=PATH ${at}: item=0 name="/usr/bin/bash" inode=1 mode=0100755 ouid=0 nametype=NORMAL`,
    `type=PATH ${at}: item=1 name="/lib/ld.so" inode=2 mode=0100755 ouid=0 nametype=NORMAL`,
    `type=PROCTITLE ${at}: proctitle=6E63002D65`,
  ],
  (at, pid) => [
    `type=SYSCALL ${at}: arch=c000003e syscall=59 success=yes exit=0 a0=3 ppid=${pid - 1} pid=${pid} uid=1 comm=6E6320C3A9 exe="/usr/bin/nc" key=(null)\x1dARCH=x86_64 SYSCALL=execve UID="alice"`,
    `type=BPRM_FCAPS ${at}: fver=0 old_pp=00 pe=1`,
    `type=EXECVE ${at}: argc=3 a0="nc" a1="-e" a2="PATH=/bin UID=5"`,
    `type=PROCTITLE ${at}: proctitle="nc"`,
    `type=EOE ${at}: `,
  ],
  (at, pid) => [
    `type=SYSCALL ${at}: arch=c000003e syscall=56 success=yes exit=${pid + 1} a0=0 ppid=${pid - 1} pid=${pid} uid=0 tty=(none) comm="sh" exe="/usr/bin/sh" subj=unconfined key="fork"`,
    `type=PROCTITLE ${at}: proctitle="sh"`,
  ],
  (at, pid) => [
    `type=SYSCALL ${at}: arch=c000003e syscall=42 success=no exit=-115 a0=3 ppid=${pid - 1} pid=${pid} uid=0 comm="nc" exe="/usr/bin/nc"`,
    `type=SOCKADDR ${at}: saddr=020000500A0001020000000000000000\x1dSADDR={ saddr_fam=inet laddr=10.0.1.2 lport=80 }`,
    `type=PROCTITLE ${at}: proctitle="nc"`,
  ],
  (at, pid) => [
    `type=SYSCALL ${at}: arch=c000003e syscall=43 success=yes exit=5 a0=3 ppid=${pid - 1} pid=${pid} uid=0 comm="nc" exe="/usr/bin/nc"`,
    `type=SOCKADDR ${at}: saddr=0A00005000000000FE80000000000000000000000000000100000000`,
    `type=PROCTITLE ${at}: proctitle="nc"`,
  ],
  (at, pid) => [
    `type=SYSCALL ${at}: arch=c00000b7 syscall=56 success=no exit=-2 a0=ffffff9c items=1 ppid=${pid - 1} pid=${pid} uid=0 comm="cat" exe="/usr/bin/cat" key="file"`,
    `type=CWD ${at}: cwd=2F61206220`,
    `type=PATH ${at}: item=0 name="/etc/passwd" nametype=UNKNOWN`,
    `type=PROCTITLE ${at}: proctitle="cat"`,
  ],
  (at, pid) => [
    `type=USER_LOGIN ${at}: pid=${pid} uid=0 auid=1000 ses=2 msg='op=login acct="alice" exe="/usr/sbin/sshd" hostname=h addr=10.0.0.9 terminal=ssh res=success'\x1dUID="root" AUID="alice"`,
  ],
  (at, pid) => [
    `type=USER_START ${at}: pid=${pid} uid=0 auid=1000 ses=2 msg='op=PAM:session_open grantors=pam_unix acct="alice" exe="/usr/sbin/cron" hostname=? addr=? terminal=cron res=success'`,
  ],
  (at) => [
    `type=SERVICE_START ${at}: pid=1 uid=0 auid=4294967295 ses=4294967295 msg='unit=cron comm="systemd" exe="/usr/lib/systemd/systemd" hostname=? addr=? terminal=? res=failed'`,
  ],
  (at) => [`type=BPF ${at}: prog-id=7 op=UNLOAD`],
  (at, pid) => [
    `type=CONFIG_CHANGE ${at}: auid=1 ses=2 op=add_rule key="exec" list=4 res=1`,
    `type=SYSCALL ${at}: arch=c000003e syscall=44 success=yes exit=1060 ppid=${pid - 1} pid=${pid} uid=0 comm="auditctl" exe="/usr/sbin/auditctl" key=(null)`,
    `type=SOCKADDR ${at}: saddr=100000000000000000000000`,
    `type=PROCTITLE ${at}: proctitle="auditctl"`,
  ],
];

/** Most logs are as auditd writes them; some parts of some are not. */
const event = fc.tuple(fc.constantFrom(...CALLS), fc.integer({ min: 2, max: 6 })).map(
  ([call, pid]) =>
    (serial: number) =>
      call(stamp(serial), pid),
);

const plainLog = fc
  .array(event, { minLength: 1, maxLength: 14 })
  .map((events) => events.flatMap((make, index) => make(3008 + index)));

const change = fc.tuple(
  fc.nat(),
  fc.nat(),
  fc.nat({ max: 12 }),
  fc.constantFrom(
    ...['', ' ', '=', '"', "'", '?', '\\', '\x1d', '\r', '\n', '\0', 'ÿ', ' UID=3', ' a7="x"'],
    ...[
      ' pid=7',
      ' pid=07',
      ' addr=1.2.3.4',
      ' res=0',
      ' comm=(null)',
      ' comm=" sh "',
      ' syscall=42',
    ],
    ...[
      ' comm="nc"',
      ' exe=FF',
      ' cwd=7',
      ' op=login',
      ' tty=?',
      'node=web ',
      '[0]',
      ')',
      " msg='x=1'",
    ],
  ),
);
const log = fc
  .tuple(
    plainLog,
    fc.array(change, { maxLength: 3 }),
    // Lines that stand elsewhere, twice, or not at all.
    fc.array(fc.tuple(fc.constantFrom('move', 'copy', 'drop'), fc.nat(), fc.nat()), {
      maxLength: 2,
    }),
    fc.constantFrom('\n', '\n', '\n', '\r\n'),
    fc.boolean(),
  )
  .map(([plain, changes, moves, end, isWhole]) => {
    const lines = [...plain];
    for (const [how, from, to] of moves) {
      const line = lines[from % lines.length] ?? '';
      if (how !== 'copy') lines.splice(from % lines.length, 1);
      if (how !== 'drop') lines.splice(to % (lines.length + 1), 0, line);
    }
    for (const [number, place, length, text] of changes) {
      const line = lines[number % lines.length] ?? '';
      const at = place % (line.length + 1);
      lines[number % lines.length] = line.slice(0, at) + text + line.slice(at + length);
    }
    return Buffer.from(lines.join(end) + (isWhole ? end : ''), 'latin1');
  });

/** Records that end an event, or do not, written when others have been there for a while. */
const LATE: readonly ((at: string) => readonly string[])[] = [
  (at) => [`type=EOE ${at}: `],
  (at) => [`type=PROCTITLE ${at}: proctitle="x"`],
  (at) => [
    `type=SYSCALL ${at}: arch=c000003e syscall=56 success=yes exit=4 ppid=2 pid=3 comm="sh"`,
  ],
  (at) => [
    `type=SYSCALL ${at}: arch=c000003e syscall=59 success=yes exit=0 ppid=2 pid=4 comm="nc" exe="/usr/bin/nc"`,
    `type=PROCTITLE ${at}: proctitle="x"`,
  ],
];
const lone = fc.constant((serial: number): readonly string[] => [
  `type=BPF ${stamp(serial)}: prog-id=${serial} op=UNLOAD`,
]);
/** Events that nothing ends, or ends late, between events of several seconds. */
const waitingLog = fc
  .tuple(
    fc.array(fc.oneof({ arbitrary: event, weight: 6 }, { arbitrary: lone, weight: 1 }), {
      minLength: 20,
      maxLength: 50,
    }),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 120 }), fc.constantFrom(...LATE)), { maxLength: 4 }),
  )
  .map(([events, late]) => {
    const lines = events.flatMap((make, index) => make(3008 + index));
    for (const [number, delay, records] of late) {
      const at = stamp(3008 + (number % events.length));
      const from = lines.findIndex((line) => line.includes(at));
      lines.splice(from + 1 + delay, 0, ...records(at));
    }
    return Buffer.from(`${lines.join('\n')}\n`);
  });

const delivery: fc.Arbitrary<Delivery> = fc.record({
  route: fc.constantFrom('file', 'compressed', 'stream'),
  blocks: fc.oneof(fc.constant([1 << 20]), blockSizes),
  inWindow: fc.boolean(),
});

const given = fc.tuple(
  fc.constantFrom({}, {}, { enrich: false }, { host: { id: 'h', name: 'web' } }),
  fc.constantFrom(QUERIES, QUERIES, QUERIES, UNCLEAR),
);

describe('events of audit records', () => {
  test('satisfy the same subqueries, with the same keys, problems and counts', async () => {
    await fc.assert(
      fc.asyncProperty(log, delivery, given, async (bytes, route, [audit, queries]) => {
        const slow = await readBytes(bytes, queries, 'json', WHOLE, { audit });
        expectSame(await readBytes(bytes, queries, 'kernel', route, { audit }), slow);
      }),
      { numRuns: cases(300) },
    );
    // What the kernel always leaves to the slow path would be no test of it.
    expect(settled.lines).toBeGreaterThan(settled.refused / 8);
  }, 600_000);

  test('a scan tells the same', async () => {
    await fc.assert(
      fc.asyncProperty(log, delivery, given, async (bytes, route, [audit, queries]) => {
        const slow = await scanBytes(
          bytes,
          queries,
          'json',
          { ...route, blocks: [1 << 20] },
          { audit },
        );
        expectSame(await scanBytes(bytes, queries, 'kernel', route, { audit }), slow);
      }),
      { numRuns: cases(150) },
    );
  }, 600_000);

  test('tell the same where others wait for records', async () => {
    await fc.assert(
      fc.asyncProperty(waitingLog, delivery, async (bytes, route) => {
        const slow = await readBytes(bytes, QUERIES, 'json', WHOLE);
        expectSame(await readBytes(bytes, QUERIES, 'kernel', route), slow);
        const whole = await scanBytes(bytes, QUERIES, 'json', { ...route, blocks: [1 << 20] });
        expectSame(inOrder(await scanBytes(bytes, QUERIES, 'kernel', route)), inOrder(whole));
      }),
      { numRuns: cases(100) },
    );
  }, 600_000);

  test('that nothing ends hold no others back', async () => {
    const before = { ...settled };
    const calls = CALLS.filter((_, number) => number !== 4);
    const text = Array.from({ length: 400 }, (_, n) =>
      (calls[n % calls.length] ?? (() => []))(stamp(3008 + n), 2 + (n % 50)).join('\n'),
    ).join('\n');
    await readBytes(Buffer.from(`${text}\n`), QUERIES, 'kernel');
    expect(settled.lines - before.lines).toBeGreaterThan(200);
  });

  test('of a plain log are settled but for a few', async () => {
    const before = { ...settled };
    const calls = CALLS.filter((_, number) => number !== 4 && number !== 9);
    const text = Array.from({ length: 400 }, (_, n) =>
      (calls[n % calls.length] ?? (() => []))(stamp(3008 + n), 2 + (n % 50)).join('\n'),
    ).join('\n');
    await readBytes(Buffer.from(`${text}\n`), QUERIES, 'kernel');
    expect(settled.lines - before.lines).toBeGreaterThan(200);
  });

  test('whose records stand between those of others are settled, too', async () => {
    const before = { ...settled };
    const calls = CALLS.filter((_, number) => number !== 4 && number !== 9);
    const events = Array.from({ length: 400 }, (_, n) =>
      (calls[n % calls.length] ?? (() => []))(stamp(3008 + n), 2 + (n % 50)),
    );
    const lines = Array.from({ length: 200 }, (_, n) => {
      const [one = [], other = []] = events.slice(2 * n);
      return one
        .flatMap((line, at) => [line, ...other.slice(at, at + 1)])
        .concat(other.slice(one.length));
    }).flat();
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    expectSame(await readBytes(bytes, QUERIES, 'kernel'), await readBytes(bytes, QUERIES, 'json'));
    expect(settled.lines - before.lines).toBeGreaterThan(200);
  });

  test('more processes than are remembered', async () => {
    const lines = Array.from({ length: 70_000 }, (_, n) =>
      (CALLS[n % 3 === 0 ? 0 : 2] ?? (() => []))(stamp(3008 + n), 2 + ((n * 7919) % 69_000)),
    ).flat();
    const few = compileQueries(['process where process.parent.name == "sh" and process.pid == 77']);
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    expectSame(await scanBytes(bytes, few, 'kernel'), await scanBytes(bytes, few, 'json'));
  }, 120_000);
});

(HAS_SHARED ? describe : describe.skip)('real logs (skipped without ../shared)', () => {
  const real = HAS_SHARED ? logsBelow(shared('inputs')) : [];

  test.each(real)(
    '%s',
    async (name, bytes) => {
      const queries = name.startsWith('recorded') ? FEW : QUERIES;
      const slow = await scanBytes(bytes, queries, 'json');
      expectSame(await scanBytes(bytes, queries, 'kernel'), slow);
      const cut = { route: 'file', blocks: [97, 1013], inWindow: false } as const;
      expectSame(await scanBytes(bytes, queries, 'kernel', cut), slow);
      const stream = { ...WHOLE, route: 'stream' } as const;
      const slowStream = await scanBytes(bytes, queries, 'json', stream);
      expectSame(inOrder(await scanBytes(bytes, queries, 'kernel', stream)), inOrder(slowStream));
    },
    120_000,
  );
});

/** Files with lines of audit logs. */
function logsBelow(folder: string): readonly (readonly [name: string, bytes: Buffer])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    if (!/\.(?:log|txt|gz)$/.test(name)) return [];
    const bytes = readFileSync(path.join(folder, name));
    const text = name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    return /^(?:node=\S+ )?type=\w+ msg=audit|^----/m.test(text.toString('latin1', 0, 65_536))
      ? [[name, text] as const]
      : [];
  });
}

/** Matches in the order of their places: what of a stream is settled first depends on when time is known to have gone on. */
function inOrder({ matches, rest }: Told): Told {
  const placed = matches.map((match) => {
    const places = match.events.map((event) => event?.place.offset);
    return { match, name: JSON.stringify([match.query, places]) };
  });
  placed.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { matches: placed.map(({ match }) => match), rest };
}
