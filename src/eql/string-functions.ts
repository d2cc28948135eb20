/** What the string functions of EQL compute, value by value; null where EQL gives null. Source: spec §8. */
import { fold } from '../event/index.js';
import { toNumber } from './compare.js';

/** Whether `text` begins with `part`; the empty part begins everything. */
export function startsWith(text: string, part: string, insensitive: boolean): boolean {
  return insensitive ? fold(text).startsWith(fold(part)) : text.startsWith(part);
}

/** Whether `text` ends with `part`; the empty part ends everything. */
export function endsWith(text: string, part: string, insensitive: boolean): boolean {
  return insensitive ? fold(text).endsWith(fold(part)) : text.endsWith(part);
}

/** Whether `part` occurs in `text`. Unlike its kin, the empty text is in nothing. */
export function stringContains(text: string, part: string, insensitive: boolean): boolean {
  if (part === '') return false;
  return insensitive ? fold(text).includes(fold(part)) : text.includes(part);
}

/**
 * What stands between the first `left` and the first `right` after it (`greedy`: the last `right` of the text);
 * empty when there is no such place. An empty `left` or `right` gives `text` unchanged.
 */
export function between(
  text: string,
  left: string,
  right: string,
  greedy: boolean,
  insensitive: boolean,
): string {
  if (left === '' || right === '') return text;
  const searched = insensitive ? fold(text) : text;
  const wantedLeft = insensitive ? fold(left) : left;
  const wantedRight = insensitive ? fold(right) : right;
  const found = searched.indexOf(wantedLeft);
  if (found === -1) return '';
  const start = found + wantedLeft.length;
  const end = greedy ? searched.lastIndexOf(wantedRight) : searched.indexOf(wantedRight, start);
  return end < start ? '' : text.slice(start, end);
}

/** The place of the first `part` at or after `start`, from 0; null when there is none. */
export function indexOf(
  text: string,
  part: string,
  start: number,
  insensitive: boolean,
): number | null {
  if (start > text.length) return null;
  const index = insensitive ? fold(text).indexOf(fold(part), start) : text.indexOf(part, start);
  return index === -1 ? null : index;
}

/** The part from `start` up to, not including, `end`; negative positions count from the end, as in Python. */
export function substring(text: string, start: number, end: number | null): string {
  return text.slice(start, end ?? text.length);
}

/**
 * The number that `text` spells in `base`: by default 16 after `0x`, else 10 (then with fraction and exponent too).
 * Blanks around it are ignored. Null when it spells none.
 */
export function parseNumber(text: string, base: number | null): number | null {
  const trimmed = text.trim();
  const hexadecimal = trimmed.startsWith('0x') && (base === null || base === 16);
  if (hexadecimal) return parseInteger(trimmed.slice(2), 16);
  return base === null || base === 10 ? toNumber(trimmed) : parseInteger(trimmed, base);
}

function parseInteger(text: string, base: number): number | null {
  if (!Number.isInteger(base) || base < 2 || base > 36) return null;
  const negative = text.startsWith('-');
  const digits = negative || text.startsWith('+') ? text.slice(1) : text;
  if (digits === '') return null;
  let value = 0;
  for (const character of digits) {
    // `parseInt` stops at the first character it does not know; here that is an error.
    const digit = parseInt(character, base);
    if (Number.isNaN(digit)) return null;
    value = value * base + digit;
  }
  if (!Number.isFinite(value)) return null;
  return negative ? -value : value;
}
