/**
 * What hosts do all day: coroutines that are sent a time (microseconds) and yield the line of the event at that time.
 * None of it may fire one of the five rules, though much of it comes close:
 * - shells connect to loopback addresses only, and interpreters that fork with inline code connect nowhere else;
 * - no program that the UDP rule names opens a plain datagram socket;
 * - /dev/tcp never stands in an argument, and nobody reads the network files of a fingerprint.
 */
import { command, touchedFile } from './commands.mjs';
import { auditEvent, fileEvent, networkEvent, processEvent } from './documents.mjs';
import { USERS } from './world.mjs';

const PORTS = [443, 443, 443, 80, 5432, 6379, 9200, 22];

function internalAddress(random) {
  if (random.chance(0.1)) return `2001:db8::${random.hex(2)}`;
  return `10.${random.between(20, 29)}.${random.below(256)}.${random.between(1, 254)}`;
}

function connection(random, ip) {
  return { ip, port: random.pick(PORTS), sourcePort: random.between(32_768, 60_999) };
}

// ---- hosts with Elastic Defend

/** A command from fork to end, with the files and connections it makes on the way. */
function* runCommand(host, random, unique) {
  let at = yield;
  const parent = random.pick(host.daemons);
  const child = host.spawn(parent, random.pick(USERS), at);
  at = yield processEvent(host, at, 'fork', child);
  child.become(...command(random, unique));
  at = yield processEvent(host, at, 'exec', child);
  for (let left = random.below(4); left > 0; left--) {
    const action = random.pick(['creation', 'creation', 'deletion', 'rename']);
    at = yield fileEvent(host, at, action, child, touchedFile(random));
  }
  if (random.chance(0.2)) {
    const shell = child.name === 'bash' || child.name === 'dash';
    const peer = connection(random, shell ? '127.0.0.1' : internalAddress(random));
    at = yield networkEvent(host, at, 'connection_attempted', child, peer);
    at = yield networkEvent(host, at, 'disconnect_received', child, peer);
  }
  yield processEvent(host, at, 'end', child);
}

/** A service talks to others and to its clients. */
function* serve(host, random) {
  let at = yield;
  const daemon = random.pick(host.daemons.slice(3, 9));
  for (let left = random.between(1, 4); left > 0; left--) {
    const action = random.pick(['connection_attempted', 'connection_accepted']);
    const peer = connection(random, random.chance(0.3) ? '127.0.0.1' : internalAddress(random));
    at = yield networkEvent(host, at, action, daemon, peer);
    if (random.chance(0.7)) at = yield networkEvent(host, at, 'disconnect_received', daemon, peer);
  }
}

/** Log rotation, caches, temporary files. */
function* churnFiles(host, random) {
  let at = yield;
  const daemon = random.pick(host.daemons);
  for (let left = random.between(2, 8); left > 0; left--) {
    const action = random.pick(['creation', 'creation', 'deletion', 'rename']);
    at = yield fileEvent(host, at, action, daemon, touchedFile(random));
  }
}

/** Somebody logs in: an interactive shell whose parent made no connection. */
function* logIn(host, random) {
  let at = yield;
  const session = host.spawn(host.daemons[1], USERS[0], at);
  at = yield processEvent(host, at, 'fork', session);
  const shell = host.spawn(session, random.pick(USERS), at);
  shell.become('/usr/bin/bash', random.pick([['-bash'], ['bash', '-i'], ['bash', '-l']]));
  at = yield processEvent(host, at, 'exec', shell);
  for (let left = random.between(1, 3); left > 0; left--) {
    const child = host.spawn(shell, shell.user, at);
    at = yield processEvent(host, at, 'fork', child);
    child.become(...command(random, false));
    at = yield processEvent(host, at, 'exec', child);
  }
  yield processEvent(host, at, 'end', shell);
}

/** An interpreter forks a worker that asks a local service: half of what the deprecated rule looks for. */
function* forkWorker(host, random) {
  let at = yield;
  const parent = host.spawn(host.daemons[2], random.pick(USERS), at);
  parent.become('/usr/bin/python3.11', [
    'python3',
    '-c',
    `from pool import run; run("${random.hex(4)}")`,
  ]);
  at = yield processEvent(host, at, 'exec', parent);
  const worker = host.spawn(parent, parent.user, at);
  at = yield processEvent(host, at, 'fork', worker);
  yield networkEvent(host, at, 'connection_attempted', worker, connection(random, '127.0.0.1'));
}

// ---- hosts with auditbeat

