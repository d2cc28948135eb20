// The pipeline over inputs: blocks -> leads -> candidates -> matches. Files are read whole before anything is correlated, a pipe is
// correlated as it comes.
import type { MatcherStats } from '../engine/index.js';
import type { FieldSet } from '../event/index.js';
import type { Input } from '../io/index.js';
import { RshellError, type Diagnostic } from '../source/index.js';
import { Batch } from './batch.js';
import type { DecidedMatch } from './correlator.js';
import { Crew } from './crew.js';
import { EventSource, type FoundMatch } from './event-source.js';
import { FlatMemory } from './flat-memory.js';
import { ScanHalf } from './half.js';
import { InputLog, type InputReport } from './input-log.js';
import { rangesOf } from './parallel.js';
import type { QueryProfile, RunCost } from './profile.js';
import type { ScanQuery } from './query.js';
import type { ScanSettings } from './settings.js';
import { silencesOf, type Silence } from './silence.js';
import type { Sighted } from './sightings.js';
import { Stream } from './stream.js';

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
  /** By query. */
  readonly profile: readonly QueryProfile[];
  readonly cost: RunCost;
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
  const crew = crewFor(inputs, settings);
  try {
    const run = new Run(inputs, queries, fields, settings, handler);
    const [first] = inputs;
    const isLive = inputs.length === 1 && first?.isStream === true && settings.size === undefined;
    if (isLive) await run.stream(first, signal);
    else await run.batch(crew, signal);
    return run.result(signal?.aborted === true);
  } finally {
    await crew?.dismiss();
  }
}

/** The threads for a scan, which start while the tables are made; null where one thread is enough. */
function crewFor(inputs: readonly Input[], { decoder, jobs = 1 }: ScanSettings): Crew | null {
  if (decoder === 'json' || jobs < 2) return null;
  const size = Math.min(jobs, rangesOf(inputs));
  return size === 0 ? null : new Crew(size);
}

class Run {
  readonly #inputs: readonly Input[];
  readonly #queries: readonly ScanQuery[];
  readonly #fields: FieldSet;
  readonly #settings: ScanSettings;
  readonly #handler: ScanHandler;
  readonly #half: ScanHalf;
  readonly #events: EventSource;
  readonly #logs: readonly InputLog[];
  readonly #memory = new FlatMemory();
  /** By probe: events that may satisfy it, and that do. */
  #possible: ArrayLike<number> = [];
  #verified: ArrayLike<number> = [];
  #survivingLeads = 0;
  #spilledBytes = 0;
  #jobs = 1;
  #setUpMs = 0;
  #readMs = 0;
  #decideMs = 0;
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
    this.#fields = fields;
    this.#settings = settings;
    this.#handler = handler;
    const started = performance.now();
    this.#half = new ScanHalf(queries, fields, settings);
    this.#setUpMs = performance.now() - started;
    this.#events = new EventSource(inputs);
    this.#logs = inputs.map((input) => new InputLog(input.name));
  }

  /** Reads everything, then correlates in ordinal order. */
  async batch(crew: Crew | null, signal: AbortSignal | undefined): Promise<void> {
    crew?.equip(this.#half);
    const batch = new Batch(
      this.#inputs,
      this.#queries,
      this.#settings,
      this.#half,
      this.#memory,
      this.#logs,
      crew,
    );
    const started = performance.now();
    try {
      for (const [number, log] of this.#logs.entries()) {
        if (signal?.aborted === true) break;
        await this.#guard(log, () => batch.read(number, signal));
      }
    } finally {
      await crew?.dismiss();
    }
    const read = performance.now();
    await this.#deliver(batch.matches());
    this.#readMs = read - started;
    this.#decideMs = performance.now() - read;
    if (!batch.isComplete) this.#failed = true;
    const { leadsByProbe, survivingLeads } = batch.leadStats;
    this.#possible = leadsByProbe;
    this.#verified = batch.verified;
    this.#survivingLeads = survivingLeads;
    this.#spilledBytes = batch.spilledBytes;
    this.#stats = batch.stats;
    this.#jobs = batch.jobs;
  }

  /** Correlates while reading. */
  async stream(input: Input, signal: AbortSignal | undefined): Promise<void> {
    const started = performance.now();
    const stream = new Stream(input, this.#queries, this.#settings, this.#half, this.#memory);
    const deliver = (decided: Iterable<DecidedMatch>): Promise<void> => this.#deliver(decided);
    const [log = new InputLog(input.name)] = this.#logs;
    await this.#guard(log, () => stream.read(log, signal, deliver));
    await stream.end(deliver);
    this.#readMs = performance.now() - started;
    this.#possible = stream.possible;
    this.#verified = stream.verified;
    this.#survivingLeads = sum(stream.possible);
    this.#stats = stream.stats;
    this.#late = stream.late;
  }

  result(partial: boolean): ScanResult {
    const { kinds, sightings, kernel, clock } = this.#half;
    const surveyed = { kinds, fields: this.#fields, sightings };
    const leads = this.#bySubquery(this.#possible);
    const candidates = this.#bySubquery(this.#verified);
    return {
      inputs: this.#inputs.flatMap((input, number) => this.#logs[number]?.report(input) ?? []),
      diagnostics: this.#logs.flatMap((log) => log.diagnostics),
      sighted: sightings.report(kinds, kernel.hosts),
      stats: this.#stats,
      silence: this.#queries.map((query, number) => silencesOf(query, number, surveyed)[0] ?? null),
      late: this.#late,
      partial,
      failed: this.#failed,
      profile: this.#queries.map((_, query) => ({
        leads: sum(leads[query] ?? []),
        candidates: sum(candidates[query] ?? []),
        ms: clock?.ms[query] ?? 0,
      })),
      cost: {
        jobs: this.#jobs,
        bytes: this.#memory.bytes,
        screened: this.#half.screened,
        parsed: this.#half.parsed,
        leads: sum(this.#possible),
        survivingLeads: this.#survivingLeads,
        spilledBytes: this.#spilledBytes,
        inFlight: sum(this.#stats.map(({ inFlight }) => inFlight)),
        setUpMs: this.#setUpMs,
        readMs: this.#readMs,
        decideMs: this.#decideMs,
      },
    };
  }

  /** Counts by probe as counts by query and subquery. */
  #bySubquery(byProbe: ArrayLike<number>): readonly (readonly number[])[] {
    const counts = this.#queries.map(({ compiled }) => compiled.subqueries.map(() => 0));
    for (const { number, query, subquery } of this.#half.probes) {
      const own = counts[query];
      if (own !== undefined) own[subquery] = byProbe[number] ?? 0;
    }
    return counts;
  }

  /** Turns a failure of one input into a diagnostic: the others are still read. */
  async #guard(log: InputLog, read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      // A full disk is no fault of the input.
      if (!(error instanceof RshellError) || error.diagnostic.code === 'RS522') throw error;
      this.#failed = true;
      log.failure(error.diagnostic);
    }
  }

  async #deliver(decided: Iterable<DecidedMatch>): Promise<void> {
    for (const { query, match } of decided) {
      await this.#handler.match(this.#events.found(query, match));
    }
  }
}

function sum(numbers: ArrayLike<number>): number {
  return Array.from(numbers).reduce((total, number) => total + number, 0);
}
