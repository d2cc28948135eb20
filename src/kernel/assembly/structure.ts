// The structure of JSON lines: where their brackets, commas, colons, strings, other values and ends are. 64 bytes at a time, without
// branches but for what is rare. Source of the method: G. Langdale, D. Lemire, "Parsing Gigabytes of JSON per Second" (2019).
import { byteAt, BACKSLASH, copy, RETURN, TAB } from './bytes';
import { indexes } from './layout';

/** Bytes that are looked at in one go: what they give stays in the first-level cache. */
const CHUNK: usize = 8192;
const NOWHERE: usize = 0xffff_ffff;
const ONE: u64 = 1;

/** Behind the last index found. */
export let found: usize = 0;
/** The index of the last end of a line; 0 before the first. */
export let lastNewline: usize = 0;
/** Where to go on. */
export let next: usize = 0;
let limit: usize = 0;

/** The first byte that no line may have where it stands; the last blocks with a backslash, and with more than ASCII. */
export let firstBad: usize = NOWHERE;
export let lastEscape: usize = 0;
export let lastWide: usize = 0;

// What the last block leaves for the next: all ones inside of a string; whether a value that is no string goes on; whether its
// last byte was a backslash that escapes the next.
let inString: u64 = 0;
let inValue: u64 = 0;
let escapes: u64 = 0;

/** Starts at the beginning of a line; nothing from `end` on is looked at. */
export function startAt(at: usize, end: usize): void {
  found = indexes;
  lastNewline = 0;
  next = at;
  limit = end;
  firstBad = NOWHERE;
  lastEscape = 0;
  lastWide = 0;
  inString = 0;
  inValue = 0;
  escapes = 0;
}

/** Drops the indexes before `cursor`; gives the place of the one that stood there. */
export function forget(cursor: usize): usize {
  const length = found - cursor;
  copy(cursor, length, indexes);
  found = indexes + length;
  lastNewline = 0;
  return indexes;
}

/** Goes on by a chunk; false at the end of the bytes. */
export function goOn(): bool {
  if (next >= limit) return false;
  const end = min(next + CHUNK, limit);
  let at = next;
  for (; at + 64 <= end; at += 64) block(at, ~(<u64>0));
  if (at < end) {
    if (end == limit) {
      const left: u64 = end - at;
      block(at, (ONE << left) - 1);
      at = end;
    }
  }
  next = at;
  return true;
}

/** One block of 64 bytes, of which those in `valid` count. */
function block(at: usize, valid: u64): void {
  const a = v128.load(at);
  const b = v128.load(at, 16);
  const c = v128.load(at, 32);
  const d = v128.load(at, 48);

  let quotes = equalTo(0x22, a, b, c, d);
  const operators = mask(operator(a), operator(b), operator(c), operator(d));
  const blanks = mask(blank(a), blank(b), blank(c), blank(d)) | ~valid;

  // What is rare: more than ASCII, backslashes, and control characters, the ends of lines among them.
  if (i8x16.bitmask(v128.or(v128.or(a, b), v128.or(c, d))) != 0) lastWide = at + 63;
  if (
    v128.any_true(v128.or(v128.or(slash(a), slash(b)), v128.or(slash(c), slash(d)))) ||
    escapes != 0
  ) {
    quotes &= ~escaped(at, equalTo(0x5c, a, b, c, d) & valid);
  }
  quotes &= valid;

  // Of each string, its opening quote and what is inside.
  const strings = prefixXor(quotes) ^ inString;
  inString = <u64>((<i64>strings) >> 63);

  let newlines: u64 = 0;
  if ((blanks & valid) != 0) {
    const controls = mask(control(a), control(b), control(c), control(d)) & valid;
    if (controls != 0) {
      newlines = equalTo(0x0a, a, b, c, d) & valid;
      checkControls(at, controls & ~(newlines & ~strings), strings);
    }
  }

  const plain = ~(strings | quotes | operators | blanks);
  const starts = plain & ~((plain << 1) | inValue);
  inValue = plain >> 63;
  // The end of a line always counts: inside of a string it tells that the line is broken.
  let bits = ((operators & ~strings) | (quotes & strings) | starts | newlines) & valid;

  // Four at a time, some of them for nothing: a loop that ends anywhere is guessed wrong too often.
  let to = found;
  const end = to + ((<usize>popcnt(bits)) << 2);
  const base = <u32>at;
  while (to < end) {
    store<u32>(to, base + <u32>ctz(bits));
    bits &= bits - 1;
    store<u32>(to, base + <u32>ctz(bits), 4);
    bits &= bits - 1;
    store<u32>(to, base + <u32>ctz(bits), 8);
    bits &= bits - 1;
    store<u32>(to, base + <u32>ctz(bits), 12);
    bits &= bits - 1;
    to += 16;
  }
  to = end;
  found = to;
  if (newlines != 0) {
    // The last newline of the block is the last index but those behind it.
    let behind = to - 4;
    const newline = <u32>(at + 63 - <usize>clz(newlines));
    while (load<u32>(behind) != newline) behind -= 4;
    lastNewline = behind;
  }
}

