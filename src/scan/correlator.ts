// The correlate half: one matcher per query, fed with candidates in ordinal order.
import {
  createMatcher,
  type Candidate,
  type Match,
  type Matcher,
  type MatcherOptions,
  type MatcherState,
  type MatcherStats,
} from '../engine/index.js';
import type { Plan } from '../eql/index.js';
import type { Timestamp } from '../event/index.js';
import type { CandidateStore } from './candidate-store.js';
import type { QueryClock } from './profile.js';
import { neededSubqueries } from './query.js';

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

  /** See {@link Matcher.foresee}. */
  foresee(query: number, candidates: readonly Candidate[]): readonly Match[] {
    return this.#matchers[query]?.foresee(candidates) ?? [];
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
  save(): readonly MatcherState[] {
    return this.#matchers.map((matcher) => matcher.save());
  }

  /** Takes up the state of one query; before its first candidate. */
  restore(query: number, state: MatcherState): void {
    this.#matchers[query]?.restore(state);
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
