// What the values of one field say: a lens looks at a field, as it is or in lower case, and tells which of the texts that rules
// name are there. Its texts are found by one lookup (whole values) and one automaton (beginnings, ends and parts).
//
// A lens is a record of u32: see the offsets below. A row is what there is to say: the probes that are possible then (only where the lens
// narrows) and the atoms that are true. There is one for each text, or set of texts that are found together, one for a value that has none of them,
// and one for the absent field: most values need no other than these.
import { makeRoom, UNUSUAL } from './fields';
import { valueOf } from './host';
import { equalTexts, hashText, hasKelvin, isAscii, lowerText, readAddress } from './text';

/** Slot of the field; whether texts are folded to lower case: {@link AS_IS}, {@link FOLDED_ASCII}, or 2 where some texts are not ASCII. */
const SLOT: usize = 0;
const FOLDED: usize = 4;
/**
 * Whole values, 0 for none: bits that rule most others out, then a hash table of 16-byte entries (address, length, row, 0); the size of that less
 * one.
 */
const TABLE: usize = 8;
const TABLE_MASK: usize = 12;
/** The automaton, 0 for none: its states, the first state, a class for each byte (u8), the class of the end. */
const STATES: usize = 16;
const START: usize = 20;
const CLASSES: usize = 24;
const END_CLASS: usize = 28;
/** The probes that the lens can rule out, 0 where it narrows none. */
export const NARROWED: usize = 32;
/** The line at hand, and the row for it, 0 where it is not known. */
const LINE: usize = 36;
const ROW: usize = 40;
/** Rows: of the absent field, of a value that has no text, and room for one that is made of several. */
const ABSENT: usize = 44;
const PLAIN: usize = 48;
const MERGED: usize = 52;
/** Bytes of a row, and where in it the atoms are. The first atom is that the field is there. */
const ROW_BYTES: usize = 56;
const ATOMS: usize = 60;
/** Ranges of IPv4 addresses, 0 for none: how many, then low end, high end and row of each. */
const RANGES: usize = 64;

/** The kernel folds ASCII alone: of other texts it cannot tell where rules name some. */
const AS_IS: u32 = 0;
const FOLDED_ASCII: u32 = 1;
const UNKNOWN: u32 = 0;

const SEED: u64 = 0x51ed270b8f3c9a17;

/** The probes that the field leaves possible in this line, of a lens that narrows; 0 for all of them. */
export function possibleProbes(lens: usize, line: u32): usize {
  if (load<u32>(lens, LINE) != line) look(lens, line);
  return <usize>load<u32>(lens, ROW);
}

/** Whether an atom, or its complement where `negated` is 1, holds in this line; true where it is not known. */
export function holds(lens: usize, atom: u32, negated: u32, line: u32): bool {
  if (load<u32>(lens, LINE) != line) look(lens, line);
  const row = <usize>load<u32>(lens, ROW);
  if (row == UNKNOWN) return true;
  const byte = load<u8>(row + <usize>load<u32>(lens, ATOMS) + (atom >> 3));
  return ((((<u32>byte) >> (atom & 7)) & 1) ^ negated) != 0;
}

function look(lens: usize, line: u32): void {
  store<u32>(lens, line, LINE);
  let value = valueOf(load<u32>(lens, SLOT));
  if (value == 0) {
    store<u32>(lens, load<u32>(lens, ABSENT), ROW);
    return;
  }
  store<u32>(lens, load<u32>(lens, PLAIN), ROW);
  const folding = load<u32>(lens, FOLDED);
  for (; value != 0; value = load<u32>(value, 12)) {
    let at = <usize>load<u32>(value);
    const length = <usize>load<u32>(value, 4);
    const flags = load<u32>(value, 8);
    let isKnown = (flags & UNUSUAL) == 0;
    if (folding != AS_IS && flags == 0) {
      const folded: usize = isFoldable(at, length, folding) ? makeRoom(length) : 0;
      isKnown = folded != 0;
      if (isKnown) lowerText(at, length, folded);
      at = folded;
    }
    if (!isKnown) {
      store<u32>(lens, UNKNOWN, ROW);
      return;
    }
    lookUp(lens, at, length);
    search(lens, at, length);
    locate(lens, at, length);
  }
}

/** Whether to fold the ASCII of a value is to fold all of it, as far as the texts of a lens can tell. */
function isFoldable(at: usize, length: usize, folding: u32): bool {
  return isAscii(at, length) || (folding == FOLDED_ASCII && !hasKelvin(at, length));
}

