// Audit records in, leads out. Takes events whose records stand one behind the other, the last of them there; stops at any other
// one, which is for the reader with more patience. What an event means, its shape tells: the types of its records, and which call it
// was with what success. The host says once a shape which of its fields are the same for all such events, and where the others stand.
import { byteAt, clear, copy, RETURN, ZERO } from './bytes';
import { count, lastMs, lastNs } from './census';
import { findKey, LAZY, makeRoom, startValues, UNUSUAL } from './fields';
import { keepLineage, show, turnTo, valueOf } from './host';
import { COMMON, COUNT, findShape, NUMBER, PROBES } from './kinds';
import {
  AT_END,
  AT_NEW_KIND,
  AT_STRANGE_LINE,
  line,
  longestLine,
  nextLine,
  OUTPUT_FULL,
  owners,
  pids,
  pidsMask,
  registerCount,
  registers,
  shape,
  slotCount,
  slots,
  told,
  typeRoles,
  typesNode,
} from './layout';
import { isFull, narrow, startOutput, writeLeads, written } from './leads';
import {
  ALONE,
  ARGUMENT,
  END,
  ENDS,
  isLed,
  isResolved,
  PASSED_OVER,
  readBody,
  registerAt,
  startEvent,
} from './record-body';
import {
  bodyAt,
  concernsWaiting,
  findLineEnd,
  isWide,
  readHeader,
  stampMs,
  stampSerial,
  typeAt,
  typeLength,
} from './record-header';
import { isUtf8, setTime, timeMs } from './text';

/** Where the event starts at which it stopped, how many lines and events it has taken before, and where that event ends. */
export let recordPosition: usize = 0;
export let recordLines: u32 = 0;
export let recordEvents: u32 = 0;
export let eventEnd: usize = 0;

/** Registers that every event is told by: see record-image.ts. */
const ARCH: u32 = 0;
const SYSCALL: u32 = 1;
const SUCCESS: u32 = 2;
const RES: u32 = 3;
const PID: u32 = 4;
const PPID: u32 = 5;
const COMM: u32 = 11;
const EXE: u32 = 12;
const ADDR: u32 = 10;

/**
 * What the host says of a shape: whether its events start processes (u32); how many fields stand in registers, and how many are told
 * otherwise (u32 each); slots (u32 each, as those of a line); pairs of slot and register; pairs of slot and how it is told.
 */
const STARTS: usize = 0;
const FROM_REGISTERS: usize = 4;
const OTHERWISE: usize = 8;
const SLOTS: usize = 16;

/** How a field is told that stands in no register: it is there, but what it says is not known here; perhaps; the host knows. */
const ALWAYS: u32 = 0;
const UNCLEAR: u32 = 1;

/** In place of values that are not known here, and of those that the host knows. */
const NOT_KNOWN: usize = memory.data<u32>([0, 0, UNUSUAL, 0]);
const ASK: usize = memory.data<u32>([0, 0, LAZY, 0]);

/** Takes events of `[from, to)` as `take` takes lines. */
export function takeRecords(from: usize, to: usize, offset: u32, number: u32): u32 {
  startOutput();
  recordPosition = from;
  recordLines = 0;
  recordEvents = 0;
  const shift = offset - <u32>from;
  while (true) {
    if (isFull()) return OUTPUT_FULL;
    const start = recordPosition;
    const status = readEvent(start, to);
    if (status != AT_END) return status;
    if (eventEnd == 0) return AT_END;
    if (records > 0) {
      const settled = settle(<u32>start + shift, number + recordLines);
      if (settled != AT_END) return settled;
      recordEvents++;
    }
    recordPosition = eventEnd;
    recordLines += lines;
  }
}

/** Of one event: their numbers, from 1 on, are bytes. */
const MOST_RECORDS: u32 = 200;

/** Lines and records of the event at hand, and where its last one ends. */
let lines: u32 = 0;
let records: u32 = 0;
let lastEnd: usize = 0;
let isAlone: bool = false;
let shapeAt: usize = 0;

