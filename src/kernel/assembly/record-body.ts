// The `key=value` pairs of a record. Notes the values of wanted keys in registers, as `readPairs` and `RecordFields` of src/audit would
// read them; refuses a record of which it is not sure.
import { BACKSLASH, byteAt, isDigit, QUOTE, SPACE, ZERO } from './bytes';
import { addValue, findKey, keyBit, makeRoom, NUMBER, UNUSUAL } from './fields';
import { nodes, owners, registers, typesNode } from './layout';
import { isUtf8 } from './text';

/** Roles of a type: it is an event by itself; ends its event; leads it; has arguments, an address, a message of a program. */
export const ALONE: u32 = 1;
export const ENDS: u32 = 2;
export const LEADS: u32 = 4;
const ARGUMENTS: u32 = 8;
const MESSAGE: u32 = 16;
/** It says nothing that is wanted here; it is no record, but the end of an event. */
export const PASSED_OVER: u32 = 32;
export const END: u32 = 64;

/** Registers of what is no pair, see record-image.ts. */
const FAMILY: u32 = 6;
const ADDRESS: u32 = 7;
const PORT: u32 = 8;
export const ARGUMENT: u32 = 9;

/** How a value is read: see record-image.ts. */
const TEXT: u32 = 2;
const AS_NUMBER: u32 = 3;
const EXIT: u32 = 4;
const SOCKET: u32 = 5;
const REFUSED: u32 = 0xff;

const EQUALS: u32 = 0x3d;
const APOSTROPHE: u32 = 0x27;
const BRACKET: u32 = 0x5b;
const CLOSE: u32 = 0x29;
/** Parts a record from the names that auditd has found for its numbers. */
const SEPARATOR: u32 = 0x1d;

/** Whether a record that leads an event, or is one, has such names. */
export let isResolved: bool = false;
/** Whether there was a record that leads, and where the address of the next argument goes. */
export let isLed: bool = false;
let argumentLink: usize = 0;
let lastArgument: i32 = 0;

export function startEvent(): void {
  isResolved = false;
  isLed = false;
  argumentLink = 0;
}

/** Where the register stands. */
export function registerAt(register: u32): usize {
  return registers + ((<usize>register) << 4);
}

