import { comparePositions, type JoinKey, type Ordinal } from '../event/index.js';
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

/** What is held of a join key. */
interface SampleKey extends Aged<SampleKey> {
  readonly key: JoinKey;
  /** By subquery: the first events that satisfied it, in order of arrival. None of a key that has given all its samples. */
  readonly events: Ordinal[][];
  samples: number;
}

/**
 * Matches a sample: for each join key, sets of different events, one for each subquery, in any order of time. Each
 * set is found once, when the last of its events arrives, so the first is given as soon as there is one. Of those
 * found at once, subquery 0 changes slowest, its events in order of arrival.
 *
 * With n subqueries and at most N samples a key, the first n + N - 1 events of each subquery are enough. Take any set
 * of the full lists. Replace its events beyond the first n + N - 1, one at a time: such a list is full, so at least N
 * of its events are none of the other n - 1. That gives a set within what is kept, and, whichever full list we vary,
 * N of them. Where no list is full nothing was left out.
 *
 * A key that has given its N samples leaves only that. Source: spec §10.
 */
export class SampleMatcher implements Matcher {
  readonly #size: number;
  readonly #mostSamples: number;
  readonly #mostEvents: number;
  readonly #decisions = new Decisions();
  readonly #keys = new Map<string, SampleKey>();
  readonly #held: AgeQueue<SampleKey>;
  /** Keys that have given all their samples. */
  readonly #given: AgeQueue<SampleKey>;
  readonly #observe: MatcherOptions['observe'];

  /** `size`: the number of subqueries. */
  constructor(size: number, { maxSamplesPerKey = 1, maxInFlight, observe }: MatcherOptions) {
    this.#size = size;
    this.#mostSamples = maxSamplesPerKey;
    this.#mostEvents = size + maxSamplesPerKey - 1;
    this.#held = new AgeQueue(maxInFlight ?? Number.POSITIVE_INFINITY);
    this.#given = new AgeQueue(maxInFlight ?? Number.POSITIVE_INFINITY);
    this.#observe = observe;
  }

