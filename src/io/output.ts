import { closeSync, openSync, writeSync } from 'node:fs';
import { ioError } from './system-error.js';

/** A file being written. What was written is in the file at once: a run that is broken off keeps it. */
export interface Output {
  /** Appends `text`. Throws an RshellError RS521 when the file cannot take it. */
  write(text: string): void;
  /** Must be called once, after the last write. */
  close(): void;
}

/** Starts the file at `path` afresh. Throws an RshellError RS521 when that is not possible. */
export function openOutput(path: string): Output {
  const attempt = <T>(call: () => T): T => {
    try {
      return call();
    } catch (error) {
      throw ioError('RS521', 'cannot be written', path, error);
    }
  };
  const file = attempt(() => openSync(path, 'w'));
  return {
    write(text) {
      let rest = Buffer.from(text);
      // A pipe may take less than all of it.
      while (rest.length > 0) rest = rest.subarray(attempt(() => writeSync(file, rest)));
    },
    close() {
      attempt(() => {
        closeSync(file);
      });
    },
  };
}
