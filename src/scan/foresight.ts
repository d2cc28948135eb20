// Matches that are given before their events are settled: candidates wait for others that may belong in front of them, but an alert
// must not. Such a match is that of all events so far, in their order; it is given once.
import type { Candidate, Match } from '../engine/index.js';
import { compareOrdinals, compareTimestamps, type Timestamp } from '../event/index.js';
import type { Correlator, DecidedMatch } from './correlator.js';
import type { ReorderBuffer } from './reorder.js';

/** A match that was given and is not settled yet; survives a structured clone. */
export interface Foreseen {
  readonly query: number;
  /** Names its events. */
  readonly places: string;
  /** Time of its last event. */
  readonly time: Timestamp;
}

export class Foresight {
  readonly #correlator: Correlator;
  readonly #buffer: ReorderBuffer;
  /** By query and events. */
  readonly #given = new Map<string, Foreseen>();
  /** Candidates up to this arrival have been looked at, and those up to the other one have waited for a while. */
  #seen = 0;
  #waited = 0;
  #revised = 0;

  constructor(correlator: Correlator, buffer: ReorderBuffer) {
    this.#correlator = correlator;
    this.#buffer = buffer;
  }

  /** Matches given of which a late event made something else. */
  get revised(): number {
    return this.#revised;
  }

  save(): readonly Foreseen[] {
    return [...this.#given.values()];
  }

  /** Takes up what was given before; when the buffer has what it had then. */
  restore(given: readonly Foreseen[]): void {
    for (const match of given) this.#given.set(`${match.query} ${match.places}`, match);
  }

  /** Whether some candidate has not been looked at. */
  get isPending(): boolean {
    return this.#buffer.arrivals > this.#seen;
  }

  /** Says that a while has passed. Gives what the candidates decide that were there before it. */
  *look(): Generator<DecidedMatch> {
    const from = this.#seen;
    const to = this.#waited;
    this.#waited = this.#buffer.arrivals;
    this.#seen = to;
    if (to === from) return;
    const { held } = this.#buffer;
    const fresh = held.filter(({ arrival }) => arrival >= from && arrival < to);
    const touched = new Set(fresh.map(({ query, candidate }) => groupOf(query, candidate)));
    if (touched.size === 0) return;
    const groups = new Map<string, { readonly query: number; readonly candidates: Candidate[] }>();
    for (const { query, candidate } of held) {
      const name = groupOf(query, candidate);
      if (!touched.has(name)) continue;
      const group = groups.get(name);
      if (group === undefined) groups.set(name, { query, candidates: [candidate] });
      else group.candidates.push(candidate);
    }
    for (const { query, candidates } of groups.values()) {
      candidates.sort((a, b) => compareOrdinals(a.ordinal, b.ordinal));
      for (const match of this.#correlator.foresee(query, candidates)) {
        if (this.#give(query, match)) yield { query, match };
      }
    }
  }

  /** What is settled now, without what was given already. */
  *settle(settled: Iterable<DecidedMatch>): Generator<DecidedMatch> {
    for (const decided of settled) {
      if (!this.#given.delete(nameOf(decided.query, decided.match))) yield decided;
    }
  }

  /** Forgets what can no longer be settled, and counts it. */
  forget(): void {
    const { released } = this.#buffer;
    if (released === null || this.#given.size === 0) return;
    for (const [name, { time }] of this.#given) {
      if (compareTimestamps(time, released) >= 0) continue;
      this.#given.delete(name);
      this.#revised += 1;
    }
  }

  #give(query: number, match: Match): boolean {
    const name = nameOf(query, match);
    if (this.#given.has(name)) return false;
    let time: Timestamp | null = null;
    for (const event of match.events) {
      const own = event?.time ?? null;
      if (own !== null && (time === null || compareTimestamps(own, time) > 0)) time = own;
    }
    this.#given.set(name, {
      query,
      places: placesOf(match),
      time: time ?? { ms: Number.NEGATIVE_INFINITY, ns: 0 },
    });
    return true;
  }
}

function groupOf(query: number, { key }: Candidate): string {
  return `${query} ${key.text}`;
}

function nameOf(query: number, match: Match): string {
  return `${query} ${placesOf(match)}`;
}

/** Names the events of a match. */
function placesOf({ events }: Match): string {
  const places = events.map((event) => {
    if (event === null) return '-';
    const { input, offset, index } = event.position;
    return `${input}:${offset}:${index}`;
  });
  return places.join(' ');
}
