// A log that was cut may be written again with what it held: `cat copy > log`. Whether it is can only be told once that is there.
import { fstatSync } from 'node:fs';
import { headOf, type OpenFile } from './open-file.js';

/** Who writes a file again does not rest for so long. */
const REST_MS = 1000;
/** Nobody waits longer for a file to be what it was. */
const MOST_MS = 5000;

/** Make one a file, and ask it while the file does not hold what was read of it. */
export class Rewriting {
  #since = 0;
  #grewAt = 0;
  #size: number | null = null;

  /** Whether a file may still become what it was: it began with `head`, and `offset` bytes of it were read. */
  isLikely(file: OpenFile, head: Buffer, offset: number): boolean {
    const now = performance.now();
    const { size } = fstatSync(file.fd);
    if (this.#size === null) this.#since = now;
    if (this.#size !== size) this.#grewAt = now;
    this.#size = size;
    if (size >= offset || now - this.#grewAt > REST_MS || now - this.#since > MOST_MS) return false;
    const written = headOf(file);
    return written.equals(head.subarray(0, written.length));
  }

  /** Says that the file is what it was, or was given up; gives whether there was a doubt. */
  end(): boolean {
    const wasAsked = this.#size !== null;
    this.#size = null;
    return wasAsked;
  }
}
