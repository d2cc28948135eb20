// A run over live inputs: correlated as events come, within a window for those out of order. What is decided is given within a second
// of its last event, whatever the window.
import type { Timestamp } from '../event/index.js';
import type { Input } from '../io/index.js';
import { invariant } from '../source/index.js';
import { Arrivals } from './arrivals.js';
import type { DecidedMatch } from './correlator.js';
import { EventSource } from './event-source.js';
import { FlatMemory } from './flat-memory.js';
import { ScanHalf } from './half.js';
import { InputLog } from './input-log.js';
import { LiveReader } from './live-reader.js';
import type { LiveOptions, Revision } from './live-options.js';
import { LiveProblems, lostMatches, revisedAlerts } from './live-problems.js';
import { liveSink } from './live-sink.js';
import { diagnosticOf } from './read-failure.js';
import { resultOf, sum, type ScanResult } from './result.js';
import type { SavedInput } from './saved-scan.js';
import { Saver } from './saver.js';
import { heardOf } from './silence.js';
import { addSighted, type Sighted } from './sightings.js';
import type { ScanSettings } from './settings.js';
import { StreamCorrelator } from './stream-correlator.js';
import { Watermark } from './watermark.js';

/**
 * Sequences and sample keys that a query holds over live input, unless told otherwise: it may go on for months, and a
 * sample has no time bound. Giving one up is counted and reported.
 */
export const LIVE_MAX_IN_FLIGHT = 20_000;

/**
 * Time between two looks at what waits: records of an event are written one behind the other, in far less, and so are events that belong
 * together. A look notices a silence, two decide; an alert is due within a second.
 */
const PAUSE_MS = 150;

/** What earlier revisions of a scan counted. */
interface Former {
  readonly late: number;
  readonly revised: number;
  readonly sighted: Sighted | null;
  /** Names of queries that had a chance. */
  readonly heard: ReadonlySet<string>;
}

/** What a scan does with what it looks for. */
interface Work extends Revision {
  readonly half: ScanHalf;
  readonly correlator: StreamCorrelator;
  /** By probe: events that may satisfy it, and that do. */
  readonly possible: Float64Array;
  readonly verified: Float64Array;
}

/** Make one, {@link add} inputs before or while it runs, and {@link run} it once. */
export class LiveScan {
  readonly #settings: ScanSettings;
  readonly #isEndless: boolean;
  /** Null where nothing is kept. */
  readonly #saver: Saver | null;
  readonly #arrivals = new Arrivals();
  readonly #watermark = new Watermark();
  readonly #memory = new FlatMemory();
  readonly #problems = new LiveProblems();
  readonly #readers: LiveReader[] = [];
  /** By number of the file, of all inputs: the input. */
  readonly #files: Pick<Input, 'name' | 'readAt'>[] = [];
  readonly #events = new EventSource(this.#files);
  #work: Work;
  #decided: DecidedMatch[] = [];
  /** By input: whether something came since the last pause. */
  readonly #came: boolean[] = [];
  #lastPause = 0;
  #lastArrival = 0;
  #isFlushed = true;
  #revision: Revision | null = null;
  /** What earlier revisions counted. */
  #former: Former = { late: 0, revised: 0, sighted: null, heard: new Set() };
  #failed = false;
  /** The input of the events that the kernel has counted and nobody has heard of. */
  #uncounted: number | null = null;
  readonly #setUpMs: number;

  constructor(
    revision: Revision,
    settings: ScanSettings,
    { isEndless = false, checkpoint }: LiveOptions = {},
  ) {
    const started = performance.now();
    this.#settings = settings;
    this.#isEndless = isEndless;
    this.#saver = checkpoint === undefined ? null : new Saver(checkpoint);
    this.#work = this.#workOn(revision);
    const saved = checkpoint?.saved ?? null;
    if (saved !== null) {
      for (const name of saved.files) this.#files.push({ name, readAt: notAgain });
      this.#work.correlator.restore(saved.correlator, numbering(saved.queries, revision.names));
    }
    this.#setUpMs = performance.now() - started;
  }

  /** Looks for something else from now on. What is in flight of queries of the same name goes on. */
  revise(revision: Revision): void {
    this.#revision = revision;
    this.#arrivals.interrupt();
  }

  /** Reads an input, too. */
  add(input: Input): void {
    const number = this.#readers.length;
    const log = new InputLog(input.name);
    const saved = this.#savedOf(input);
    const desk = this.#work.half.desk(log, this.#sink(number, log));
    let resumed = input.isResumed === true ? (saved?.file ?? null) : null;
    const onFile = (): number => {
      const file = resumed ?? this.#files.push(input) - 1;
      resumed = null;
      return file;
    };
    this.#watermark.add();
    this.#came.push(true);
    this.#readers.push(new LiveReader(input, log, desk, this.#settings, onFile, saved));
    this.#saver?.touch('now');
    // Blocks of several inputs are read at once: only one of them can have the window of the kernel.
    const window = number === 0 && !this.#isEndless ? this.#work.half.kernel.window : undefined;
    this.#arrivals.add(number, input.blocks(window));
  }

