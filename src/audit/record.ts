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
  /** `key=value` pairs, names behind byte 0x1d left out. */
  readonly body: string;
  /** What auditd adds when it resolves numbers: `ARCH=x86_64 SYSCALL=execve AUID="alice"`; often empty. */
  readonly resolved: string;
  /** Where it stands in its input: 1-based, and in bytes. */
  readonly line: number;
  readonly offset: number;
}

/** Why a line is not a record. */
export type NotARecord =
  /** Between records: `----` and `time->…` of ausearch, a blank line. */
  | 'separator'
  /** `ausearch -i`: dates and names as people write them, of which the numbers cannot be told any more. */
  | 'interpreted'
  | 'unknown';

/** Parts a record from its resolved names. */
const GROUP_SEPARATOR = '\x1d';

const HEADER =
  /^(?:node=(\S+) )?type=([A-Z0-9_]+(?:\[\d+\])?) msg=audit\((\d{1,12})\.(\d{1,9}):(\d{1,10})\):? ?/;
/** As the kernel prints records that nobody listens to: the type is a number, and there may be a prefix of syslog. */
const KERNEL_HEADER =
  /^([^=]{0,120} )?audit(?:\[\d+\])?: type=(\d{3,5}) audit\((\d{1,12})\.(\d{1,9}):(\d{1,10})\):? ?/;
const INTERPRETED = /^(?:node=\S+ )?type=\S+ msg=audit\([^)]*[/ ][^)]*\)/;

/** Reads one line, without its line end. */
export function parseRecord(text: string, line: number, offset: number): AuditRecord | NotARecord {
  const header = HEADER.exec(text);
  const [all, prefix, type, seconds, ms, serial] = header ?? KERNEL_HEADER.exec(text) ?? [];
  if (all !== undefined) {
    const [body, resolved] = partResolved(text.slice(all.length));
    return {
      type: header === null ? recordTypeName(Number(type)) : (type ?? ''),
      // The prefix of the kernel log is no host.
      host: header === null || prefix === undefined ? UNTOLD : { id: prefix, name: prefix },
      // What stands behind the dot is a number of milliseconds, not a fraction.
      timeMs: Number(seconds) * 1000 + Number(ms),
      serial: Number(serial),
      body,
      resolved,
      line,
      offset,
    };
  }
  if (text.trim() === '' || text.startsWith('----') || text.startsWith('time->')) {
    return 'separator';
  }
  return INTERPRETED.test(text) ? 'interpreted' : 'unknown';
}

/** Shippers of logs may turn the byte that parts the two into a blank, or drop it. Not inside of a quoted value. */
const RESOLVED_WITHOUT_SEPARATOR =
  /(?<=[\s)'"0-9])(?<!=["'])(?:ARCH|SYSCALL|AUID|UID|OUID|SADDR|ID)=/;

function partResolved(text: string): readonly [body: string, resolved: string] {
  const at = text.indexOf(GROUP_SEPARATOR);
  if (at !== -1) return [text.slice(0, at), text.slice(at + 1)];
  const found = text.search(RESOLVED_WITHOUT_SEPARATOR);
  return found === -1 ? [text, ''] : [text.slice(0, found), text.slice(found)];
}
