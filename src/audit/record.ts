// One line of an audit log -> a record: its header, and the text behind it.
import { recordTypeName } from './names.js';

/** The host of an event. */
export interface AuditHost {
  readonly id?: string;
  readonly name?: string;
}

const UNTOLD: AuditHost = {};

/** One audit record. Records with the same host, time and serial tell of one event. */
export interface AuditRecord {
  /** Such as `SYSCALL`. */
  readonly type: string;
  /** As far as the record, or what it came in, tells it. */
  readonly host: AuditHost;
  /** Milliseconds since 1970. */
  readonly timeMs: number;
  readonly serial: number;
  /** Everything behind the header: `key=value` pairs, and the names that auditd may have added. */
  readonly body: string;
  readonly place: RecordPlace;
}

/** Where a record stands. */
export interface RecordPlace {
  /** Number of the file, of those that are read one after the other; 0 where there is one. */
  readonly file: number;
  /** 1-based. */
  readonly line: number;
  /** In bytes. */
  readonly offset: number;
}

/** Of a record that was not read from a file, or where its place does not matter. */
export const NO_PLACE: RecordPlace = { file: 0, line: 1, offset: 0 };

/** Why a line is not a record. */
export type NotARecord =
  /** Between records: `----` and `time->…` of ausearch, a blank line. */
  | 'separator'
  /** `ausearch -i`: dates and names as people write them, of which the numbers cannot be told any more. */
  | 'interpreted'
  | 'unknown';

const HEADER =
  /^(?:node=(\S+) )?type=([A-Z0-9_]+(?:\[\d+\])?) msg=audit\((\d{1,12})\.(\d{1,9}):(\d{1,10})\):? ?/;
/** As the kernel prints records that nobody listens to: the type is a number, and there may be a prefix of syslog. */
const KERNEL_HEADER =
  /^([^=]{0,120} )?audit(?:\[\d+\])?: type=(\d{3,5}) audit\((\d{1,12})\.(\d{1,9}):(\d{1,10})\):? ?/;
/** What syslog puts before the records that auditd sends it. */
const SYSLOG_PREFIX = /^[^=]{0,120}\b(?:audispd|audisp-syslog|auditd)(?:\[\d+\])?: (?=node=|type=)/;
const INTERPRETED = /^(?:node=\S+ )?type=\S+ msg=audit\([^)]{0,100}[/ ][^)]{0,100}\)/;

/** Reads one line, without its line end. */
export function parseRecord(text: string, place: RecordPlace): AuditRecord | NotARecord {
  const plain = readPlainHeader(text, place);
  if (plain !== null) return plain;
  const prefixed = SYSLOG_PREFIX.exec(text);
  if (prefixed !== null) return parseRecord(text.slice(prefixed[0].length), place);
  const header = HEADER.exec(text);
  const [all, prefix, type, seconds, ms, serial] = header ?? KERNEL_HEADER.exec(text) ?? [];
  if (all !== undefined) {
    return {
      type: header === null ? recordTypeName(Number(type)) : (type ?? ''),
      // The prefix of the kernel log is no host.
      host: header === null || prefix === undefined ? UNTOLD : { id: prefix, name: prefix },
      // What stands behind the dot is a number of milliseconds, not a fraction.
      timeMs: Number(seconds) * 1000 + Number(ms),
      serial: Number(serial),
      body: text.slice(all.length),
      place,
    };
  }
  if (text.trim() === '' || text.startsWith('----') || text.startsWith('time->')) {
    return 'separator';
  }
  return INTERPRETED.test(text) ? 'interpreted' : 'unknown';
}

const TYPE = 'type=';
const STAMP = ' msg=audit(';
const DOT = 0x2e;
const COLON = 0x3a;
const CLOSE = 0x29;
const SPACE = 0x20;

/** Reads the header that nearly every line has, as {@link HEADER} would, in a tenth of its time; null for any other line. */
function readPlainHeader(text: string, place: RecordPlace): AuditRecord | null {
  if (!text.startsWith(TYPE)) return null;
  const typeEnd = text.indexOf(' ', TYPE.length);
  if (typeEnd <= TYPE.length || !text.startsWith(STAMP, typeEnd)) return null;
  for (let at = TYPE.length; at < typeEnd; at++) {
    if (!isTypeCharacter(text.charCodeAt(at))) return null;
  }
  const secondsAt = typeEnd + STAMP.length;
  const dot = digitsEnd(text, secondsAt, 12);
  const colon = digitsEnd(text, dot + 1, 9);
  const close = digitsEnd(text, colon + 1, 10);
  const isWhole =
    text.charCodeAt(dot) === DOT &&
    text.charCodeAt(colon) === COLON &&
    text.charCodeAt(close) === CLOSE;
  if (!isWhole || dot === secondsAt || colon === dot + 1 || close === colon + 1) return null;
  let body = close + 1;
  if (text.charCodeAt(body) === COLON) body += 1;
  if (text.charCodeAt(body) === SPACE) body += 1;
  return {
    type: text.slice(TYPE.length, typeEnd),
    host: UNTOLD,
    timeMs: numberAt(text, secondsAt, dot) * 1000 + numberAt(text, dot + 1, colon),
    serial: numberAt(text, colon + 1, close),
    body: text.slice(body),
    place,
  };
}

function isTypeCharacter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}

/** The index behind the digits from `from` on, at most `most` of them. */
function digitsEnd(text: string, from: number, most: number): number {
  let at = from;
  while (at - from < most && text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at++;
  return at;
}

function numberAt(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = number * 10 + text.charCodeAt(at) - 0x30;
  return number;
}
