// The pipeline over inputs: blocks -> documents -> candidates -> matches. Files are read whole before anything is
// correlated, so that the order of the input does not matter; a pipe is correlated as it comes.
import type { Candidate, MatcherOptions, MatcherStats } from '../engine/index.js';
import type { FieldSet, JsonObject } from '../event/index.js';
import { DocumentReader, type DocumentPlace } from '../input/index.js';
import type { Plan } from '../eql/index.js';
import type { Input } from '../io/index.js';
import { RshellError, type Diagnostic } from '../source/index.js';
import { CandidateStore } from './candidate-store.js';
import { Correlator, StreamCorrelator, type DecidedMatch } from './correlator.js';
import { inSearchOrder, limitPlan } from './search-order.js';
import { EventSource, type FoundMatch } from './event-source.js';
import type { EventRef } from './event-ref.js';
import { Evaluator } from './evaluator.js';
import type { GateMode } from './gate.js';
import { InputLog, type InputReport } from './input-log.js';
import { neededSubqueries, type EventFields, type ScanQuery } from './query.js';
import { FlatMemory } from './flat-memory.js';
import { explainSilence, type Silence } from './silence.js';
import { Sightings, type Sighted } from './sightings.js';
import { idle, withIdle } from './idle.js';

/** How a scan treats what inputs and queries leave open. */
export interface ScanSettings {
  readonly gate: GateMode;
  readonly eventFields: EventFields;
  /** Streams: how much later, in event time, an event may come and still be put in its place. */
  readonly reorderWindowMs: number;
  /** Longer lines are skipped and reported. */
  readonly maxLineBytes: number;
  readonly matcher: MatcherOptions;
  /**
   * Give matches in the order of a search, not as they are decided: sequences by their last event, samples by key.
   * Over files only. Meant for one query.
   */
  readonly searchOrder?: boolean;
  /** With `searchOrder`: at most so many matches, as a search of that size gives. */
  readonly size?: number;
}

/**
 * Sequences and sample keys that a query holds over a stream, unless told otherwise: a stream may go on for months, and a
 * sample has no time bound. Giving one up is counted and reported.
 */
export const STREAM_MAX_IN_FLIGHT = 100_000;

/** Takes results as they are decided. */
export interface ScanHandler {
  /** A match with the whole of its events. The scan waits for the promise: a slow reader slows it down. */
  readonly match: (found: FoundMatch) => Promise<void>;
}

/** What a scan did. */
export interface ScanResult {
  readonly inputs: readonly InputReport[];
  /** The first few problems of each kind and input; `inputs` has the counts. */
  readonly diagnostics: readonly Diagnostic[];
  readonly sighted: Sighted;
  /** By query. */
  readonly stats: readonly MatcherStats[];
  /** By query: why it could not have matched this input; null where it could. */
  readonly silence: readonly (Silence | null)[];
  /** Candidates that came too late for the reorder window. */
  readonly late: number;
  /** Whether the scan was stopped before the end of its input. */
  readonly partial: boolean;
  /** Whether some input could not be read to its end. */
  readonly failed: boolean;
}

/**
 * Runs `queries`, compiled with `fields`, over `inputs`. One live input is correlated while it is read; anything else
 * is read first and then correlated in ordinal order. `signal` stops reading; what was found so far is still given.
 */
export async function scanInputs(
  inputs: readonly Input[],
  queries: readonly ScanQuery[],
  fields: FieldSet,
  settings: ScanSettings,
  handler: ScanHandler,
  signal?: AbortSignal,
): Promise<ScanResult> {
  const run = new Run(inputs, queries, fields, settings, handler);
  const [first] = inputs;
  const isLive = inputs.length === 1 && first?.isStream === true && settings.size === undefined;
  if (isLive) await run.stream(first, signal);
  else await run.batch(signal);
  return run.result(signal?.aborted === true);
}

class Run {
  readonly #inputs: readonly Input[];
  readonly #queries: readonly ScanQuery[];
  readonly #settings: ScanSettings;
  readonly #handler: ScanHandler;
  readonly #evaluator: Evaluator;
  readonly #events: EventSource;
  readonly #sightings: Sightings;
  readonly #logs: readonly InputLog[];
  /** By query and subquery: candidates found. */
  readonly #candidates: readonly number[][];
  readonly #memory = new FlatMemory();
  #stats: readonly MatcherStats[] = [];
  #late = 0;
  #failed = false;

  constructor(
    inputs: readonly Input[],
    queries: readonly ScanQuery[],
    fields: FieldSet,
    settings: ScanSettings,
    handler: ScanHandler,
  ) {
    this.#inputs = inputs;
    this.#queries = queries;
    this.#settings = settings;
    this.#handler = handler;
    this.#sightings = new Sightings(fields, settings.eventFields);
    this.#evaluator = new Evaluator(queries, fields, settings);
    this.#events = new EventSource(inputs);
    this.#logs = inputs.map((input) => new InputLog(input.name));
    this.#candidates = queries.map(({ compiled }) => compiled.subqueries.map(() => 0));
  }

