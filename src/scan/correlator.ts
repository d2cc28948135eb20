// The correlate half: one matcher per query, fed with candidates in ordinal order.
import {
  createMatcher,
  type Candidate,
  type Match,
  type Matcher,
  type MatcherOptions,
  type MatcherStats,
} from '../engine/index.js';
import type { Plan } from '../eql/index.js';
import type { Timestamp } from '../event/index.js';
import type { CandidateStore } from './candidate-store.js';
import type { QueryClock } from './profile.js';
import { neededSubqueries } from './query.js';
import { ReorderBuffer } from './reorder.js';

/** A match as soon as it is decided. */
export interface DecidedMatch {
  readonly query: number;
  readonly match: Match;
}

/** Feeds candidates that come in ordinal order to the matchers of their queries. */
export class Correlator {
  readonly #matchers: readonly Matcher[];

  /** `plans` by query. */
  constructor(plans: readonly Plan[], options: MatcherOptions) {
    this.#matchers = plans.map((plan) => createMatcher(plan, options));
  }

  *accept(query: number, candidate: Candidate): Generator<DecidedMatch> {
    for (const match of this.#matchers[query]?.accept(candidate) ?? []) yield { query, match };
  }

  *advance(time: Timestamp): Generator<DecidedMatch> {
    for (const [query, matcher] of this.#matchers.entries()) {
      for (const match of matcher.advance(time)) yield { query, match };
    }
  }

  *end(): Generator<DecidedMatch> {
    for (const [query, matcher] of this.#matchers.entries()) {
      for (const match of matcher.end()) yield { query, match };
    }
  }

  /** By query. */
  get stats(): readonly MatcherStats[] {
    return this.#matchers.map((matcher) => matcher.stats);
  }
}

/** All matches of what `store` holds, in ordinal order of what decides them. `latest`: of all events, candidates or not. */
export function* decideAll(
  store: CandidateStore,
  plans: readonly Plan[],
  correlator: Correlator,
  latest: Timestamp | null,
  clock: QueryClock | null,
): Generator<DecidedMatch> {
  for (const { query, candidate } of store.inOrder(plans.map(neededSubqueries))) {
    clock?.start();
    const matches = [...correlator.accept(query, candidate)];
    clock?.lap(query);
    yield* matches;
  }
  // Events that were no candidates, too, show how far time has come.
  if (latest !== null) yield* correlator.advance(latest);
  yield* correlator.end();
}

/** Event time between two looks at what only time decides: expired state, trailing missing events. */
const ADVANCE_STEP_MS = 1000;

/**
 * Correlates a live stream: what needs no order is decided at once, the rest when the reorder window has passed.
 * Candidates that come later than the window are counted; only samples, which have no order, still take them.
 */
export class StreamCorrelator {
  readonly #correlator: Correlator;
  readonly #buffer: ReorderBuffer;
  readonly #ordered: readonly boolean[];
  readonly #unordered: readonly boolean[];
  #advanced = Number.NEGATIVE_INFINITY;

  constructor(plans: readonly Plan[], options: MatcherOptions, windowMs: number) {
    this.#correlator = new Correlator(plans, options);
    this.#buffer = new ReorderBuffer(windowMs);
    this.#ordered = plans.map((plan) => plan.kind === 'sequence' || plan.kind === 'sample');
    this.#unordered = plans.map((plan) => plan.kind === 'sample');
  }

  get late(): number {
    return this.#buffer.late;
  }

  get stats(): readonly MatcherStats[] {
    return this.#correlator.stats;
  }

  *accept(query: number, candidate: Candidate): Generator<DecidedMatch> {
    const waits = this.#ordered[query] === true;
    if (!waits || (!this.#buffer.push(query, candidate) && this.#unordered[query] === true)) {
      yield* this.#correlator.accept(query, candidate);
    }
  }

  /**
   * Notes the time of an event, candidate or not: event time moves the window, not the clock. Gives the time up to
   * which {@link advance} has something to decide, or null.
   */
  see(time: Timestamp): Timestamp | null {
    const until = this.#buffer.see(time);
    if (until === null) return null;
    if (until.ms - this.#advanced < ADVANCE_STEP_MS && !this.#buffer.isDue(until)) return null;
    return until;
  }

  *advance(until: Timestamp): Generator<DecidedMatch> {
    this.#advanced = until.ms;
    yield* this.#drain(until);
    yield* this.#correlator.advance(until);
  }

  /** Decides all that only waited for order: for a stream that has gone quiet, or has ended. */
  *flush(): Generator<DecidedMatch> {
    yield* this.#drain();
  }

  *end(): Generator<DecidedMatch> {
    yield* this.#drain();
    yield* this.#correlator.end();
  }

  *#drain(until?: Timestamp): Generator<DecidedMatch> {
    for (const { query, candidate } of this.#buffer.release(until)) {
      yield* this.#correlator.accept(query, candidate);
    }
  }
}
