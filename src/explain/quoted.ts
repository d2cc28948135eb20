import type { Scalar } from '../event/index.js';

const LONGEST = 80;

/** A value as it stands in a sentence: texts in quotes, and cut. */
export function quoted(value: Scalar): string {
  if (typeof value !== 'string') return String(value);
  return value.length > LONGEST ? `"${value.slice(0, LONGEST).toWellFormed()}…"` : `"${value}"`;
}
