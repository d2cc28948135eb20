// A host that auditd records: processes act, and raw audit records come out as the kernel writes them.

/** What a set of audit rules records beside `execve`. */
export type Watch = 'execve' | 'network' | 'all';

export interface HostOptions {
  readonly watch: Watch;
  /** 64-bit ARM, with names behind each record as `log_format = ENRICHED` adds them. Default: x86_64, RAW. */
  readonly arm?: boolean;
}

/** Numbers of system calls: x86_64, and ARM as other 64-bit machines have them. */
const CALLS = {
  execve: [59, 221],
  socket: [41, 198],
  connect: [42, 203],
  accept: [43, 202],
  accept4: [288, 242],
  bind: [49, 200],
  listen: [50, 201],
  clone: [56, 220],
  dup2: [33, 24],
} as const;
type Call = keyof typeof CALLS;

const WATCHED: Readonly<Record<Watch, readonly Call[]>> = {
  execve: ['execve'],
  network: ['execve', 'connect', 'accept', 'accept4', 'bind'],
  all: ['execve', 'socket', 'connect', 'accept', 'accept4', 'bind', 'listen', 'clone', 'dup2'],
};

/** Programs whose file is called differently. */
const FILES: Readonly<Record<string, string>> = {
  sh: '/usr/bin/dash',
  python3: '/usr/bin/python3.11',
  python: '/usr/bin/python2.7',
  php: '/usr/bin/php8.2',
  ruby: '/usr/bin/ruby3.1',
  node: '/usr/bin/node',
  nc: '/usr/bin/nc.openbsd',
  awk: '/usr/bin/mawk',
  vim: '/usr/bin/vim.basic',
  telnet: '/usr/bin/inetutils-telnet',
  socat: '/usr/bin/socat1',
  java: '/usr/lib/jvm/java-17-openjdk-amd64/bin/java',
};

export interface Program {
  /** The file that runs; else one in /usr/bin by the name in `argv[0]`, or what that is on Debian. */
  readonly exe?: string;
  /** The name of the process; else that in `argv[0]`. */
  readonly comm?: string;
}

/** A recorded host. Time stands still but for {@link wait}: as in real logs, many records have the same. */
export class AuditHost {
  readonly #lines: string[] = [];
  readonly #options: HostOptions;
  #ms = 1_795_234_438_224;
  #serial = 3000;
  #pid = 20_000;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  get text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  wait(ms: number): void {
    this.#ms += ms;
  }

  /** A process that was there before the recording began. */
  running(exe: string, { tty = '(none)', comm }: { tty?: string; comm?: string } = {}): Process {
    return new Process(this, this.nextPid(), 1, tty, exe, comm ?? baseName(exe));
  }

  /** A shell at which somebody sits. */
  login(): Process {
    return this.running('/usr/bin/bash', { tty: 'pts0' });
  }

  nextPid(): number {
    this.#pid += 1;
    return this.#pid;
  }

  /** Records a call of `process`, unless nobody watches such calls. */
  record(
    process: Process,
    call: Call,
    { exit = 3, args = ['3', '7ffd1', '10', '0'], more = [] }: CallDetails = {},
  ): void {
    this.#serial += 1;
    if (!WATCHED[this.#options.watch].includes(call)) return;
    const isArm = this.#options.arm ?? false;
    const head = `msg=audit(${Math.floor(this.#ms / 1000)}.${String(this.#ms % 1000).padStart(3, '0')}:${this.#serial}):`;
    const [a0, a1, a2, a3] = args;
    const syscall =
      `arch=${isArm ? 'c00000b7' : 'c000003e'} syscall=${CALLS[call][isArm ? 1 : 0]} ` +
      `success=${exit < 0 ? 'no' : 'yes'} exit=${exit} a0=${a0} a1=${a1} a2=${a2} a3=${a3} items=0 ` +
      `ppid=${process.ppid} pid=${process.pid} auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 ` +
      `tty=${process.tty} ses=7 comm=${quoted(process.comm.slice(0, 15))} exe=${quoted(process.exe)} key="t"`;
    const names = isArm ? `\u001dARCH=aarch64 SYSCALL=${call} AUID="ops" UID="root"` : '';
    this.#lines.push(
      `type=SYSCALL ${head} ${syscall}${names}`,
      ...more.map(([type, text]) => `type=${type} ${head} ${text}`),
      // The kernel keeps the first title that it has seen of a process: it tells little.
      `type=PROCTITLE ${head} proctitle="bash"`,
    );
  }
}

interface CallDetails {
  readonly exit?: number;
  readonly args?: readonly [string, string, string, string];
  readonly more?: readonly (readonly [type: string, text: string])[];
}

