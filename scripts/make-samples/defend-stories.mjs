/** The stories of the three rules that read Elastic Defend. */
import { makeHost } from './hosts.mjs';
import { forkedPid, graftFork, setTime, timeOf, vary } from './recording.mjs';
import { connectedOut, executed, find, MANY_IDS, replacing, story, variants } from './story.mjs';

// ---- Potential Reverse Shell: Elastic Defend

/**
 * A bash that connects to /dev/tcp, becomes `bash -i` and runs `id` for its listener: its first fork is what the rule
 * sees. The recording ends at `bash -i`, so fork and `id` come from another shell of it.
 */
function interactiveBash(log, { forkAfterMs = 40 } = {}) {
  const acts = log.acts('shell-bash-devtcp');
  const connect = find(acts, connectedOut);
  const { pid } = connect.process;
  const child = String(Number(pid) + 1);
  const borrow = (template, process, exit) => {
    const record = structuredClone(template);
    Object.assign(record.process, process);
    Object.assign(record, { step: connect.step, session: connect.session });
    record.data.exit = exit;
    record.sequence = connect.sequence + 20 + (exit === '0' ? 1 : 0);
    record.note = 'fork and id are added, taken from another shell of the recording';
    setTime(record, timeOf(connect) + forkAfterMs);
    return record;
  };
  return [
    ...acts,
    borrow(log.clone, { pid, ppid: connect.process.ppid }, child),
    borrow(log.idCommand, { pid: child, ppid: pid }, '0'),
  ];
}

/** From the shell that connects to its first fork: what the rule looks at, and no more. */
function essence(records) {
  const { pid } = find(records, connectedOut).process;
  return records.filter(({ process, data }) => process.pid === pid || data.exit === pid);
}

/** The connection, and the first fork of the process that made it. */
function reverseShellOf(records) {
  const connect = find(records, connectedOut);
  const fork = find(
    records,
    (record) =>
      forkedPid(record) !== undefined &&
      record.process.pid === connect.process.pid &&
      record.sequence > connect.sequence,
  );
  return { rule: 'reverseShell', records: [connect, fork] };
}

/** socat starts a login shell: here it is the exec that the rule sees, for the parent is socat. */
export function socatShellOf(records) {
  const connect = find(records, connectedOut);
  const shell = find(
    records,
    (record) => executed('bash')(record) && record.process.ppid === connect.process.pid,
  );
  return { rule: 'reverseShell', records: [connect, shell] };
}

/** A bash, a socat and, at the limit of maxspan, another bash. */
export function reverseShellAttack(log) {
  const socat = log.acts('shell-socat');
  const bash = interactiveBash(log);
  const atTheLimit = vary(interactiveBash(log, { forkAfterMs: 5000 }), {
    shift: MANY_IDS,
    minutes: 1,
    note: 'fork and id are added, the fork exactly 5 s after the connection',
  });
  const records = [
    ...bash,
    ...socat,
    ...atTheLimit,
    ...log.acts('benign-login-shell'),
    ...log.acts('benign-python-http'),
  ];
  return story(
    'reverse-shell-attack.ndjson',
    ['reverseShell'],
    [{ shape: 'defend', host: makeHost('app-01', '192.0.2.31'), records }],
    [reverseShellOf(bash), socatShellOf(socat), reverseShellOf(atTheLimit)],
  );
}