  /** Reads until all inputs have ended, or `signal` is aborted. What is decided is given in both cases. */
  async run(signal: AbortSignal | undefined): Promise<ScanResult> {
    const started = performance.now();
    const stop = (): void => {
      this.#arrivals.interrupt();
    };
    signal?.addEventListener('abort', stop);
    // Where it all begins, before anything is taken away.
    this.#save(started);
    try {
      while (signal?.aborted !== true && (this.#isEndless || this.#arrivals.open > 0)) {
        await this.#step();
      }
    } finally {
      signal?.removeEventListener('abort', stop);
    }
    // What is saved goes on later: nothing is decided for want of more.
    this.#save(performance.now());
    for (const [number, reader] of this.#readers.entries()) {
      if (!reader.isOver) this.#end(number, this.#saver === null ? 'cut' : 'to go on later');
    }
    if (this.#saver === null) this.#hold(this.#work.correlator.end());
    await this.#deliver();
    // What has no end is not broken off.
    const partial = signal?.aborted === true && !this.#isEndless;
    return this.#result(partial, performance.now() - started);
  }

  async #step(): Promise<void> {
    const arrival = await this.#arrivals.next(this.#patience, (input) => this.#watermark.of(input));
    const now = performance.now();
    switch (arrival?.kind) {
      case 'block':
        this.#lastArrival = now;
        this.#isFlushed = false;
        this.#saver?.touch('when due');
        this.#read(arrival.input, arrival.block);
        break;
      case 'end':
        this.#end(arrival.input, 'at its end');
        break;
      case 'failure':
        this.#fail(arrival.input, arrival.error);
        break;
      case undefined:
        break;
    }
    if (now - this.#lastPause >= PAUSE_MS) this.#pause(now);
    await this.#deliver();
    if (this.#saver?.isDue(now) === true) this.#save(now);
    if (this.#revision !== null) this.#turnTo(this.#revision);
  }

  #save(now: number): void {
    this.#saver?.save(now, this.#readers, () => {
      const { names = [], correlator } = this.#work;
      return {
        queries: names,
        correlator: correlator.save(),
        files: this.#files.map(({ name }) => name),
      };
    });
  }

  #turnTo(revision: Revision): void {
    this.#count();
    const former = this.#work;
    const next = this.#workOn(revision);
    next.correlator.restore(
      former.correlator.save(),
      numbering(former.names ?? [], revision.names),
    );
    const { kinds, sightings, kernel } = former.half;
    const sighted = sightings.report(kinds, kernel.hosts);
    this.#former = {
      late: this.#former.late + former.correlator.late,
      revised: this.#former.revised + former.correlator.revised,
      sighted: addSighted(this.#former.sighted, sighted),
      heard: new Set([...this.#former.heard, ...heardOf(former, former.half)]),
    };
    this.#revision = null;
    this.#work = next;
    for (const [number, reader] of this.#readers.entries()) {
      reader.moveTo(next.half.desk(reader.log, this.#sink(number, reader.log)));
    }
  }

  /** What was saved of an input. */
  #savedOf({ name }: Input): SavedInput | null {
    const { inputs = [] } = this.#saver?.saved ?? {};
    return inputs.find((saved) => saved.name === name) ?? null;
  }

  /** How long to wait for the next block; null where nothing waits for time to pass. */
  get #patience(): number | null {
    const waits =
      !this.#isFlushed ||
      this.#saver?.isUnsaved === true ||
      this.#work.correlator.isPending ||
      this.#readers.some(({ isWaiting }) => isWaiting);
    return waits ? PAUSE_MS : null;
  }

  #read(number: number, block: Buffer): void {
    const reader = this.#readers[number];
    if (reader === undefined || reader.isOver) return;
    const { half } = this.#work;
    this.#came[number] = true;
    if (this.#uncounted !== number) this.#count();
    this.#uncounted = number;
    reader.push(block);
    this.#see(number, half.kernel.latest);
    this.#memory.read(block.length, half.parsedBytes);
    if (reader.stopped) this.#end(number, 'at its end');
  }

  /** Hears of the events that the kernel has counted: not at every block, for a pipe gives small ones. */
  #count(): void {
    if (this.#uncounted === null) return;
    this.#readers[this.#uncounted]?.log.countEvents(this.#work.half.report());
    this.#uncounted = null;
  }

  /** Notes that a while has passed: decides what has waited for it. */
  #pause(now: number): void {
    this.#lastPause = now;
    this.#count();
    for (const [number, reader] of this.#readers.entries()) {
      reader.pause();
      if (this.#came[number] !== true && !this.#arrivals.isReady(number))
        this.#watermark.rest(number);
      this.#came[number] = false;
    }
    this.#tell();
    const { correlator } = this.#work;
    this.#hold(correlator.look());
    if (this.#isFlushed || now - this.#lastArrival < this.#settings.reorderWindowMs) return;
    this.#isFlushed = true;
    this.#hold(correlator.flush());
  }

  #end(number: number, how: Parameters<LiveReader['end']>[0]): void {
    const reader = this.#readers[number];
    if (reader === undefined || reader.isOver) return;
    this.#count();
    reader.end(how);
    reader.log.countEvents(this.#work.half.report());
    reader.input.close();
    this.#watermark.rest(number);
  }

  #fail(number: number, error: unknown): void {
    const reader = this.#readers[number];
    if (reader === undefined) return;
    const diagnostic = diagnosticOf(error);
    this.#failed = true;
    reader.log.failure(diagnostic);
    this.#end(number, 'cut');
    this.#tell();
  }

  #tell(): void {
    const { problem } = this.#work.handler;
    if (problem === undefined) return;
    this.#problems.look(this.#readers, this.#revised, this.#dropped).forEach(problem);
  }

  /** Unfinished matches that were given up. */
  get #dropped(): number {
    return sum(this.#work.correlator.stats.map(({ dropped }) => dropped));
  }

  /** Alerts that would have been others, or none. */
  get #revised(): number {
    return this.#former.revised + this.#work.correlator.revised;
  }

