// A run over files: all of them are read before anything is correlated, so that the order of the input does not matter. Read, prune,
// verify, correlate: of what the kernel found possible, only what may be part of a match is ever parsed.
import type { MatcherStats } from '../engine/index.js';
import {
  documentsOfText,
  RecordedEvent,
  recordedOfText,
  type Surroundings,
} from '../input/index.js';
import type { Input } from '../io/index.js';
import { RshellError } from '../source/index.js';
import { CandidateStore } from './candidate-store.js';
import { Correlator, decideAll, type DecidedMatch } from './correlator.js';
import type { Crew } from './crew.js';
import type { EventRef } from './event-ref.js';
import type { FlatMemory } from './flat-memory.js';
import type { ReadingSink, ScanHalf } from './half.js';
import { blocksUntil } from './input-blocks.js';
import type { InputLog } from './input-log.js';
import { LeadStore, type LeadStats, type Survivor } from './lead-store.js';
import { LineageStore } from './lineage-store.js';
import { isWorthSplitting, ParallelFile, type ParallelReading } from './parallel.js';
import type { Probe } from './probe.js';
import type { QueryClock } from './profile.js';
import type { ScanQuery } from './query.js';
import { RotatedLogs } from './rotated-logs.js';
import { inSearchOrder, limitPlan } from './search-order.js';
import type { ScanSettings } from './settings.js';
import { Spool } from './spool.js';

/** Lines of inputs that cannot be read twice, in memory; what is more goes to a file. */
const TEXT_BYTES = 32 * 1024 * 1024;

/**
 * In place of the place of a text: it is read again from its input. What is below is for audit records that are read again: it says the place of what
 * the log had told of their process; {@link BESIDE} is the first.
 */
const AGAIN = -1;
const BESIDE = -2;

/** What reads one input. */
type Reading = Pick<ParallelReading, 'reader' | 'sink' | 'log'>;

export class Batch {
  readonly #queries: readonly ScanQuery[];
  readonly #inputs: readonly Input[];
  readonly #settings: ScanSettings;
  readonly #half: ScanHalf;
  readonly #memory: FlatMemory;
  readonly #logs: readonly InputLog[];
  /** Null where one thread reads all. */
  readonly #crew: Crew | null;
  /** By input, once it is begun. */
  readonly #readings: Reading[] = [];
  readonly #files: ParallelFile[] = [];
  readonly #rotated: RotatedLogs;
  readonly #leads: LeadStore;
  readonly #texts = new Spool(TEXT_BYTES);
  readonly #lineages = new LineageStore(this.#texts);
  /** By input: the host of its audit records. */
  readonly #hosts: Surroundings['host'][] = [];
  /** By probe: events that turned out to satisfy it. */
  readonly verified: Float64Array;
  /** Whether all events that may matter could be read again. */
  isComplete = true;
  readonly #clock: QueryClock | null;
  #stats: readonly MatcherStats[] = [];
  /** By input: events that could not be read again. */
  readonly #lost: number[] = [];
  #candidateBytes = 0;

