// The kernel: bytes of NDJSON in, leads out. For each line that it can settle, it checks that the line is JSON, reads the
// wanted fields, counts the event, and writes down which probes are possible for it. It stops at any other line.
export * from './layout';
export { addKey } from './fields';
export { addText } from './lens';
export { learnKind } from './kinds';
export { absentKeyPart, keyPart, startKey, written } from './leads';

import { byteAt, clear, NEWLINE, RETURN } from './bytes';
import { readLine, UNUSUAL } from './fields';
import { COUNT, findKind, PROBES, unclear } from './kinds';
import {
  hostIdSlot,
  hostList,
  hostNameSlot,
  hosts,
  hostsMask,
  indexes,
  longestLine,
  mostHosts,
  nodeCount,
  seen,
  slotCount,
  slots,
  timeSlot,
  timestampNode,
  visited,
} from './layout';
import { hasLeads, isFull, narrow, startOutput, writeLeads } from './leads';
import {
  firstBad,
  forget,
  found,
  goOn,
  lastEscape,
  lastNewline,
  lastWide,
  next,
  startAt,
} from './structure';
import { hashText, isUtf8, readEpoch, readTime, timeMs, timeNs } from './text';

/** Why it stopped. */
const AT_END: u32 = 0;
const AT_STRANGE_LINE: u32 = 1;
const AT_NEW_KIND: u32 = 2;
const OUTPUT_FULL: u32 = 3;
const AT_LEADS: u32 = 4;

/** Where the line starts at which it stopped, and how many lines it settled before. */
export let position: usize = 0;
export let linesTaken: u32 = 0;

// The first and the last time of all lines settled: a line without one is strange.
export let firstMs: f64 = Infinity;
export let firstNs: u32 = 0;
export let lastMs: f64 = -Infinity;
export let lastNs: u32 = 0;
/** How many hosts are in the table: their hashes stand one behind the other, too. */
export let hostCount: u32 = 0;

/** The number of the line at hand: what is marked with another is out of date. */
let line: u32 = 0;

/** Forgets what was counted, as after it was reported. Hosts and kinds stay known. */
export function resetCensus(): void {
  clear(seen, (<usize>slotCount) << 2);
  firstMs = Infinity;
  firstNs = 0;
  lastMs = -Infinity;
  lastNs = 0;
}

/**
 * Takes the lines of `[from, to)` one by one, as far as they can be settled and are complete; says why it stopped. Leads tell places from
 * `offset` and `number`, those of the first line. With `eachLine` it stops behind every line with leads, too: its fields are still there then.
 */
export function take(from: usize, to: usize, offset: u32, number: u32, eachLine: bool): u32 {
  startAt(from, to);
  position = from;
  linesTaken = 0;
  shift = offset - <u32>from;
  firstLine = number;
  stopsAtLeads = eachLine;
  behind = indexes;
  return proceed();
}

/** Goes on behind a line with leads. */
export function proceed(): u32 {
  startOutput();
  let c = behind;
  while (true) {
    while (c >= found || c > lastNewline || lastNewline == 0) {
      c = forget(c);
      if (!goOn()) return AT_END;
      if (lastNewline == 0 && next - position > <usize>longestLine) return AT_STRANGE_LINE;
    }
    if (isFull()) return OUTPUT_FULL;
    const status = settle(c);
    if (status != AT_END) return status;
    // The index behind the object is the end of the line: `settle` saw to it.
    c = behind;
    position = <usize>load<u32>(c - 4) + 1;
    linesTaken++;
    if (stopsAtLeads && hasLeads()) return AT_LEADS;
  }
}

let stopsAtLeads: bool = false;

/** What makes an offset of an address, and the number of the first line. */
let shift: u32 = 0;
let firstLine: u32 = 0;

/** The index behind the line that was settled last. */
let behind: usize = 0;

