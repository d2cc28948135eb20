// Sorts more records than fit into memory: runs as large as fit are sorted and written one after the other to a
// temporary file, then merged.
import { RecordLog, type Records } from './record-log.js';
import { Spool } from './spool.js';

const FIRST_RECORDS = 16;
/** Two lists of row numbers, for sorting. */
const BYTES_BESIDES = 8;

/**
 * Records that are added in any order and read in ascending order of their first columns, equal ones in any order. NaN
 * sorts last.
 */
export class ExternalSort {
  readonly #width: number;
  readonly #sortColumns: number;
  readonly #mostRecords: number;
  readonly #spool = new Spool(0);
  readonly #runs: RecordLog;
  /** Where each run in the log ends. */
  readonly #runEnds: number[] = [];
  #data: Float64Array;
  #words: Uint32Array;
  #count = 0;
  /** Two lists of row numbers, from one run to the next: what is given back goes only when the collector runs. */
  #rows: [Uint32Array, Uint32Array] = [new Uint32Array(0), new Uint32Array(0)];

  /** `width`: doubles per record. `sortColumns`: how many of them decide. `maxBytes`: memory to use. */
  constructor(width: number, sortColumns: number, maxBytes: number) {
    this.#width = width;
    this.#sortColumns = sortColumns;
    this.#mostRecords = Math.max(2, Math.floor(maxBytes / (width * 8 + BYTES_BESIDES)));
    this.#runs = new RecordLog(width, this.#spool);
    this.#data = new Float64Array(Math.min(FIRST_RECORDS, this.#mostRecords) * width);
    this.#words = new Uint32Array(this.#data.buffer);
  }

  /** What {@link add} makes room in. */
  get data(): Float64Array {
    return this.#data;
  }

  get words(): Uint32Array {
    return this.#words;
  }

