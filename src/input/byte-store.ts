/** Bytes of one text that came in several blocks. Grows by doubling; keeps its memory for the next text. */
export class ByteStore {
  #bytes: Buffer = Buffer.allocUnsafe(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What is stored; valid until the next change. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  append(from: Buffer, start: number, end: number): void {
    const needed = this.#length + end - start;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length, 4096));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    from.copy(this.#bytes, this.#length, start, end);
    this.#length = needed;
  }

  clear(): void {
    this.#length = 0;
  }

  /** Hands the bytes over, so that they outlive what is stored next, and starts afresh. */
  take(): Buffer {
    const { bytes } = this;
    this.#bytes = Buffer.allocUnsafe(0);
    this.#length = 0;
    return bytes;
  }
}
