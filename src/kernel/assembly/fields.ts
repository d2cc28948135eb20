// Reads one line: checks that it is JSON, and notes the values of the wanted fields. Walks the indexes that structure found:
// `c` is always the address of one.
import {
  byteAt,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DOT,
  isDigit,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLUS,
  QUOTE,
  SPACE,
  ZERO,
} from './bytes';
import {
  keys,
  keysMask,
  nodes,
  scratch,
  scratchEnd,
  slots,
  values,
  valuesEnd,
  visited,
} from './layout';
import { hasEscape } from './structure';
import { equalTexts, firstBytes, isPlainInteger, unescape } from './text';

/** Values by their flags: a string that was written without escapes has none. */
export const NUMBER: u32 = 1;
export const BOOLEAN: u32 = 2;
/** A value whose text is not known here: a number that has another usual spelling, say. */
export const UNUSUAL: u32 = 4;
/** In place of a value that the host has to be asked for: its slot is where its text would be. */
export const LAZY: u32 = 8;

const NO_SLOT: u32 = 0xffff;
/** A node under which there are wanted fields. */
const HAS_CHILDREN: u32 = 1;
/** Deeper ones are for the reader with more patience. */
const DEEPEST: u32 = 64;
const REFUSED: usize = 0;

/** The next free places for values and for texts. */
let nextValue: usize = 0;
let nextText: usize = 0;
/** Whether a backslash may be in the line. */
let mayEscape: bool = false;

function byteOf(c: usize): u32 {
  return load<u8>(load<u32>(c));
}

/** Takes room for a text of `length` bytes; 0 where there is none. */
export function makeRoom(length: usize): usize {
  const at = nextText;
  const next = at + ((length + 31) & ~(<usize>15));
  if (next > scratchEnd) return 0;
  nextText = next;
  return at;
}

/** Makes room for the values of the next line. */
export function startValues(): void {
  nextValue = values;
  nextText = scratch;
}

/** Notes a value, and its address at `link`; false where there is no room. */
export function addValue(at: usize, length: usize, flags: u32, link: usize): bool {
  const value = nextValue;
  if (value >= valuesEnd) return false;
  nextValue = value + 16;
  store<u32>(value, <u32>at);
  store<u32>(value, <u32>length, 4);
  store<u32>(value, flags, 8);
  store<u32>(value, 0, 12);
  store<u32>(link, <u32>value);
  return true;
}

/**
 * Reads the object at `c`, the whole of a line; gives the index behind it, or 0 where the line is not JSON, or too
 * strange to be settled here.
 */
export function readLine(c: usize, escapes: bool): usize {
  startValues();
  mayEscape = escapes;
  if (byteOf(c) != OPEN_BRACE) return REFUSED;
  return readObject(c + 4, 0, 1);
}

/** An object with wanted fields in it. */
function readObject(c: usize, node: u32, depth: u32): usize {
  if (depth > DEEPEST) return REFUSED;
  if (byteOf(c) == CLOSE_BRACE) return c + 4;
  const wanted = load<u64>(nodes + ((<usize>node) << 4), 8);
  while (true) {
    const start = <usize>load<u32>(c) + 1;
    const colon = <usize>load<u32>(c, 4);
    if (byteAt(start - 1) != QUOTE || byteAt(colon) != COLON) return REFUSED;
    let end = colon - 1;
    while (byteAt(end) != QUOTE) end--;
    const child =
      ((wanted >> keyBit(start, end - start)) & 1) == 0 ? 0 : findKey(node, start, end - start);
    c += 8;
    if (mayEscape && hasEscape(start, end - start)) return REFUSED;
    if (child == 0) {
      c = skipValue(c, depth);
    } else {
      // Twice the same field: the last one counts, or one spelling before the other. Not for here.
      if (load<u8>(visited + child) != 0) return REFUSED;
      store<u8>(visited + child, 1);
      c = readValue(c, child, depth);
    }
    if (c == REFUSED) return REFUSED;
    const byte = byteOf(c);
    c += 4;
    if (byte == CLOSE_BRACE) return c;
    if (byte != COMMA) return REFUSED;
  }
}

