// The kernel: bytes of NDJSON in, leads out. For each line that it can settle, it checks that the line is JSON, reads the
// wanted fields, counts the event, and writes down which probes are possible for it. It stops at any other line.
export * from './layout';
export { addKey, addValue, makeRoom } from './fields';
export { addText } from './lens';
export { learnKind } from './kinds';
export { absentKeyPart, keyPart, startKey, written } from './leads';
export {
  addHost,
  addHostHash,
  firstMs,
  firstNs,
  hostCount,
  lastMs,
  lastNs,
  resetCensus,
} from './census';
export { addWaiting, startWaiting } from './record-header';
export {
  eventEnd,
  forgetPids,
  packed,
  packProgram,
  recordEvents,
  recordLines,
  recordPosition,
  takeRecords,
} from './records';

import { byteAt, clear, NEWLINE, RETURN } from './bytes';
import { count, lastMs, lastNs } from './census';
import { readLine, UNUSUAL } from './fields';
import { COUNT, findKind, PROBES, unclear } from './kinds';
import {
  AT_END,
  AT_LEADS,
  AT_NEW_KIND,
  AT_STRANGE_LINE,
  indexes,
  line,
  longestLine,
  nextLine,
  nodeCount,
  OUTPUT_FULL,
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
import { isUtf8, readEpoch, readTime, timeMs } from './text';

/** Where the line starts at which it stopped, and how many lines it settled before. */
export let position: usize = 0;
export let linesTaken: u32 = 0;

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
  nextLine();
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
  count();
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
