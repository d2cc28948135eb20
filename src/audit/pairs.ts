// `key=value` pairs of a record's text.

/** Values by key, as written, quotes and all. */
export type Pairs = Map<string, string>;

/** Values that say nothing. */
const NOTHING: ReadonlySet<string> = new Set(['', '?', '?,', '(null)']);
const LONGEST_NOTHING = '(null)'.length;

/**
 * Reads pairs: `key=value`, `key="a value"`, `key='…'`. Those inside of `msg='…'`, the message of a program, are taken out; of
 * a key written twice the last counts; values that say nothing are left out. Source: formats §4.
 */
export function readPairs(text: string): Pairs {
  const pairs: Pairs = new Map();
  addPairs(text, pairs);
  return pairs;
}

function addPairs(text: string, pairs: Pairs): void {
  let at = 0;
  for (;;) {
    const equals = text.indexOf('=', at);
    if (equals === -1) return;
    let start = equals;
    while (start > at && isKeyCharacter(text.charCodeAt(start - 1))) start--;
    const end = start === equals ? -1 : endOfValue(text, equals + 1);
    if (end === -1) {
      at = equals + 1;
      continue;
    }
    const raw = text.slice(equals + 1, end);
    if (!saysNothing(raw)) {
      const key = text.slice(start, equals);
      if (key === 'msg') addPairs(unquote(raw), pairs);
      else pairs.set(key, raw);
    }
    at = end;
  }
}

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const BACKSLASH = 0x5c;

/** Where the value that starts at `start` ends; -1 where there is none. */
function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first !== QUOTE && first !== APOSTROPHE) {
    let end = start;
    while (end < text.length && !endsBareValue(text.charCodeAt(end))) end++;
    return end === start ? -1 : end;
  }
  // A quote behind a backslash ends the value only if no other does.
  let escaped = -1;
  for (let at = start + 1; at < text.length; at++) {
    if (text.charCodeAt(at) !== first) continue;
    if (text.charCodeAt(at - 1) !== BACKSLASH) return at + 1;
    escaped = at + 1;
  }
  return escaped;
}

function endsBareValue(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE || code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function isKeyCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d ||
    // Pieces of long arguments: `a1[0]`.
    code === 0x5b ||
    code === 0x5d
  );
}

/** A value without its quotes. */
export function unquote(raw: string): string {
  return isQuoted(raw) ? raw.slice(1, -1).trim() : raw;
}

function saysNothing(raw: string): boolean {
  // A quoted value of any length may be blanks alone.
  return (isQuoted(raw) || raw.length <= LONGEST_NOTHING) && NOTHING.has(unquote(raw));
}

function isQuoted(raw: string): boolean {
  const first = raw.charCodeAt(0);
  return first === QUOTE || first === APOSTROPHE;
}
