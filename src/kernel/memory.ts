/** Bytes of a page of WebAssembly memory, and pages to grow by. */
const PAGE = 65_536;
const GROWTH = 64;

/** Lays things out in the memory of a kernel, one behind the other. Everything starts on 16 bytes, with 16 free behind it. */
export class MemoryLayout {
  readonly memory: WebAssembly.Memory;
  #bytes: Buffer;
  #words: Uint32Array;
  #end: number;

  constructor(memory: WebAssembly.Memory, start: number) {
    this.memory = memory;
    this.#bytes = Buffer.from(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
    this.#end = start;
  }

  /** Behind the last thing laid out. */
  get end(): number {
    return this.#end;
  }

  /** Room of `length` bytes, all zero; gives its address. Reads of 64 bytes may go past the end of anything. */
  reserve(length: number): number {
    const at = (this.#end + 15) & ~15;
    this.#end = at + length + 16;
    const missing = this.#end + 64 - this.#bytes.length;
    if (missing > 0) {
      this.memory.grow(Math.max(GROWTH, Math.ceil(missing / PAGE)));
      this.#bytes = Buffer.from(this.memory.buffer);
      this.#words = new Uint32Array(this.memory.buffer);
    }
    return at;
  }

  bytes(bytes: Uint8Array): number {
    const at = this.reserve(bytes.length);
    this.#bytes.set(bytes, at);
    return at;
  }

  /** The same bytes as the `length` at `at`; gives their address. */
  copyOf(at: number, length: number): number {
    const copy = this.reserve(length);
    this.#bytes.copyWithin(copy, at, at + length);
    return copy;
  }

  /** Numbers of 32 bits. */
  words(words: ArrayLike<number>): number {
    const at = this.reserve(words.length * 4);
    this.#words.set(words, at / 4);
    return at;
  }

  /** The words at `at`, to be written before anything else is laid out. */
  wordsAt(at: number, count: number): Uint32Array {
    return this.#words.subarray(at / 4, at / 4 + count);
  }

  /** A set of numbers below `size` as bits, in whole words of 16 bytes. */
  bits(numbers: readonly number[], size: number): number {
    const at = this.reserve(bitBytes(size));
    this.setBits(at, numbers);
    return at;
  }

  /** Adds numbers to the set of bits at `at`. */
  setBits(at: number, numbers: readonly number[]): void {
    const words = this.#words;
    for (const number of numbers) {
      const word = at / 4 + (number >>> 5);
      words[word] = (words[word] ?? 0) | (1 << (number & 31));
    }
  }

  /** A text in UTF-8: its address and its length. */
  text(text: string): { readonly at: number; readonly length: number } {
    const at = this.reserve(text.length * 3);
    const length = this.#bytes.write(text, at);
    this.#end = at + length + 16;
    return { at, length };
  }
}

/** A hash table for `count` entries: its size, a power of two at least twice as large. */
export function tableSize(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(4, 2 * count)));
}

/** Bytes of a set of numbers below `size` as bits. */
export function bitBytes(size: number): number {
  return 16 * Math.ceil(size / 128);
}
