/** Entries per block of a column: growing never copies what is there. */
const BLOCK = 1 << 13;
const SHIFT = 13;

/** A list of numbers that grows by blocks, outside of the garbage-collected heap. */
export class Column<A extends Float64Array | Uint32Array> {
  readonly #blocks: A[] = [];
  readonly #make: (length: number) => A;

  constructor(make: (length: number) => A) {
    this.#make = make;
  }

  set(row: number, value: number): void {
    (this.#blocks[row >>> SHIFT] ??= this.#make(BLOCK))[row & (BLOCK - 1)] = value;
  }

  /** Zero for a row that was never set. */
  get(row: number): number {
    return this.#blocks[row >>> SHIFT]?.[row & (BLOCK - 1)] ?? 0;
  }
}

/** A column of any numbers. */
export const floats = (): Column<Float64Array> => new Column((length) => new Float64Array(length));

/** A column of whole numbers from 0 to 2^32 - 1. */
export const integers = (): Column<Uint32Array> => new Column((length) => new Uint32Array(length));
