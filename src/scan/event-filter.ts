// What keeps events from queries: `--where`, a span of time, the exceptions of an allow list. Asked only of events that satisfy
// a query, so that a scan without any pays nothing, and what it kept away is known by number.
import type { Event } from '../event/index.js';

/** Events that are not for some queries, or for none. */
export interface Exclusion {
  /** By number; null: all. */
  readonly queries: ReadonlySet<number> | null;
  readonly hides: (event: Event) => boolean;
}

/** Several exclusions over the events of one run. Each is asked of an event at most once. */
export class EventFilter {
  readonly #exclusions: readonly Exclusion[];
  readonly #hides: (boolean | null)[];
  readonly #isCounted: boolean[];
  readonly #hidden: number[];
  #isAdmitted = false;
  #admitted = 0;

  /** `hidden`: what exclusions of the same order have kept away before. */
  constructor(exclusions: readonly Exclusion[], hidden: readonly number[] = []) {
    this.#exclusions = exclusions;
    this.#hides = exclusions.map(() => null);
    this.#isCounted = exclusions.map(() => false);
    this.#hidden = exclusions.map((_, number) => hidden[number] ?? 0);
  }

  /** By exclusion: events that a query would have taken, and that it kept away. An event counts for the first one that does. */
  get hidden(): readonly number[] {
    return this.#hidden;
  }

  /** Events that some query has got. */
  get admitted(): number {
    return this.#admitted;
  }

  /** To be called before the first question about an event. */
  nextEvent(): void {
    this.#hides.fill(null);
    this.#isCounted.fill(false);
    this.#isAdmitted = false;
  }

  /** Whether a query may have the event, which satisfies it. */
  admits(query: number, event: Event): boolean {
    for (const [number, { queries, hides }] of this.#exclusions.entries()) {
      if (queries?.has(query) === false) continue;
      if (!(this.#hides[number] ??= hides(event))) continue;
      if (this.#isCounted[number] !== true) this.#hidden[number] = (this.#hidden[number] ?? 0) + 1;
      this.#isCounted[number] = true;
      return false;
    }
    if (!this.#isAdmitted) this.#admitted += 1;
    this.#isAdmitted = true;
    return true;
  }
}
