import type { Ordinal, Timestamp } from '../event/index.js';
import { AgeQueue, type Aged } from './limits.js';

/*
 * Missing events at the ends of a sequence. Both ends are one rule: let L be the time of the latest event before the
 * first match that satisfies a leading `![ … ]`, and T the time of the earliest event after the last match that
 * satisfies a trailing one. Where there is no leading clause L is the time of the first match; where there is no
 * trailing clause T is the time of the last. The sequence is dropped if there are such L and T at most maxspan apart.
 * A missing event between two matches needs no time: any event strictly between them drops the sequence.
 * Source: spec §9.5.
 */

/** Whether `to` comes at most `spanMs` after `from`: inclusive, exact to the nanosecond. */
export function within(spanMs: number, from: Timestamp, to: Timestamp): boolean {
  const over = to.ms - from.ms - spanMs;
  return over < 0 || (over === 0 && to.ns <= from.ns);
}

interface LeadingHit extends Aged<LeadingHit> {
  readonly key: string;
  readonly event: Ordinal;
  readonly time: Timestamp;
}

/**
 * Remembers, for each join key, the latest event that satisfied a leading `![ … ]`, for as long as it can come within
 * maxspan of anything: the L of the rule above.
 */
export class LeadingHits {
  readonly #hits = new Map<string, LeadingHit>();
  readonly #ages: AgeQueue<LeadingHit>;

  /** `limit`: most join keys to remember. */
  constructor(limit: number) {
    this.#ages = new AgeQueue(limit);
  }

  /** The latest one of `key`; null when there was none or it is too long ago to matter. */
  latest(key: string): Pick<LeadingHit, 'event' | 'time'> | null {
    return this.#hits.get(key) ?? null;
  }

  /** Notes `event` at `time`, not before any noted earlier. Gives whether the oldest had to be forgotten for it. */
  note(key: string, event: Ordinal, time: Timestamp): boolean {
    const former = this.#hits.get(key);
    if (former !== undefined) this.#ages.remove(former);
    const hit: LeadingHit = { key, event, time, older: null, newer: null };
    this.#hits.set(key, hit);
    this.#ages.add(hit);
    const { excess } = this.#ages;
    if (excess !== null) this.#forget(excess);
    return excess !== null;
  }

  /** All that are remembered, in the order in which they came. */
  get all(): Iterable<Pick<LeadingHit, 'key' | 'event' | 'time'>> {
    return this.#ages;
  }

  /** Forgets what is more than `spanMs` before `now`. */
  trim(spanMs: number, now: Timestamp): void {
    for (let hit = this.#ages.oldest; hit !== null; hit = this.#ages.oldest) {
      if (within(spanMs, hit.time, now)) return;
      this.#forget(hit);
    }
  }

  #forget(hit: LeadingHit): void {
    this.#ages.remove(hit);
    this.#hits.delete(hit.key);
  }
}
