import { compareTimestamps, type JoinKey, type Ordinal, type Timestamp } from '../event/index.js';
import type { SequencePlan } from '../eql/index.js';
import { Decisions, NO_MATCHES } from './decisions.js';
import { AgeQueue, type Aged } from './limits.js';
import type {
  AttemptEnd,
  Candidate,
  Match,
  Matcher,
  MatcherOptions,
  MatcherState,
  MatcherStats,
} from './matcher.js';
import { LeadingHits, within } from './missing-events.js';

/** A sequence that is held: in flight, or complete and waiting for what a trailing missing event says. */
interface Sequence extends Aged<Sequence> {
  readonly key: JoinKey;
  /** Time of the first event: maxspan is measured from here. */
  readonly start: Timestamp;
  /** The L of the rule in missing-events.ts; null: there is none, or the ends have no missing events. */
  readonly clearFrom: Timestamp | null;
  /** The event at L, where there is a leading missing event. */
  readonly leadingHit: Ordinal | null;
  /** The slots of the match, as far as they are filled. */
  readonly events: (Ordinal | null)[];
  /** An event that came and had to be missing. Until it is complete it goes on as if there were none. */
  spoiledBy: Ordinal | null;
  /** Where it is in flight; null once it waits. */
  state: State | null;
}

/** The in-flight sequences whose last match is one certain stage: of each join key the newest. */
type State = Map<string, Sequence>;

/** What an event does that satisfies a stage. */
type Step =
  | {
      readonly kind: 'match';
      readonly subquery: number;
      /** Slot of the match that the event fills. */
      readonly slot: number;
      /** Null: the event starts a sequence. */
      readonly from: State | null;
      /** Null: the event completes the sequence. */
      readonly to: State | null;
    }
  | { readonly kind: 'leading' | 'trailing'; readonly subquery: number }
  | { readonly kind: 'middle'; readonly subquery: number; readonly after: State };

/**
 * Matches a sequence: for each join key a chain of states, one for every stage but the last, each with the newest
 * sequence that got there.
 *
 * Only the newest is needed: candidates come in order, so whatever is in a state ended before the candidate, and of
 * those the latest is taken and the older ones are discarded, even if it then fails. Sequences cannot overtake each
 * other, so the newest in a state is also the one that started last; when its maxspan is over, so is that of all it
 * replaced. For the same reason maxspan and `until` can discard at once instead of when the next event comes.
 *
 * An event goes through the stages from last to first. So it never meets what it did itself: it cannot fill two
 * stages of one sequence, and it lies neither after itself nor between itself and a neighbour.
 *
 * Takes constant time for a candidate, and holds only sequences whose maxspan is not over. Source: spec §9.
 */
export class SequenceMatcher implements Matcher {
  readonly #plan: SequencePlan;
  readonly #lastToFirst: readonly Step[];
  readonly #states: readonly State[];
  readonly #slots: number;
  readonly #until: number | null;
  readonly #maxspanMs: number;
  readonly #endClosesWindows: boolean;
  readonly #hasLeading: boolean;
  readonly #hasTrailing: boolean;
  readonly #decisions = new Decisions();
  /** Everything held, by the time of its first event. */
  readonly #held: AgeQueue<Sequence>;
  readonly #waiting = new Map<string, Set<Sequence>>();
  readonly #leadingHits: LeadingHits;
  readonly #observe: MatcherOptions['observe'];
  /** No candidate comes before this any more. */
  #now: Timestamp = { ms: Number.NEGATIVE_INFINITY, ns: 0 };

