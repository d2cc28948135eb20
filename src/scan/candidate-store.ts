// All candidates of a run over files, as records of numbers: some 130 bytes each outside of the garbage-collected heap,
// in memory up to a bound, then in temporary files. Read back in ordinal order.
import type { Candidate } from '../engine/index.js';
import type { Ordinal } from '../event/index.js';
import { actionBytes, readAction } from './action-bytes.js';
import { refOf, type EventRef } from './event-ref.js';
import { ExternalSort } from './external-sort.js';
import { KeyGroups, maskOf, type GroupPart } from './key-groups.js';
import { KeySpool } from './key-spool.js';
import type { Records } from './record-log.js';
import { Spool } from './spool.js';

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
// Columns, in the order of compareOrdinals; then queries, then arrival. NaN (no tiebreaker) sorts last.
const MS = 0;
const NS = 1;
const TIEBREAKER = 2;
const INPUT = 3;
const OFFSET = 4;
const INDEX = 5;
const QUERY = 6;
const ARRIVAL = 7;
const SORT_COLUMNS = 8;
const LINE = 8;
const LENGTH = 9;
const KIND = 10;
const KEY = 11;
const RAW = 12;
const ACTION = 13;
const WIDTH = 14;
/** Stands for the time of an event without one: sorts first. */
const NO_TIME = Number.NEGATIVE_INFINITY;
/** Stands for the place of a text that there is none of. */
const NO_TEXT = -1;

/** A query with the subqueries of it that one candidate satisfies. */
interface Kind extends GroupPart {
  readonly subqueries: readonly number[];
}

/** Candidates of every query, appended in any order. Every method may throw the RshellError RS522. */
export class CandidateStore {
  readonly #sort: ExternalSort;
  readonly #groups: KeyGroups;
  readonly #texts: Spool;
  readonly #keys: KeySpool;
  /** The few distinct ones, and their numbers by text. */
  readonly #kinds: Kind[] = [];
  readonly #kindNumbers = new Map<string, number>();
  /** The event added last, and where its texts are: candidates of one event share it. */
  #last: Ordinal | null = null;
  #raw = NO_TEXT;
  #action = NO_TEXT;

  /** `maxBytes`: memory to use (default 64 MiB). */
  constructor(maxBytes = DEFAULT_MAX_BYTES) {
    this.#sort = new ExternalSort(WIDTH, SORT_COLUMNS, maxBytes / 2);
    this.#groups = new KeyGroups(this.#kinds, maxBytes / 4);
    this.#texts = new Spool(maxBytes / 4);
    this.#keys = new KeySpool(this.#texts);
  }

  get size(): number {
    return this.#sort.size;
  }

  /** Bytes that did not fit into memory. */
  get spilledBytes(): number {
    return this.#sort.spilledBytes + this.#groups.spilledBytes + this.#texts.spilledBytes;
  }

  add(query: number, { ordinal, key, subqueries }: Candidate): void {
    const arrival = this.#sort.size;
    const kind = this.#kindNumber(query, subqueries);
    const { low, high, place } = this.#keys.keep(key);
    this.#groups.add(kind, low, high, arrival, 0);
    const ref = this.#keepTexts(ordinal);
    const at = this.#sort.add();
    const { data } = this.#sort;
    data[at + MS] = ordinal.time?.ms ?? NO_TIME;
    data[at + NS] = ordinal.time?.ns ?? 0;
    data[at + TIEBREAKER] = ordinal.tiebreaker ?? Number.NaN;
    data[at + INPUT] = ref.input;
    data[at + OFFSET] = ref.offset;
    data[at + INDEX] = ref.index;
    data[at + QUERY] = query;
    data[at + ARRIVAL] = arrival;
    data[at + LINE] = ref.line;
    data[at + LENGTH] = ref.length;
    data[at + KIND] = kind;
    data[at + KEY] = place;
    data[at + RAW] = this.#raw;
    data[at + ACTION] = this.#action;
  }

  /**
   * Candidates in ordinal order; those of one event by query. To be read once, when there are no more. `needed` gives,
   * by query, the subqueries without which there is no match: candidates are left out whose key has no candidate for
   * one of them. Matchers would hold on to them for nothing, those of samples to the end.
   */
  *inOrder(
    needed: readonly (readonly number[])[],
  ): Generator<{ readonly query: number; readonly candidate: Candidate }> {
    try {
      const isComplete = this.#complete(needed.map(maskOf));
      const records = this.#sort.sorted();
      while (records.next()) {
        const { data, at } = records;
        if (!isComplete(data[at + ARRIVAL] ?? 0)) continue;
        yield { query: data[at + QUERY] ?? 0, candidate: this.#candidate(records) };
      }
    } finally {
      this.close();
    }
  }

  /** Gives memory and temporary files back; not needed where all candidates have been read. */
  close(): void {
    this.#sort.close();
    this.#groups.close();
    this.#texts.close();
  }

  /** Tells, by arrival, the candidates of queries and keys that have some for all of the subqueries needed. */
  #complete(needed: readonly number[]): (arrival: number) => boolean {
    const bits = new Uint8Array(Math.ceil(this.size / 8));
    this.#groups.complete(needed, (_group, _kind, arrival) => {
      bits[arrival >>> 3] = (bits[arrival >>> 3] ?? 0) | (1 << (arrival & 7));
    });
    this.#groups.close();
    return (arrival) => ((bits[arrival >>> 3] ?? 0) & (1 << (arrival & 7))) !== 0;
  }

  #kindNumber(query: number, subqueries: readonly number[]): number {
    const text = `${query}:${subqueries.join()}`;
    const known = this.#kindNumbers.get(text);
    if (known !== undefined) return known;
    const number = this.#kinds.push({ query, subqueries, mask: maskOf(subqueries) }) - 1;
    this.#kindNumbers.set(text, number);
    return number;
  }

  #keepTexts(ordinal: Ordinal): EventRef {
    const ref = refOf(ordinal);
    if (ordinal === this.#last) return ref;
    this.#last = ordinal;
    const { raw, action } = ref;
    this.#raw = raw === null ? NO_TEXT : this.#texts.put(raw);
    this.#action = action === null ? NO_TEXT : this.#texts.put(actionBytes(action));
    return ref;
  }

  #candidate({ data, at }: Records): Candidate {
    const ms = data[at + MS] ?? NO_TIME;
    const tiebreaker = data[at + TIEBREAKER] ?? Number.NaN;
    const raw = data[at + RAW] ?? NO_TEXT;
    const action = data[at + ACTION] ?? NO_TEXT;
    const position: EventRef = {
      input: data[at + INPUT] ?? 0,
      offset: data[at + OFFSET] ?? 0,
      index: data[at + INDEX] ?? 0,
      length: data[at + LENGTH] ?? 0,
      line: data[at + LINE] ?? 0,
      raw: raw === NO_TEXT ? null : this.#texts.get(raw),
      action: action === NO_TEXT ? null : readAction(this.#texts.get(action)),
    };
    return {
      ordinal: {
        time: ms === NO_TIME ? null : { ms, ns: data[at + NS] ?? 0 },
        tiebreaker: Number.isNaN(tiebreaker) ? null : tiebreaker,
        position,
      },
      key: this.#keys.key(data[at + KEY] ?? 0),
      subqueries: this.#kinds[data[at + KIND] ?? 0]?.subqueries ?? [],
    };
  }
}
