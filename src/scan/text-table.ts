// A number for each distinct text, and back, for millions of texts: some 12 bytes each beside their own length, outside
// of the garbage-collected heap. A Map of strings takes 100 more, and keeps the collector busy.
import { integers } from './column.js';

/** Bytes per block of the texts, unless one is longer. */
const BLOCK_BYTES = 1 << 18;
/** Share of the places that may be taken before the table doubles. */
const MAX_LOAD = 0.7;
/** UTF-8 of one UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;
const FNV_PRIME = 0x0100_0193;

interface Block {
  readonly bytes: Buffer;
  used: number;
}

/** Texts by number, in the order of their first appearance. */
export class TextTable {
  #size = 0;
  /** Open addressing: number of the text plus one; 0: free. */
  #places = new Uint32Array(1024);
  readonly #blocks: Block[] = [];
  /** By number: block, offset in it, length, hash. */
  readonly #block = integers();
  readonly #offset = integers();
  readonly #length = integers();
  readonly #hash = integers();
  /** Input is written by attackers: nobody can know which texts share a place. */
  readonly #seed = Math.floor(Math.random() * 0x1_0000_0000);

  get size(): number {
    return this.#size;
  }

  /** The number of `text`; a new one where it was not seen before. */
  number(text: string): number {
    const block = this.#blockFor(text);
    const length = block.bytes.write(text, block.used);
    const hash = this.#hashOf(block, length);
    const mask = this.#places.length - 1;
    let place = hash & mask;
    for (;;) {
      const number = (this.#places[place] ?? 0) - 1;
      if (number === -1) break;
      if (this.#hash.get(number) === hash && this.#isAt(number, block, length)) return number;
      place = (place + 1) & mask;
    }
    const number = this.#size++;
    this.#places[place] = number + 1;
    this.#block.set(number, this.#blocks.length - 1);
    this.#offset.set(number, block.used);
    this.#length.set(number, length);
    block.used += length;
    this.#hash.set(number, hash);
    if (this.#size > this.#places.length * MAX_LOAD) this.#double();
    return number;
  }

  /** The text that has this number. */
  text(number: number): string {
    const offset = this.#offset.get(number);
    const block = this.#blocks[this.#block.get(number)];
    return block?.bytes.toString('utf8', offset, offset + this.#length.get(number)) ?? '';
  }

  /** Whether a text that is kept has the bytes that were just written to `block`, behind those in use. */
  #isAt(number: number, { bytes, used }: Block, length: number): boolean {
    if (this.#length.get(number) !== length) return false;
    const from = this.#offset.get(number);
    const kept = this.#blocks[this.#block.get(number)]?.bytes;
    return kept?.compare(bytes, used, used + length, from, from + length) === 0;
  }

  /** The last block, or a new one where `text` might not fit: it is written there, and stays if it is new. */
  #blockFor(text: string): Block {
    const last = this.#blocks.at(-1);
    const room = last === undefined ? 0 : last.bytes.length - last.used;
    // Counting bytes takes a while, and there are never more than this.
    if (last !== undefined && room >= text.length * MAX_BYTES_PER_UNIT) return last;
    const bytes = Buffer.byteLength(text);
    if (last !== undefined && room >= bytes) return last;
    const block = { bytes: Buffer.allocUnsafeSlow(Math.max(bytes, BLOCK_BYTES)), used: 0 };
    this.#blocks.push(block);
    return block;
  }

  /** FNV-1a with a seed, of the bytes just written. */
  #hashOf({ bytes, used }: Block, length: number): number {
    let hash = this.#seed;
    for (let at = used; at < used + length; at++) {
      hash = Math.imul(hash ^ (bytes[at] ?? 0), FNV_PRIME);
    }
    return (hash ^ (hash >>> 15)) >>> 0;
  }

  #double(): void {
    const places = new Uint32Array(this.#places.length * 2);
    const mask = places.length - 1;
    for (let number = 0; number < this.#size; number++) {
      let place = this.#hash.get(number) & mask;
      while (places[place] !== 0) place = (place + 1) & mask;
      places[place] = number + 1;
    }
    this.#places = places;
  }
}
