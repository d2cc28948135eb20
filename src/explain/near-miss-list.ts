// The events that are nearest to one subquery, told apart by the clauses that they fail: a thousand events that fail alike are one
// line with a count, and the rare one is not buried below them.
import type { Event, JsonObject } from '../event/index.js';
import type { EventContext } from './explain-event.js';
import { shortestWay, shortfall, type Part, type Way } from './parts.js';

/** Ways to fail that are kept, and how many clauses more than the nearest an event may be short. */
const MOST_WAYS = 24;
const MARGIN = 2;

/** Events that fail by the same clauses; the first of them stands for all. */
export interface NearMissGroup extends Way {
  readonly document: JsonObject;
  readonly context: EventContext;
  readonly shortBy: number;
  alike: number;
}

export class NearMissList {
  readonly #condition: Part;
  readonly #ways = new Map<string, NearMissGroup>();
  #nearest = Number.POSITIVE_INFINITY;
  /** Events that are further away are not looked at any more. */
  #most = Number.POSITIVE_INFINITY;

  constructor(condition: Part) {
    this.#condition = condition;
  }

  /** How many clauses `event` is short; where that is too many to matter, some number over the most that does. */
  measure(event: Event): number {
    return shortfall(this.#condition, event, this.#most);
  }

  /** Notes an event that is short by what {@link measure} gave. `context` is asked for only where it is kept. */
  note(shortBy: number, event: Event, document: JsonObject, context: () => EventContext): void {
    if (shortBy > this.#most) return;
    const { failing, needs } = shortestWay(this.#condition, event);
    const way = failing.map(({ number }) => number).join();
    const known = this.#ways.get(way);
    if (known !== undefined) {
      known.alike += 1;
      return;
    }
    this.#ways.set(way, { document, context: context(), failing, needs, shortBy, alike: 1 });
    if (shortBy < this.#nearest) this.#nearest = shortBy;
    this.#trim();
  }

  /** Nearest first; of equal distance the rarer. */
  get groups(): readonly NearMissGroup[] {
    return [...this.#ways.values()].sort((a, b) => a.shortBy - b.shortBy || a.alike - b.alike);
  }

  #trim(): void {
    this.#most = Math.min(this.#most, Math.max(1, this.#nearest) + MARGIN);
    for (const [way, { shortBy }] of this.#ways) {
      if (shortBy > this.#most) this.#ways.delete(way);
    }
    if (this.#ways.size <= MOST_WAYS) return;
    const furthest = Math.max(...[...this.#ways.values()].map(({ shortBy }) => shortBy));
    if (furthest > this.#nearest) {
      this.#most = furthest - 1;
      this.#trim();
      return;
    }
    const [commonest] = [...this.#ways].sort(([, a], [, b]) => b.alike - a.alike);
    if (commonest !== undefined) this.#ways.delete(commonest[0]);
  }
}
