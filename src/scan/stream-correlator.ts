// The correlate half of live inputs.
import type { Candidate, MatcherOptions, MatcherStats } from '../engine/index.js';
import type { Plan } from '../eql/index.js';
import type { Timestamp } from '../event/index.js';
import { Correlator, type DecidedMatch } from './correlator.js';
import { Foresight } from './foresight.js';
import { ReorderBuffer } from './reorder.js';

/** Event time between two looks at what only time decides: expired state, trailing missing events. */
const ADVANCE_STEP_MS = 1000;

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
