// The kernel in front of a reader: takes the lines that it can settle, tells the kinds of their events, and hands on the leads.
import type { Event } from '../event/index.js';
import type { LineScreen } from '../input/index.js';
import { readLeads, type Census, type Kernel, type LeadReader } from '../kernel/index.js';
import type { Kind, Kinds } from './kinds.js';
import type { Sightings } from './sightings.js';

/** Takes the leads of one input, line by line. */
export interface LeadSink {
  /** Whether leads are taken while the kernel still has their line: its `event` is that line then. */
  readonly eachLine: boolean;
  /**
   * A line with leads: number and offset in the input, its bytes `[start, end)` of `bytes`, its time (see `LeadReader`), and the latest time
   * before it.
   */
  readonly line: (
    line: number,
    offset: number,
    bytes: Buffer,
    start: number,
    end: number,
    ms: number,
    latestMs: number,
    latestNs: number,
  ) => void;
  readonly lead: LeadReader['lead'];
  readonly lineEnd: LeadReader['lineEnd'];
}

/** What one kernel, here or in another thread, has learnt of kinds. */
export class LearntKinds {
  readonly #kinds: Kinds;
  readonly #probeCount: number;
  /** By the kernel's number. */
  readonly #learnt: Kind[] = [];
  #isFull = false;

  constructor(kinds: Kinds, probeCount: number) {
    this.#kinds = kinds;
    this.#probeCount = probeCount;
  }

  /** The probes of a new kind, the next by number, as bits: that of an event of which only what tells its kind is known. */
  learn(event: Event): Uint32Array {
    const kind = this.#kinds.of(event, null);
    this.#learnt.push(kind);
    const words = new Uint32Array(Math.ceil(this.#probeCount / 32));
    for (const { number } of kind.probes) {
      words[number >> 5] = (words[number >> 5] ?? 0) | (1 << (number & 31));
    }
    return words;
  }

  /** Has the kind of an event among those that are told apart, before it is counted. */
  meet(event: Event): void {
    this.#kinds.count(this.#kinds.of(event, null), 0);
  }

  /** How many were learnt: the number of the next. */
  get count(): number {
    return this.#learnt.length;
  }

  /** Takes back the last one: the kernel had no room for it, and has none for others. */
  forget(): void {
    this.#learnt.pop();
    this.#isFull = true;
  }

  /** Whether the kernel can learn no more. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Passes on what the kernel counted; gives the number of events. */
  report(census: Census, sightings: Sightings): number {
    let events = 0;
    for (const [number, count] of census.kinds) {
      const kind = this.#learnt[number];
      if (kind === undefined) continue;
      this.#kinds.count(kind, count);
      events += count;
    }
    sightings.addCensus(census, events);
    return events;
  }
}

/** The screen of one input. */
export class KernelScreen implements LineScreen {
  readonly #kernel: Kernel;
  readonly #learnt: LearntKinds;
  readonly #reader: LeadReader;
  readonly #eachLine: boolean;
  #taken = 0;
  // Where the bytes at hand, and the piece that the leads count from, are.
  #bytes: Buffer = Buffer.alloc(0);
  #from = 0;
  #line = 0;
  #offset = 0;

  constructor(kernel: Kernel, learnt: LearntKinds, sink: LeadSink) {
    this.#kernel = kernel;
    this.#learnt = learnt;
    this.#eachLine = sink.eachLine;
    this.#reader = {
      line: (offset, length, line, ms, latestMs, latestNs) => {
        const start = this.#from + offset;
        const end = start + length;
        sink.line(
          this.#line + line,
          this.#offset + offset,
          this.#bytes,
          start,
          end,
          ms,
          latestMs,
          latestNs,
        );
      },
      lead: sink.lead,
      lineEnd: sink.lineEnd,
    };
  }

  get taken(): number {
    return this.#taken;
  }

  take(bytes: Buffer, from: number, line: number, offset: number): number {
    const kernel = this.#kernel;
    this.#taken = 0;
    this.#bytes = bytes;
    this.#from = from;
    this.#line = line;
    this.#offset = offset;
    for (let at = from; ; at = kernel.position) {
      const first = at - from;
      let stop = kernel.take(bytes, at, bytes.length, first, this.#taken, this.#eachLine);
      for (; stop === 'leads'; stop = kernel.proceed()) readLeads(kernel.leads, this.#reader);
      const taken = kernel.linesTaken;
      // Before anything else: the event at hand is only there until the kernel is asked for something.
      const isLearnt = stop === 'new-kind' && this.#learn();
      readLeads(kernel.leads, this.#reader);
      this.#taken += taken;
      if (isLearnt) continue;
      if (stop !== 'full' && (stop !== 'end' || taken === 0)) return kernel.position;
    }
  }

  #learn(): boolean {
    if (this.#learnt.isFull) return false;
    const { event } = this.#kernel;
    // Known from here on, as that of a document is: what is counted in full may not be told apart any more.
    this.#learnt.meet(event);
    const isLearnt = this.#kernel.learnKind(this.#learnt.learn(event));
    if (!isLearnt) this.#learnt.forget();
    return isLearnt;
  }
}
