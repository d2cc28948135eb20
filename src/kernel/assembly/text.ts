// What can be told of a text or changed in it, byte by byte.
import { byteAt, BACKSLASH, COLON, DOT, isDigit, MINUS, PLUS, ZERO } from './bytes';

const K1: u64 = 0x9e3779b97f4a7c15;
const K2: u64 = 0xc2b2ae3d27d4eb4f;

/** A hash of a text. Made up inputs may collide: where that matters, compare the texts. */
export function hashText(at: usize, length: usize, seed: u64): u64 {
  let hash = seed ^ (<u64>length * K2);
  while (length >= 8) {
    hash = rotl<u64>((hash ^ load<u64>(at)) * K1, 29);
    at += 8;
    length -= 8;
  }
  if (length > 0) hash = rotl<u64>((hash ^ firstBytes(at, length)) * K2, 31);
  hash = (hash ^ (hash >> 32)) * K1;
  return hash ^ (hash >> 29);
}

/** The first `length` bytes, at most 8, as a number. */
export function firstBytes(at: usize, length: usize): u64 {
  if (length >= 8) return load<u64>(at);
  return load<u64>(at) & (((<u64>1) << ((<u64>length) << 3)) - 1);
}

/** Whether two texts of one length are the same. */
export function equalTexts(a: usize, b: usize, length: usize): bool {
  let left = length;
  while (left >= 16) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false;
    a += 16;
    b += 16;
    left -= 16;
  }
  if (left >= 8) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
    left -= 8;
  }
  return left == 0 || firstBytes(a, left) == firstBytes(b, left);
}

/** Whether all of a text is ASCII. */
export function isAscii(at: usize, length: usize): bool {
  const end = at + length;
  while (at + 16 <= end) {
    if (i8x16.bitmask(v128.load(at)) != 0) return false;
    at += 16;
  }
  return (
    (firstOf(at, end) & 0x8080808080808080) == 0 && (restOf(at, end) & 0x8080808080808080) == 0
  );
}

function firstOf(at: usize, end: usize): u64 {
  return at < end ? firstBytes(at, end - at) : 0;
}

function restOf(at: usize, end: usize): u64 {
  return at + 8 < end ? firstBytes(at + 8, end - at - 8) : 0;
}

/** Whether a text has a Kelvin sign: beside it, nothing but ASCII becomes ASCII in lower case. */
export function hasKelvin(at: usize, length: usize): bool {
  const end = at + length;
  for (; at + 3 <= end; at++) {
    if (byteAt(at) == 0xe2 && byteAt(at + 1) == 0x84 && byteAt(at + 2) == 0xaa) return true;
  }
  return false;
}

/** Writes a text with its ASCII in lower case. */
export function lowerText(from: usize, length: usize, to: usize): void {
  const end = from + length;
  for (; from < end; from += 16, to += 16) {
    const v = v128.load(from);
    const upper = i8x16.lt_u(i8x16.sub(v, i8x16.splat(0x41)), i8x16.splat(26));
    v128.store(to, v128.or(v, v128.and(upper, i8x16.splat(0x20))));
  }
}

/** Whether a text is UTF-8: no character in more bytes than it needs, no half of a surrogate pair, none past U+10FFFF. */
export function isUtf8(at: usize, end: usize): bool {
  while (at < end) {
    const first = byteAt(at);
    if (first < 0x80) {
      at += at + 16 <= end && i8x16.bitmask(v128.load(at)) == 0 ? 16 : 1;
    } else if (first < 0xe0) {
      if (first < 0xc2 || !isTail(at + 1, end)) return false;
      at += 2;
    } else if (first < 0xf0) {
      if (!isTail(at + 1, end) || !isTail(at + 2, end)) return false;
      const second = byteAt(at + 1);
      if (first == 0xe0 && second < 0xa0) return false;
      if (first == 0xed && second > 0x9f) return false;
      at += 3;
    } else {
      if (first > 0xf4) return false;
      if (!isTail(at + 1, end) || !isTail(at + 2, end) || !isTail(at + 3, end)) return false;
      const second = byteAt(at + 1);
      if (first == 0xf0 && second < 0x90) return false;
      if (first == 0xf4 && second > 0x8f) return false;
      at += 4;
    }
  }
  return true;
}