/** Reads the records of the event that starts at `start`; `eventEnd` is 0 where they are not all there. */
function readEvent(start: usize, to: usize): u32 {
  nextLine();
  startValues();
  startEvent();
  clear(owners, registerCount);
  lines = 0;
  records = 0;
  eventEnd = 0;
  // No key of a line starts like this.
  store<u32>(shape, 0xffff_ffff);
  shapeAt = shape + 4;
  let lastType: u32 = 0;
  let at = start;
  while (true) {
    const lineEnd = findLineEnd(at, to);
    if (lineEnd == 0) return to - start > <usize>longestLine ? AT_STRANGE_LINE : AT_END;
    const end = lineEnd > at && byteAt(lineEnd - 1) == RETURN ? lineEnd - 1 : lineEnd;
    if (end - start > <usize>longestLine || !readHeader(at, end, lines == 0))
      return AT_STRANGE_LINE;
    if (lines == 0 && concernsWaiting()) return AT_STRANGE_LINE;
    if (isWide && !isUtf8(at, end)) return AT_STRANGE_LINE;
    const type = findKey(typesNode, typeAt, typeLength);
    if (type == 0 || records == MOST_RECORDS) return AT_STRANGE_LINE;
    const roles = load<u32>(typeRoles + ((<usize>type) << 2));
    lines++;
    at = lineEnd + 1;
    if ((roles & END) == 0) {
      records++;
      lastEnd = end;
      if ((roles & ALONE) != 0 && lines > 1) return AT_STRANGE_LINE;
      if ((roles & PASSED_OVER) == 0 && !readBody(type, roles, records, bodyAt, end)) {
        return AT_STRANGE_LINE;
      }
      if (type != lastType || (roles & PASSED_OVER) == 0) store<u8>(shapeAt++, <u8>type);
      lastType = type;
    }
    if ((roles & (ALONE | ENDS | END)) != 0) {
      isAlone = (roles & ALONE) != 0;
      eventEnd = at;
      return AT_END;
    }
  }
}

function settle(offset: u32, number: u32): u32 {
  setTime(stampMs);
  if (isLed == isAlone || !endShape()) return AT_STRANGE_LINE;
  const pid = processAt(PID);
  const ppid = processAt(PPID);
  if (pid == NO_NUMBER || ppid == NO_NUMBER) return AT_STRANGE_LINE;
  const kind = findShape(shape, shapeAt - shape);
  if (kind == 0) return AT_NEW_KIND;
  const common = <usize>load<u32>(kind, COMMON);
  if (common == 0) return AT_STRANGE_LINE;
  const hasProcess = pid != NOBODY;
  turnTo(<u32>eventEnd, pid, ppid);
  if (hasProcess) meetProcess(<u32>pid, load<u32>(common, STARTS) != 0, load<u32>(kind, NUMBER));
  if (!fillSlots(common, hasProcess)) return AT_STRANGE_LINE;
  if (narrow(kind + PROBES, line)) {
    const before = written;
    const length = <u32>(lastEnd - recordPosition);
    if (!writeLeads(offset, length, number, timeMs, lastMs, lastNs, line)) return AT_STRANGE_LINE;
    if (written != before) keepLineage();
  }
  store<u32>(kind, load<u32>(kind, COUNT) + 1, COUNT);
  count();
  return AT_END;
}

/** Adds to the shape what is told by values: success, whether names were found for numbers and an address is named, the call. */
function endShape(): bool {
  const result = resultOf(load<u8>(owners + SUCCESS) != 0 ? SUCCESS : RES);
  if (result == STRANGE) return false;
  store<u8>(shapeAt++, 0xff);
  store<u8>(shapeAt++, <u8>result);
  store<u8>(shapeAt++, (isResolved ? 1 : 0) | (load<u8>(owners + ADDR) != 0 ? 2 : 0));
  return addToShape(ARCH) && addToShape(SYSCALL);
}

const STRANGE: u32 = 3;

/** 0 where nothing is told, 1 for a success, 2 for a failure. */
function resultOf(register: u32): u32 {
  if (load<u8>(owners + <usize>register) == 0) return 0;
  const value = registerAt(register);
  const at = <usize>load<u32>(value);
  switch (load<u32>(value, 4)) {
    case 1: // 1, 0
      return byteAt(at) == 0x31 ? 1 : byteAt(at) == 0x30 ? 2 : STRANGE;
    case 2: // no
      return load<u16>(at) == 0x6f6e ? 2 : STRANGE;
    case 3: // yes
      return (load<u32>(at) & 0xff_ffff) == 0x73_6579 ? 1 : STRANGE;
    case 6: // failed
      return load<u32>(at) == 0x6c69_6166 && load<u16>(at, 4) == 0x6465 ? 2 : STRANGE;
    case 7: // success
      return load<u32>(at) == 0x6363_7573 && load<u32>(at, 3) == 0x7373_6563 ? 1 : STRANGE;
    default:
      return STRANGE;
  }
}

function addToShape(register: u32): bool {
  if (load<u8>(owners + <usize>register) != 0) {
    const value = registerAt(register);
    const length = <usize>load<u32>(value, 4);
    if (length > 16) return false;
    copy(<usize>load<u32>(value), length, shapeAt);
    shapeAt += length;
  }
  store<u8>(shapeAt++, 0);
  return true;
}