function mask(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    (<u64>(<u32>i8x16.bitmask(a))) |
    ((<u64>(<u32>i8x16.bitmask(b))) << 16) |
    ((<u64>(<u32>i8x16.bitmask(c))) << 32) |
    ((<u64>(<u32>i8x16.bitmask(d))) << 48)
  );
}

function equalTo(byte: i8, a: v128, b: v128, c: v128, d: v128): u64 {
  const v = i8x16.splat(byte);
  return mask(i8x16.eq(a, v), i8x16.eq(b, v), i8x16.eq(c, v), i8x16.eq(d, v));
}

/**
 * Brackets, braces, commas and colons: a bracket is its brace but for one bit, and no two of the others end in the same four bits. Two control
 * characters pass as well, which no line may have.
 */
function operator(v: v128): v128 {
  const ends = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x3a, 0x7b, 0x2c, 0x7d, 0, 0);
  const wanted = i8x16.swizzle(ends, v128.and(v, i8x16.splat(0x0f)));
  return i8x16.eq(v128.or(v, i8x16.splat(0x20)), wanted);
}

function slash(v: v128): v128 {
  return i8x16.eq(v, i8x16.splat(0x5c));
}

/** Space and everything below. */
function blank(v: v128): v128 {
  return i8x16.le_u(v, i8x16.splat(0x20));
}

function control(v: v128): v128 {
  return i8x16.lt_u(v, i8x16.splat(0x20));
}

/** Of each bit, whether the number of bits up to and with it is odd. */
function prefixXor(bits: u64): u64 {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

/** The bytes that a backslash before them escapes. Looks at each escape: it must be one that JSON has. */
function escaped(at: usize, backslashes: u64): u64 {
  lastEscape = at + 63;
  let bits: u64 = 0;
  if (escapes != 0) {
    bits = 1;
    backslashes &= ~(<u64>1);
    escapes = 0;
  }
  while (backslashes != 0) {
    const place = ctz(backslashes);
    checkEscape(at + <usize>place);
    if (place == 63) {
      escapes = 1;
      break;
    }
    bits |= (<u64>2) << place;
    backslashes &= ~((<u64>3) << place);
  }
  return bits;
}

function checkEscape(at: usize): void {
  const byte = byteAt(at + 1);
  switch (byte) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return;
    case 0x75: // u
      if (isHex(at + 2) && isHex(at + 3) && isHex(at + 4) && isHex(at + 5)) return;
  }
  if (at < firstBad) firstBad = at;
}

function isHex(at: usize): bool {
  const byte = byteAt(at);
  return byte - 0x30 <= 9 || (byte | 0x20) - 0x61 <= 5;
}

/** Control characters: none may stand in a string, and only tabs and carriage returns outside. */
function checkControls(at: usize, controls: u64, strings: u64): void {
  while (controls != 0) {
    const place = ctz(controls);
    const byte = byteAt(at + <usize>place);
    const inside = ((strings >> place) & 1) != 0;
    if ((inside || (byte != TAB && byte != RETURN)) && at + <usize>place < firstBad) {
      firstBad = at + <usize>place;
    }
    controls &= controls - 1;
  }
}

/** Whether there is a backslash in a text. */
export function hasEscape(at: usize, length: usize): bool {
  const end = at + length;
  for (; at < end; at++) if (byteAt(at) == BACKSLASH) return true;
  return false;
}