function isTail(at: usize, end: usize): bool {
  return at < end && (byteAt(at) & 0xc0) == 0x80;
}

/**
 * Writes a string without its escapes, all of them known to be valid; gives the end, or 0 where half a surrogate pair
 * stands alone: that is no text in UTF-8.
 */
export function unescape(from: usize, length: usize, to: usize): usize {
  const end = from + length;
  while (from < end) {
    const byte = byteAt(from);
    if (byte != BACKSLASH) {
      store<u8>(to++, byte);
      from++;
      continue;
    }
    const kind = byteAt(from + 1);
    from += 2;
    if (kind == 0x75) {
      let character = hex4(from);
      from += 4;
      if (character >= 0xd800 && character < 0xe000) {
        if (character >= 0xdc00) return 0;
        if (from + 6 > end || byteAt(from) != BACKSLASH || byteAt(from + 1) != 0x75) return 0;
        const low = hex4(from + 2);
        if (low < 0xdc00 || low >= 0xe000) return 0;
        character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00);
        from += 6;
      }
      to = encode(character, to);
    } else {
      store<u8>(to++, plainOf(kind));
    }
  }
  return to;
}

function plainOf(kind: u32): u32 {
  switch (kind) {
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case 0x6e:
      return 0x0a;
    case 0x72:
      return 0x0d;
    case 0x74:
      return 0x09;
    default:
      return kind;
  }
}

function hex4(at: usize): u32 {
  return (hex(at) << 12) | (hex(at + 1) << 8) | (hex(at + 2) << 4) | hex(at + 3);
}

function hex(at: usize): u32 {
  const byte = byteAt(at);
  return isDigit(byte) ? byte - ZERO : (byte | 0x20) - 0x61 + 10;
}

function encode(character: u32, to: usize): usize {
  if (character < 0x80) {
    store<u8>(to, character);
    return to + 1;
  }
  if (character < 0x800) {
    store<u8>(to, 0xc0 | (character >> 6));
    store<u8>(to + 1, 0x80 | (character & 0x3f));
    return to + 2;
  }
  if (character < 0x10000) {
    store<u8>(to, 0xe0 | (character >> 12));
    store<u8>(to + 1, 0x80 | ((character >> 6) & 0x3f));
    store<u8>(to + 2, 0x80 | (character & 0x3f));
    return to + 3;
  }
  store<u8>(to, 0xf0 | (character >> 18));
  store<u8>(to + 1, 0x80 | ((character >> 12) & 0x3f));
  store<u8>(to + 2, 0x80 | ((character >> 6) & 0x3f));
  store<u8>(to + 3, 0x80 | (character & 0x3f));
  return to + 4;
}

/** Whether a number is spelled as JavaScript would: a whole number of at most 15 digits, no sign before zero. */
export function isPlainInteger(at: usize, length: usize): bool {
  if (byteAt(at) == MINUS) {
    at++;
    length--;
    if (byteAt(at) == ZERO) return false;
  }
  if (length == 0 || length > 15) return false;
  const end = at + length;
  for (; at < end; at++) if (!isDigit(byteAt(at))) return false;
  return true;
}

/** Milliseconds and nanoseconds within one, as {@link readTime} found them. */
export let timeMs: f64 = 0;
export let timeNs: u32 = 0;

/** Sets a time that was read elsewhere, in whole milliseconds. */
export function setTime(ms: f64): void {
  timeMs = ms;
  timeNs = 0;
}