  constructor(plan: SequencePlan, options: MatcherOptions) {
    this.#plan = plan;
    const steps = toSteps(plan.stages);
    this.#lastToFirst = steps.toReversed();
    this.#states = steps.flatMap((step) =>
      step.kind === 'match' && step.to !== null ? [step.to] : [],
    );
    this.#slots = steps.length;
    this.#until = plan.until;
    this.#maxspanMs = plan.maxspanMs ?? Number.POSITIVE_INFINITY;
    this.#endClosesWindows = options.endClosesWindows ?? false;
    this.#hasLeading = steps.some(({ kind }) => kind === 'leading');
    this.#hasTrailing = steps.some(({ kind }) => kind === 'trailing');
    const limit = options.maxInFlight ?? Number.POSITIVE_INFINITY;
    this.#held = new AgeQueue(limit);
    this.#leadingHits = new LeadingHits(limit);
    this.#observe = options.observe;
  }

  accept({ ordinal, key, subqueries }: Candidate): readonly Match[] {
    const { counters } = this.#decisions;
    counters.candidates += 1;
    const { time } = ordinal;
    if (time === null) {
      counters.withoutTime += 1;
      return NO_MATCHES;
    }
    this.#moveTo(time);
    for (const step of this.#lastToFirst) {
      if (!subqueries.includes(step.subquery)) continue;
      switch (step.kind) {
        case 'match':
          this.#fill(step, ordinal, time, key);
          break;
        case 'middle':
          this.#spoil(step.after, key.text, ordinal);
          break;
        case 'trailing':
          this.#settleWaiting(key.text, ordinal, time);
          break;
        case 'leading':
          if (this.#leadingHits.note(key.text, ordinal, time)) counters.dropped += 1;
          break;
      }
    }
    // Last, so that an event that matched a stage and is the until event ends what it has just continued.
    if (this.#until !== null && subqueries.includes(this.#until)) {
      this.#discard(key.text, ordinal);
    }
    const { excess } = this.#held;
    if (excess !== null) {
      counters.dropped += 1;
      this.#ended('dropped', excess, null);
      this.#release(excess);
    }
    return this.#decisions.take();
  }

  advance(time: Timestamp): readonly Match[] {
    this.#moveTo(time);
    return this.#decisions.take();
  }

  foresee(candidates: readonly Candidate[]): readonly Match[] {
    const { text } = candidates[0]?.key ?? {};
    if (text === undefined) return NO_MATCHES;
    const ahead = new SequenceMatcher(this.#plan, {});
    ahead.#now = this.#now;
    // What has come farther started earlier.
    for (let stage = this.#states.length - 1; stage >= 0; stage--) {
      const held = this.#states[stage]?.get(text);
      if (held !== undefined) ahead.#adopt(held, ahead.#states[stage] ?? null);
    }
    const hit = this.#leadingHits.latest(text);
    if (hit !== null) ahead.#leadingHits.note(text, hit.event, hit.time);
    return candidates.flatMap((candidate) => ahead.accept(candidate));
  }

  end(): readonly Match[] {
    for (const sequences of this.#waiting.values()) {
      for (const sequence of sequences) {
        if (this.#endClosesWindows || !this.#isOpen(sequence, this.#now)) {
          this.#match(sequence);
        } else {
          this.#decisions.counters.pending += 1;
          this.#ended('pending', sequence, null);
        }
        this.#held.remove(sequence);
      }
    }
    this.#waiting.clear();
    if (this.#observe !== undefined) {
      for (let held = this.#held.oldest; held !== null; held = held.newer) {
        this.#ended('unfinished', held, null);
      }
    }
    return this.#decisions.take();
  }

  save(): MatcherState {
    const held = Array.from(this.#held, (sequence) => ({
      key: sequence.key,
      start: sequence.start,
      clearFrom: sequence.clearFrom,
      leadingHit: sequence.leadingHit,
      events: [...sequence.events],
      spoiledBy: sequence.spoiledBy,
      state: sequence.state === null ? null : this.#states.indexOf(sequence.state),
    }));
    const leading = Array.from(this.#leadingHits.all, ({ key, event, time }) => ({
      key,
      event,
      time,
    }));
    return { kind: 'sequence', counters: this.stats, now: this.#now, held, leading };
  }

  restore(state: MatcherState): void {
    if (state.kind !== 'sequence') return;
    this.#decisions.restore(state.counters);
    this.#now = state.now;
    for (const { key, event, time } of state.leading) this.#leadingHits.note(key, event, time);
    for (const { state: number, events, ...sequence } of state.held) {
      const own = number === null ? null : (this.#states[number] ?? null);
      const held = { ...sequence, events: [...events], state: own, older: null, newer: null };
      this.#held.add(held);
      if (own === null) this.#wait(held);
      else own.set(held.key.text, held);
    }
  }

  get stats(): MatcherStats {
    return { ...this.#decisions.counters, inFlight: this.#held.size };
  }

  /** Decides and forgets what `time` leaves behind. */
  #moveTo(time: Timestamp): void {
    if (compareTimestamps(time, this.#now) <= 0) return;
    this.#now = time;
    for (let oldest = this.#held.oldest; oldest !== null; oldest = this.#held.oldest) {
      if (within(this.#maxspanMs, oldest.start, time)) break;
      // Waiting sequences may be decided earlier, at L + maxspan: `start` keeps the queue in order without sorting.
      if (oldest.state === null) {
        this.#match(oldest);
      } else {
        this.#decisions.counters.rejectedByMaxspan += 1;
        this.#ended('maxspan', oldest, null);
      }
      this.#release(oldest);
    }
    this.#leadingHits.trim(this.#maxspanMs, time);
  }

  /** Starts a sequence, or continues the one in the state before. */
  #fill(step: Step & { kind: 'match' }, event: Ordinal, time: Timestamp, key: JoinKey): void {
    const sequence = step.from === null ? this.#start(key, time) : takeFrom(step.from, key.text);
    if (sequence === undefined) {
      this.#observe?.({ kind: 'alone', stage: step.slot, key, event });
      return;
    }
    padTo(step.slot, sequence.events);
    sequence.events.push(event);
    sequence.state = step.to;
    if (step.to === null) {
      this.#complete(sequence, event, time);
      return;
    }
    const replaced = step.to.get(key.text);
    if (replaced !== undefined) {
      this.#ended('superseded', replaced, event);
      this.#held.remove(replaced);
    }
    step.to.set(key.text, sequence);
  }

  /** Takes a copy of what another matcher of the plan holds in `state`. */
  #adopt(sequence: Sequence, state: State | null): void {
    const copy = { ...sequence, events: [...sequence.events], state };
    state?.set(copy.key.text, copy);
    this.#held.adopt(copy);
  }

  #start(key: JoinKey, start: Timestamp): Sequence {
    const leading = this.#hasLeading ? this.#leadingHits.latest(key.text) : null;
    const clearFrom = this.#hasLeading ? (leading?.time ?? null) : this.#hasTrailing ? start : null;
    const sequence: Sequence = {
      key,
      start,
      clearFrom,
      leadingHit: leading?.event ?? null,
      events: [],
      spoiledBy: null,
      state: null,
      older: null,
      newer: null,
    };
    this.#held.add(sequence);
    return sequence;
  }

  #complete(sequence: Sequence, event: Ordinal, time: Timestamp): void {
    const { spoiledBy, leadingHit } = sequence;
    const open = this.#isOpen(sequence, time);
    if (open && this.#hasTrailing && spoiledBy === null) {
      this.#wait(sequence);
      return;
    }
    if (open || spoiledBy !== null) this.#rejectByMissing(sequence, spoiledBy ?? leadingHit);
    else this.#match(sequence, event);
    this.#held.remove(sequence);
  }

  #rejectByMissing(sequence: Sequence, by: Ordinal | null): void {
    this.#decisions.counters.rejectedByMissing += 1;
    this.#ended('missing', sequence, by);
  }

  /** Whether an event at `time`, or later, can still be the T that drops `sequence`. */
  #isOpen({ clearFrom }: Sequence, time: Timestamp): boolean {
    return clearFrom !== null && within(this.#maxspanMs, clearFrom, time);
  }

  #wait(sequence: Sequence): void {
    const { text } = sequence.key;
    const waiting = this.#waiting.get(text);
    if (waiting === undefined) this.#waiting.set(text, new Set([sequence]));
    else waiting.add(sequence);
  }

  /** An event that satisfies a trailing missing event decides all that waited for it. */
  #settleWaiting(key: string, event: Ordinal, time: Timestamp): void {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) return;
    for (const sequence of waiting) {
      if (this.#isOpen(sequence, time)) this.#rejectByMissing(sequence, event);
      else this.#match(sequence);
      this.#held.remove(sequence);
    }
    this.#waiting.delete(key);
  }

  #spoil(state: State, key: string, event: Ordinal): void {
    const sequence = state.get(key);
    if (sequence !== undefined) sequence.spoiledBy ??= event;
  }

  /** An until event ends all sequences of its key that are in flight. */
  #discard(key: string, event: Ordinal): void {
    for (const state of this.#states) {
      const sequence = takeFrom(state, key);
      if (sequence === undefined) continue;
      this.#held.remove(sequence);
      this.#decisions.counters.rejectedByUntil += 1;
      this.#ended('until', sequence, event);
    }
  }

  /** `by`: the event that completed it, where that decides at once. */
  #match(sequence: Sequence, by: Ordinal | null = null): void {
    const { events, key } = sequence;
    padTo(this.#slots, events);
    this.#decisions.match(events, key);
    this.#ended('completed', sequence, by);
  }

  #ended(end: AttemptEnd, { key, events }: Sequence, by: Ordinal | null): void {
    this.#observe?.({ kind: 'ended', end, key, events, by });
  }

  /** Forgets a sequence, wherever it is held. */
  #release(sequence: Sequence): void {
    const { key, state } = sequence;
    this.#held.remove(sequence);
    if (state !== null) {
      state.delete(key.text);
      return;
    }
    const waiting = this.#waiting.get(key.text);
    waiting?.delete(sequence);
    if (waiting?.size === 0) this.#waiting.delete(key.text);
  }
}

/** The steps of the stages in their order, joined by the states between them. */
function toSteps(stages: SequencePlan['stages']): readonly Step[] {
  const last = stages.findLastIndex(({ missing }) => !missing);
  let state: State | null = null;
  return stages.map(({ subquery, missing }, slot): Step => {
    if (missing) {
      if (state !== null) return { kind: 'middle', subquery, after: state };
      return { kind: slot < last ? 'leading' : 'trailing', subquery };
    }
    const from = state;
    state = slot === last ? null : new Map();
    return { kind: 'match', subquery, slot, from, to: state };
  });
}

function takeFrom(state: State, key: string): Sequence | undefined {
  const sequence = state.get(key);
  if (sequence !== undefined) state.delete(key);
  return sequence;
}

/** Fills the slots of missing events. */
function padTo(slots: number, events: (Ordinal | null)[]): void {
  while (events.length < slots) events.push(null);
}
