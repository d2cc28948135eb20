// The kernel as the rest of the program sees it: blocks in, leads out. It runs in WebAssembly, see assembly/, in a memory of
// its own that never grows once it is made.
import type { Scalar, Timestamp } from '../event/index.js';
import type { KernelExports, KernelImports } from './exports.js';
import { apply, layOut, type Layout, type Settings } from './image.js';
import { LineEvent } from './line-event.js';
import { MemoryLayout } from './memory.js';
import type { KernelPlan } from './plan.js';
import { RecordKernel, type RecordHost, type ShapeFields } from './record-kernel.js';

/** Why {@link Kernel.take} stopped in front of a line; `end`: it is not complete; `leads`: the line before has some. */
export type Stop = 'end' | 'strange' | 'new-kind' | 'full' | 'leads';

const STOPS: readonly Stop[] = ['end', 'strange', 'new-kind', 'full', 'leads'];

/** What is needed to make another kernel of the same plan, in another thread. */
export interface KernelImage {
  readonly module: WebAssembly.Module;
  readonly layout: Layout;
  readonly tables: ArrayBuffer;
  /** Bytes of memory that are laid out. */
  readonly end: number;
}

/** What was counted of the events taken since the last time. */
export interface Census {
  /** Events by number of their kind, for kinds that there were. */
  readonly kinds: readonly (readonly [kind: number, events: number])[];
  /** Epoch milliseconds, and nanoseconds within one; infinite where there was none. */
  readonly firstMs: number;
  readonly firstNs: number;
  readonly lastMs: number;
  readonly lastNs: number;
  /** Slots of the fields that some event had. */
  readonly seen: readonly number[];
}

/** Bytes of the window that blocks are read into. */
const WINDOW_BYTES = 1024 * 1024;
/** Bytes that are copied in one go where a block is elsewhere. */
const COPY_BYTES = 128 * 1024;
/** Where tables start: nothing of the kernel's own is below. */
const TABLES_START = 64 * 1024;
const PAGE = 64 * 1024;
/** The kernel looks at 64 bytes at a time, wherever a block ends. */
const MARGIN = 64;

export class Kernel {
  /** Blocks that stand in here are not copied. */
  readonly window: Buffer;
  /** The line that {@link take} stopped at for its new kind or its leads; only until the next call. */
  readonly event: LineEvent;
  readonly #module: WebAssembly.Module;
  readonly #memory: WebAssembly.Memory;
  readonly #exports: KernelExports;
  readonly #layout: Layout;
  readonly #settings: Settings;
  readonly #end: number;
  readonly #copyAt: number;
  readonly #bytes: Buffer;
  readonly #words: Uint32Array;
  /** By number: the address of the kind. */
  readonly #kinds: number[] = [];
  /** The event of audit records at hand. */
  readonly records: RecordKernel;
  #position = 0;
  /** Address of the bytes at hand, less where they start. */
  #base = 0;
  #linesTaken = 0;
  #eventsTaken = 0;
  #eventEnd = 0;

  private constructor(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    { exports, imports }: Instance,
    layout: Layout,
    end: number,
  ) {
    this.#module = module;
    this.#memory = memory;
    this.#exports = exports;
    this.#layout = layout;
    this.#settings = layout.settings;
    this.#end = end;
    const windowAt = align(end);
    this.#copyAt = align(windowAt + WINDOW_BYTES + MARGIN);
    const needed = this.#copyAt + COPY_BYTES + MARGIN - memory.buffer.byteLength;
    if (needed > 0) memory.grow(Math.ceil(needed / PAGE));
    this.#bytes = Buffer.from(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
    this.window = Buffer.from(memory.buffer, windowAt, WINDOW_BYTES);
    const { settings } = layout;
    const room = { exports, settings, bytes: this.#bytes, words: this.#words };
    this.records = new RecordKernel(room, imports);
    this.event = new LineEvent(this.#bytes, this.#words, settings);
  }

  /** A kernel for `plan`; `module` is the compiled assembly. */
  static of(module: WebAssembly.Module, plan: KernelPlan): Kernel {
    const memory = new WebAssembly.Memory({ initial: TABLES_START / PAGE });
    const instance = instantiate(module, memory);
    const layout = new MemoryLayout(memory, TABLES_START);
    return new Kernel(module, memory, instance, layOut(plan, layout, instance.exports), layout.end);
  }

  /** Another kernel like the one that gave `image`. */
  static from({ module, layout, tables, end }: KernelImage): Kernel {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(end / PAGE) });
    new Uint8Array(memory.buffer).set(new Uint8Array(tables), TABLES_START);
    const instance = instantiate(module, memory);
    apply(instance.exports, Object.entries(layout.settings));
    return new Kernel(module, memory, instance, layout, end);
  }

