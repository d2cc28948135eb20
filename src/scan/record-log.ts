import type { Spool } from './spool.js';

/** Doubles per block. */
const BLOCK = 1 << 12;
/** What stands in for a block until there is one: a search makes hundreds of logs, most of which stay empty. */
const NO_DATA = new Float64Array(0);
const NO_WORDS = new Uint32Array(0);

/**
 * Records, one after the other, without an object for each: after `next()` gave true, the record at hand is
 * `data[at]`, `data[at + 1]`, ... The same bytes as whole numbers of 32 bits are `words[2 * at]`, ...
 */
export interface Records {
  readonly data: Float64Array;
  readonly words: Uint32Array;
  readonly at: number;
  /** Goes to the next record; false after the last. */
  next(): boolean;
}

/** A list of records of the same size, appended one by one and read in either direction, in a {@link Spool}. */
export class RecordLog {
  /** Doubles per record. */
  readonly width: number;
  readonly #spool: Spool;
  readonly #blockLength: number;
  /** Where the blocks in the spool are. */
  readonly #positions: number[] = [];
  #data = NO_DATA;
  #words = NO_WORDS;
  #used: number;

  /** `width`: doubles per record. Several logs may share a spool. */
  constructor(width: number, spool: Spool) {
    this.width = width;
    this.#spool = spool;
    this.#blockLength = Math.floor(BLOCK / width) * width;
    this.#used = this.#blockLength;
  }

  /** The block that {@link add} makes room in. */
  get data(): Float64Array {
    return this.#data;
  }

  get words(): Uint32Array {
    return this.#words;
  }

  get size(): number {
    return (
      (this.#positions.length * this.#blockLength + (this.#data.length > 0 ? this.#used : 0)) /
      this.width
    );
  }

  /** Makes room for a record: to be written to {@link data} from the place given on, before the next call. */
  add(): number {
    if (this.#used === this.#blockLength) this.#nextBlock();
    const at = this.#used;
    this.#used += this.width;
    return at;
  }

  /** The records from `from` to before `to`, ascending. Nothing may be added while they are read. */
  read(from = 0, to = this.size): Records {
    return new LogRecords(this, from, to, 1);
  }

  /** All records, the last first. */
  readBackward(): Records {
    return new LogRecords(this, this.size - 1, -1, -1);
  }

  get recordsPerBlock(): number {
    return this.#blockLength / this.width;
  }

  /** Block `number`: the one being written itself, of any other a copy in `scratch`. */
  block(number: number, scratch: () => Float64Array): Float64Array {
    const position = this.#positions[number];
    if (position === undefined) return this.#data;
    const target = scratch();
    this.#spool.readInto(position, new Uint8Array(target.buffer));
    return target;
  }

  #nextBlock(): void {
    if (this.#data.length === 0) {
      this.#data = new Float64Array(this.#blockLength);
      this.#words = new Uint32Array(this.#data.buffer);
    } else {
      this.#positions.push(this.#spool.append(new Uint8Array(this.#data.buffer)));
    }
    this.#used = 0;
  }
}

class LogRecords implements Records {
  data: Float64Array = NO_DATA;
  words: Uint32Array = NO_WORDS;
  at = 0;
  readonly #log: RecordLog;
  readonly #to: number;
  readonly #step: 1 | -1;
  readonly #scratch: () => Float64Array;
  #next: number;
  #left = 0;

  constructor(log: RecordLog, from: number, to: number, step: 1 | -1) {
    this.#log = log;
    this.#next = from;
    this.#to = to;
    this.#step = step;
    let scratch: Float64Array | null = null;
    this.#scratch = () => (scratch ??= new Float64Array(log.recordsPerBlock * log.width));
  }

  next(): boolean {
    if (this.#left > 0) {
      this.#left -= 1;
      this.at += this.#step * this.#log.width;
      return true;
    }
    if (this.#next === this.#to) return false;
    const perBlock = this.#log.recordsPerBlock;
    const block = Math.floor(this.#next / perBlock);
    this.data = this.#log.block(block, this.#scratch);
    this.words = new Uint32Array(this.data.buffer);
    const first = block * perBlock;
    this.at = (this.#next - first) * this.#log.width;
    const end =
      this.#step === 1 ? Math.min(this.#to, first + perBlock) : Math.max(this.#to, first - 1);
    this.#left = Math.abs(end - this.#next) - 1;
    this.#next = end;
    return true;
  }
}