const NOBODY: i32 = -1;
const NO_NUMBER: i32 = -2;

/** The number of a process in a register, as it is usually written; {@link NOBODY} where there is nothing. */
function processAt(register: u32): i32 {
  if (load<u8>(owners + <usize>register) == 0) return NOBODY;
  const value = registerAt(register);
  let at = <usize>load<u32>(value);
  const length = load<u32>(value, 4);
  if (length > 9 || (byteAt(at) == ZERO && length > 1)) return NO_NUMBER;
  let number: u32 = 0;
  for (const end = at + <usize>length; at < end; at++) {
    const digit = byteAt(at) - ZERO;
    if (digit > 9) return NO_NUMBER;
    number = number * 10 + digit;
  }
  return <i32>number;
}

/** Shows the event to the host if it starts a process, or is the first of one. */
function meetProcess(pid: u32, starts: bool, kind: u32): void {
  const place = pids + ((<usize>(pid & pidsMask)) << 2);
  if (!starts && load<u32>(place) == pid + 1) return;
  show(kind, stampMs, stampSerial);
  store<u32>(place, pid + 1);
}

/** Forgets which processes the host knows. */
export function forgetPids(): void {
  if (pids != 0) clear(pids, (<usize>pidsMask + 1) << 2);
}

/** Where the program of the event at hand is packed. */
export let packed: usize = 0;

/**
 * Writes down what program the process of the event at hand runs, as `PackedProgram` of src/audit reads it: whether its name and its executable
 * are told (1, 2 in a digit), these, and its arguments if they are wanted, each with a NUL byte behind it. Gives the length; 0: no room.
 */
export function packProgram(withArguments: bool): usize {
  const named = load<u8>(owners + COMM) != 0;
  const placed = load<u8>(owners + EXE) != 0;
  const comm = registerAt(COMM);
  const exe = registerAt(EXE);
  const first =
    withArguments && load<u8>(owners + ARGUMENT) != 0 ? <usize>load<u32>(registerAt(ARGUMENT)) : 0;
  let size: usize = 3;
  if (named) size += <usize>load<u32>(comm, 4);
  if (placed) size += <usize>load<u32>(exe, 4);
  for (let at = first; at != 0; at = <usize>load<u32>(at, 12)) size += <usize>load<u32>(at, 4) + 1;
  // What is copied may go 15 bytes too far.
  packed = makeRoom(size + 16);
  if (packed == 0) return 0;
  store<u8>(packed, ZERO + (named ? 1 : 0) + (placed ? 2 : 0));
  let to = packed + 1;
  to = packText(named ? comm : 0, to);
  to = packText(placed ? exe : 0, to);
  for (let at = first; at != 0; at = <usize>load<u32>(at, 12)) to = packText(at, to);
  return to - packed;
}

function packText(value: usize, to: usize): usize {
  if (value != 0) {
    const length = <usize>load<u32>(value, 4);
    copy(<usize>load<u32>(value), length, to);
    to += length;
  }
  store<u8>(to, 0);
  return to + 1;
}

/** Puts the fields of the event at hand into their slots; false where one of them cannot be told. */
function fillSlots(common: usize, hasProcess: bool): bool {
  let size = (<usize>slotCount) << 2;
  copy(common + SLOTS, size, slots);
  size = (size + 15) & ~(<usize>15);
  let at = common + SLOTS + size;
  for (let left = load<u32>(common, FROM_REGISTERS); left > 0; left--, at += 8) {
    const register = load<u32>(at, 4);
    if (load<u8>(owners + <usize>register) == 0) continue;
    const value = registerAt(register);
    setSlot(load<u32>(at), register == ARGUMENT ? <usize>load<u32>(value) : value);
  }
  for (let left = load<u32>(common, OTHERWISE); left > 0; left--, at += 8) {
    const slot = load<u32>(at);
    const how = load<u32>(at, 4);
    const isTold = load<u8>(told + <usize>slot) != 0;
    if (how == ALWAYS) {
      setSlot(slot, NOT_KNOWN);
    } else if (how == UNCLEAR) {
      if (!isTold) return false;
      setSlot(slot, NOT_KNOWN);
    } else if (hasProcess) {
      setSlot(slot, ASK);
      // Whether the field is there matters once, what it says now and then.
      if (!isTold && valueOf(slot) != 0) store<u8>(told + <usize>slot, 1);
    }
  }
  return true;
}

function setSlot(slot: u32, value: usize): void {
  store<u32>(slots + ((<usize>slot) << 2), <u32>value);
}
