import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { codeOf, ioError } from './system-error.js';

const STDOUT_FD = 1;

/** A file being written. What was written is in the file at once: a run that is broken off keeps it. */
export interface Output {
  /** Appends text, or bytes. Throws an RshellError RS521 when the file cannot take it. */
  write(text: string | Uint8Array): void;
  /** Bytes in the file. */
  readonly size: number;
  /** Takes back what was written behind the first `size` bytes. */
  cut(size: number): void;
  /** Has all that was written on the disk itself. */
  sync(): void;
  /** Must be called once, after the last write. */
  close(): void;
}

/** Starts the file at `path` afresh, or goes on at its end. Throws an RshellError RS521 when that is not possible. */
export function openOutput(path: string, mode: 'afresh' | 'at the end' = 'afresh'): Output {
  try {
    return outputTo(openSync(path, mode === 'afresh' ? 'w' : 'a'), path);
  } catch (error) {
    throw ioError('RS521', 'cannot be written', path, error);
  }
}

/** Standard output as a file that is appended to; null where it is none. */
export function standardOutput(): Pick<Output, 'size' | 'cut' | 'sync'> | null {
  return fstatSync(STDOUT_FD).isFile() ? outputTo(STDOUT_FD, 'standard output') : null;
}

function outputTo(file: number, path: string): Output {
  const attempt = <T>(call: () => T): T => {
    try {
      return call();
    } catch (error) {
      throw ioError('RS521', 'cannot be written', path, error);
    }
  };
  return {
    get size() {
      return attempt(() => fstatSync(file).size);
    },
    cut(size) {
      attempt(() => {
        ftruncateSync(file, size);
      });
    },
    sync() {
      attempt(() => {
        fdatasyncSync(file);
      });
    },
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
