/** The stories of the two rules that read audit records: auditbeat and Auditd Manager. */
import { makeHost } from './hosts.mjs';
import { vary } from './recording.mjs';
import { connectedOut, find, MANY_IDS, replacing, story, variants } from './story.mjs';

// ---- Potential Meterpreter Reverse Shell: auditbeat

const FINGERPRINT = ['machine-id', 'passwd', 'route', 'ipv6_route', 'if_inet6'];

/** The five opens that make the fingerprint, in the order of the rule. */
export function opensForFingerprint(records) {
  return FINGERPRINT.map((name) =>
    find(
      records,
      ({ data, file }) => data.syscall === 'open' && file?.path.endsWith(`/${name}`) === true,
    ),
  );
}

/** One fingerprint reader among programs that open the same files. */
export function meterpreterAttack(log) {
  const attack = log.step('meterpreter-fingerprint');
  const records = [...attack, ...log.step('benign-ls'), ...log.acts('benign-cat-passwd')];
  return story(
    'meterpreter-attack.ndjson',
    ['meterpreter'],
    [{ shape: 'auditbeat', host: makeHost('web-01', '192.0.2.11'), records }],
    [{ rule: 'meterpreter', records: opensForFingerprint(records) }],
  );
}

/** The same reader, each time with one thing wrong. */
export function meterpreterNearMiss(log) {
  const run = log
    .acts('meterpreter-fingerprint')
    .filter(({ process }) => process.name === 'fingerprint');
  const isOpen = ({ data }) => data.syscall === 'open';
  const lastTwo = ({ file }) => file !== undefined && /ipv6_route|if_inet6/.test(file.path);
  const isLast = ({ file }) => file?.path.endsWith('if_inet6') === true;
  const onHost = variants([
    [run.filter((record) => !isLast(record)), 'one of the five files is never opened'],
    [
      run,
      'opened with openat',
      (record) => {
        if (!isOpen(record)) return;
        const { data } = record;
        const [path, flags, mode] = [data.a0, data.a1, data.a2];
        Object.assign(data, { syscall: 'openat', a0: 'ffffff9c', a1: path, a2: flags, a3: mode });
      },
    ],
    [
      run,
      'opened by two processes',
      (record) => {
        if (lastTwo(record)) record.process.pid = String(Number(record.process.pid) + 1);
      },
    ],
    [
      run,
      'opened by one process as two users',
      (record) => {
        if (lastTwo(record)) Object.assign(record.user.ids, { uid: '33', euid: '33' });
      },
    ],
    [
      run,
      'one file opened with mode 0644',
      (record) => {
        if (isLast(record)) record.data.a2 = '1a4';
      },
    ],
    [
      run,
      'one open was of a file beside the right one',
      (record) => {
        if (isLast(record)) record.file.path = '/proc/net/if_inet6.bak';
      },
    ],
    [run.filter((record) => !lastTwo(record)), 'three files here, two on another host'],
  ]);
  const elsewhere = vary(run.filter(lastTwo), {
    shift: 7 * MANY_IDS,
    minutes: 7,
    note: 'three files on another host, two here',
  });
  return story(
    'meterpreter-near-miss.ndjson',
    ['meterpreter'],
    [
      { shape: 'auditbeat', host: makeHost('web-02', '192.0.2.12'), records: onHost },
      { shape: 'auditbeat', host: makeHost('web-03', '192.0.2.13'), records: elsewhere },
    ],
  );
}

// ---- Potential Reverse Shell via UDP: auditbeat, Auditd Manager

const AF_INET = '2';
const SHELL_TOOLS = new Set(['bash', 'socat', 'nc']);

/** execve, socket and connect of the first process of `records` that connects out. */
export function udpAttackOf(records) {
  const connect = find(records, connectedOut);
  const ofProcess = ({ process }) => process.pid === connect.process.pid;
  const start = find(
    records,
    (record) =>
      ofProcess(record) && record.data.syscall === 'execve' && SHELL_TOOLS.has(record.process.name),
  );
  const socket = find(
    records,
    (record) => ofProcess(record) && record.data.syscall === 'socket' && record.data.a0 === AF_INET,
  );
  return { rule: 'udp', records: [start, socket, connect] };
}

/** Three shells over UDP, as recorded. */
export function udpAttack(log) {
  const shells = [
    log.step('shell-udp-bash'), // with its many look-ups of user names over a socket of another family
    log.acts('shell-udp-socat'),
    log.acts('shell-udp-nc'),
  ];
  const records = [...shells.flat(), ...log.acts('benign-nc-scan')];
  return story(
    'udp-attack.ndjson',
    ['udp'],
    [{ shape: 'auditbeat', host: makeHost('dns-01', '192.0.2.21'), records }],
    shells.map(udpAttackOf),
  );
}

/** Shells that this rule does not see, and one changed in one thing each time. */
export function udpNearMiss(log) {
  const bash = log
    .acts('shell-udp-bash')
    .filter(({ data }) => ['execve', 'socket', 'connect'].includes(data.syscall))
    .slice(1, -1); // without the shell around it and the command it runs
  const records = [
    // As recorded: real shells that this rule does not see, and a benign client.
    ...log.acts('shell-perl'),
    ...log.acts('shell-php'),
    ...log.acts('shell-udp-python'),
    ...log.acts('benign-python-http'),
    ...log.acts('benign-loopback'),
    ...variants([
      [bash, 'connects to the local resolver', replacing('10.99.0.2', '127.0.0.53')],
      [bash, 'a stream socket', (record) => replaceSocketType(record, '1')],
      [bash, 'SOCK_CLOEXEC set on the socket', (record) => replaceSocketType(record, '80002')],
      [
        bash,
        'orphaned before it connects',
        (record) => {
          if (connectedOut(record)) record.process.ppid = '1';
        },
      ],
      [bash.filter(({ data }) => data.syscall !== 'execve'), 'execve is not audited'],
      [bash.filter((record) => !connectedOut(record)), 'never connects'],
    ]),
  ];
  return story(
    'udp-near-miss.ndjson',
    ['udp'],
    [{ shape: 'auditbeat', host: makeHost('dns-02', '192.0.2.22'), records }],
  );
}

function replaceSocketType(record, type) {
  if (record.data.syscall === 'socket' && record.data.a0 === AF_INET) record.data.a1 = type;
}