const pointer = (random) => `7f${random.hex(5)}`;
const NAME_SERVICE = { path: '/var/run/nscd/socket' };
/** AF_INET or AF_INET6, with the types that libraries ask for: SOCK_CLOEXEC and SOCK_NONBLOCK set. */
const LIBRARY_SOCKETS = [
  ['2', '80801'],
  ['2', '80002'],
  ['a', '80801'],
  ['a', '80802'],
  ['1', '80801'],
];

/** A command as audit records: execve, look-up of the user, files it opens. */
function* auditCommand(host, random, unique) {
  let at = yield;
  const child = host.spawn(random.pick(host.daemons), random.pick(USERS), at);
  child.become(...command(random, unique));
  const call = (name, details) => auditEvent(host, at, name, child, details);
  at = yield call('execve', {
    a: [pointer(random), pointer(random), pointer(random), '8'],
    path: child.executable,
  });
  if (random.chance(0.5)) {
    at = yield call('socket', { a: ['1', '80801', '0', '7'], exit: '3' });
    at = yield call('connect', {
      a: ['3', pointer(random), '6e', '0'],
      address: NAME_SERVICE,
      exit: 'ENOENT',
    });
    at = yield call('openat', {
      a: ['ffffff9c', pointer(random), '80000', '0'],
      path: '/etc/passwd',
      exit: '3',
    });
  }
  for (let left = random.below(4); left > 0; left--) {
    const path = touchedFile(random);
    at = yield random.chance(0.2)
      ? call('unlink', { a: [pointer(random), '0', '0', '0'], path })
      : call('openat', { a: ['ffffff9c', pointer(random), '241', '1b6'], path, exit: '4' });
  }
}

/** An old program opens a file with open(2): half of what the fingerprint rule looks for. */
function* auditOldProgram(host, random) {
  const at = yield;
  const child = host.spawn(host.daemons[2], random.pick(USERS), at);
  child.become('/usr/local/bin/legacy-report', ['legacy-report', touchedFile(random)]);
  const path = random.chance(0.5) ? '/etc/passwd' : touchedFile(random);
  yield auditEvent(host, at, 'open', child, {
    a: [pointer(random), '0', '1b6', '0'],
    path,
    exit: '3',
  });
}

/** A client opens a socket and connects. */
function* auditClient(host, random) {
  let at = yield;
  const child = host.spawn(random.pick(host.daemons), random.pick(USERS), at);
  child.become(...command(random, false));
  const [family, type] = random.pick(LIBRARY_SOCKETS);
  at = yield auditEvent(host, at, 'socket', child, { a: [family, type, '0', '0'], exit: '5' });
  const address = {
    ip: random.chance(0.3) ? '127.0.0.53' : internalAddress(random),
    port: random.pick(PORTS),
  };
  yield auditEvent(host, at, 'connect', child, {
    a: ['5', pointer(random), '10', '0'],
    address,
    exit: random.chance(0.3) ? 'EINPROGRESS' : '0',
  });
}

/** A time service sends plain datagrams, under a name that the UDP rule does not know. */
function* auditDatagrams(host, random) {
  let at = yield;
  const child = host.spawn(host.daemons[0], USERS[0], at);
  child.become('/usr/sbin/chronyd', ['/usr/sbin/chronyd', '-F', '1']);
  at = yield auditEvent(host, at, 'socket', child, { a: ['2', '2', '11', '0'], exit: '6' });
  const address = { ip: internalAddress(random), port: 123 };
  yield auditEvent(host, at, 'connect', child, { a: ['6', pointer(random), '10', '0'], address });
}

/** A service accepts clients. */
function* auditServe(host, random) {
  let at = yield;
  const daemon = random.pick(host.daemons.slice(3, 9));
  for (let left = random.between(1, 3); left > 0; left--) {
    const address = { ip: internalAddress(random), port: random.between(32_768, 60_999) };
    at = yield auditEvent(host, at, 'accept4', daemon, {
      a: ['6', pointer(random), pointer(random), '800'],
      address,
      exit: '9',
    });
  }
}

const WEIGHTED = {
  defend: [
    [60, runCommand],
    [14, serve],
    [14, churnFiles],
    [7, logIn],
    [5, forkWorker],
  ],
  auditd: [
    [60, auditCommand],
    [15, auditClient],
    [10, auditServe],
    [8, auditOldProgram],
    [7, auditDatagrams],
  ],
};

/** A new activity on `host`, ready to be sent the time of its first event. */
export function startActivity(host, random, unique) {
  let draw = random.below(100);
  for (const [weight, activity] of WEIGHTED[host.kind]) {
    draw -= weight;
    if (draw < 0) {
      const running = activity(host, random, unique);
      running.next();
      return running;
    }
  }
  throw new Error('the weights do not add up to 100');
}
