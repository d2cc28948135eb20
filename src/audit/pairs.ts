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
  addPairs(text, pairs, MESSAGE_DEPTH);
  return pairs;
}

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;

/** Messages of programs that are taken out of each other at most: a line may be made of nothing else. */
const MESSAGE_DEPTH = 2;

function addPairs(text: string, pairs: Pairs, depth: number): void {
  const { length } = text;
  let start = 0;
  let hash = 0;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code < 128 && IS_KEY[code] === 1) {
      hash = (hash * 31 + code) | 0;
      continue;
    }
    const end = code === EQUALS && at > start ? endOfValue(text, at + 1) : -1;
    if (end !== -1) {
      const raw = text.slice(at + 1, end);
      if (!saysNothing(raw)) {
        const key = keyAt(text, start, at, hash);
        if (key === 'msg' && depth > 0) addPairs(unquote(raw), pairs, depth - 1);
        else pairs.set(key, raw);
      }
      at = end - 1;
    }
    start = at + 1;
    hash = 0;
  }
}

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

/** By character code: 1 for those of keys, brackets among them: `a1[0]` is a piece of a long argument. */
const IS_KEY = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyz0123456789_-[]') {
  IS_KEY[character.charCodeAt(0)] = 1;
}

/** Keys met before, by their hash: there are few, and each comes a million times. */
const knownKeys: (string | undefined)[] = new Array<string | undefined>(1024).fill(undefined);

function keyAt(text: string, start: number, end: number, hash: number): string {
  const known = knownKeys[hash & 1023];
  if (known?.length === end - start && text.startsWith(known, start)) return known;
  // A copy: a slice would keep the text of the log in memory.
  const key =
    end - start > 12 ? Buffer.from(text.slice(start, end)).toString() : text.slice(start, end);
  if (key.length <= 32) knownKeys[hash & 1023] = key;
  return key;
}

/** A value without its quotes. */
export function unquote(raw: string): string {
  return isQuoted(raw) ? raw.slice(1, -1).trim() : raw;
}

function saysNothing(raw: string): boolean {
  // A quoted value of any length may be blanks alone.
  return isQuoted(raw)
    ? NOTHING.has(unquote(raw))
    : raw.length <= LONGEST_NOTHING && NOTHING.has(raw);
}

function isQuoted(raw: string): boolean {
  const first = raw.charCodeAt(0);
  return first === QUOTE || first === APOSTROPHE;
}
