// The header of a record, `type=SYSCALL msg=audit(1795234438.224:3008): `, as auditd writes it. What else there may be, such as `node=` or
// other numbers of digits, is for the reader with more patience.
import { byteAt, COLON, DOT, isDigit, NEWLINE, SPACE, ZERO } from './bytes';
import { equalTexts } from './text';

const CLOSE: u32 = 0x29;
const EQUALS: u32 = 0x3d;
const TYPE: u32 = 0x6570_7974;
/** ` msg=aud` and, from its last byte on, `dit(`. */
const STAMP: u64 = 0x6475_613d_6773_6d20;
const STAMP_END: u32 = 0x2874_6964;
const STAMP_LENGTH: usize = 11;
const LONGEST_TYPE: usize = 32;

/** Of the header read last: its type, and where its text starts. */
export let typeAt: usize = 0;
export let typeLength: usize = 0;
export let bodyAt: usize = 0;
/** Time and serial number of the event, as written, and the time in milliseconds. */
let stampAt: usize = 0;
let stampLength: usize = 0;
export let stampMs: f64 = 0;
export let stampSerial: f64 = 0;

/** Whether there is more than ASCII in the line whose end was found last, or close behind it. */
export let isWide: bool = false;

/** The newline behind `at`; 0 where there is none before `to`. */
export function findLineEnd(at: usize, to: usize): usize {
  const newline = i8x16.splat(<i8>NEWLINE);
  let all = i8x16.splat(0);
  for (; at < to; at += 16) {
    const bytes = v128.load(at);
    all = v128.or(all, bytes);
    const found = i8x16.bitmask(i8x16.eq(bytes, newline));
    if (found == 0) continue;
    isWide = i8x16.bitmask(all) != 0;
    at += ctz(found);
    return at < to ? at : 0;
  }
  return 0;
}

/** Reads the header of the line `[at, end)`, the first one of an event or one that must be of the same event. */
export function readHeader(at: usize, end: usize, isFirst: bool): bool {
  if (end - at < 40 || load<u32>(at) != TYPE || byteAt(at + 4) != EQUALS) return false;
  typeAt = at + 5;
  let next = typeAt;
  const most = min(end, typeAt + LONGEST_TYPE);
  while (next < most && byteAt(next) != SPACE) next++;
  typeLength = next - typeAt;
  if (typeLength == 0 || next + STAMP_LENGTH >= end) return false;
  if (load<u64>(next) != STAMP || load<u32>(next, 7) != STAMP_END) return false;
  next += STAMP_LENGTH;
  if (isFirst) next = readStamp(next);
  else next = isSameStamp(next, end) ? next + stampLength : 0;
  if (next == 0 || next + 2 > end || byteAt(next) != CLOSE || byteAt(next + 1) != COLON)
    return false;
  bodyAt = next + 3;
  if (next + 2 == end) bodyAt = end;
  else if (byteAt(next + 2) != SPACE) return false;
  return true;
}

/** Serial numbers of the events that wait for more records, and the last time at which none of them can be complete. */
const MOST_WAITING: u32 = 16;
const waiting: usize = memory.data(128);
let waitingCount: u32 = 0;
let waitingUntil: f64 = 0;

/** Forgets the events that waited. */
export function startWaiting(): void {
  waitingCount = 0;
  waitingUntil = Infinity;
}

/** Notes an event that waits until a time in milliseconds; false where there are too many. */
export function addWaiting(serial: f64, untilMs: f64): bool {
  if (waitingCount == MOST_WAITING) return false;
  store<f64>(waiting + ((<usize>waitingCount) << 3), serial);
  waitingCount++;
  waitingUntil = min(waitingUntil, untilMs);
  return true;
}

/** Whether the event whose header was read last may be one that waits, or end the waiting of one. */
export function concernsWaiting(): bool {
  if (waitingCount == 0) return false;
  if (stampMs > waitingUntil) return true;
  for (let i: u32 = 0; i < waitingCount; i++) {
    if (load<f64>(waiting + ((<usize>i) << 3)) == stampSerial) return true;
  }
  return false;
}

/** Reads `1795234438.224:3008`; gives the end, or 0 where it is not written as usual. */
function readStamp(at: usize): usize {
  stampAt = at;
  let seconds: f64 = 0;
  for (let i = 0; i < 10; i++, at++) {
    if (!isDigit(byteAt(at))) return 0;
    seconds = seconds * 10 + <f64>(byteAt(at) - ZERO);
  }
  if (byteAt(stampAt) == ZERO || byteAt(at) != DOT) return 0;
  let ms: u32 = 0;
  for (let i = 0; i < 3; i++) {
    const digit = byteAt(++at) - ZERO;
    if (digit > 9) return 0;
    ms = ms * 10 + digit;
  }
  if (byteAt(++at) != COLON || byteAt(++at) == ZERO) return 0;
  const serial = at;
  stampSerial = 0;
  for (; isDigit(byteAt(at)); at++) stampSerial = stampSerial * 10 + <f64>(byteAt(at) - ZERO);
  if (at == serial || at - serial > 10) return 0;
  stampLength = at - stampAt;
  stampMs = seconds * 1000 + <f64>ms;
  return at;
}

function isSameStamp(at: usize, end: usize): bool {
  return at + stampLength < end && equalTexts(at, stampAt, stampLength);
}