  accept({ ordinal, key, subqueries }: Candidate): readonly Match[] {
    this.#decisions.counters.candidates += 1;
    const known = this.#keys.get(key.text);
    if (known?.samples === this.#mostSamples) return NO_MATCHES;
    const held = known ?? this.#start(key);
    let kept = false;
    for (const subquery of subqueries) {
      const events = held.events[subquery];
      if (events === undefined || events.length === this.#mostEvents) continue;
      events.push(ordinal);
      kept = true;
    }
    // An event that was not kept completes nothing; nor does any while a subquery has no event at all.
    if (!kept || held.events.some((events) => events.length === 0)) return NO_MATCHES;
    for (const sample of samplesWith(ordinal, held.events)) {
      this.#decisions.match(sample, held.key);
      this.#observe?.({ kind: 'ended', end: 'completed', key, events: sample, by: ordinal });
      held.samples += 1;
      if (held.samples === this.#mostSamples) {
        this.#held.remove(held);
        held.events.length = 0;
        this.#given.add(held);
        this.#forgetOldest(this.#given);
        break;
      }
    }
    return this.#decisions.take();
  }

  advance(): readonly Match[] {
    return NO_MATCHES;
  }

  foresee(candidates: readonly Candidate[]): readonly Match[] {
    const { text } = candidates[0]?.key ?? {};
    const known = text === undefined ? undefined : this.#keys.get(text);
    if (known?.samples === this.#mostSamples) return NO_MATCHES;
    const ahead = new SampleMatcher(this.#size, { maxSamplesPerKey: this.#mostSamples });
    if (known !== undefined) {
      const copy = { ...known, events: known.events.map((events) => [...events]) };
      ahead.#keys.set(known.key.text, copy);
      ahead.#held.adopt(copy);
    }
    return candidates.flatMap((candidate) => ahead.accept(candidate));
  }

  end(): readonly Match[] {
    if (this.#observe !== undefined) {
      for (let held = this.#held.oldest; held !== null; held = held.newer) {
        if (held.samples === 0) this.#ended('unfinished', held);
      }
    }
    return NO_MATCHES;
  }

  save(): MatcherState {
    const keys = [...this.#given, ...this.#held].map(({ key, events, samples }) => ({
      key,
      events: events.map((list) => [...list]),
      samples,
    }));
    return { kind: 'sample', counters: this.stats, keys };
  }

  restore(state: MatcherState): void {
    if (state.kind !== 'sample') return;
    this.#decisions.restore(state.counters);
    for (const { key, events, samples } of state.keys) {
      const lists = events.map((list) => [...list]);
      const saved: SampleKey = { key, events: lists, samples, older: null, newer: null };
      this.#keys.set(key.text, saved);
      (samples === this.#mostSamples ? this.#given : this.#held).add(saved);
    }
  }

  get stats(): MatcherStats {
    return { ...this.#decisions.counters, inFlight: this.#held.size };
  }

  #start(key: JoinKey): SampleKey {
    const events = Array.from({ length: this.#size }, (): Ordinal[] => []);
    const held: SampleKey = { key, events, samples: 0, older: null, newer: null };
    this.#keys.set(key.text, held);
    this.#held.add(held);
    const dropped = this.#forgetOldest(this.#held);
    if (dropped?.samples === 0) this.#ended('dropped', dropped);
    return held;
  }

  /** Keeps the limit; gives what was given up for it. */
  #forgetOldest(keys: AgeQueue<SampleKey>): SampleKey | null {
    const { excess } = keys;
    if (excess === null) return null;
    keys.remove(excess);
    this.#keys.delete(excess.key.text);
    this.#decisions.counters.dropped += 1;
    return excess;
  }

  #ended(end: AttemptEnd, { key, events }: SampleKey): void {
    const first = events.map(([event]) => event ?? null);
    this.#observe?.({ kind: 'ended', end, key, events: first, by: null });
  }
}

type Lists = readonly (readonly Ordinal[])[];

/**
 * Every set of different events, one of each list, that begins with `chosen` and uses `newest`, which ends the lists
 * that it is in. Looks ahead at every step, so that no time is lost in dead ends.
 */
function* samplesWith(
  newest: Ordinal,
  lists: Lists,
  chosen: readonly Ordinal[] = [],
): Generator<readonly Ordinal[]> {
  const events = lists[chosen.length];
  if (events === undefined) {
    yield chosen;
    return;
  }
  for (const event of events) {
    const next = [...chosen, event];
    if (!includes(chosen, event) && canUse(newest, lists, next)) {
      yield* samplesWith(newest, lists, next);
    }
  }
}

/** Whether some set begins with `chosen` and uses `newest`. */
function canUse(newest: Ordinal, lists: Lists, chosen: readonly Ordinal[]): boolean {
  if (includes(chosen, newest)) return isCompletable(lists, chosen);
  return lists.some(
    (events, subquery) =>
      subquery >= chosen.length &&
      events.at(-1) === newest &&
      isCompletable(lists.with(subquery, [newest]), chosen),
  );
}

/**
 * Whether some set begins with `chosen`: whether each of the other lists can have an event of its own. A list that finds
 * its events taken asks their takers for another one (augmenting paths), so that the work stays polynomial. As many
 * events as there are lists are enough to tell, as shown above.
 */
function isCompletable(lists: Lists, chosen: readonly Ordinal[]): boolean {
  const takers = new Map<Ordinal, number>();
  const place = (subquery: number, asked: Set<Ordinal>): boolean => {
    for (const event of lists[subquery]?.slice(0, lists.length) ?? []) {
      if (asked.has(event) || includes(chosen, event)) continue;
      asked.add(event);
      const taker = takers.get(event);
      if (taker !== undefined && !place(taker, asked)) continue;
      takers.set(event, subquery);
      return true;
    }
    return false;
  };
  for (let subquery = chosen.length; subquery < lists.length; subquery++) {
    if (!place(subquery, new Set())) return false;
  }
  return true;
}

function includes(chosen: readonly Ordinal[], event: Ordinal): boolean {
  return chosen.some(({ position }) => comparePositions(position, event.position) === 0);
}