/** The bash again, each time with one thing wrong. */
export function reverseShellNearMiss(log) {
  const bash = essence(interactiveBash(log));
  const [, fork] = reverseShellOf(bash).records;
  const records = [
    // As recorded: a shell that is not among the process names, and a loopback connection.
    ...log.acts('shell-python'),
    ...log.acts('benign-loopback'),
    ...variants([
      [
        essence(interactiveBash(log, { forkAfterMs: 5001 })),
        'the fork is 5.001 s after the connection',
      ],
      [bash, 'connects to 127.0.0.1', replacing('10.99.0.2', '127.0.0.1')],
      [bash, 'connects to a link-local address', replacing('10.99.0.2', '169.254.169.254')],
      [
        bash,
        'the shell is not interactive',
        (record) => {
          if (record.process.args?.length === 2) record.process.args = ['bash', '--norc'];
        },
      ],
      [
        bash,
        'connects after the fork',
        (record) => {
          if (connectedOut(record)) setTime(record, timeOf(record) + 1000);
        },
      ],
      [
        bash,
        'the connection ended, it did not start',
        (record) => {
          if (!connectedOut(record)) return;
          record.overrides = { 'event.action': 'disconnect_received', 'event.type': ['end'] };
        },
      ],
      [
        bash.map((record) =>
          record === fork
            ? { ...record, overrides: { 'process.parent.entity_id': 'YW5vdGhlciBwcm9jZXNz' } }
            : record,
        ),
        'the child names another parent',
      ],
    ]),
  ];
  return story(
    'reverse-shell-near-miss.ndjson',
    ['reverseShell'],
    [{ shape: 'defend', host: makeHost('app-02', '192.0.2.32'), records }],
  );
}

// ---- Potential Reverse Shell via Suspicious Parent Process: Elastic Defend

/** An interpreter that forks into the background and connects there, `gapMs` later, as daemons do. */
function forkingInterpreter(log, label, gapMs) {
  const acts = log.acts(label);
  const connect = acts.findIndex(connectedOut);
  const at = connect - 1; // with the socket call, so that the child owns the descriptor
  const child = String(Number(acts[at].process.pid) + 8);
  const delayMs = gapMs - (timeOf(acts[connect]) - timeOf(acts[at]));
  return graftFork(acts, { at, child, template: log.clone, delayMs });
}

function suspiciousParentOf(records) {
  const connect = find(records, connectedOut);
  const fork = find(records, (record) => forkedPid(record) === connect.process.pid);
  return { rule: 'suspiciousParent', records: [fork, connect] };
}

/** Three interpreters that fork, then connect; the last at the limit of maxspan. */
export function suspiciousParentAttack(log) {
  const perl = forkingInterpreter(log, 'shell-perl', 8);
  const python = forkingInterpreter(log, 'shell-python', 8);
  const atTheLimit = vary(forkingInterpreter(log, 'shell-php', 1000), {
    shift: MANY_IDS,
    minutes: 1,
    note: 'the fork is added, the connection exactly 1 s after it',
  });
  const records = [
    ...python,
    ...perl,
    ...atTheLimit,
    ...log.acts('benign-perl-script'),
    ...log.acts('benign-python-http'),
    ...log.acts('benign-curl-local'),
  ];
  return story(
    'suspicious-parent-attack.ndjson',
    ['suspiciousParent'],
    [{ shape: 'defend', host: makeHost('batch-01', '192.0.2.41'), records }],
    [python, perl, atTheLimit].map(suspiciousParentOf),
  );
}

/** Interpreters that do not fork first, and one changed in one thing each time. */
export function suspiciousParentNearMiss(log) {
  const perl = upTo(forkingInterpreter(log, 'shell-perl', 8), connectedOut);
  const python = upTo(forkingInterpreter(log, 'shell-python', 8), connectedOut);
  const isPerl = ({ process }) => process.name === 'perl';
  const isGrafted = (record) => forkedPid(record) !== undefined && isPerl(record);
  const records = [
    // As recorded: these connect first and fork afterwards, or not at all.
    ...['shell-python', 'shell-perl', 'shell-php', 'shell-ruby', 'benign-nc-scan'].flatMap(
      (label) => log.acts(label),
    ),
    ...variants([
      [
        upTo(forkingInterpreter(log, 'shell-perl', 1001), connectedOut),
        'connects 1.001 s after the fork',
      ],
      [perl, 'connects to 127.0.0.1', replacing('10.99.0.2', '127.0.0.1')],
      [
        perl,
        'runs a script file, no code on the command line',
        (record) => {
          if (isPerl(record) && record.process.args)
            record.process.args = ['perl', '/srv/report.pl'];
        },
      ],
      [
        perl,
        'the parent connects, not the child',
        (record) => {
          if (record.data.syscall !== 'connect' && record.data.syscall !== 'socket') return;
          record.process.pid = record.process.ppid;
          record.process.ppid = String(Number(record.process.pid) - 1);
        },
      ],
      [
        perl,
        'the network event does not name the parent',
        (record) => {
          if (connectedOut(record)) record.overrides = { 'process.parent': undefined };
        },
      ],
      [
        perl,
        'an exec, not a fork',
        (record) => {
          if (isGrafted(record)) record.overrides = { 'event.action': 'exec' };
        },
      ],
      [
        python,
        'started by supervisord',
        (record) => {
          const { args } = record.process;
          if (args?.[0].endsWith('python3')) args.push('/usr/bin/supervisord');
        },
      ],
    ]),
  ];
  return story(
    'suspicious-parent-near-miss.ndjson',
    ['suspiciousParent'],
    [{ shape: 'defend', host: makeHost('batch-02', '192.0.2.42'), records }],
  );
}