  /** The tables, which no line changes. */
  image(): KernelImage {
    const { tablesEnd } = this.#layout;
    return {
      module: this.#module,
      layout: this.#layout,
      tables: this.#memory.buffer.slice(TABLES_START, tablesEnd),
      end: this.#end,
    };
  }

  /**
   * Takes complete lines of `bytes` in `[from, to)`, until one of them cannot be settled: {@link position} is where that one
   * starts, {@link linesTaken} how many were taken, {@link leads} what was found. Leads tell places from `offset` and `line`, which are
   * those of the first line and below 2^32. With `eachLine` it stops behind every line with leads: then {@link event} is that line, and
   * {@link proceed} goes on.
   */
  take(
    bytes: Buffer,
    from: number,
    to: number,
    offset: number,
    line: number,
    eachLine = false,
  ): Stop {
    const end = this.#reach(bytes, from, to);
    const stop = this.#stopAt(
      this.#exports.take(this.#base + from, this.#base + end, offset, line, eachLine),
    );
    // A piece of what there is may end within a line.
    return stop === 'end' && end < to && this.#position === from ? 'strange' : stop;
  }

  /** Goes on behind a line with leads at which {@link take} stopped, as if it had not. */
  proceed(): Stop {
    return this.#stopAt(this.#exports.proceed());
  }

  #stopAt(stop: number): Stop {
    this.#position = setting(this.#exports.position) - this.#base;
    this.#linesTaken = setting(this.#exports.linesTaken);
    this.event.reset();
    return STOPS[stop] ?? 'end';
  }

  /**
   * The same for lines that are audit records: takes whole events, and stops before one that it cannot settle or that is not complete. Asks
   * `host` for what only that knows of processes.
   */
  takeRecords(
    bytes: Buffer,
    from: number,
    to: number,
    offset: number,
    line: number,
    host: RecordHost,
  ): Stop {
    this.records.attend(host);
    const end = this.#reach(bytes, from, to);
    const { takeRecords, recordPosition, recordLines, recordEvents, eventEnd } = this.#exports;
    const stop = STOPS[takeRecords(this.#base + from, this.#base + end, offset, line)] ?? 'end';
    this.#position = setting(recordPosition) - this.#base;
    this.#linesTaken = setting(recordLines);
    this.#eventsTaken = setting(recordEvents);
    this.#eventEnd = setting(eventEnd) - this.#base;
    return stop === 'end' && end < to && this.#position === from ? 'strange' : stop;
  }

  /** Brings bytes into reach, as many as there is room for; gives the index behind them. */
  #reach(bytes: Buffer, from: number, to: number): number {
    if (bytes.buffer === this.#memory.buffer) {
      this.#base = bytes.byteOffset;
      return to;
    }
    const end = Math.min(to, from + COPY_BYTES);
    bytes.copy(this.#bytes, this.#copyAt, from, end);
    this.#base = this.#copyAt - from;
    return end;
  }

  /** How many events {@link takeRecords} took. */
  get eventsTaken(): number {
    return this.#eventsTaken;
  }

  /** Index behind the event at which {@link takeRecords} stopped for its new kind. */
  get eventEnd(): number {
    return this.#eventEnd;
  }

  /** Index in the bytes of the line at which {@link take} stopped. */
  get position(): number {
    return this.#position;
  }

  get linesTaken(): number {
    return this.#linesTaken;
  }

  /** The leads of the lines taken last, see {@link readLeads}; valid until the next call. */
  get leads(): Uint32Array {
    const { output } = this.#settings;
    return this.#words.subarray(output / 4, setting(this.#exports.written) / 4);
  }

  /**
   * Says what probes the kind of {@link event} is for, as words of 32 bits, and gives it a number: as many as there were before. False
   * when there are too many kinds: the line is then strange. `shape`: of an event of audit records, where its fields are; without it, they
   * are left alone.
   */
  learnKind(probes: Uint32Array, shape?: ShapeFields): boolean {
    const entry = this.#exports.learnKind(this.#kinds.length);
    if (entry === 0) return false;
    if (shape !== undefined && !this.records.learn(entry, shape)) return false;
    this.#words.set(probes, (entry + KIND_PROBES) / 4);
    this.#kinds.push(entry);
    return true;
  }

  /** The hash that leads carry for a join key of these values, its low and its high half. */
  keyHash(values: readonly (Scalar | null)[]): readonly [low: number, high: number] {
    let hash = this.#exports.startKey();
    for (const value of values) {
      if (value === null) {
        hash = this.#exports.absentKeyPart(hash);
      } else {
        const length = this.#copyText(String(value).toWellFormed());
        hash = this.#exports.keyPart(hash, this.#settings.scratch, length);
      }
    }
    return [Number(BigInt.asUintN(32, hash)), Number(BigInt.asUintN(64, hash) >> 32n)];
  }

  /** Counts a host of an event that was not taken here. */
  addHost(host: string): void {
    this.#exports.addHost(this.#settings.scratch, this.#copyText(host));
  }

  /** Distinct hosts so far: at most 10,000 are counted. */
  get hosts(): number {
    return setting(this.#exports.hostCount);
  }

  /** Hashes of the hosts from number `from` on, for {@link addHosts} of another kernel. */
  hostsFrom(from: number): BigUint64Array {
    const at = this.#settings.hostList;
    return new BigUint64Array(this.#memory.buffer, at, this.hosts).slice(from);
  }

  /** Counts hosts that another kernel has found. */
  addHosts(hashes: BigUint64Array): void {
    for (const hash of hashes) this.#exports.addHostHash(hash);
  }

  /** The latest time of the events counted since the last census; null where none had a time. */
  get latest(): Timestamp | null {
    const ms = setting(this.#exports.lastMs);
    return Number.isFinite(ms) ? { ms, ns: setting(this.#exports.lastNs) >>> 0 } : null;
  }

  /** What was counted since the last time. */
  census(): Census {
    const kinds: (readonly [number, number])[] = [];
    for (const [number, entry] of this.#kinds.entries()) {
      const at = (entry + KIND_COUNT) / 4;
      const count = this.#words[at] ?? 0;
      if (count > 0) kinds.push([number, count]);
      this.#words[at] = 0;
    }
    const first = this.#settings.seen / 4;
    const seen = this.#words.subarray(first, first + this.#settings.slotCount);
    const { firstMs, firstNs, lastMs, lastNs, resetCensus } = this.#exports;
    const census = {
      kinds,
      firstMs: setting(firstMs),
      firstNs: setting(firstNs) >>> 0,
      lastMs: setting(lastMs),
      lastNs: setting(lastNs) >>> 0,
      seen: [...seen].flatMap((value, slot) => (value === 0 ? [] : [slot])),
    };
    resetCensus();
    return census;
  }

  #copyText(text: string): number {
    const { scratch, scratchEnd } = this.#settings;
    return this.#bytes.write(text, scratch, scratchEnd - scratch);
  }
}

/** Places in a kind, see assembly/kinds.ts. */
const KIND_COUNT = 8;
const KIND_PROBES = 32;

interface Instance {
  readonly exports: KernelExports & WebAssembly.Exports;
  /** Who answers the assembly; to be set before the first line. */
  readonly imports: { current: KernelImports };
}

function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Instance {
  const abort = (): never => {
    throw new Error('internal error: the kernel gave up');
  };
  const imports: Instance['imports'] = { current: { see: abort, keep: abort, tell: abort } };
  const { exports } = new WebAssembly.Instance(module, {
    env: { memory, abort },
    host: {
      see: (...args: Parameters<KernelImports['see']>) => {
        imports.current.see(...args);
      },
      keep: (...args: Parameters<KernelImports['keep']>) => {
        imports.current.keep(...args);
      },
      tell: (...args: Parameters<KernelImports['tell']>) => {
        imports.current.tell(...args);
      },
    },
  });
  // What the assembly exports is written down in exports.ts.
  return { exports: exports as unknown as KernelExports & WebAssembly.Exports, imports };
}

function setting(global: WebAssembly.Global): number {
  // All settings are numbers of 32 bits or floats.
  return global.value as number;
}

function align(at: number): number {
  return (at + 63) & ~63;
}
