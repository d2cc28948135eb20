// All candidates of a run over files, in columns: some 30 bytes each and 50 for their event, so that millions fit where millions of objects
// would not. Read back in ordinal order.
import type { Candidate } from '../engine/index.js';
import { keyKinds, NO_KEY, parseKey, type JoinKey, type Ordinal } from '../event/index.js';
import type { BulkAction } from '../input/index.js';
import { floats, integers } from './column.js';
import { refOf, type EventRef } from './event-ref.js';
import { TextTable } from './text-table.js';

/** A number for each distinct join key, and back. Keys are kept as text: of a billion events there may be millions. */
class Keys {
  readonly #texts = new TextTable();
  /** By key: what kinds its values are of. */
  readonly #kinds = integers();
  readonly #kindTexts = new TextTable();
  /** The keys asked about last, and their numbers: candidates of one event share a few. */
  readonly #recent: JoinKey[] = [];
  readonly #recentNumbers: number[] = [];
  #next = 0;

  constructor() {
    this.#add(NO_KEY);
  }

  number(key: JoinKey): number {
    const at = this.#recent.indexOf(key);
    if (at !== -1) return this.#recentNumbers[at] ?? 0;
    const number = this.#add(key);
    this.#recent[this.#next] = key;
    this.#recentNumbers[this.#next] = number;
    this.#next = (this.#next + 1) % RECENT_KEYS;
    return number;
  }

  key(number: number): JoinKey {
    return parseKey(this.#texts.text(number), this.#kindTexts.text(this.#kinds.get(number)));
  }

  #add({ text, values }: JoinKey): number {
    const known = this.#texts.size;
    const number = this.#texts.number(text);
    if (number === known) this.#kinds.set(number, this.#kindTexts.number(keyKinds(values)));
    return number;
  }
}

/** More key lists than this rarely meet in one event. */
const RECENT_KEYS = 8;

/** Where and when the events of candidates are, a row for each. */
class EventRows {
  #size = 0;
  /** Epoch milliseconds; NaN for an event without a time. */
  readonly #ms = floats();
  readonly #ns = integers();
  /** NaN for an event without a tiebreaker. */
  readonly #tiebreaker = floats();
  readonly #input = integers();
  readonly #offset = floats();
  readonly #length = integers();
  readonly #index = integers();
  readonly #line = floats();
  readonly #raw = new Map<number, Buffer>();
  readonly #actions = new Map<number, BulkAction>();
  /** The ordinal added last: candidates of one event share it. */
  #last: Ordinal | null = null;