  get size(): number {
    return (this.#runEnds.at(-1) ?? 0) + this.#count;
  }

  get spilledBytes(): number {
    return this.#spool.spilledBytes;
  }

  /** Makes room for a record: to be written to {@link data} from the place given on, before the next call. */
  add(): number {
    if (this.#count * this.#width === this.#data.length) this.#makeRoom();
    return this.#count++ * this.#width;
  }

  /** All records in order. Nothing may be added any more. */
  sorted(): Records {
    const order = this.#sort();
    if (this.#runs.size === 0) {
      return new SortedRecords(this.#data, this.#words, order, this.#count, this.#width);
    }
    this.#writeRun(order);
    this.#data = new Float64Array(0);
    this.#words = new Uint32Array(0);
    const runs = this.#runEnds.map((end, run) => this.#runs.read(this.#runEnds[run - 1] ?? 0, end));
    return new MergedRecords(runs, this.#sortColumns);
  }

  close(): void {
    this.#spool.close();
    this.#rows = [new Uint32Array(0), new Uint32Array(0)];
    this.#data = new Float64Array(0);
    this.#words = new Uint32Array(0);
  }

  #makeRoom(): void {
    if (this.#count === this.#mostRecords) {
      this.#writeRun(this.#sort());
      return;
    }
    const records = Math.min(this.#count * 2, this.#mostRecords);
    const larger = new Float64Array(records * this.#width);
    larger.set(this.#data);
    this.#data = larger;
    this.#words = new Uint32Array(larger.buffer);
  }

  /** The rows in order; null: as they stand. */
  #sort(): Uint32Array | null {
    const [width, count] = [this.#width, this.#count];
    if (width === 1) {
      this.#data.subarray(0, count).sort();
      return null;
    }
    if (this.#rows[0].length < count) this.#rows = [new Uint32Array(count), new Uint32Array(count)];
    return sortRows(this.#data, count, width, this.#sortColumns, this.#rows);
  }

  #writeRun(order: Uint32Array | null): void {
    // Word by word: what a column holds may be no number, and then its bits would not survive as one.
    const width = this.#width * 2;
    for (let n = 0; n < this.#count; n++) {
      const from = (order === null ? n : (order[n] ?? 0)) * width;
      const to = this.#runs.add() * 2;
      const { words } = this.#runs;
      for (let word = 0; word < width; word++) words[to + word] = this.#words[from + word] ?? 0;
    }
    this.#runEnds.push(this.#runs.size);
    this.#count = 0;
  }
}

/**
 * The numbers of the first `count` rows of `data` in ascending order, in one of the lists in `rows`; null where they
 * are in order already. A merge sort of what ascends by itself: mostly all does, and then this takes linear time.
 */
function sortRows(
  data: Float64Array,
  count: number,
  width: number,
  sortColumns: number,
  rows: readonly [Uint32Array, Uint32Array],
): Uint32Array | null {
  const isAfter = (a: number, b: number): boolean =>
    compareRecords(data, a * width, data, b * width, sortColumns) > 0;
  let starts: number[] = [0];
  for (let row = 1; row < count; row++) if (isAfter(row - 1, row)) starts.push(row);
  if (starts.length === 1) return null;
  let [from, to] = rows;
  for (let row = 0; row < count; row++) from[row] = row;
  while (starts.length > 1) {
    const merged: number[] = [];
    for (let run = 0; run < starts.length; run += 2) {
      const start = starts[run] ?? 0;
      const middle = starts[run + 1] ?? count;
      const end = starts[run + 2] ?? count;
      merged.push(start);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at++) {
        const takesRight =
          right < end && (left === middle || isAfter(from[left] ?? 0, from[right] ?? 0));
        to[at] = from[takesRight ? right++ : left++] ?? 0;
      }
    }
    starts = merged;
    [from, to] = [to, from];
  }
  return from;
}

/** Compares two records by their first `columns`; NaN sorts last. */
function compareRecords(
  a: Float64Array,
  atA: number,
  b: Float64Array,
  atB: number,
  columns: number,
): number {
  for (let column = 0; column < columns; column++) {
    const x = a[atA + column] ?? 0;
    const y = b[atB + column] ?? 0;
    if (x < y) return -1;
    if (x > y) return 1;
    if (x !== y && Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
  }
  return 0;
}

/** Records that fitted into memory. */
class SortedRecords implements Records {
  readonly data: Float64Array;
  readonly words: Uint32Array;
  at = 0;
  readonly #order: Uint32Array | null;
  readonly #count: number;
  readonly #width: number;
  #next = 0;

  constructor(
    data: Float64Array,
    words: Uint32Array,
    order: Uint32Array | null,
    count: number,
    width: number,
  ) {
    this.data = data;
    this.words = words;
    this.#order = order;
    this.#count = count;
    this.#width = width;
  }

  next(): boolean {
    if (this.#next === this.#count) return false;
    this.at = (this.#order === null ? this.#next : (this.#order[this.#next] ?? 0)) * this.#width;
    this.#next += 1;
    return true;
  }
}

/** Sorted runs as one: a binary heap of those that are not at their end, the one with the smallest record first. */
class MergedRecords implements Records {
  readonly #heap: Records[];
  readonly #sortColumns: number;
  #isFirst = true;

  constructor(runs: readonly Records[], sortColumns: number) {
    this.#sortColumns = sortColumns;
    this.#heap = runs.filter((run) => run.next());
    for (let at = (this.#heap.length >>> 1) - 1; at >= 0; at--) this.#siftDown(at);
  }

  get data(): Float64Array {
    return this.#heap[0]?.data ?? NO_DATA;
  }

  get words(): Uint32Array {
    return this.#heap[0]?.words ?? NO_WORDS;
  }

  get at(): number {
    return this.#heap[0]?.at ?? 0;
  }

  next(): boolean {
    const first = this.#heap[0];
    if (first === undefined) return false;
    if (this.#isFirst) {
      this.#isFirst = false;
      return true;
    }
    if (!first.next()) {
      const last = this.#heap.pop();
      if (last === undefined || this.#heap.length === 0) return false;
      this.#heap[0] = last;
    }
    this.#siftDown(0);
    return true;
  }

  #siftDown(at: number): void {
    for (let parent = at; ;) {
      let first = parent;
      if (this.#isBefore(2 * parent + 1, first)) first = 2 * parent + 1;
      if (this.#isBefore(2 * parent + 2, first)) first = 2 * parent + 2;
      const [a, b] = [this.#heap[parent], this.#heap[first]];
      if (first === parent || a === undefined || b === undefined) return;
      this.#heap[parent] = b;
      this.#heap[first] = a;
      parent = first;
    }
  }

  #isBefore(child: number, other: number): boolean {
    const a = this.#heap[child];
    const b = this.#heap[other];
    if (a === undefined || b === undefined) return false;
    return compareRecords(a.data, a.at, b.data, b.at, this.#sortColumns) < 0;
  }
}

const NO_DATA = new Float64Array(0);
const NO_WORDS = new Uint32Array(0);