// ---- Potential Reverse Shell via Background Process: Elastic Defend

/** setsid as recorded, up to its `bash -i`: what that shell runs would be one more reverse shell. */
export function setsidShell(log) {
  const records = log.acts('shell-setsid-devtcp');
  return records.filter(({ sequence }) => sequence < log.clone.sequence);
}

/** nohup, forked by the shell that was told to run it: in the recording the shell became it. */
export function nohupShell(log) {
  const records = log.acts('shell-nohup-devtcp');
  const at = records.findIndex(executed('nohup'));
  const child = String(Number(records[at].process.pid) + 5);
  return graftFork(records, { at, child, template: log.clone });
}

function upTo(records, test) {
  return records.slice(0, records.indexOf(find(records, test)) + 1);
}

/** The exec of `name`, which is all that the event rule needs. */
export function backgroundOf(records, name) {
  return { rule: 'background', records: [find(records, executed(name))] };
}

/** setsid and nohup with a redirection to /dev/tcp. */
export function backgroundAttack(log) {
  const setsid = setsidShell(log);
  const nohup = nohupShell(log);
  const records = [
    ...setsid,
    ...nohup,
    ...log.acts('benign-login-shell'),
    ...log.acts('benign-loopback'),
  ];
  return story(
    'background-process-attack.ndjson',
    ['background'],
    [{ shape: 'defend', host: makeHost('edge-01', '192.0.2.51'), records }],
    [backgroundOf(setsid, 'setsid'), backgroundOf(nohup, 'nohup')],
  );
}

/** The same, each time with one thing wrong. */
export function backgroundNearMiss(log) {
  const isSetsid = executed('setsid');
  const setsid = upTo(setsidShell(log), isSetsid);
  const onExec = (overrides) => (record) => {
    if (isSetsid(record)) record.overrides = overrides;
  };
  const records = [
    ...log.acts('shell-nohup-devtcp'), // as recorded: the shell became nohup, so the parent is sshd
    ...variants([
      [setsid, 'another device', replacing('/dev/tcp/', '/dev/udp/')],
      [setsid, 'standard input is not redirected', replacing(' 0>&1', '')],
      [
        setsid,
        'the redirection stands in two arguments',
        (record) => {
          if (isSetsid(record)) {
            record.process.args = ['setsid', 'relay', '/dev/tcp/10.99.0.2/4452', '0>&1'];
          }
        },
      ],
      [setsid, 'a fork, not an exec', onExec({ 'event.action': 'fork' })],
      [setsid, 'an end, not a start', onExec({ 'event.action': 'end', 'event.type': ['end'] })],
      [
        setsid,
        'started by an interpreter, not by a shell',
        onExec({
          'process.parent.name': 'python3.11',
          'process.parent.executable': '/usr/bin/python3.11',
        }),
      ],
      [
        setsid,
        'names are compared with case',
        onExec({ 'process.name': 'SETSID', 'process.executable': '/tmp/SETSID' }),
      ],
    ]),
  ];
  return story(
    'background-process-near-miss.ndjson',
    ['background'],
    [{ shape: 'defend', host: makeHost('edge-02', '192.0.2.52'), records }],
  );
}
