// The kernel in front of a reader of audit records: takes the events that it can settle, answers what it asks of their processes, and hands
// on the leads.
import type { FieldSet } from '../event/index.js';
import { toValue } from '../event/index.js';
import {
  lineageReaderOf,
  PackedProgram,
  RecordedEvent,
  type AuditLog,
  type Lineage,
  type ProcessAct,
  type ProcessId,
  type Program,
  type RecordPlace,
  type RecordScreen,
  type Surroundings,
  type WaitingEvent,
} from '../input/index.js';
import {
  readLeads,
  type Kernel,
  type LeadReader,
  type RecordHost,
  type Stop,
} from '../kernel/index.js';
import type { LearntKinds } from './kernel-screen.js';
import type { Shapes } from './record-plan.js';
import { type RecordRegisters } from './record-plan.js';
import type { Sightings } from './sightings.js';

/** Takes the leads of the events of one input. */
export interface RecordLeadSink {
  /**
   * An event with leads: number and offset in the input of its first line, the lines of its records `[start, end)` of `bytes`, its time (see
   * `LeadReader`), the latest time before it, and what is known of it beside its records.
   */
  readonly records: (
    line: number,
    offset: number,
    bytes: Buffer,
    start: number,
    end: number,
    ms: number,
    latestMs: number,
    latestNs: number,
    around: Surroundings,
  ) => void;
  /**
   * The same for an event whose records stood apart, the first of them at `place`: `lines` are what they would be together, without the last line's end.
   * Without this, such events are left.
   */
  readonly gathered?: (place: RecordPlace, lines: Buffer, ms: number, around: Surroundings) => void;
  readonly lead: LeadReader['lead'];
  readonly lineEnd: LeadReader['lineEnd'];
}

/** What screens of one run share. */
export interface ScreenedRecords {
  readonly kernel: Kernel;
  readonly learnt: LearntKinds;
  readonly fields: FieldSet;
  readonly registers: RecordRegisters;
  readonly shapes: Shapes;
  readonly sightings: Sightings;
  /** By kernel's number of the kind: the call of events of audit records. */
  readonly calls: RecordedEvent['call'][];
}

/** The screen of one input. */
export class KernelRecordScreen implements RecordScreen {
  readonly #run: ScreenedRecords;
  readonly #sink: RecordLeadSink;
  readonly #reader: LeadReader;
  readonly #host: LogHost;
  #taken = 0;
  #events = 0;
  // Where the bytes at hand are.
  #bytes: Buffer = Buffer.alloc(0);
  #from = 0;
  #line = 0;
  #offset = 0;