/** Reads the pairs in `[at, end)`, the text of record number `record` of its event, in UTF-8; false where it is too strange. */
export function readBody(type: u32, roles: u32, record: u32, at: usize, end: usize): bool {
  if ((roles & LEADS) != 0) {
    if (isLed) return false;
    isLed = true;
  }
  if ((roles & ARGUMENTS) != 0) {
    if (argumentLink != 0) return false;
    argumentLink = registerAt(ARGUMENT);
    store<u32>(argumentLink, 0);
    lastArgument = -1;
  }
  const node = typesNode + type;
  const wanted = load<u64>(nodes + ((<usize>node) << 4), 8);
  // Names may follow without their separator: seen by how they end, and told only when there is none.
  let mayBeResolved = false;
  let inMessage = false;
  let start = at;
  while (at < end) {
    const others = i8x16.bitmask(isNoKey(v128.load(at)));
    if (others == 0) {
      at += 16;
      continue;
    }
    at += ctz(others);
    if (at >= end) break;
    const byte = byteAt(at);
    if (byte != EQUALS) {
      if (byte == SEPARATOR) {
        if ((roles & (LEADS | ALONE)) != 0) isResolved = true;
        return !inMessage;
      }
      if (byte == APOSTROPHE && inMessage) {
        // The message is the last that a program says.
        const before = byteAt(at - 1);
        if (before == CLOSE || before == BACKSLASH) return false;
        if (at + 1 < end && byteAt(at + 1) != SEPARATOR) return false;
        inMessage = false;
      }
      start = ++at;
      continue;
    }
    if (endsName(at)) mayBeResolved = true;
    const length = at - start;
    let value = at + 1;
    if (length == 0 || value >= end) {
      start = at = value;
      continue;
    }
    const first = byteAt(value);
    const isQuoted = first == QUOTE;
    let valueEnd = value;
    if (isQuoted) {
      valueEnd = ++value;
      while (true) {
        valueEnd = nextInQuotes(valueEnd, end);
        if (valueEnd >= end) return false;
        const inside = byteAt(valueEnd);
        if (inside == QUOTE) break;
        if (inside == EQUALS && endsName(valueEnd)) mayBeResolved = true;
        if (inside == 0 || inside == SEPARATOR) return false;
        if (inside == APOSTROPHE && inMessage) return false;
        valueEnd++;
      }
      if (byteAt(valueEnd - 1) == BACKSLASH) return false;
      at = valueEnd + 1;
    } else if (first == APOSTROPHE) {
      if ((roles & MESSAGE) == 0 || inMessage || !isMsg(start, length)) return false;
      inMessage = true;
      start = at = value + 1;
      continue;
    } else {
      while (true) {
        valueEnd = nextInBare(valueEnd, end);
        if (valueEnd >= end) break;
        const inside = byteAt(valueEnd);
        if (endsBareValue(inside)) break;
        if (inside == 0) return false;
        if (inside == EQUALS && endsName(valueEnd)) mayBeResolved = true;
        valueEnd++;
      }
      if (valueEnd > end) valueEnd = end;
      at = valueEnd;
    }
    const size = valueEnd - value;
    if ((roles & ARGUMENTS) != 0 && byteAt(start) == 0x61) {
      if (!readArgument(start + 1, length - 1, value, size, isQuoted)) return false;
    } else if (((wanted >> keyBit(start, length)) & 1) != 0) {
      const use = findKey(node, start, length);
      if (use != 0 && !note(use, (roles & LEADS) != 0, record, value, size, isQuoted)) return false;
    }
    start = at;
  }
  return !inMessage && !mayBeResolved;
}

/**
 * Which bytes are none of keys: those are `a` to `z`, digits, and `_-[]`. By the lower half of a byte, bits for the upper halves with which it is one, `2`,
 * `3`, `5`, `6` and `7`; by the upper half, the bit.
 */
function isNoKey(bytes: v128): v128 {
  const lower = i8x16(
    0x12,
    0x1a,
    0x1a,
    0x1a,
    0x1a,
    0x1a,
    0x1a,
    0x1a,
    0x1a,
    0x1a,
    0x18,
    12,
    8,
    13,
    8,
    12,
  );
  const upper = i8x16(0, 0, 1, 2, 0, 4, 8, 0x10, 0, 0, 0, 0, 0, 0, 0, 0);
  const byLower = i8x16.swizzle(lower, v128.and(bytes, i8x16.splat(0x0f)));
  const byUpper = i8x16.swizzle(upper, i8x16.shr_u(bytes, 4));
  return i8x16.eq(v128.and(byLower, byUpper), i8x16.splat(0));
}

/** The next byte of a bare value that may end it, or is `=`; perhaps one behind `end`. */
function nextInBare(at: usize, end: usize): usize {
  for (; at < end; at += 16) {
    const bytes = v128.load(at);
    const odd = i8x16.le_u(bytes, i8x16.splat(<i8>APOSTROPHE));
    const found = i8x16.bitmask(v128.or(odd, i8x16.eq(bytes, i8x16.splat(<i8>EQUALS))));
    if (found != 0) return at + ctz(found);
  }
  return at;
}

/** The same of a value in quotes, for what may end it and for what should not be there. */
function nextInQuotes(at: usize, end: usize): usize {
  for (; at < end; at += 16) {
    const bytes = v128.load(at);
    const quotes = v128.or(
      i8x16.eq(bytes, i8x16.splat(<i8>QUOTE)),
      i8x16.eq(bytes, i8x16.splat(<i8>APOSTROPHE)),
    );
    const others = v128.or(
      i8x16.eq(bytes, i8x16.splat(<i8>EQUALS)),
      i8x16.le_u(bytes, i8x16.splat(<i8>SEPARATOR)),
    );
    const found = i8x16.bitmask(v128.or(quotes, others));
    if (found != 0) return at + ctz(found);
  }
  return at;
}