  constructor(
    inputs: readonly Input[],
    queries: readonly ScanQuery[],
    settings: ScanSettings,
    half: ScanHalf,
    memory: FlatMemory,
    logs: readonly InputLog[],
    crew: Crew | null,
  ) {
    this.#logs = logs;
    this.#crew = crew;
    this.#inputs = inputs;
    this.#rotated = new RotatedLogs(inputs);
    this.#queries = queries;
    this.#settings = settings;
    this.#half = half;
    this.#memory = memory;
    const { timestamp } = settings.eventFields;
    this.#leads = new LeadStore(
      half.probes,
      queries.map(({ compiled: { plan }, eventFields }) => ({
        plan,
        usesMainTime: eventFields.timestamp === timestamp,
      })),
    );
    this.verified = new Float64Array(half.probes.length);
    this.#clock = half.clock;
  }

  /** Threads that read: 1 where no input was for more. */
  get jobs(): number {
    return this.#crew?.hasWorked === true ? this.#crew.size : 1;
  }

  get stats(): readonly MatcherStats[] {
    return this.#stats;
  }

  get leadStats(): LeadStats {
    return this.#leads.stats;
  }

  /** Bytes of leads, candidates and texts that did not fit into memory. */
  get spilledBytes(): number {
    return this.#leads.stats.spilledBytes + this.#texts.spilledBytes + this.#candidateBytes;
  }

  /** Reads one input to its end, or until `signal` is aborted. Inputs are to be read in their order. */
  async read(number: number, signal: AbortSignal | undefined): Promise<void> {
    const input = this.#inputs[number];
    const reading = this.#readingOf(number);
    if (input === undefined || reading === null) return;
    const { reader, log } = reading;
    try {
      const from = await this.#readParallel(number, signal);
      if (isAborted(signal)) return;
      for await (const block of blocksUntil(signal, input, this.#half.kernel.window, from)) {
        reader.push(block);
        this.#memory.read(block.length, this.#half.parsedBytes);
        if (reader.stopped || isAborted(signal)) break;
      }
      if (!isAborted(signal)) reader.endFile();
    } finally {
      // What waits for more records goes on in the next file of the log, if there is one.
      if (isAborted(signal) || !this.#rotated.continues(number + 1)) reader.idle();
      log.lookedLike(reader);
      log.countEvents(this.#half.report());
    }
  }

  /** Correlates what was found. */
  *matches(): Generator<DecidedMatch> {
    const { matcher, searchOrder, size } = this.#settings;
    const plans = this.#queries.map(({ compiled }) => limitPlan(compiled.plan, size));
    const candidates = this.#verify();
    const correlator = new Correlator(plans, matcher);
    const { sightings } = this.#half;
    const decided = decideAll(candidates, plans, correlator, sightings.last, this.#clock);
    try {
      yield* searchOrder === true ? inSearchOrder([...decided], plans, size) : decided;
    } finally {
      this.#stats = correlator.stats;
      this.#candidateBytes = candidates.spilledBytes;
      this.#texts.close();
      for (const number of this.#lost.keys()) this.#tellLost(number);
    }
  }

  #tellLost(number: number): void {
    const events = this.#lost[number];
    const name = this.#inputs[number]?.name;
    if (events === undefined || name === undefined) return;
    this.isComplete = false;
    this.#logs[number]?.failure({
      code: 'RS323',
      severity: 'error',
      message: `changed while it was read: ${events} of its events that may matter are gone`,
      place: { name },
    });
  }

  /** Reads what several threads can read of an input; gives the offset from which on it is for one. */
  async #readParallel(number: number, signal: AbortSignal | undefined): Promise<number> {
    const file = this.#split(number);
    if (file === null) return 0;
    const input = this.#inputs[number];
    let counted = 0;
    const count = (bytes: number): void => {
      counted += bytes;
      if (input !== undefined) input.bytesRead += bytes;
      this.#memory.read(bytes, this.#half.parsedBytes);
    };
    const done = await file.merge((bytes) => {
      count(bytes);
      if (file.isOrdered) this.#splitNext(number + 1);
      return !isAborted(signal);
    });
    // The first lines belong to no range.
    count(done - counted);
    return done;
  }

  /** An input that is to be read by several threads; null for one that is not. */
  #split(number: number): ParallelFile | null {
    const known = this.#files[number];
    if (known !== undefined) return known;
    const input = this.#inputs[number];
    const reading = this.#readingOf(number);
    if (input === undefined || reading === null) return null;
    const crew = this.#crew;
    if (crew === null || !isWorthSplitting(input)) return null;
    const file = new ParallelFile({ ...reading, half: this.#half, crew, input });
    this.#files[number] = file;
    reading.log.countEvents(this.#half.report());
    return file;
  }

  /** Starts the next inputs, as long as threads have nothing else to do. */
  #splitNext(from: number): void {
    // What the kernel here has counted is of the input at hand; the next ones have lines of their own for it.
    this.#logs[from - 1]?.countEvents(this.#half.report());
    for (let number = from; number < this.#inputs.length && this.#crew?.isHungry; number++) {
      // To begin a file early is to tell its processes before those of the one before it, unless that is of lines alone.
      if (
        this.#rotated.continues(number) &&
        this.#readings[number - 1]?.reader.isBetweenLines !== true
      )
        return;
      try {
        const file = this.#split(number);
        file?.orderMore();
        if (file?.isOrdered === false) return;
      } catch (error) {
        // It is met again, and told, when it is this input's turn.
        if (!(error instanceof RshellError)) throw error;
        return;
      }
    }
  }

  #readingOf(number: number): Reading | null {
    const input = this.#inputs[number];
    const log = this.#logs[number];
    if (input === undefined || log === undefined) return null;
    const known = this.#readings[number];
    if (known !== undefined) return known;
    const sink = this.#sink(number, input);
    const part = { file: number, memory: this.#rotated.memoryOf(number) };
    const reading = { reader: this.#half.reader(input, log, sink, part), sink, log };
    this.#readings[number] = reading;
    return reading;
  }

  #sink(number: number, { seekable }: Input): ReadingSink {
    const { evaluator, kernel } = this.#half;
    const leads = this.#leads;
    const lineages = this.#lineages;
    const hosts = this.#hosts;
    const keep = (text: Buffer): number => this.#texts.append(text);
    const keepRecords: NonNullable<ReadingSink['gathered']> = (place, lines, ms, around) => {
      const text = Buffer.concat([Buffer.from(RecordedEvent.head(around)), lines]);
      const { file, offset, line } = place;
      leads.event(file, offset, text.length, line, 0, ms, keep(text), null);
    };
    return {
      eachLine: false,
      line(line, offset, bytes, start, end, ms) {
        const text = seekable ? AGAIN : keep(bytes.subarray(start, end));
        leads.event(number, offset, end - start, line, 0, ms, text, null);
      },
      records(line, offset, bytes, start, end, ms, _latestMs, _latestNs, around) {
        if (seekable) {
          hosts[number] = around.host;
          const place = BESIDE - lineages.put(around.lineage);
          leads.event(number, offset, end - start, line, 0, ms, place, null);
        } else {
          keepRecords({ file: number, line, offset }, bytes.subarray(start, end), ms, around);
        }
      },
      gathered: keepRecords,
      lead(probe, low, high) {
        leads.lead(probe, low, high);
      },
      lineEnd() {
        // A lead is complete without its line's end.
      },
      document(place, satisfied) {
        if (satisfied.length === 0) return;
        const { file, offset, line, index, action } = place;
        const ms = evaluator.time()?.ms ?? Number.NaN;
        const copy = seekable && !place.isDerived ? null : place.copyText();
        const length = copy?.length ?? place.length;
        const text = copy === null ? AGAIN : keep(copy);
        leads.event(file, offset, length, line, index, ms, text, action);
        for (const probe of satisfied) {
          for (const { values } of evaluator.keysOf(probe)) {
            leads.lead(probe.number, ...kernel.keyHash(values));
          }
        }
      },
    };
  }

  /** Reads what is left of the leads again: which of them are candidates. */
  #verify(): CandidateStore {
    const store = new CandidateStore();
    const { evaluator, probes } = this.#half;
    for (const survivor of this.#leads.survivors()) {
      const refOf = this.#turnTo(survivor);
      if (refOf === null) {
        this.#lost[survivor.input] = (this.#lost[survivor.input] ?? 0) + 1;
        continue;
      }
      const possible = survivor.probes.map((number) => probes[number]);
      const satisfied = evaluator.satisfied(
        possible.filter((probe): probe is Probe => probe !== undefined),
        this.#clock,
      );
      if (satisfied.length === 0) {
        this.#tellCurtailed(survivor);
        continue;
      }
      for (const { number } of satisfied) this.verified[number] = (this.verified[number] ?? 0) + 1;
      evaluator.emit(refOf(), (query, candidate) => {
        store.add(query, candidate);
      });
      this.#tellCurtailed(survivor);
    }
    return store;
  }

  #tellCurtailed(survivor: Survivor): void {
    const log = this.#logs[survivor.input];
    if (log !== undefined) this.#half.tellCurtailed(log, survivor);
  }

  /** Turns the evaluator to an event that is left; gives what makes its reference, null where it is gone. */
  #turnTo({ input, offset, length, line, index, text, action }: Survivor): (() => EventRef) | null {
    const { evaluator } = this.#half;
    const place = { input, offset, index, length, line, action };
    const read = text > AGAIN ? this.#texts.read(text, length) : this.#readAgain(place);
    if (read === undefined) return null;
    const raw = text === AGAIN ? null : read;
    const recorded =
      text < AGAIN ? this.#recordedAt(input, BESIDE - text, read) : recordedOfText(read);
    if (recorded !== undefined) {
      evaluator.turnToRecorded(recorded);
      return () => ({ ...place, raw: text < AGAIN ? Buffer.from(recorded.text) : raw });
    }
    if (text < AGAIN) return null;
    const found = documentsOfText(read)[index];
    if (found === undefined) return null;
    evaluator.turnTo(found.document, found.indexName ?? action?.indexName ?? null);
    return () => ({ ...place, raw });
  }

  #readAgain({
    input,
    offset,
    length,
  }: Pick<Survivor, 'input' | 'offset' | 'length'>): Buffer | undefined {
    return this.#inputs[input]?.readAt(offset, length);
  }

  /** The event of records that were read again, of whose process the log had told what stands at `place`. */
  #recordedAt(input: number, place: number, lines: Buffer): RecordedEvent | undefined {
    const host = this.#hosts[input];
    if (host === undefined) return undefined;
    return RecordedEvent.ofLines(lines.toString(), { host, lineage: this.#lineages.get(place) });
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