/** The value of a wanted field, or an object or list on the way to one. */
function readValue(c: usize, node: u32, depth: u32): usize {
  const slot = <u32>load<u16>(nodes + ((<usize>node) << 4));
  const hasChildren = (load<u16>(nodes + ((<usize>node) << 4), 2) & HAS_CHILDREN) != 0;
  const at = <usize>load<u32>(c);
  const byte = byteAt(at);
  if (byte == OPEN_BRACE) {
    return hasChildren ? readObject(c + 4, node, depth + 1) : skipObject(c + 4, depth + 1);
  }
  if (byte == OPEN_BRACKET) return readList(c + 4, slot);
  if (slot == NO_SLOT) return skipValue(c, depth);
  return readScalar(c, slots + ((<usize>slot) << 2));
}

/** A list of plain values. Lists of objects and of lists are too strange. */
function readList(c: usize, slot: u32): usize {
  if (byteOf(c) == CLOSE_BRACKET) return c + 4;
  let link: usize = slot == NO_SLOT ? 0 : slots + ((<usize>slot) << 2);
  while (true) {
    const byte = byteOf(c);
    if (byte == OPEN_BRACE || byte == OPEN_BRACKET) return REFUSED;
    if (link == 0) {
      c = skipValue(c, 0);
    } else {
      c = readScalar(c, link);
      if (load<u32>(link) != 0) link = <usize>load<u32>(link) + 12;
    }
    if (c == REFUSED) return REFUSED;
    const separator = byteOf(c);
    c += 4;
    if (separator == CLOSE_BRACKET) return c;
    if (separator != COMMA) return REFUSED;
  }
}

/** Notes a string, number or boolean, and its address at `link`. */
function readScalar(c: usize, link: usize): usize {
  const at = <usize>load<u32>(c);
  const byte = byteAt(at);
  let start = at;
  let length: usize = 0;
  let flags: u32 = 0;
  if (byte == QUOTE) {
    start++;
    // Behind the string there is its comma or bracket, and nothing between them but blanks.
    let end = <usize>load<u32>(c, 4) - 1;
    while (byteAt(end) != QUOTE) end--;
    if (end < start) return REFUSED;
    length = end - start;
    if (mayEscape && hasEscape(start, length)) {
      const text = makeRoom(length);
      if (text == 0) return REFUSED;
      const textEnd = unescape(start, length, text);
      if (textEnd == 0) return REFUSED;
      start = text;
      length = textEnd - text;
    }
  } else {
    const end = scalarEnd(at);
    if (end == 0) return REFUSED;
    if (byte == 0x6e) return c + 4;
    length = end - at;
    if (byte == 0x74 || byte == 0x66) flags = BOOLEAN;
    else flags = isPlainInteger(at, length) ? NUMBER : NUMBER | UNUSUAL;
  }
  return addValue(start, length, flags, link) ? c + 4 : REFUSED;
}

function skipValue(c: usize, depth: u32): usize {
  const at = <usize>load<u32>(c);
  const byte = byteAt(at);
  if (byte == QUOTE) return c + 4;
  if (byte == OPEN_BRACE) return skipObject(c + 4, depth + 1);
  if (byte == OPEN_BRACKET) return skipList(c + 4, depth + 1);
  return scalarEnd(at) == 0 ? REFUSED : c + 4;
}

function skipObject(c: usize, depth: u32): usize {
  if (depth > DEEPEST) return REFUSED;
  if (byteOf(c) == CLOSE_BRACE) return c + 4;
  while (true) {
    if (byteOf(c) != QUOTE || byteOf(c + 4) != COLON) return REFUSED;
    c = skipValue(c + 8, depth);
    if (c == REFUSED) return REFUSED;
    const byte = byteOf(c);
    c += 4;
    if (byte == CLOSE_BRACE) return c;
    if (byte != COMMA) return REFUSED;
  }
}

function skipList(c: usize, depth: u32): usize {
  if (depth > DEEPEST) return REFUSED;
  if (byteOf(c) == CLOSE_BRACKET) return c + 4;
  while (true) {
    c = skipValue(c, depth);
    if (c == REFUSED) return REFUSED;
    const byte = byteOf(c);
    c += 4;
    if (byte == CLOSE_BRACKET) return c;
    if (byte != COMMA) return REFUSED;
  }
}

