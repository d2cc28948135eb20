// Which files took the place of a followed one: the file that has its name now, and those that had it in between and were rotated
// away before anybody looked.
import { closeSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { compressionOf, foreignCompression, MAGIC_BYTES } from './compression.js';
import type { FilePosition } from './input.js';
import { compareSuffixes } from './log-names.js';
import { headOf, isSameFile, openIfThere, type OpenFile } from './open-file.js';

const NOTHING = Buffer.alloc(0);

/** Whether rotation makes such a name: of any file `audit.log.1`, `audit.log-20261121`; of `base` `audit.log.1.gz` as well. */
export function isRotatedName(name: string, base?: string): boolean {
  if (base === undefined) return /[.-]\d[\dT._-]{0,40}$/.test(name);
  if (!name.startsWith(base)) return false;
  return /^[.-]\d[\dT._-]*(?:\.(?:gz|zst|xz|bz2))?$/.test(name.slice(base.length));
}

/** What is known of the files in front of those that are looked for. */
export interface Before {
  /** Those that are open: they are not opened again. */
  readonly held: readonly OpenFile[];
  /** Those that were not written to since then, in nanoseconds since 1970, are none of the files. */
  readonly sinceNs: bigint;
  /** Rotated files that were there when there was no last one, as {@link rotatedFiles} gives them. */
  readonly others: ReadonlySet<string>;
  /** How those began that have been read. */
  readonly heads: readonly Buffer[];
}

/** Files behind others, open. */
export interface Successors {
  /** Rotated ones, in the order in which they were written. */
  readonly between: readonly OpenFile[];
  /** The one that has the name of the log now; null where there is none, or it is held. */
  readonly current: OpenFile | null;
  /** Number of those that were packed before anybody read them. */
  readonly packed: number;
}

/**
 * The files behind those before. A rotated file is one of them when it was written after that, is not packed, and is
 * no copy of a file that has been read. Throws where `file` cannot be opened.
 */
export function openSuccessors(file: string, before: Before): Successors {
  const { held, sinceNs, others, heads } = before;
  const { base } = path.parse(file);
  const named = openIfThere(file);
  const isHeld = named !== null && isAmong(held, named);
  if (isHeld) closeSync(named.fd);
  const current = isHeld ? null : named;
  const between: (OpenFile & { readonly suffix: string })[] = [];
  let packed = 0;
  for (const name of rotatedNames(file)) {
    const found = openRotated(name);
    if (found === null) continue;
    const { stats } = found;
    const known = current === null ? [...held, ...between] : [...held, current, ...between];
    const isLater = stats.mtimeNs >= sinceNs && !others.has(identityOf(found));
    const isNew = stats.isFile() && isLater && !isAmong(known, found);
    const head = isNew ? headOf(found) : NOTHING;
    const isPacked = isCompressed(head, name);
    // Who packs a file gives the result the time of it.
    if (isNew && isPacked && stats.mtimeNs > sinceNs) packed += 1;
    if (isNew && !isPacked && !heads.some((other) => isCopy(head, other))) {
      between.push({ ...found, suffix: path.basename(name).slice(base.length + 1) });
    } else closeSync(found.fd);
  }
  // The clock of files stands still for some milliseconds.
  between.sort(
    (a, b) => Number(a.stats.mtimeNs - b.stats.mtimeNs) || compareSuffixes(a.suffix, b.suffix),
  );
  return { between, current, packed };
}

function isAmong(files: readonly OpenFile[], { stats }: OpenFile): boolean {
  return files.some((other) => isSameFile(other.stats, stats));
}

/**
 * The file that `position` is in now, open: that of the name, or one that it was rotated or copied to; the same one if it is still
 * there. Null where there is none.
 */
export function findPosition(
  file: string,
  position: Omit<FilePosition, 'heads' | 'writtenNs'>,
): OpenFile | null {
  let found: OpenFile | null = null;
  for (const name of allNames(file)) {
    const other = openRotated(name);
    if (other === null) continue;
    const isSame =
      String(other.stats.dev) === position.device && String(other.stats.ino) === position.inode;
    if ((found !== null && !isSame) || !holds(other, position)) {
      closeSync(other.fd);
      continue;
    }
    if (found !== null) closeSync(found.fd);
    found = other;
  }
  return found;
}

/** Whether a file holds what stood in front of a position. */
function holds(
  file: OpenFile,
  { head, last, offset }: Pick<FilePosition, 'head' | 'last' | 'offset'>,
): boolean {
  const ownHead = headOf(file).subarray(0, head.length);
  const before = Buffer.alloc(last.length);
  const length = readSync(file.fd, before, 0, last.length, offset - last.length);
  return ownHead.equals(head) && length === last.length && before.equals(last);
}

/** The rotated files beside `file`, each by what makes it known again. */
export function rotatedFiles(file: string): ReadonlySet<string> {
  const known = new Set<string>();
  try {
    for (const name of rotatedNames(file)) {
      const found = openRotated(name);
      if (found === null) continue;
      known.add(identityOf(found));
      closeSync(found.fd);
    }
  } catch {
    // A directory that is not there has no files.
  }
  return known;
}

function identityOf({ stats }: OpenFile): string {
  return `${stats.dev}:${stats.ino}`;
}

/** A rotated file; null for one that is gone again, or is not for us. */
function openRotated(name: string): OpenFile | null {
  try {
    return openIfThere(name);
  } catch {
    return null;
  }
}

/** Where a log and its rotated files are. */
function* allNames(file: string): Generator<string> {
  yield file;
  yield* rotatedNames(file);
}

/**
 * Paths of the rotated files beside `file`, lower numbers first, while they are used: rotation gives files higher numbers, and may do so
 * meanwhile. Who goes upward, and looks at what has come then, may meet a file twice, but misses none.
 */
function* rotatedNames(file: string): Generator<string> {
  const { dir, base } = path.parse(file);
  const seen = new Set<string>();
  for (;;) {
    const names = readdirSync(dir === '' ? '.' : dir)
      .filter((name) => isRotatedName(name, base) && !seen.has(name))
      .sort(new Intl.Collator('en', { numeric: true }).compare);
    if (names.length === 0) return;
    for (const name of names) {
      seen.add(name);
      yield path.join(dir, name);
    }
  }
}

/** Whether a file that begins with `head` was packed, in whichever way. */
export function isCompressed(head: Buffer, name: string): boolean {
  const isOurs = compressionOf(head.subarray(0, MAGIC_BYTES)) !== 'none';
  return isOurs || foreignCompression(head, name, true) !== null;
}

/** Bytes that do not begin two logs. */
export const DISTINCT_BYTES = 64;

/** Whether two files begin alike, as far as the shorter one goes: one is a copy of the other. */
export function isCopy(head: Buffer, other: Buffer): boolean {
  const length = Math.min(head.length, other.length);
  if (length === 0 || (length < DISTINCT_BYTES && head.length !== other.length)) return false;
  return head.subarray(0, length).equals(other.subarray(0, length));
}
