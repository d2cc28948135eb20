// A place in a file that is written while it is read, so that another run finds it again whatever has become of the file.
import { readSync } from 'node:fs';
import type { FilePosition } from './input.js';
import { headOf, type OpenFile } from './open-file.js';
import { DISTINCT_BYTES } from './rotated.js';

/** Bytes in front of a place by which it is known again. */
export const OVERLAP_BYTES = 64;
const NOTHING = Buffer.alloc(0);

/** In a file that is not there yet, or has not been begun: in front of whatever is written from then on. */
export const NOWHERE = { device: '', inode: '', offset: 0, head: NOTHING, last: NOTHING };

/** The place at `offset` of a file that began with `head` when it was read; null where that was cut, and is written anew. */
export function positionIn(
  file: OpenFile,
  offset: number,
  head: Buffer,
  known: Pick<FilePosition, 'heads' | 'writtenNs'>,
): FilePosition | null {
  const now = headOf(file);
  // Once it has been cut, nothing would tell it from what is written anew.
  if (offset === 0 && now.length < DISTINCT_BYTES) return { ...NOWHERE, ...known };
  // Of a file that was cut and is written anew, nothing at this offset has been read.
  if (!now.subarray(0, head.length).equals(head)) return null;
  const length = Math.min(OVERLAP_BYTES, offset);
  const last = Buffer.alloc(length);
  if (readSync(file.fd, last, 0, length, offset - length) < length) return null;
  return {
    device: String(file.stats.dev),
    inode: String(file.stats.ino),
    offset,
    head: now,
    last,
    ...known,
  };
}
