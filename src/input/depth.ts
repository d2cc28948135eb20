// Texts that nest deeper than what walks an event by recursion can bear.
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  MAX_DEPTH,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './bytes.js';

/** A text of at most this many bytes cannot nest deeper than {@link MAX_DEPTH}: each level takes two. */
const SHALLOW_BYTES = 2 * MAX_DEPTH;

/** Whether a JSON text, which is `[start, end)` of `bytes`, nests deeper than {@link MAX_DEPTH}. */
export function nestsTooDeep(text: string, bytes: Buffer, start: number, end: number): boolean {
  return end - start > SHALLOW_BYTES && opensMany(text) && isTooDeep(bytes, start, end);
}

/** Whether there are brackets enough to nest deeper than {@link MAX_DEPTH}: by a search that hops from one to the next. */
function opensMany(text: string): boolean {
  let left = MAX_DEPTH;
  for (let at = text.indexOf('{'); at !== -1 && left >= 0; at = text.indexOf('{', at + 1)) left--;
  for (let at = text.indexOf('['); at !== -1 && left >= 0; at = text.indexOf('[', at + 1)) left--;
  return left < 0;
}

/** Whether brackets outside of strings nest deeper than {@link MAX_DEPTH}: byte by byte, and so not for every text. */
function isTooDeep(bytes: Buffer, start: number, end: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) {
      inString = true;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (++depth > MAX_DEPTH) return true;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth--;
    }
  }
  return false;
}