/** Finds a whole value. */
function lookUp(lens: usize, at: usize, length: usize): void {
  const bits = <usize>load<u32>(lens, TABLE);
  if (bits == 0) return;
  const bit = bitOf(at, length);
  if (((<u32>load<u8>(bits + (bit >> 3))) & ((<u32>1) << ((<u32>bit) & 7))) == 0) return;
  const table = bits + BITS_BYTES;
  const tableMask = load<u32>(lens, TABLE_MASK);
  let place = <u32>hashText(at, length, SEED);
  while (true) {
    const entry = table + ((<usize>(place & tableMask)) << 4);
    const text = <usize>load<u32>(entry);
    if (text == 0) return;
    if (load<u32>(entry, 4) == <u32>length && equalTexts(at, text, length)) {
      add(lens, load<u32>(entry, 8));
      return;
    }
    place++;
  }
}

/** Bytes of the bits in front of a table. */
const BITS_BYTES: usize = 512;

/** The bit of a text: of texts without it in front of a table, none is in the table. Cheaper than a hash, and no other bytes are read. */
function bitOf(at: usize, length: usize): usize {
  if (length == 0) return 0;
  const first = <usize>load<u8>(at);
  const middle = <usize>load<u8>(at + (length >> 1));
  const last = <usize>load<u8>(at + length - 1);
  return (first * 17 + middle * 131 + last * 67 + length * 29) & (BITS_BYTES * 8 - 1);
}

/** Adds a whole value to a table with room for it. */
export function addText(bits: usize, tableMask: u32, at: usize, length: usize, row: usize): void {
  const bit = bitOf(at, length);
  const byte = bits + (bit >> 3);
  store<u8>(byte, (<u32>load<u8>(byte)) | ((<u32>1) << ((<u32>bit) & 7)));
  const table = bits + BITS_BYTES;
  let place = <u32>hashText(at, length, SEED);
  while (load<u32>(table + ((<usize>(place & tableMask)) << 4)) != 0) place++;
  const entry = table + ((<usize>(place & tableMask)) << 4);
  store<u32>(entry, <u32>at);
  store<u32>(entry, <u32>length, 4);
  store<u32>(entry, <u32>row, 8);
}

/**
 * Runs a value through the automaton. A state is the row of what was found on reaching it (u32, 0: nothing) and, for each
 * class of bytes, the offset of the next state (u32), odd where something is found there.
 */
function search(lens: usize, at: usize, length: usize): void {
  const states = <usize>load<u32>(lens, STATES);
  if (states == 0) return;
  const classes = <usize>load<u32>(lens, CLASSES);
  let state = <usize>load<u32>(lens, START);
  const end = at + length;
  for (; at < end; at++) {
    const byteClass = <usize>load<u8>(classes + <usize>load<u8>(at));
    state = <usize>load<u32>(states + state + (byteClass << 2), 4);
    if ((state & 1) != 0) {
      state ^= 1;
      add(lens, load<u32>(states + state));
    }
  }
  state = <usize>load<u32>(states + state + ((<usize>load<u32>(lens, END_CLASS)) << 2), 4);
  if ((state & 1) != 0) add(lens, load<u32>(states + (state ^ 1)));
}

/** Finds the ranges that an IPv4 address is in. */
function locate(lens: usize, at: usize, length: usize): void {
  const ranges = <usize>load<u32>(lens, RANGES);
  if (ranges == 0) return;
  const address = readAddress(at, length);
  if (address < 0) return;
  const end = ranges + 4 + <usize>load<u32>(ranges) * 12;
  for (let range = ranges + 4; range < end; range += 12) {
    if (address < <i64>load<u32>(range) || address > <i64>load<u32>(range, 4)) continue;
    add(lens, load<u32>(range, 8));
  }
}

/** Adds what a row says. */
function add(lens: usize, row: u32): void {
  const known = load<u32>(lens, ROW);
  if (known == row) return;
  if (known == load<u32>(lens, PLAIN)) {
    store<u32>(lens, row, ROW);
    return;
  }
  const merged = load<u32>(lens, MERGED);
  const bytes = <usize>load<u32>(lens, ROW_BYTES);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(<usize>merged + i, v128.or(v128.load(<usize>known + i), v128.load(<usize>row + i)));
  }
  store<u32>(lens, merged, ROW);
}