function isMsg(at: usize, length: usize): bool {
  return length == 3 && (load<u32>(at) & 0xff_ffff) == 0x67_736d;
}

function endsBareValue(byte: u32): bool {
  return (
    (byte <= SEPARATOR && (byte == SEPARATOR || (byte >= 0x09 && byte <= 0x0d))) ||
    byte == SPACE ||
    byte == QUOTE ||
    byte == APOSTROPHE
  );
}

/** Whether the `=` at `at` may stand behind one of `ARCH`, `SYSCALL`, `UID`, `SADDR` and the like. */
function endsName(at: usize): bool {
  const end = load<u16>(at - 2);
  // `ID`, `LL`, `CH`, `DR`
  return end == 0x4449 || end == 0x4c4c || end == 0x4843 || end == 0x5244;
}

/** Whether a value says nothing: it is empty, or `?`, `?,`, `(null)`. */
function saysNothing(at: usize, length: usize): bool {
  if (length == 0) return true;
  if (byteAt(at) == 0x3f) return length == 1 || (length == 2 && byteAt(at + 1) == 0x2c);
  return length == 6 && load<u32>(at) == 0x6c75_6e28 && load<u16>(at, 4) == 0x296c;
}

/** Whether blanks may have to be cut off the ends of a quoted value. */
function needsTrim(at: usize, length: usize): bool {
  const first = byteAt(at);
  const last = byteAt(at + length - 1);
  return first <= SPACE || last <= SPACE || first >= 0x80 || last >= 0x80;
}

function note(use: u32, leads: bool, record: u32, at: usize, length: usize, isQuoted: bool): bool {
  const how = use & 0xff;
  if (how == REFUSED) return false;
  if (isQuoted && length > 0 && needsTrim(at, length)) return false;
  if (saysNothing(at, length)) return true;
  if (how == SOCKET) return !isQuoted && readSocket(record, at, length);
  const register = use >> 8;
  const owner = owners + <usize>register;
  const known = load<u8>(owner);
  // Of two in one record the last counts, of two records the first, but for the one that leads.
  if (known == <u8>record) return false;
  if (known != 0 && !leads) return true;
  let flags: u32 = 0;
  if (how == TEXT && !isQuoted && isHex(at, length)) {
    const text = decode(at, length, SPACE);
    if (text == 0) return false;
    at = text;
    length >>= 1;
    if (!isUtf8(at, at + length)) flags = UNUSUAL;
  } else if (how == AS_NUMBER) {
    flags = NUMBER;
  } else if (how == EXIT) {
    if (byteAt(at) == 0x2d) flags = UNUSUAL;
  }
  put(register, record, at, length, flags);
  return true;
}

function put(register: u32, record: u32, at: usize, length: usize, flags: u32): void {
  store<u8>(owners + <usize>register, <u8>record);
  const place = registerAt(register);
  store<u32>(place, <u32>at);
  store<u32>(place, <u32>length, 4);
  store<u32>(place, flags, 8);
  store<u32>(place, 0, 12);
}

/** An argument, `a0=`, of which `[at, at + length)` is the number. Pieces of one, and any other order, are refused. */
function readArgument(at: usize, length: usize, value: usize, size: usize, isQuoted: bool): bool {
  if (length == 0 || length > 6) return true;
  let number: i32 = 0;
  for (let i: usize = 0; i < length; i++) {
    const byte = byteAt(at + i);
    if (byte == BRACKET) return false;
    // `argc`, `a1_len`
    if (!isDigit(byte)) return true;
    number = number * 10 + <i32>(byte - ZERO);
  }
  if (number <= lastArgument) return false;
  lastArgument = number;
  if (isQuoted && size > 0 && needsTrim(value, size)) return false;
  if (saysNothing(value, size)) return true;
  let flags: u32 = 0;
  if (!isQuoted && isHex(value, size)) {
    const text = decode(value, size, 0);
    if (text == 0) return false;
    value = text;
    const end = text + (size >> 1);
    while (value < end && byteAt(value) != 0) value++;
    size = value - text;
    value = text;
    if (!isUtf8(value, value + size)) flags = UNUSUAL;
  }
  if (!addValue(value, size, flags, argumentLink)) return false;
  argumentLink = <usize>load<u32>(argumentLink) + 12;
  store<u8>(owners + <usize>ARGUMENT, 1);
  return true;
}

