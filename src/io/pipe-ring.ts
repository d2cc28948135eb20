// What came of a pipe and was not looked at yet, between who reads it and who takes it: two threads, or one.

/** Bytes that may wait. */
const RING_BYTES = 2 * 1024 * 1024;
/** What is read in one go at most: as much as a pipe holds. */
const READ_BYTES = 64 * 1024;

/** Places of the counters. */
const WAITING_BYTES = 0;
const TAKER_WAITS = 1;
const READER_WAITS = 2;

/** What another thread needs to have the same ring. */
export interface SharedRing {
  readonly counters: SharedArrayBuffer;
  readonly bytes: SharedArrayBuffer;
}

/** Bytes in a circle. One thread writes and one takes; each learns when it has to wake the other. */
export class PipeRing {
  readonly shared: SharedRing;
  readonly #counters: Int32Array;
  readonly #bytes: Buffer;
  /** Where the next bytes are written, or taken: each of them is known to one side only. */
  #writeAt = 0;
  #takeAt = 0;

  constructor(
    shared: SharedRing = {
      counters: new SharedArrayBuffer(12),
      bytes: new SharedArrayBuffer(RING_BYTES),
    },
  ) {
    this.shared = shared;
    this.#counters = new Int32Array(shared.counters);
    this.#bytes = Buffer.from(shared.bytes);
  }

  /** Where the next bytes go; never empty, and never all that is free. */
  get room(): Buffer {
    const free = RING_BYTES - Atomics.load(this.#counters, WAITING_BYTES);
    const length = Math.min(READ_BYTES, free >> 1, RING_BYTES - this.#writeAt);
    return this.#bytes.subarray(this.#writeAt, this.#writeAt + length);
  }

  /** Says that so many bytes are in {@link room}; whether the taker waits for them. */
  wrote(length: number): boolean {
    this.#writeAt = (this.#writeAt + length) % RING_BYTES;
    Atomics.add(this.#counters, WAITING_BYTES, length);
    return this.wakesTaker();
  }

  /** Whether the taker waits; it is told once. */
  wakesTaker(): boolean {
    return Atomics.exchange(this.#counters, TAKER_WAITS, 0) === 1;
  }

  /** Whether there is no room for what comes next. If so, the reader is to wait until it is woken. */
  isFull(): boolean {
    return this.#mustWait(READER_WAITS, (waiting) => waiting > RING_BYTES - 2 * READ_BYTES);
  }

  /** Whether there is nothing to take. If so, the taker is to wait until it is woken. */
  isEmpty(): boolean {
    return this.#mustWait(TAKER_WAITS, (waiting) => waiting === 0);
  }

  /** Moves what there is into `target`, as much as fits; gives the number of bytes, and whether the reader waits. */
  take(target: Buffer): { readonly length: number; readonly wakesReader: boolean } {
    const waiting = Math.min(Atomics.load(this.#counters, WAITING_BYTES), target.length);
    const first = Math.min(waiting, RING_BYTES - this.#takeAt);
    this.#bytes.copy(target, 0, this.#takeAt, this.#takeAt + first);
    this.#bytes.copy(target, first, 0, waiting - first);
    this.#takeAt = (this.#takeAt + waiting) % RING_BYTES;
    Atomics.sub(this.#counters, WAITING_BYTES, waiting);
    return {
      length: waiting,
      wakesReader: Atomics.exchange(this.#counters, READER_WAITS, 0) === 1,
    };
  }

  /** Says that somebody waits before looking again: what the other side did in between would not be heard of. */
  #mustWait(flag: number, must: (waiting: number) => boolean): boolean {
    const counters = this.#counters;
    if (!must(Atomics.load(counters, WAITING_BYTES))) return false;
    Atomics.store(counters, flag, 1);
    if (must(Atomics.load(counters, WAITING_BYTES))) return true;
    // Where the flag is gone, somebody has been woken for nothing, which does no harm.
    Atomics.store(counters, flag, 0);
    return false;
  }
}