  /** The row of an event; a new one where it is not the event added last. */
  row(ordinal: Ordinal): number {
    if (ordinal === this.#last) return this.#size - 1;
    this.#last = ordinal;
    const row = this.#size++;
    const ref = refOf(ordinal);
    this.#ms.set(row, ordinal.time?.ms ?? Number.NaN);
    this.#ns.set(row, ordinal.time?.ns ?? 0);
    this.#tiebreaker.set(row, ordinal.tiebreaker ?? Number.NaN);
    this.#input.set(row, ref.input);
    this.#offset.set(row, ref.offset);
    this.#length.set(row, ref.length);
    this.#index.set(row, ref.index);
    this.#line.set(row, ref.line);
    if (ref.raw !== null) this.#raw.set(row, ref.raw);
    if (ref.action !== null) this.#actions.set(row, ref.action);
    return row;
  }

  ordinal(row: number): Ordinal {
    const ms = this.#ms.get(row);
    const tiebreaker = this.#tiebreaker.get(row);
    const position: EventRef = {
      input: this.#input.get(row),
      offset: this.#offset.get(row),
      index: this.#index.get(row),
      length: this.#length.get(row),
      line: this.#line.get(row),
      raw: this.#raw.get(row) ?? null,
      action: this.#actions.get(row) ?? null,
    };
    return {
      time: Number.isNaN(ms) ? null : { ms, ns: this.#ns.get(row) },
      tiebreaker: Number.isNaN(tiebreaker) ? null : tiebreaker,
      position,
    };
  }

  /** The order of `compareOrdinals`. */
  compare(a: number, b: number): number {
    return (
      comparePresent(this.#ms.get(a), this.#ms.get(b), -1) ||
      this.#ns.get(a) - this.#ns.get(b) ||
      comparePresent(this.#tiebreaker.get(a), this.#tiebreaker.get(b), 1) ||
      this.#input.get(a) - this.#input.get(b) ||
      this.#offset.get(a) - this.#offset.get(b) ||
      this.#index.get(a) - this.#index.get(b)
    );
  }
}

/** Candidates of every query, appended in any order. */
export class CandidateStore {
  #size = 0;
  readonly #query = integers();
  readonly #subqueries = integers();
  readonly #key = integers();
  readonly #event = integers();
  readonly #events = new EventRows();
  readonly #keys = new Keys();
  /** The few distinct lists of subqueries, and their places: by text, and by the subquery where it is alone. */
  readonly #subqueryLists: (readonly number[])[] = [];
  readonly #subqueryNumbers = new Map<string | number, number>();

  get size(): number {
    return this.#size;
  }

  add(query: number, { ordinal, key, subqueries }: Candidate): void {
    const row = this.#size++;
    this.#query.set(row, query);
    this.#subqueries.set(row, this.#subqueryNumber(subqueries));
    this.#key.set(row, this.#keys.number(key));
    this.#event.set(row, this.#events.row(ordinal));
  }

  #subqueryNumber(subqueries: readonly number[]): number {
    const [first] = subqueries;
    const list = subqueries.length === 1 && first !== undefined ? first : subqueries.join();
    const known = this.#subqueryNumbers.get(list);
    if (known !== undefined) return known;
    const number = this.#subqueryLists.push(subqueries) - 1;
    this.#subqueryNumbers.set(list, number);
    return number;
  }

  /**
   * Candidates in ordinal order; those of one event by query. `needed` gives, by query, the subqueries without which
   * there is no match: candidates are left out whose key has no candidate for one of them, which is most of them.
   */
  *inOrder(
    needed: readonly (readonly number[])[],
  ): Generator<{ readonly query: number; readonly candidate: Candidate }> {
    const rows = this.#complete(needed.map(maskOf));
    rows.sort((a, b) => this.#compare(a, b));
    for (const row of rows) {
      yield { query: this.#query.get(row), candidate: this.#candidate(row) };
    }
  }

  /** The rows of queries and keys that have candidates for all of the subqueries needed. */
  #complete(needed: readonly number[]): Uint32Array {
    const found = new Map<number, number>();
    const masks = this.#subqueryLists.map(maskOf);
    const group = (row: number): number => this.#query.get(row) * 2 ** 32 + this.#key.get(row);
    for (let row = 0; row < this.#size; row++) {
      const key = group(row);
      found.set(key, (found.get(key) ?? 0) | (masks[this.#subqueries.get(row)] ?? 0));
    }
    const rows = new Uint32Array(this.#size);
    let count = 0;
    for (let row = 0; row < this.#size; row++) {
      const wanted = needed[this.#query.get(row)] ?? 0;
      if (((found.get(group(row)) ?? 0) & wanted) === wanted) rows[count++] = row;
    }
    return rows.subarray(0, count);
  }

  #candidate(row: number): Candidate {
    return {
      ordinal: this.#events.ordinal(this.#event.get(row)),
      key: this.#keys.key(this.#key.get(row)),
      subqueries: this.#subqueryLists[this.#subqueries.get(row)] ?? [],
    };
  }

  /** By event, then query, then order of arrival. */
  #compare(a: number, b: number): number {
    return (
      this.#events.compare(this.#event.get(a), this.#event.get(b)) ||
      this.#query.get(a) - this.#query.get(b) ||
      a - b
    );
  }
}

/** Subqueries as bits; those from the 32nd on are left out, which only leaves more candidates in. */
function maskOf(subqueries: readonly number[]): number {
  return subqueries.reduce((mask, subquery) => (subquery < 32 ? mask | (1 << subquery) : mask), 0);
}

/** Compares numbers; NaN (absent) goes first with `absent` -1, last with 1. */
function comparePresent(a: number, b: number, absent: -1 | 1): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : absent;
  return Number.isNaN(b) ? -absent : a - b;
}