export class Process {
  readonly pid: number;
  readonly ppid: number;
  readonly tty: string;
  exe: string;
  comm: string;
  readonly #host: AuditHost;

  constructor(host: AuditHost, pid: number, ppid: number, tty: string, exe: string, comm: string) {
    this.#host = host;
    this.pid = pid;
    this.ppid = ppid;
    this.tty = tty;
    this.exe = exe;
    this.comm = comm;
  }

  /** A child that is what its parent is. */
  fork(): Process {
    const child = new Process(
      this.#host,
      this.#host.nextPid(),
      this.pid,
      this.tty,
      this.exe,
      this.comm,
    );
    this.#host.record(this, 'clone', { exit: child.pid, args: ['1200011', '0', '0', '0'] });
    return child;
  }

  /** Runs a program in the place of this one. */
  exec(argv: readonly string[], { exe, comm }: Program = {}): this {
    const [first = ''] = argv;
    const name = baseName(first).replace(/^-/, '');
    this.exe = exe ?? FILES[name] ?? (first.startsWith('/') ? first : `/usr/bin/${name}`);
    this.comm = comm ?? name;
    const args = argv.map((arg, index) => `a${index}=${quoted(arg)}`).join(' ');
    this.#host.record(this, 'execve', {
      exit: 0,
      args: ['55d0', '55d1', '55d2', '8'],
      more: [
        ['EXECVE', `argc=${argv.length} ${args}`],
        ['CWD', 'cwd="/srv"'],
      ],
    });
    return this;
  }

  /** A child that runs a program. */
  run(argv: readonly string[], program?: Program): Process {
    return this.fork().exec(argv, program);
  }

  connect(ip: string, port: number, { udp = false, exit = -115 } = {}): this {
    this.#host.record(this, 'socket', {
      args: [ip.includes(':') ? 'a' : '2', udp ? '2' : '1', '0', '0'],
    });
    this.#host.record(this, 'connect', {
      exit,
      more: [['SOCKADDR', `saddr=${address(ip, port)}`]],
    });
    return this;
  }

  /** Connects to a socket of this host, as nearly every program does to look users up. */
  connectUnix(): this {
    const path = Buffer.from('/run/nscd/socket\0').toString('hex').toUpperCase();
    this.#host.record(this, 'connect', { exit: -2, more: [['SOCKADDR', `saddr=0100${path}`]] });
    return this;
  }

  listen(port: number, ip = '0.0.0.0'): this {
    this.#host.record(this, 'socket', { args: ['2', '1', '0', '0'] });
    this.#host.record(this, 'bind', {
      exit: 0,
      more: [['SOCKADDR', `saddr=${address(ip, port)}`]],
    });
    this.#host.record(this, 'listen', { exit: 0 });
    return this;
  }

  /** Takes a connection; without `ip` the program does not ask who called, and the record does not tell. */
  accept(ip?: string): this {
    this.#host.record(this, 'accept4', {
      exit: 4,
      more: ip === undefined ? [] : [['SOCKADDR', `saddr=${address(ip, 51_022)}`]],
    });
    return this;
  }

  /** Puts the socket on standard input, output and error. */
  dup(): this {
    for (const fd of ['0', '1', '2'])
      this.#host.record(this, 'dup2', { args: ['3', fd, '0', '0'] });
    return this;
  }

  wait(ms: number): this {
    this.#host.wait(ms);
    return this;
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A text as auditd writes it: quoted, or in hexadecimal where it has blanks, quotes or other than ASCII. */
function quoted(text: string): string {
  const isPlain = /^[\x21\x23-\x7e]+$/.test(text);
  return isPlain ? `"${text}"` : Buffer.from(text).toString('hex').toUpperCase();
}

function address(ip: string, port: number): string {
  const hex = (bytes: readonly number[]): string =>
    Buffer.from(bytes).toString('hex').toUpperCase();
  const portBytes = [port >> 8, port & 255];
  if (!ip.includes(':')) {
    return hex([2, 0, ...portBytes, ...ip.split('.').map(Number), 0, 0, 0, 0, 0, 0, 0, 0]);
  }
  const [head = '', tail = ''] = ip.split('::');
  const words = (part: string): readonly number[] =>
    part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16));
  const zeros = new Array<number>(8 - words(head).length - words(tail).length).fill(0);
  const all = [...words(head), ...zeros, ...words(tail)];
  return hex([
    10,
    0,
    ...portBytes,
    0,
    0,
    0,
    0,
    ...all.flatMap((word) => [word >> 8, word & 255]),
    0,
    0,
    0,
    0,
  ]);
}
