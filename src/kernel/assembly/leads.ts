// Which probes are possible for a line, and with what join keys: the leads that it gives.
import { live, narrowing, narrowingCount, output, outputEnd, probes, probeWords } from './layout';
import { UNUSUAL } from './fields';
import { valueOf } from './host';
import { holds, NARROWED, possibleProbes } from './lens';
import { hashText } from './text';

/** Ends of a program. */
const REJECTED: usize = 0;
const ACCEPTED: usize = 1;

/**
 * Words of an event in the output: offset, length, line, number of leads, time (two), the latest time before it (three); and of each
 * lead: probe, hash (two).
 */
const EVENT_BYTES: usize = 36;
const LEAD_BYTES: usize = 12;

/**
 * A key list: the line it was worked out for, the result, the hash (u64), the first value of a field with several (0: none), the number of fields,
 * then their slots, the highest bit set where optional.
 */
const KEY_LINE: usize = 0;
const KEY_RESULT: usize = 4;
const KEY_HASH: usize = 8;
const KEY_MANY: usize = 16;
const KEY_COUNT: usize = 20;
const KEY_SLOTS: usize = 24;
/** Places in a value, see layout.ts. */
const LENGTH: usize = 4;
const FLAGS: usize = 8;
const NEXT: usize = 12;
const OPTIONAL: u32 = 0x8000_0000;
const HAS_KEY: u32 = 1;
const NO_KEY: u32 = 2;
const UNCLEAR_KEY: u32 = 3;
const KEY_SEED: u64 = 0x7f4a7c159e3779b9;
const ABSENT_SEED: u64 = 0x6a09e667f3bcc909;

/** Behind the last lead written. */
export let written: usize = 0;

export function startOutput(): void {
  written = output;
}

export function hasLeads(): bool {
  return written != output;
}

/** Whether there may be no room for the leads of one more line. */
export function isFull(): bool {
  return written + EVENT_BYTES + ((<usize>probeWords) << 7) * LEAD_BYTES > outputEnd;
}

/** Starts with the probes of the event's kind, and drops those that the narrowing lenses rule out. Whether any is left. */
export function narrow(kindProbes: usize, line: u32): bool {
  const bytes = (<usize>probeWords) << 4;
  if (!copyAny(kindProbes, bytes)) return false;
  const end = narrowing + ((<usize>narrowingCount) << 2);
  for (let at = narrowing; at < end; at += 4) {
    const lens = <usize>load<u32>(at);
    if (!intersects(load<u32>(lens, NARROWED), bytes)) continue;
    const possible = possibleProbes(lens, line);
    if (possible != 0 && !keepOnly(possible, bytes)) return false;
  }
  return true;
}

function copyAny(from: usize, bytes: usize): bool {
  let all = v128.splat<i32>(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const word = v128.load(from + i);
    v128.store(live + i, word);
    all = v128.or(all, word);
  }
  return v128.any_true(all);
}

function intersects(set: usize, bytes: usize): bool {
  let all = v128.splat<i32>(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    all = v128.or(all, v128.and(v128.load(set + i), v128.load(live + i)));
  }
  return v128.any_true(all);
}

function keepOnly(set: usize, bytes: usize): bool {
  let all = v128.splat<i32>(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const word = v128.and(v128.load(set + i), v128.load(live + i));
    v128.store(live + i, word);
    all = v128.or(all, word);
  }
  return v128.any_true(all);
}

/**
 * Writes the leads of a line for the probes that are left. False where some key cannot be told here: nothing is written then.
 */