function settle(c: usize): u32 {
  // Zero marks what was never looked at.
  if (++line == 0) line = 1;
  const start = position;
  if (<usize>load<u32>(c) != start) return AT_STRANGE_LINE;
  clear(visited, nodeCount);
  clear(slots, (<usize>slotCount) << 2);
  const last = readLine(c, lastEscape >= start);
  if (last == 0) return AT_STRANGE_LINE;
  let end = <usize>load<u32>(last);
  if (byteAt(end) != NEWLINE || firstBad < end) return AT_STRANGE_LINE;
  if (load<u8>(visited + timestampNode) == 0) return AT_STRANGE_LINE;
  if (end - start > <usize>longestLine) return AT_STRANGE_LINE;
  if (byteAt(end - 1) == RETURN) end--;
  if (lastWide >= start && !isUtf8(start, end)) return AT_STRANGE_LINE;

  if (!findTime()) return AT_STRANGE_LINE;
  const kind = findKind();
  if (unclear) return AT_STRANGE_LINE;
  if (kind == 0) return AT_NEW_KIND;
  if (narrow(kind + PROBES, line)) {
    const offset = <u32>start + shift;
    const number = firstLine + linesTaken;
    if (!writeLeads(offset, <u32>(end - start), number, timeMs, lastMs, lastNs, line)) {
      return AT_STRANGE_LINE;
    }
  }
  store<u32>(kind, load<u32>(kind, COUNT) + 1, COUNT);
  countTime();
  countHost();
  countFields();
  behind = last + 4;
  return AT_END;
}

function findTime(): bool {
  const value = <usize>load<u32>(slots + ((<usize>timeSlot) << 2));
  if (value == 0) return false;
  const flags = load<u32>(value, 8);
  if (load<u32>(value, 12) != 0 || (flags & UNUSUAL) != 0) return false;
  const at = <usize>load<u32>(value);
  const length = <usize>load<u32>(value, 4);
  if (flags == 0) return readTime(at, length);
  return byteAt(at) < 0x61 && readEpoch(at, length);
}

function countTime(): void {
  if (timeMs < firstMs || (timeMs == firstMs && timeNs < firstNs)) {
    firstMs = timeMs;
    firstNs = timeNs;
  }
  if (timeMs > lastMs || (timeMs == lastMs && timeNs > lastNs)) {
    lastMs = timeMs;
    lastNs = timeNs;
  }
}

/** The host by its id, or else its name, where that is one string. */
function countHost(): void {
  let value = <usize>load<u32>(slots + ((<usize>hostIdSlot) << 2));
  if (value == 0) value = <usize>load<u32>(slots + ((<usize>hostNameSlot) << 2));
  if (value == 0 || load<u32>(value, 8) != 0 || load<u32>(value, 12) != 0) return;
  addHost(<usize>load<u32>(value), <usize>load<u32>(value, 4));
}

/** Remembers a host by the hash of its text. */
export function addHost(at: usize, length: usize): void {
  if (length > 256) return;
  addHostHash(hashText(at, length, HOST_SEED) | 1);
}

const HOST_SEED: u64 = 0x3c6ef372fe94f82b;

/** Remembers the hash of a host, as another kernel may have found it. */
export function addHostHash(hash: u64): void {
  let place = <u32>(hash >> 32);
  while (true) {
    const entry = hosts + ((<usize>(place & hostsMask)) << 3);
    const known = load<u64>(entry);
    if (known == hash) return;
    if (known == 0) {
      if (hostCount >= mostHosts) return;
      store<u64>(hostList + ((<usize>hostCount) << 3), hash);
      hostCount++;
      store<u64>(entry, hash);
      return;
    }
    place++;
  }
}

function countFields(): void {
  const end = (<usize>slotCount) << 2;
  for (let i: usize = 0; i < end; i += 16) {
    v128.store(seen + i, v128.or(v128.load(seen + i), v128.load(slots + i)));
  }
}
