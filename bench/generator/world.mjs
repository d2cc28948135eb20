/** The simulated fleet: hosts, their users and their processes. Shapes of documents are in documents.mjs. */

/** Name and id of the accounts that act; all hosts share them. */
export const USERS = [
  { name: 'root', id: '0' },
  { name: 'www-data', id: '33' },
  { name: 'postgres', id: '113' },
  { name: 'deploy', id: '1000' },
  { name: 'anna', id: '1001' },
  { name: 'jörg', id: '1002' },
  { name: 'ci', id: '1100' },
];

const ROLES = ['web', 'app', 'db', 'cache', 'batch', 'edge', 'ci', 'mail', 'dns', 'log'];

/** What runs from boot on: executable and arguments. The first is the ancestor of the others. */
const DAEMONS = [
  ['/usr/lib/systemd/systemd', ['/sbin/init']],
  ['/usr/sbin/sshd', ['sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups']],
  ['/usr/sbin/cron', ['/usr/sbin/cron', '-f']],
  ['/usr/sbin/nginx', ['nginx: worker process']],
  ['/usr/lib/postgresql/16/bin/postgres', ['postgres: 16/main: walwriter']],
  [
    '/usr/bin/dockerd',
    ['/usr/bin/dockerd', '-H', 'fd://', '--containerd=/run/containerd/containerd.sock'],
  ],
  ['/usr/bin/containerd-shim-runc-v2', ['/usr/bin/containerd-shim-runc-v2', '-namespace', 'moby']],
  ['/usr/bin/python3.11', ['/usr/bin/python3', '/srv/app/manage.py', 'runserver', '0.0.0.0:8000']],
  ['/usr/lib/jvm/java-21/bin/java', ['java', '-Xmx2g', '-jar', '/opt/service/service.jar']],
  ['/usr/bin/bash', ['-bash']],
  ['/usr/bin/zsh', ['-zsh']],
  ['/usr/bin/node', ['node', '/srv/api/server.js', '--port', '3000']],
];

/** Of the hosts, how many ship audit records; the others run Elastic Defend. */
const AUDITD_SHARE = 0.3;
/** Of the hosts, how many write `<`, `>` and `&` as \u003c and so on, as Go's encoder does unless told otherwise. */
const ESCAPING_SHARE = 0.1;
const CLOCK_SKEW_US = 200_000;

export class Process {
  constructor(pid, entityId, parent, user, startedUs) {
    this.pid = pid;
    this.entityId = entityId;
    this.parent = parent;
    this.user = user;
    this.startedUs = startedUs;
    this.become('', []);
  }

  /** What an exec does. `image` is the part of a document that names this program. */
  become(executable, args, name = executable.slice(executable.lastIndexOf('/') + 1)) {
    this.executable = executable;
    this.args = args;
    this.name = name;
    const commandLine = JSON.stringify(args.join(' '));
    this.image =
      `"name":${JSON.stringify(name)},"pid":${this.pid},"entity_id":"${this.entityId}",` +
      `"executable":${JSON.stringify(executable)},"args":${JSON.stringify(args)},` +
      `"args_count":${args.length},"command_line":${commandLine}`;
    return this;
  }

  /** What a fork does: the program of `other` under our own pid. */
  copy(other) {
    return this.become(other.executable, other.args, other.name);
  }
}

class Host {
  constructor(index, random) {
    this.kind = random.chance(AUDITD_SHARE) ? 'auditd' : 'defend';
    this.escapes = random.chance(ESCAPING_SHARE);
    this.skewUs = random.below(2 * CLOCK_SKEW_US) - CLOCK_SKEW_US;
    this.name = `${ROLES[index % ROLES.length]}-${String(index).padStart(3, '0')}`;
    this.id = random.hex(16);
    this.agentId = random.uuid();
    this.ip = `10.${20 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
    this.entityPrefix = random.base64(24);
    this.sequence = random.below(1_000_000);
    this.nextPid = random.between(2000, 30_000);
    this.random = random;
    this.daemons = [];
    for (const [executable, args] of DAEMONS) {
      const daemon = this.spawn(this.daemons[0], random.pick(USERS), 0);
      daemon.become(executable, args);
      this.daemons.push(daemon);
    }
  }

  /** A process that has just been forked. */
  spawn(parent, user, startedUs) {
    this.nextPid += this.random.between(1, 3);
    if (this.nextPid > 4_000_000) this.nextPid = 2000;
    const entityId = `${this.entityPrefix}${this.random.base64(10)}==`;
    const child = new Process(this.nextPid, entityId, parent, user, startedUs);
    return parent === undefined ? child : child.copy(parent);
  }
}

/** `count` hosts. A fleet of one kind only gets one host of the other, for some attacks need each. */
export function makeHosts(count, random) {
  const hosts = Array.from({ length: Math.max(2, count) }, (_, index) => new Host(index, random));
  for (const kind of ['auditd', 'defend']) {
    if (!hosts.some((host) => host.kind === kind)) hosts[kind === 'auditd' ? 0 : 1].kind = kind;
  }
  return hosts;
}
