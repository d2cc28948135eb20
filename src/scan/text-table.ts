// A number for each distinct text, and back, for millions of texts: some 12 bytes each beside their own length, outside
// of the garbage-collected heap. A Map of strings takes 100 more, and keeps the collector busy.
import { integers } from './column.js';

/** Bytes per block of the texts, unless one is longer. */
const BLOCK_BYTES = 1 << 18;
/** Share of the places that may be taken before the table doubles. */
const MAX_LOAD = 0.7;
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
    const bytes = Buffer.byteLength(text);
    const { block, offset } = this.#write(text, bytes);
    const written = block.bytes.subarray(offset, offset + bytes);
    const hash = this.#hashOf(written);
    const mask = this.#places.length - 1;
    let place = hash & mask;
    for (;;) {
      const number = (this.#places[place] ?? 0) - 1;
      if (number === -1) break;
      if (this.#hash.get(number) === hash && this.#bytes(number).equals(written)) return number;
      place = (place + 1) & mask;
    }
    block.used += bytes;
    const number = this.#size++;
    this.#places[place] = number + 1;
    this.#block.set(number, this.#blocks.indexOf(block));
    this.#offset.set(number, offset);
    this.#length.set(number, bytes);
    this.#hash.set(number, hash);
    if (this.#size > this.#places.length * MAX_LOAD) this.#double();
    return number;
  }

  /** The text that has this number. */
  text(number: number): string {
    return this.#bytes(number).toString();
  }

  #bytes(number: number): Buffer {
    const block = this.#blocks[this.#block.get(number)];
    const offset = this.#offset.get(number);
    return block?.bytes.subarray(offset, offset + this.#length.get(number)) ?? Buffer.alloc(0);
  }

  /** Puts the text behind those that are kept; it stays there only if it is new. */
  #write(text: string, bytes: number): { readonly block: Block; readonly offset: number } {
    let block = this.#blocks.at(-1);
    if (block === undefined || block.bytes.length - block.used < bytes) {
      block = { bytes: Buffer.allocUnsafeSlow(Math.max(bytes, BLOCK_BYTES)), used: 0 };
      this.#blocks.push(block);
    }
    block.bytes.write(text, block.used);
    return { block, offset: block.used };
  }

  /** FNV-1a, with a seed. */
  #hashOf(bytes: Buffer): number {
    let hash = this.#seed;
    for (const byte of bytes) hash = Math.imul(hash ^ byte, FNV_PRIME);
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
