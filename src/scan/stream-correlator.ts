// The correlate half of live inputs.
import type { Candidate, MatcherOptions, MatcherState, MatcherStats } from '../engine/index.js';
import type { Plan } from '../eql/index.js';
import type { Timestamp } from '../event/index.js';
import { Correlator, type DecidedMatch } from './correlator.js';
import { Foresight, type Foreseen } from './foresight.js';
import { ReorderBuffer, type ReorderState } from './reorder.js';

/** Event time between two looks at what only time decides: expired state, trailing missing events. */
const ADVANCE_STEP_MS = 1000;

/** All that it holds; survives a structured clone. */
export interface CorrelatorState {
  /** By query. */
  readonly matchers: readonly MatcherState[];
  readonly buffer: ReorderState;
  readonly given: readonly Foreseen[];
  /** In milliseconds. */
  readonly advanced: number;
}

/**
 * Correlates as events come: what needs no order is decided at once, the rest when the reorder window has passed, or {@link look} is
 * called twice, whichever is sooner. Candidates that come later than the window are counted; only samples, which have no order, still
 * take them.
 */
export class StreamCorrelator {
  readonly #correlator: Correlator;
  readonly #buffer: ReorderBuffer;
  readonly #foresight: Foresight;
  readonly #ordered: readonly boolean[];
  readonly #unordered: readonly boolean[];
  #advanced = Number.NEGATIVE_INFINITY;

  constructor(plans: readonly Plan[], options: MatcherOptions, windowMs: number) {
    this.#correlator = new Correlator(plans, options);
    this.#buffer = new ReorderBuffer(windowMs);
    this.#foresight = new Foresight(this.#correlator, this.#buffer);
    this.#ordered = plans.map((plan) => plan.kind === 'sequence' || plan.kind === 'sample');
    this.#unordered = plans.map((plan) => plan.kind === 'sample');
  }

  save(): CorrelatorState {
    return {
      matchers: this.#correlator.save(),
      buffer: this.#buffer.save(),
      given: this.#foresight.save(),
      advanced: this.#advanced,
    };
  }

  /**
   * Takes up what another one held, before the first event. `numberOf` gives the number that a query of that one has here; null: it is not the
   * same any more, and starts afresh.
   */
  restore(state: CorrelatorState, numberOf: (former: number) => number | null): void {
    for (const [former, matcher] of state.matchers.entries()) {
      const query = numberOf(former);
      if (query !== null) this.#correlator.restore(query, matcher);
    }
    const renumber = <T extends { readonly query: number }>(item: T): readonly T[] => {
      const query = numberOf(item.query);
      return query === null ? [] : [{ ...item, query }];
    };
    this.#buffer.restore({ ...state.buffer, held: state.buffer.held.flatMap(renumber) });
    this.#foresight.restore(state.given.flatMap(renumber));
    this.#advanced = state.advanced;
  }

  get late(): number {
    return this.#buffer.late;
  }

  /** Matches given of which a late event made something else. */
  get revised(): number {
    return this.#foresight.revised;
  }

  get stats(): readonly MatcherStats[] {
    return this.#correlator.stats;
  }

  /** Whether {@link look} may have something to decide. */
  get isPending(): boolean {
    return this.#foresight.isPending;
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
    yield* this.#foresight.settle(this.#correlator.advance(until));
    this.#foresight.forget();
  }

  /** Says that a while has passed, as the clock has it: gives what candidates that have waited for one decide as they are. */
  look(): Generator<DecidedMatch> {
    return this.#foresight.look();
  }

  /** Decides all that only waited for order: for a stream that has gone quiet, or has ended. */
  *flush(): Generator<DecidedMatch> {
    yield* this.#drain();
    this.#foresight.forget();
  }

  *end(): Generator<DecidedMatch> {
    yield* this.#drain();
    yield* this.#foresight.settle(this.#correlator.end());
  }

  *#drain(until?: Timestamp): Generator<DecidedMatch> {
    for (const { query, candidate } of this.#buffer.release(until)) {
      yield* this.#foresight.settle(this.#correlator.accept(query, candidate));
    }
  }
}
