import type { Input } from './input.js';

/** Bytes in memory as an input: read like a plain file. */
export function bytesInput(name: string, bytes: Buffer): Input {
  return new BytesInput(name, bytes);
}

class BytesInput implements Input {
  readonly name: string;
  readonly compression = 'none';
  readonly size: number;
  readonly seekable = true;
  readonly isStream = false;
  readonly file = null;
  bytesRead = 0;
  readonly #bytes: Buffer;

  constructor(name: string, bytes: Buffer) {
    this.name = name;
    this.size = bytes.length;
    this.#bytes = bytes;
  }

  async *blocks(_window?: Buffer, from = 0): AsyncGenerator<Buffer> {
    this.bytesRead = this.size;
    if (from < this.size) yield await Promise.resolve(this.#bytes.subarray(from));
  }

  readAt(offset: number, length: number): Buffer {
    return this.#bytes.subarray(offset, offset + length);
  }

  close(): void {
    // Nothing is held open.
  }
}
