// Puts the candidates of a live stream in ordinal order: holds each back until events a window later have been seen.
import type { Candidate } from '../engine/index.js';
import { compareOrdinals, compareTimestamps, type Timestamp } from '../event/index.js';

/** A candidate that waits for its place. */
export interface Held {
  readonly query: number;
  readonly candidate: Candidate;
  readonly arrival: number;
}

/** What a buffer holds; survives a structured clone. */
export interface ReorderState {
  /** In order of arrival. */
  readonly held: readonly Pick<Held, 'query' | 'candidate'>[];
  readonly latest: Timestamp | null;
  readonly released: Timestamp | null;
}

/** A binary heap of candidates, earliest first. */
export class ReorderBuffer {
  readonly #windowMs: number;
  readonly #heap: Held[] = [];
  #arrivals = 0;
  #latest: Timestamp | null = null;
  #released: Timestamp | null = null;
  #late = 0;

  /** `windowMs`: how much later, in event time, an event may come and still be put in its place. */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  save(): ReorderState {
    const held = [...this.#heap].sort((a, b) => a.arrival - b.arrival);
    return {
      held: held.map(({ query, candidate }) => ({ query, candidate })),
      latest: this.#latest,
      released: this.#released,
    };
  }

  /** Takes up what another buffer held; before the first candidate. */
  restore({ held, latest, released }: ReorderState): void {
    for (const { query, candidate } of held) this.push(query, candidate);
    this.#latest = latest;
    this.#released = released;
  }

  /** Candidates held, in no order, with the number of their arrival. */
  get held(): readonly Held[] {
    return this.#heap;
  }

  /** Candidates taken so far. */
  get arrivals(): number {
    return this.#arrivals;
  }

  /** The time before which nothing is taken any more; null before the first release. */
  get released(): Timestamp | null {
    return this.#released;
  }

  /** Candidates that came too late to be put in their place. */
  get late(): number {
    return this.#late;
  }

  /**
   * Takes a candidate in any order; gives whether it was in time. One that is late cannot be put in order any more,
   * and is counted.
   */
  push(query: number, candidate: Candidate): boolean {
    const { time } = candidate.ordinal;
    if (time !== null && this.#released !== null && compareTimestamps(time, this.#released) < 0) {
      this.#late += 1;
      return false;
    }
    this.#heap.push({ query, candidate, arrival: this.#arrivals++ });
    this.#siftUp(this.#heap.length - 1);
    return true;
  }

  /** Notes the time of an event, candidate or not. Gives the time before which everything may now be released. */
  see(time: Timestamp): Timestamp | null {
    if (this.#latest !== null && compareTimestamps(time, this.#latest) <= 0) return null;
    this.#latest = time;
    const until = { ms: this.#latest.ms - this.#windowMs, ns: this.#latest.ns };
    if (this.#released !== null && compareTimestamps(until, this.#released) <= 0) return null;
    return until;
  }

  /** Whether the earliest candidate held comes before `until`. */
  isDue(until: Timestamp): boolean {
    const first = this.#heap[0];
    if (first === undefined) return false;
    const { time } = first.candidate.ordinal;
    return time === null || compareTimestamps(time, until) < 0;
  }

  /** Gives, in order, every candidate before `until`; all of them without it. */
  *release(
    until?: Timestamp,
  ): Generator<{ readonly query: number; readonly candidate: Candidate }> {
    if (until === undefined) this.#released = this.#latest;
    else this.#released = until;
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || (until !== undefined && !this.isDue(until))) return;
      this.#pop();
      yield first;
    }
  }

  #pop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#siftDown(0);
  }

  #siftUp(at: number): void {
    for (let child = at; child > 0;) {
      const parent = (child - 1) >>> 1;
      if (!this.#isBefore(child, parent)) return;
      this.#swap(child, parent);
      child = parent;
    }
  }

  #siftDown(at: number): void {
    for (let parent = at; ;) {
      let first = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < this.#heap.length && this.#isBefore(child, first)) first = child;
      }
      if (first === parent) return;
      this.#swap(parent, first);
      parent = first;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const x = this.#heap[a];
    const y = this.#heap[b];
    if (x === undefined || y === undefined) return false;
    const order = compareOrdinals(x.candidate.ordinal, y.candidate.ordinal);
    return (order || x.query - y.query || x.arrival - y.arrival) < 0;
  }

  #swap(a: number, b: number): void {
    const x = this.#heap[a];
    const y = this.#heap[b];
    if (x === undefined || y === undefined) return;
    this.#heap[a] = y;
    this.#heap[b] = x;
  }
}
