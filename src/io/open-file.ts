// Files that are followed, open: what is asked of one.
import { fstatSync, openSync, readSync, type BigIntStats } from 'node:fs';
import type { Origin } from './input.js';
import { codeOf } from './system-error.js';

const NEWLINE = 0x0a;
const BLOCK_BYTES = 256 * 1024;

/** Bytes at the start of a log by which a copy of it is known: its first events, with their times. */
export const HEAD_BYTES = 1024;

/** A regular file that is open. */
export interface OpenFile {
  readonly fd: number;
  readonly stats: BigIntStats;
}

/** Opens a file; null where there is none. Throws what the system throws. */
export function openIfThere(file: string): OpenFile | null {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  return { fd, stats: fstatSync(fd, { bigint: true }) };
}

/** The first bytes of a file, as far as they are there. */
export function headOf({ fd }: OpenFile): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  return head.subarray(0, readSync(fd, head, 0, HEAD_BYTES, 0));
}

export function hasBytes({ fd }: OpenFile): boolean {
  return fstatSync(fd).size > 0;
}

export function isSameFile(a: Pick<BigIntStats, 'dev' | 'ino'>, b: typeof a): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

/** Where what comes behind the last whole line of a file will start. */
export function lastLineOf({ fd }: OpenFile): Origin {
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  const end = { line: 1, offset: 0 };
  for (let offset = 0; ;) {
    const length = readSync(fd, block, 0, block.length, offset);
    if (length === 0) return end;
    const bytes = block.subarray(0, length);
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
      end.line += 1;
      end.offset = offset + at + 1;
    }
    offset += length;
  }
}