/** Whether a bare value is bytes in upper-case hexadecimal. */
function isHex(at: usize, length: usize): bool {
  if ((length & 1) != 0) return false;
  for (const end = at + length; at < end; at++) {
    const byte = byteAt(at);
    if (!isDigit(byte) && byte - 0x41 > 5) return false;
  }
  return true;
}

function digitOf(byte: u32): u32 {
  return byte <= 0x39 ? byte - ZERO : (byte | 0x20) - 0x57;
}

function hexByte(at: usize): u32 {
  return (digitOf(byteAt(at)) << 4) | digitOf(byteAt(at + 1));
}

/** Writes the bytes of hexadecimal digits, `nul` for those that are zero; gives their address, 0 where there is no room. */
function decode(at: usize, length: usize, nul: u32): usize {
  const text = makeRoom(length >> 1);
  if (text == 0) return 0;
  let to = text;
  for (const end = at + length; at < end; at += 2) {
    const byte = hexByte(at);
    store<u8>(to++, byte == 0 ? nul : byte);
  }
  return text;
}

/** Reads `saddr`, of the families that are plain. */
function readSocket(record: u32, at: usize, length: usize): bool {
  if (load<u8>(owners + <usize>FAMILY) != 0 || length < 16 || !isHex(at, length)) return false;
  if (hexByte(at + 2) != 0) return false;
  const family = hexByte(at);
  if (family == 2) {
    const address = writeAddress(at + 8);
    const port = (hexByte(at + 4) << 8) | hexByte(at + 6);
    const portText = makeRoom(5);
    if (address == 0 || portText == 0) return false;
    put(FAMILY, record, IPV4, 4, 0);
    put(ADDRESS, record, address, addressEnd - address, 0);
    put(PORT, record, portText, writeNumber(port, portText) - portText, 0);
  } else if (family == 10) {
    if (length < 48) return false;
    put(FAMILY, record, IPV6, 4, 0);
    put(ADDRESS, record, 0, 0, UNUSUAL);
    put(PORT, record, 0, 0, UNUSUAL);
  } else if (family == 1) {
    put(FAMILY, record, UNIX, 4, 0);
  } else if (family == 16) {
    put(FAMILY, record, NETLINK, 7, 0);
  } else {
    return false;
  }
  return true;
}

const IPV4: usize = memory.data<u8>([0x69, 0x70, 0x76, 0x34]);
const IPV6: usize = memory.data<u8>([0x69, 0x70, 0x76, 0x36]);
const UNIX: usize = memory.data<u8>([0x75, 0x6e, 0x69, 0x78]);
const NETLINK: usize = memory.data<u8>([0x6e, 0x65, 0x74, 0x6c, 0x69, 0x6e, 0x6b]);

let addressEnd: usize = 0;

function writeAddress(at: usize): usize {
  const text = makeRoom(16);
  if (text == 0) return 0;
  let to = text;
  for (let part = 0; part < 4; part++) {
    if (part > 0) store<u8>(to++, 0x2e);
    to = writeNumber(hexByte(at), to);
    at += 2;
  }
  addressEnd = to;
  return text;
}

function writeNumber(number: u32, to: usize): usize {
  if (number >= 10) to = writeNumber(number / 10, to);
  store<u8>(to, ZERO + (number % 10));
  return to + 1;
}
