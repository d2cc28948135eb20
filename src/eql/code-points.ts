/** Sets of Unicode code points, as sorted ranges that neither touch nor overlap: what a regex character class holds. */
import { fold } from '../event/index.js';

/** First and last code point, both included. */
export type CodePointRange = readonly [low: number, high: number];
export type CodePointSet = readonly CodePointRange[];

export const LAST_CODE_POINT = 0x10_ffff;
export const ANY_CODE_POINT: CodePointSet = [[0, LAST_CODE_POINT]];

/** The set of all code points in any of `ranges`, which may overlap and come in any order. */
export function codePointSet(ranges: readonly CodePointRange[]): CodePointSet {
  const merged: [number, number][] = [];
  for (const [low, high] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else merged.push([low, high]);
  }
  return merged;
}

/** All code points that are not in `set`. */
export function invert(set: CodePointSet): CodePointSet {
  const ranges: CodePointRange[] = [];
  let from = 0;
  for (const [low, high] of set) {
    if (low > from) ranges.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= LAST_CODE_POINT) ranges.push([from, LAST_CODE_POINT]);
  return ranges;
}

/**
 * `set` together with the lower case of its members: what it matches in a folded text.
 */
export function foldSet(set: CodePointSet): CodePointSet {
  const ranges = [...set];
  for (const [low, high] of set) {
    for (let codePoint = low; codePoint <= Math.min(high, LAST_CASED); codePoint++) {
      const lower = fold(String.fromCodePoint(codePoint)).codePointAt(0) ?? codePoint;
      if (lower !== codePoint) ranges.push([lower, lower]);
    }
  }
  return codePointSet(ranges);
}

/** No code point above this one (the plane of the Adlam letters) has another case. */
const LAST_CASED = 0x1_ffff;
