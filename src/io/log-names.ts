// What the names of rotated logs say: which log they are of, and which is older.

/** What rotation puts behind a name with an ending: `.1`, `.2.gz`, `-20261121.zst`. */
const ROTATED = /^(.+\.[a-z]\w*)[.-](\d[\d_-]*)(?:\.(?:gz|zst))?$/i;
/** A rotation number has fewer digits than a date. */
const DATE_DIGITS = 6;

interface LogName {
  /** The name of the log before it was rotated. */
  readonly base: string;
  /** As rotation wrote it; empty for a log that was not rotated. */
  readonly suffix: string;
}

function readName(name: string): LogName {
  const [, base, suffix] = ROTATED.exec(name) ?? [];
  return base === undefined || suffix === undefined ? { base: name, suffix: '' } : { base, suffix };
}

/** The path of the log that a file is of: its own, or that which it had before it was rotated. */
export function logOf(path: string): string {
  return readName(path).base;
}

/** Orders names of files: by name, code unit by code unit, and files of one log by age: `a.log.10`, `a.log.2`, `a.log`. */
export function compareNames(a: string, b: string): number {
  const [first, second] = [readName(a), readName(b)];
  if (first.base !== second.base) return first.base < second.base ? -1 : 1;
  if (first.suffix === '' || second.suffix === '') return first.suffix === '' ? 1 : -1;
  const age = compareSuffixes(first.suffix, second.suffix);
  return age === 0 ? (a < b ? -1 : 1) : age;
}

/** Orders what rotation puts behind the name of one log, the oldest first: `10`, `2`, and `20261120`, `20261121`. */
export function compareSuffixes(first: string, second: string): number {
  const isDate = first.length >= DATE_DIGITS;
  if (isDate !== second.length >= DATE_DIGITS) return isDate ? -1 : 1;
  const difference = Number.parseInt(second, 10) - Number.parseInt(first, 10);
  if (difference !== 0) return isDate ? -difference : difference;
  return first < second ? -1 : first > second ? 1 : 0;
}
