// What an audit log tells of processes over time: ids that last, and parents by name.
import type { Program, Written } from './program.js';

/** A process as it was at some event. */
export interface KnownProcess extends Program {
  /** The same for all events of a process, and for no other process. */
  readonly entityId: string;
  /** Where it has been written down, and with which parent. */
  note?: ProcessNote | undefined;
}

export interface ProcessNote extends Written {
  readonly parent: number;
}

/** The number of a process; a text where it is not written as numbers are. */
export type ProcessId = number | string;

export function processId(text: string): ProcessId {
  const number = Number(text);
  return String(number) === text ? number : text;
}

/** What a process is made of again: what names it, and a program that others may run, too. */
export interface ProcessParts {
  /** Null where only its {@link identity} is known. */
  readonly origin: Origin | null;
  /** What its entity id says in other letters. */
  readonly identity: string;
  readonly program: Program;
}

export function partsOfProcess(process: KnownProcess): ProcessParts {
  if (process instanceof ProcessOf) return process;
  const identity = Buffer.from(process.entityId, 'base64').toString();
  return { origin: null, identity, program: process };
}

export function processOf(identity: string, program: Program): KnownProcess {
  return new KeptProcess(identity, program);
}

/** The first event that tells of a process: it names it. */
export interface Origin {
  readonly hostId: string;
  readonly pid: ProcessId;
  readonly timeMs: number;
  readonly serial: number;
}

export function identityOf({ hostId, pid, timeMs, serial }: Origin): string {
  return `${hostId}-${pid}-${timeMs}-${serial}`;
}

/** What the log has told of the process of an event. */
export interface Lineage {
  readonly own: KnownProcess;
  /** Null where the log tells nothing of it. */
  readonly parent: KnownProcess | null;
}

/** What a process table asks of an event. */
export interface ProcessAct {
  readonly timeMs: number;
  readonly serial: number;
  /** Name of its call. */
  readonly syscall: string | null;
  readonly result: 'success' | 'fail' | 'unknown';
  readonly id: (key: 'pid' | 'ppid' | 'exit') => ProcessId | null;
  /** The program of its process, and its arguments where the event `starts` it, in texts that keep no others in memory. */
  readonly program: (starts: boolean, texts: OwnTexts) => Program;
}

/** The processes, the one that was started longest ago first; survives a structured clone. */
export type ProcessTableState = readonly (Program & { readonly origin: Origin })[];

/** Processes remembered; the one that was started longest ago is forgotten beyond it. */
const MAX_PROCESSES = 65_536;
/** More than any kernel gives. */
const MAX_PID = 9_999_999_999;
const FORKS: ReadonlySet<string> = new Set(['clone', 'clone3', 'fork', 'vfork']);
const EXECS: ReadonlySet<string> = new Set(['execve', 'execveat']);

/** Whether events with this call and result are more to a process table than the first of a process that it meets. */
export function startsProcess({
  syscall,
  result,
}: Pick<ProcessAct, 'syscall' | 'result'>): boolean {
  if (syscall === null) return false;
  return FORKS.has(syscall) || (EXECS.has(syscall) && result === 'success');
}

/**
 * The processes of the hosts of an input, as far as their log tells of them. Elastic Defend says with each event which process, and which
 * parent, it is of; auditd gives numbers only, and those are used again.
 */
export class ProcessTable {
  /** By number of the process; of hosts but the first, by number and host. */
  readonly #processes = new Map<ProcessId, Process>();
  readonly #texts = new OwnTexts();
  #firstHost: string | null = null;
  #forgotten = 0;

  /** Processes that were forgotten to make room for others. */
  get forgotten(): number {
    return this.#forgotten;
  }