export function writeLeads(
  offset: u32,
  length: u32,
  lineNumber: u32,
  ms: f64,
  latestMs: f64,
  latestNs: u32,
  line: u32,
): bool {
  let to = written + EVENT_BYTES;
  const words = (<usize>probeWords) << 1;
  for (let word: usize = 0; word < words; word++) {
    let bits = load<u64>(live + (word << 3));
    while (bits != 0) {
      const number = <u32>(word << 6) + <u32>ctz(bits);
      bits &= bits - 1;
      const probe = probes + ((<usize>number) << 3);
      if (!accepts(load<u32>(probe), line)) continue;
      const keyList = <usize>load<u32>(probe, 4);
      if (load<u32>(keyList, KEY_LINE) != line) readKey(keyList, line);
      const result = load<u32>(keyList, KEY_RESULT);
      if (result == UNCLEAR_KEY) return false;
      if (result == NO_KEY) continue;
      let value = <usize>load<u32>(keyList, KEY_MANY);
      let hash = load<u64>(keyList, KEY_HASH);
      while (true) {
        if (to + LEAD_BYTES > outputEnd) return false;
        store<u32>(to, number);
        store<u32>(to, <u32>hash, 4);
        store<u32>(to, <u32>(hash >> 32), 8);
        to += LEAD_BYTES;
        if (value == 0) break;
        value = <usize>load<u32>(value, NEXT);
        if (value == 0) break;
        hash = hashKey(keyList, value);
      }
    }
  }
  const count = <u32>((to - written - EVENT_BYTES) / LEAD_BYTES);
  if (count == 0) return true;
  store<u32>(written, offset);
  store<u32>(written, length, 4);
  store<u32>(written, lineNumber, 8);
  store<u32>(written, count, 12);
  store<f64>(written, ms, 16);
  store<f64>(written, latestMs, 24);
  store<u32>(written, latestNs, 32);
  written = to;
  return true;
}

/**
 * Runs a program: nodes of 16 bytes: lens, atom times two plus whether it is negated, and the address of the node, or the
 * verdict, to go on with where it holds and where it does not.
 */
function accepts(program: usize, line: u32): bool {
  let node = program;
  while (node > ACCEPTED) {
    const atom = load<u32>(node, 4);
    node = holds(load<u32>(node), atom >> 1, atom & 1, line)
      ? <usize>load<u32>(node, 8)
      : <usize>load<u32>(node, 12);
  }
  return node != REJECTED;
}

/** Works out what a list of fields gives for this line: no join key, one, or, where a field has several values, one for each. */
function readKey(list: usize, line: u32): void {
  store<u32>(list, line, KEY_LINE);
  const count = load<u32>(list, KEY_COUNT);
  let many: usize = 0;
  let result = HAS_KEY;
  for (let i: usize = 0; i < count; i++) {
    const field = load<u32>(list + (i << 2), KEY_SLOTS);
    let value = firstOf(field);
    if (value == 0) {
      if ((field & OPTIONAL) != 0) continue;
      store<u32>(list, NO_KEY, KEY_RESULT);
      return;
    }
    if (load<u32>(value, NEXT) != 0) {
      // Several such fields multiply: that is for a reader with more patience.
      if (many != 0) result = UNCLEAR_KEY;
      many = value;
    }
    for (; value != 0; value = load<u32>(value, NEXT)) {
      if ((load<u32>(value, FLAGS) & UNUSUAL) != 0) result = UNCLEAR_KEY;
    }
  }
  store<u32>(list, result, KEY_RESULT);
  store<u32>(list, <u32>many, KEY_MANY);
  store<u64>(list, hashKey(list, many), KEY_HASH);
}

/** The hash of the join key in which `chosen` stands for its field, and the first value for every other. */
function hashKey(list: usize, chosen: usize): u64 {
  const many = <usize>load<u32>(list, KEY_MANY);
  const count = load<u32>(list, KEY_COUNT);
  let hash = KEY_SEED;
  for (let i: usize = 0; i < count; i++) {
    const first = firstOf(load<u32>(list + (i << 2), KEY_SLOTS));
    const value = first == many ? chosen : first;
    hash =
      value == 0 ? absentKeyPart(hash) : hashText(load<u32>(value), load<u32>(value, LENGTH), hash);
  }
  return hash;
}

/** The first value of a field of a key; 0 where it is absent. */
function firstOf(field: u32): usize {
  return valueOf(field & ~OPTIONAL);
}

/** The hash of a join key, for a host that has the texts of its values: start, and then a part for each. */
export function startKey(): u64 {
  return KEY_SEED;
}

export function keyPart(hash: u64, at: usize, length: usize): u64 {
  return hashText(at, length, hash);
}

export function absentKeyPart(hash: u64): u64 {
  return rotl<u64>(hash ^ ABSENT_SEED, 17) * 0x9e3779b97f4a7c15;
}