/** Reads an integer as epoch milliseconds. */
export function readEpoch(at: usize, length: usize): bool {
  const negative = byteAt(at) == MINUS;
  const end = at + length;
  if (negative) at++;
  let ms: f64 = 0;
  for (; at < end; at++) ms = ms * 10 + <f64>(byteAt(at) - ZERO);
  timeMs = negative ? -ms : ms;
  timeNs = 0;
  return true;
}

/**
 * Reads a time as shippers write it: `2026-11-21T04:13:58.123456789Z`, with any fraction or none, in UTC or with an
 * offset (`+02:00`). Whether it was one: what else people write is for a reader with more patience.
 */
export function readTime(at: usize, length: usize): bool {
  if (length < 20) return false;
  const end = at + length;
  const year = digits(at, 4);
  const month = digits(at + 5, 2);
  const day = digits(at + 8, 2);
  const hour = digits(at + 11, 2);
  const minute = digits(at + 14, 2);
  const second = digits(at + 17, 2);
  if ((year | month | day | hour | minute | second) < 0) return false;
  if (byteAt(at + 4) != MINUS || byteAt(at + 7) != MINUS || byteAt(at + 10) != 0x54) return false;
  if (byteAt(at + 13) != COLON || byteAt(at + 16) != COLON) return false;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false;
  if (year < 1000 || hour > 23 || minute > 59 || second > 59) return false;
  at += 19;
  let fraction: i32 = 0;
  if (byteAt(at) == DOT) {
    at++;
    let places = 0;
    for (; at < end && isDigit(byteAt(at)); at++, places++) {
      if (places < 9) fraction = fraction * 10 + <i32>(byteAt(at) - ZERO);
    }
    if (places == 0) return false;
    for (; places < 9; places++) fraction *= 10;
  }
  let offset = 0;
  if (at + 1 == end) {
    if (byteAt(at) != 0x5a) return false;
  } else if (at + 6 == end) {
    const sign = byteAt(at);
    const hours = digits(at + 1, 2);
    const minutes = digits(at + 4, 2);
    if ((sign != PLUS && sign != MINUS) || byteAt(at + 3) != COLON) return false;
    if ((hours | minutes) < 0 || hours > 17 || minutes > 59) return false;
    offset = hours * 60 + minutes;
    if (sign == MINUS) offset = -offset;
  } else {
    return false;
  }
  const minutes = daysBefore(year, month, day) * 1440 + <i64>(hour * 60 + minute - offset);
  timeMs = <f64>((minutes * 60 + <i64>second) * 1000) + <f64>(fraction / 1000000);
  timeNs = <u32>(fraction % 1000000);
  return true;
}

/** A number of `count` digits; negative where one is no digit. */
function digits(at: usize, count: i32): i32 {
  let number = 0;
  for (let i = 0; i < count; i++) {
    const digit = byteAt(at + i) - ZERO;
    if (digit > 9) return -1;
    number = number * 10 + <i32>digit;
  }
  return number;
}

function daysIn(year: i32, month: i32): i32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** Days from 1970-01-01, by counting years from March on, so that the leap day is the last of its year. */
function daysBefore(year: i32, month: i32, day: i32): i64 {
  const y = month <= 2 ? year - 1 : year;
  const era = y / 400;
  const ofEra = y - era * 400;
  const ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const days = ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear;
  return <i64>era * 146097 + <i64>days - 719468;
}

/** An IPv4 address as a number: four decimal parts without leading zeros; negative for anything else. */
export function readAddress(at: usize, length: usize): i64 {
  const end = at + length;
  let address: i64 = 0;
  for (let part = 0; part < 4; part++) {
    if (part > 0) {
      if (at >= end || byteAt(at) != DOT) return -1;
      at++;
    }
    const start = at;
    let number: i64 = 0;
    while (at < end && at < start + 3 && isDigit(byteAt(at))) {
      number = number * 10 + <i64>(byteAt(at) - ZERO);
      at++;
    }
    if (at == start || number > 255 || (at > start + 1 && byteAt(start) == ZERO)) return -1;
    address = (address << 8) | number;
  }
  return at == end ? address : -1;
}