  constructor(run: ScreenedRecords, sink: RecordLeadSink) {
    this.#run = run;
    this.#sink = sink;
    this.#host = new LogHost(run);
    this.#reader = {
      line: (offset, length, line, ms, latestMs, latestNs) => {
        const start = this.#from + offset;
        sink.records(
          this.#line + line,
          this.#offset + offset,
          this.#bytes,
          start,
          start + length,
          ms,
          latestMs,
          latestNs,
          this.#host.nextKept(),
        );
      },
      lead: sink.lead,
      lineEnd: sink.lineEnd,
    };
  }

  get taken(): number {
    return this.#taken;
  }

  get events(): number {
    return this.#events;
  }

  take(
    bytes: Buffer,
    from: number,
    line: number,
    offset: number,
    log: AuditLog,
    waiting: readonly WaitingEvent[],
  ): number {
    const { kernel } = this.#run;
    this.#taken = 0;
    this.#events = 0;
    if (!kernel.records.wait(waiting)) return from;
    this.#bytes = bytes;
    this.#from = from;
    this.#line = line;
    this.#offset = offset;
    this.#host.start(log);
    for (let at = from; ; at = kernel.position) {
      const stop = kernel.takeRecords(bytes, at, bytes.length, at - from, this.#taken, this.#host);
      this.#taken += kernel.linesTaken;
      this.#events += kernel.eventsTaken;
      const isMore = stop === 'full' || (stop === 'end' && kernel.linesTaken > 0);
      readLeads(kernel.leads, this.#reader);
      this.#host.forgetKept();
      if (stop === 'new-kind' && this.#learn(bytes, kernel.position, kernel.eventEnd, log))
        continue;
      if (!isMore) return kernel.position;
    }
  }

  takeGathered(lines: Buffer, place: RecordPlace, log: AuditLog): boolean {
    const { kernel } = this.#run;
    const { gathered, lead, lineEnd } = this.#sink;
    if (gathered === undefined || !kernel.records.wait([])) return false;
    this.#host.start(log);
    const take = (): Stop => kernel.takeRecords(lines, 0, lines.length, 0, 0, this.#host);
    if (take() === 'new-kind' && this.#learn(lines, 0, kernel.eventEnd, log)) take();
    const isTaken = kernel.eventsTaken > 0;
    readLeads(kernel.leads, {
      line: (start, length, _line, ms) => {
        gathered(place, lines.subarray(start, start + length), ms, this.#host.nextKept());
      },
      lead,
      lineEnd,
    });
    this.#host.forgetKept();
    return isTaken;
  }

  #learn(bytes: Buffer, from: number, to: number, { host, processes }: AuditLog): boolean {
    const { kernel, learnt, shapes, calls } = this.#run;
    if (learnt.isFull) return false;
    const lines = bytes.toString('utf8', from, to).trimEnd();
    const event = RecordedEvent.ofLines(lines, { host, lineage: null });
    if (event === undefined) return false;
    const shape = shapes.of(event, processes !== null);
    learnt.meet(shapes.event);
    const probes = learnt.learn(shapes.event);
    // A copy keeps no records in memory, and has its call worked out.
    calls[learnt.count - 1] = { syscall: shape.call.syscall, result: shape.call.result };
    const isLearnt = kernel.learnKind(probes, shape.fields);
    if (isLearnt) this.#host.watch(shape.fields.unclear);
    else learnt.forget();
    return isLearnt;
  }
}

/** Of no log. */
const UNTOLD: Surroundings['host'] = { id: '' };

/** Knows the processes of the log at hand. */
class LogHost implements RecordHost {
  readonly #run: ScreenedRecords;
  readonly #act: KernelAct;
  /** By slot: how to read what only processes tell. */
  readonly #readers: readonly ReturnType<typeof lineageReaderOf>[];
  /** Slots of which it matters whether some event had them. */
  readonly #watched = new Set<number>();
  #log: AuditLog | null = null;
  #forgotten = 0;
  /** The event that {@link #lineage} is of. */
  #event = -1;
  #lineage: Lineage | null = null;
  /** Of the events with leads that were not handed on yet. */
  readonly #kept: (Lineage | null)[] = [];
  #next = 0;

  constructor(run: ScreenedRecords) {
    this.#run = run;
    this.#act = new KernelAct(run);
    this.#readers = run.fields.fields.map(({ path }) => lineageReaderOf(path));
  }

  start(log: AuditLog): void {
    this.#log = log;
    this.#event = -1;
    this.#noteForgotten();
    const { kernel, sightings } = this.#run;
    for (const slot of this.#watched) {
      if (!sightings.sawField(slot)) continue;
      kernel.records.markTold(slot);
      this.#watched.delete(slot);
    }
  }

  watch(slots: readonly number[]): void {
    for (const slot of slots) this.#watched.add(slot);
  }

  readonly see: RecordHost['see'] = (event, pid, ppid, kind, ms, serial) => {
    const { host, processes } = this.#log ?? {};
    if (host === undefined || processes === undefined || processes === null) return;
    this.#act.turnTo(pid, ppid, kind, ms, serial);
    this.#event = event;
    this.#lineage = processes.see(this.#act, host.id);
    this.#noteForgotten();
  };

  readonly keep: RecordHost['keep'] = (event, pid, ppid) => {
    this.#kept.push(this.#find(event, pid, ppid));
  };

  readonly tell: RecordHost['tell'] = (event, pid, ppid, slot) => {
    const lineage = this.#find(event, pid, ppid);
    const json = lineage === null ? null : this.#readers[slot]?.(lineage);
    return json === '' ? null : toValue(json);
  };

  nextKept(): Surroundings {
    return { host: this.#log?.host ?? UNTOLD, lineage: this.#kept[this.#next++] ?? null };
  }

  forgetKept(): void {
    this.#kept.length = 0;
    this.#next = 0;
  }

  /** What is known of the process of an event. */
  #find(event: number, pid: number, ppid: number): Lineage | null {
    if (this.#event === event) return this.#lineage;
    const { host, processes } = this.#log ?? {};
    if (host === undefined || processes === undefined || processes === null) return null;
    const own = processes.find(numberOf(pid), host.id);
    this.#event = event;
    this.#lineage = own === null ? null : { own, parent: processes.find(numberOf(ppid), host.id) };
    return this.#lineage;
  }

  #noteForgotten(): void {
    const forgotten = this.#log?.processes?.forgotten ?? 0;
    if (forgotten !== this.#forgotten) this.#run.kernel.records.forgetPids();
    this.#forgotten = forgotten;
  }
}

/** The event at hand as a process table sees it. */
class KernelAct implements ProcessAct {
  readonly #run: ScreenedRecords;
  readonly #exit: number;
  #pid = 0;
  #ppid = 0;
  #call: RecordedEvent['call'] | undefined;
  timeMs = 0;
  serial = 0;

  constructor(run: ScreenedRecords) {
    this.#run = run;
    this.#exit = run.registers.of('exit');
  }

  turnTo(pid: number, ppid: number, kind: number, timeMs: number, serial: number): void {
    this.#pid = pid;
    this.#ppid = ppid;
    this.#call = this.#run.calls[kind];
    this.timeMs = timeMs;
    this.serial = serial;
  }

  get syscall(): string | null {
    return this.#call?.syscall ?? null;
  }

  get result(): ProcessAct['result'] {
    return this.#call?.result ?? 'unknown';
  }

  program(starts: boolean): Program {
    return new PackedProgram(this.#run.kernel.records.program(starts));
  }

  id(key: Parameters<ProcessAct['id']>[0]): ProcessId | null {
    if (key === 'pid') return numberOf(this.#pid);
    if (key === 'ppid') return numberOf(this.#ppid);
    return this.#run.kernel.records.numberOrText(this.#exit);
  }
}

/** The number of a process as the kernel tells it. */
function numberOf(id: number): ProcessId | null {
  return id < 0 ? null : id;
}
