import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { invariant } from '../source/index.js';
import { ioError } from './system-error.js';

/**
 * A file for what does not fit into memory, in the directory for temporary files (`$TMPDIR`). Its name is gone before
 * the first byte is written: nobody else can open it, and nothing of it is left however the process ends. Every method
 * throws an RshellError RS522 where the disk does not do its part.
 */
export class TempFile {
  readonly #parent: string;
  readonly #fd: number;
  #size = 0;

  /** `parent`: the directory to have it in. */
  constructor(parent = tmpdir()) {
    this.#parent = parent;
    this.#fd = this.#attempt(() => {
      const directory = mkdtempSync(path.join(parent, 'rshell-scan-'));
      try {
        return openSync(path.join(directory, 'data'), 'wx+', 0o600);
      } finally {
        rmSync(directory, { recursive: true });
      }
    });
  }

  /** In bytes. */
  get size(): number {
    return this.#size;
  }

  append(bytes: Uint8Array): void {
    // A disk that is filling up may take less than all of it.
    for (let done = 0; done < bytes.length;) {
      const written = this.#attempt(() =>
        writeSync(this.#fd, bytes, done, bytes.length - done, this.#size),
      );
      done += written;
      this.#size += written;
    }
  }

  /** Fills `target` with what stands from `position` on. */
  read(position: number, target: Uint8Array): void {
    for (let done = 0; done < target.length;) {
      const read = this.#attempt(() =>
        readSync(this.#fd, target, done, target.length - done, position + done),
      );
      invariant(read > 0, 'only what was written is read');
      done += read;
    }
  }

  /** Gives the space on the disk back. */
  close(): void {
    closeSync(this.#fd);
  }

  #attempt<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      throw ioError('RS522', 'temporary data cannot be kept', this.#parent, error);
    }
  }
}
