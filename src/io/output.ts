import { closeSync, existsSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf, ioError } from './system-error.js';

/** A file being written. What was written is in the file at once: a run that is broken off keeps it. */
export interface Output {
  /** Appends text, or bytes. Throws an RshellError RS521 when the file cannot take it. */
  write(text: string | Uint8Array): void;
  /** Must be called once, after the last write. */
  close(): void;
}

/** Starts the file at `path` afresh, or goes on at its end. Throws an RshellError RS521 when that is not possible. */
export function openOutput(path: string, mode: 'afresh' | 'at the end' = 'afresh'): Output {
  const attempt = <T>(call: () => T): T => {
    try {
      return call();
    } catch (error) {
      throw ioError('RS521', 'cannot be written', path, error);
    }
  };
  const file = attempt(() => openSync(path, mode === 'afresh' ? 'w' : 'a'));
  return {
    write(text) {
      let rest = typeof text === 'string' ? Buffer.from(text) : text;
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

/**
 * Makes a file with its directories; false, and nothing changed, where there is one already. Throws an RshellError RS521
 * when it cannot be written.
 */
export function createFile(path: string, text: string): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    // Where a file stands in the place of a directory, it is not this one that is there.
    if (codeOf(error) === 'EEXIST' && existsSync(path)) return false;
    throw ioError('RS521', 'cannot be written', path, error);
  }
}