  /** Reads everything, then correlates in ordinal order. */
  async batch(signal: AbortSignal | undefined): Promise<void> {
    const store = new CandidateStore();
    for (const [number, input] of this.#inputs.entries()) {
      if (signal?.aborted === true) break;
      const read = this.#reader(number, input, (query, candidate) => {
        store.add(query, candidate);
      });
      await this.#guard(input, async () => {
        for await (const block of input.blocks()) {
          read.push(block);
          this.#memory.read(block.length);
          if (read.stopped || signal?.aborted === true) break;
        }
        if (signal?.aborted === true) return;
        read.end();
      });
      this.#logs[number]?.lookedLike(read.format);
    }
    const { matcher, searchOrder, size } = this.#settings;
    const plans = this.#queries.map(({ compiled }) => limitPlan(compiled.plan, size));
    const correlator = new Correlator(plans, matcher);
    const decided = decideAll(store, plans, correlator);
    await this.#deliver(searchOrder === true ? inSearchOrder([...decided], plans, size) : decided);
    this.#stats = correlator.stats;
  }

  /** Correlates while reading. */
  async stream(input: Input, signal: AbortSignal | undefined): Promise<void> {
    const { matcher, reorderWindowMs } = this.#settings;
    const bounded = { maxInFlight: STREAM_MAX_IN_FLIGHT, ...matcher };
    const plans = this.#queries.map(({ compiled }) => compiled.plan);
    const correlator = new StreamCorrelator(plans, bounded, reorderWindowMs);
    let decided: DecidedMatch[] = [];
    const hold = (matches: Iterable<DecidedMatch>): void => {
      for (const match of matches) decided.push(match);
    };
    const read = this.#reader(
      0,
      input,
      (query, candidate) => {
        hold(correlator.accept(query, candidate));
      },
      () => {
        const time = this.#evaluator.time();
        const until = time === null ? null : correlator.see(time);
        if (until !== null) hold(correlator.advance(until));
      },
    );
    await this.#guard(input, async () => {
      for await (const block of withIdle(input.blocks(), Math.max(reorderWindowMs, 1), signal)) {
        if (block === idle) {
          hold(correlator.flush());
        } else {
          read.push(block);
          this.#memory.read(block.length);
        }
        const ready = decided;
        decided = [];
        await this.#deliver(ready);
        if (read.stopped) break;
      }
      if (signal?.aborted !== true) read.end();
    });
    this.#logs[0]?.lookedLike(read.format);
    hold(correlator.end());
    await this.#deliver(decided);
    this.#stats = correlator.stats;
    this.#late = correlator.late;
  }

  result(partial: boolean): ScanResult {
    return {
      inputs: this.#inputs.flatMap((input, number) => this.#logs[number]?.report(input) ?? []),
      diagnostics: this.#logs.flatMap((log) => log.diagnostics),
      sighted: this.#sightings.report(this.#evaluator),
      stats: this.#stats,
      silence: this.#queries.map((query, number) =>
        explainSilence(
          query,
          number,
          this.#candidates[number] ?? [],
          this.#evaluator,
          this.#sightings,
        ),
      ),
      late: this.#late,
      partial,
      failed: this.#failed,
    };
  }

  /** A reader of one input that evaluates every document; `after` runs once per document, candidates or none. */
  #reader(
    number: number,
    input: Input,
    sink: (query: number, candidate: Candidate) => void,
    after: () => void = () => undefined,
  ): DocumentReader {
    const evaluator = this.#evaluator;
    const sightings = this.#sightings;
    const log = this.#logs[number] ?? new InputLog(input.name);
    let current: DocumentPlace | null = null;
    const ref = (): EventRef => refTo(number, input, current);
    const count = (query: number, candidate: Candidate): void => {
      const counts = this.#candidates[query];
      for (const subquery of candidate.subqueries) {
        if (counts !== undefined) counts[subquery] = (counts[subquery] ?? 0) + 1;
      }
      sink(query, candidate);
    };
    return new DocumentReader(
      {
        document: (document: JsonObject, place: DocumentPlace) => {
          current = place;
          log.countEvent();
          evaluator.evaluate(document, place.indexName, ref, count);
          sightings.see(evaluator.event, document);
          after();
        },
        problem: (problem) => {
          log.problem(problem);
        },
      },
      { name: input.name, maxLineBytes: this.#settings.maxLineBytes },
    );
  }

  /** Turns a failure of one input into a diagnostic: the others are still read. */
  async #guard(input: Input, read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof RshellError)) throw error;
      this.#failed = true;
      this.#logs[this.#inputs.indexOf(input)]?.failure(error.diagnostic);
    }
  }

  async #deliver(decided: Iterable<DecidedMatch>): Promise<void> {
    for (const { query, match } of decided) {
      await this.#handler.match(this.#events.found(query, match));
    }
  }
}

function* decideAll(
  store: CandidateStore,
  plans: readonly Plan[],
  correlator: Correlator,
): Generator<DecidedMatch> {
  for (const { query, candidate } of store.inOrder(plans.map(neededSubqueries))) {
    yield* correlator.accept(query, candidate);
  }
  yield* correlator.end();
}

/** Where the document stands. Its text is kept where the input cannot be read a second time. */
function refTo(input: number, { seekable }: Input, place: DocumentPlace | null): EventRef {
  return {
    input,
    offset: place?.offset ?? 0,
    index: place?.index ?? 0,
    length: place?.length ?? 0,
    line: place?.line ?? 0,
    raw: seekable ? null : (place?.copyText() ?? null),
    action: place?.action ?? null,
  };
}