  save(): ProcessTableState {
    return Array.from(this.#processes.values(), (process) => {
      const { hostId, pid, timeMs, serial, name, executable, args } = process;
      return { origin: { hostId, pid, timeMs, serial }, name, executable, args };
    });
  }

  restore(processes: ProcessTableState): void {
    for (const { origin, name, executable, args } of processes) {
      const key = this.#keyOf(origin.pid, origin.hostId);
      this.#processes.set(key, new Process(origin, { name, executable, args }));
    }
  }

  /** Takes the next event; gives what is known of its process, null for an event without one. */
  see(event: ProcessAct, hostId: string): Lineage | null {
    const pid = event.id('pid');
    if (pid === null) return null;
    const syscall = event.syscall ?? '';
    const own = this.#own(event, syscall, hostId, pid);
    const parent = this.find(event.id('ppid'), hostId);
    if (FORKS.has(syscall)) this.#start(event, hostId, own);
    return { own, parent };
  }

  /** The process with a number, as far as the events seen tell; null for one that is not known, or none. */
  find(pid: ProcessId | null, hostId: string): KnownProcess | null {
    return pid === null ? null : (this.#processes.get(this.#keyOf(pid, hostId)) ?? null);
  }

  #keyOf(pid: ProcessId, hostId: string): ProcessId {
    this.#firstHost ??= hostId;
    return hostId === this.#firstHost ? pid : `${pid} ${hostId}`;
  }

  /** The process of an event, as it is from then on. */
  #own(event: ProcessAct, syscall: string, hostId: string, pid: ProcessId): Process {
    const key = this.#keyOf(pid, hostId);
    const known = this.#processes.get(key);
    const isExec = EXECS.has(syscall) && event.result === 'success';
    if (known !== undefined && !isExec) return known;
    const program = event.program(isExec, this.#texts);
    const seen = new Process(known ?? originOf(event, hostId, pid), program);
    this.#remember(key, seen);
    return seen;
  }

  /** Notes the child that a call has started: it is what its parent is, until it runs a program of its own. */
  #start(event: ProcessAct, hostId: string, parent: Process): void {
    const child = event.id('exit');
    if (typeof child !== 'number' || child <= 0 || child > MAX_PID) return;
    const key = this.#keyOf(child, hostId);
    // A record is written when its call ends: a child may have run, and ended, before its parent's.
    if ((this.#processes.get(key)?.origin.timeMs ?? -1) >= event.timeMs) return;
    this.#remember(key, new Process(originOf(event, hostId, child), parent.program));
  }

  #remember(key: ProcessId, process: Process): void {
    this.#processes.delete(key);
    this.#processes.set(key, process);
    if (this.#processes.size <= MAX_PROCESSES) return;
    for (const oldest of this.#processes.keys()) {
      this.#processes.delete(oldest);
      break;
    }
    this.#forgotten += 1;
  }
}

function originOf({ timeMs, serial }: ProcessAct, hostId: string, pid: ProcessId): Origin {
  return { hostId, pid, timeMs, serial };
}

/** A process by what names it and what it runs, which are read when they are asked for. */
abstract class ProcessOf implements KnownProcess, ProcessParts {
  abstract readonly origin: Origin | null;
  readonly program: Program;
  note: ProcessNote | undefined = undefined;

  constructor(program: Program) {
    this.program = program;
  }

  abstract get identity(): string;

  get entityId(): string {
    return Buffer.from(this.identity).toString('base64');
  }

  get name(): string | null {
    return this.program.name;
  }

  get executable(): string | null {
    return this.program.executable;
  }

  get args(): readonly string[] {
    return this.program.args;
  }
}

class KeptProcess extends ProcessOf {
  readonly origin = null;
  readonly identity: string;

  constructor(identity: string, program: Program) {
    super(program);
    this.identity = identity;
  }
}

/** Names itself: there are many, and each of its own objects would live as long as it does. */
class Process extends ProcessOf implements Origin {
  readonly hostId: string;
  readonly pid: ProcessId;
  readonly timeMs: number;
  readonly serial: number;

  constructor({ hostId, pid, timeMs, serial }: Origin, program: Program) {
    super(program);
    this.hostId = hostId;
    this.pid = pid;
    this.timeMs = timeMs;
    this.serial = serial;
  }

  get origin(): Origin {
    return this;
  }

  get identity(): string {
    return identityOf(this);
  }
}

/** Texts kept; beyond them, all are forgotten. */
const MAX_TEXTS = 4096;
/** Longer ones are not kept: few come twice. */
const KEPT_LENGTH = 128;

/** Copies of texts: what was cut out of the text of a log keeps all of that in memory. */
export class OwnTexts {
  readonly #known = new Map<string, string>();

  own<T extends string | null>(text: T): T | string {
    if (text === null) return text;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const copy = Buffer.from(text).toString();
    if (copy.length > KEPT_LENGTH) return copy;
    if (this.#known.size >= MAX_TEXTS) this.#known.clear();
    this.#known.set(copy, copy);
    return copy;
  }
}
