// Which files took the place of a followed one: the file that has its name now, and those that had it in between and were rotated
// away before anybody looked.
import { closeSync, fstatSync, openSync, readdirSync, readSync, type BigIntStats } from 'node:fs';
import path from 'node:path';
import { compressionOf, MAGIC_BYTES } from './compression.js';
import { codeOf } from './system-error.js';

/** Bytes at the start of a log by which a copy of it is known: its first events, with their times. */
const HEAD_BYTES = 1024;

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

/** Whether `name` is what rotation makes of `base`: `audit.log.1`, `audit.log-20261121`. */
export function isRotatedName(name: string, base: string): boolean {
  return name.startsWith(base) && /^[.-]\d[\dT._-]*$/.test(name.slice(base.length));
}

/**
 * The files behind `old`, open, in the order in which they were written; the last is the one that is called `file` now. None while that
 * is `old`, or not there. A rotated file is one of them when it was written after `old`, is not packed, and is no copy of a file that begins
 * like one of `heads`. Throws where `file` cannot be opened.
 */
export function openSuccessors(
  file: string,
  old: OpenFile,
  heads: readonly Buffer[],
): readonly OpenFile[] {
  const current = openIfThere(file);
  if (current === null) return [];
  const { mtimeNs } = fstatSync(old.fd, { bigint: true });
  const between: OpenFile[] = [];
  const isNew = (found: OpenFile): boolean =>
    found.stats.isFile() &&
    found.stats.mtimeNs >= mtimeNs &&
    ![old, current, ...between].some(({ stats }) => isSameFile(stats, found.stats)) &&
    isNewLog(headOf(found), heads);
  // Rotation gives files higher numbers: who goes upward may meet a file twice, but misses none.
  for (const name of rotatedNames(file)) {
    const found = openRotated(name);
    if (found === null) continue;
    if (isNew(found)) between.push(found);
    else closeSync(found.fd);
  }
  between.reverse();
  between.sort((a, b) => Number(a.stats.mtimeNs - b.stats.mtimeNs));
  return [...between, current];
}

/** A rotated file; null for one that is gone again, or is not for us. */
function openRotated(name: string): OpenFile | null {
  try {
    return openIfThere(name);
  } catch {
    return null;
  }
}

/** Paths of the rotated files beside `file`, lower numbers first. */
function rotatedNames(file: string): readonly string[] {
  const { dir, base } = path.parse(file);
  return readdirSync(dir === '' ? '.' : dir)
    .filter((name) => isRotatedName(name, base))
    .sort(new Intl.Collator('en', { numeric: true }).compare)
    .map((name) => path.join(dir, name));
}

function isNewLog(head: Buffer, heads: readonly Buffer[]): boolean {
  const isPacked = compressionOf(head.subarray(0, MAGIC_BYTES)) !== 'none';
  return !isPacked && !heads.some((other) => isCopy(head, other));
}

function isCopy(head: Buffer, other: Buffer): boolean {
  const length = Math.min(head.length, other.length);
  return length > 0 && head.subarray(0, length).equals(other.subarray(0, length));
}