  #workOn(revision: Revision): Work {
    const { queries, fields, filter } = revision;
    const settings = filter === undefined ? this.#settings : { ...this.#settings, filter };
    const half = new ScanHalf(queries, fields, settings);
    return {
      ...revision,
      half,
      correlator: new StreamCorrelator(
        queries.map(({ compiled }) => compiled.plan),
        { maxInFlight: LIVE_MAX_IN_FLIGHT, ...this.#settings.matcher },
        this.#settings.reorderWindowMs,
      ),
      possible: new Float64Array(half.probes.length),
      verified: new Float64Array(half.probes.length),
    };
  }

  #sink(number: number, log: InputLog): ReturnType<typeof liveSink> {
    const { half, correlator, possible, verified } = this.#work;
    return liveSink(half, log, {
      file: () => this.#readers[number]?.file ?? 0,
      see: (time) => {
        this.#see(number, time);
      },
      accept: (query, candidate) => {
        this.#hold(correlator.accept(query, candidate));
      },
      count: (probes, satisfied) => {
        for (const { number: probe } of probes) possible[probe] = (possible[probe] ?? 0) + 1;
        for (const { number: probe } of satisfied) verified[probe] = (verified[probe] ?? 0) + 1;
      },
    });
  }

  /** Notes how far event time has come, and decides what that decides. */
  #see(input: number, time: Timestamp | null): void {
    this.#watermark.see(input, time);
    const latest = this.#watermark.time;
    const { correlator } = this.#work;
    const until = latest === null ? null : correlator.see(latest);
    if (until !== null) this.#hold(correlator.advance(until));
  }

  #hold(matches: Iterable<DecidedMatch>): void {
    for (const match of matches) this.#decided.push(match);
  }

  async #deliver(): Promise<void> {
    if (this.#decided.length === 0) return;
    const decided = this.#decided;
    this.#decided = [];
    for (const { query, match } of decided) {
      await this.#work.handler.match(this.#events.found(query, match));
    }
  }

  #result(partial: boolean, readMs: number): ScanResult {
    const { queries, fields, names = [], half, correlator, possible, verified } = this.#work;
    const result = resultOf({
      inputs: this.#readers,
      queries,
      fields,
      half,
      possible,
      verified,
      stats: correlator.stats,
      late: this.#former.late + correlator.late,
      partial,
      failed: this.#failed,
      cost: {
        jobs: 1,
        bytes: this.#memory.bytes,
        survivingLeads: sum(possible),
        spilledBytes: 0,
        setUpMs: this.#setUpMs,
        readMs,
        decideMs: 0,
      },
    });
    return {
      ...result,
      diagnostics: [
        ...result.diagnostics,
        ...revisedAlerts(this.#revised),
        ...lostMatches(this.#dropped),
      ],
      sighted: addSighted(this.#former.sighted, result.sighted),
      silence: result.silence.map((silence, number) =>
        this.#former.heard.has(names[number] ?? '') ? null : silence,
      ),
    };
  }
}

/** What is held of live input has its text with it. */
function notAgain(): Buffer {
  invariant(false, 'live input is not read again');
}

/** By number of a query among `former`: its number among `names`, or null. */
function numbering(
  former: readonly string[],
  names: readonly string[] = [],
): (number: number) => number | null {
  const numbers = new Map(names.map((name, number) => [name, number]));
  return (number) => numbers.get(former[number] ?? '') ?? null;
}