/** The end of a number or word; 0 where it is none that JSON has. */
function scalarEnd(at: usize): usize {
  const byte = byteAt(at);
  let end: usize = 0;
  if (byte == 0x74) {
    if (load<u32>(at) == 0x65757274) end = at + 4;
  } else if (byte == 0x66) {
    if (load<u32>(at, 1) == 0x65736c61) end = at + 5;
  } else if (byte == 0x6e) {
    if (load<u32>(at) == 0x6c6c756e) end = at + 4;
  } else {
    end = numberEnd(at);
  }
  if (end == 0) return 0;
  const behind = byteAt(end);
  return behind <= SPACE || behind == COMMA || behind == CLOSE_BRACE || behind == CLOSE_BRACKET
    ? end
    : 0;
}

function numberEnd(at: usize): usize {
  if (byteAt(at) == MINUS) at++;
  if (byteAt(at) == ZERO) at++;
  else if ((at = digitsEnd(at)) == 0) return 0;
  if (byteAt(at) == DOT && (at = digitsEnd(at + 1)) == 0) return 0;
  if ((byteAt(at) | 0x20) == 0x65) {
    const sign = byteAt(at + 1);
    at = digitsEnd(sign == PLUS || sign == MINUS ? at + 2 : at + 1);
  }
  return at;
}

/** Behind one or more digits; 0 where there is none. */
function digitsEnd(at: usize): usize {
  const start = at;
  while (isDigit(byteAt(at))) at++;
  return at == start ? 0 : at;
}

/** The node that a key of an object leads to; 0 for none. A dotted key leads as far as its segments. */
export function findKey(node: u32, at: usize, length: usize): u32 {
  const head = firstBytes(at, length);
  const tail = length > 8 ? load<u64>(at + length - 8) : 0;
  let place = keyHash(node, head, tail, <u32>length);
  while (true) {
    const entry = keys + ((<usize>(place & keysMask)) << 5);
    const size = load<u32>(entry, 20);
    if (size == 0) return 0;
    if (
      load<u64>(entry) == head &&
      load<u64>(entry, 8) == tail &&
      load<u32>(entry, 16) == node &&
      size == <u32>length + 1 &&
      (length <= 16 || equalTexts(at, <usize>load<u32>(entry, 24), length))
    ) {
      return load<u32>(entry, 28);
    }
    place++;
  }
}

/** One of 64 bits that tells most keys apart: whether a node has no key with it is seen at once. */
export function keyBit(at: usize, length: usize): u64 {
  return (<u64>(byteAt(at) + <u32>length * 7 + byteAt(at + (length >> 1)) * 3)) & 63;
}

function keyHash(node: u32, head: u64, tail: u64, length: u32): u32 {
  let hash = (head ^ ((<u64>(node * 64 + length)) << 48)) * 0x9e3779b97f4a7c15;
  hash = (hash ^ (hash >> 31) ^ tail) * 0xc2b2ae3d27d4eb4f;
  return <u32>(hash >> 37);
}

/** Adds a key of the objects of `node`: head, tail (u64), node, length + 1, address, child (u32). */
export function addKey(node: u32, at: usize, length: usize, child: u32): void {
  const head = firstBytes(at, length);
  const tail = length > 8 ? load<u64>(at + length - 8) : 0;
  let place = keyHash(node, head, tail, <u32>length);
  while (load<u32>(keys + ((<usize>(place & keysMask)) << 5), 20) != 0) place++;
  const entry = keys + ((<usize>(place & keysMask)) << 5);
  store<u64>(entry, head);
  store<u64>(entry, tail, 8);
  store<u32>(entry, node, 16);
  store<u32>(entry, <u32>length + 1, 20);
  store<u32>(entry, <u32>at, 24);
  store<u32>(entry, child, 28);
  const wanted = nodes + ((<usize>node) << 4) + 8;
  store<u64>(wanted, load<u64>(wanted) | ((<u64>1) << keyBit(at, length)));
}
