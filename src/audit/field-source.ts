// Where in its records the fields of an event stand: for a reader that looks at bytes, and makes events only of those that may matter.
// What it says is held against the fields themselves in the tests.
import { isOwnDatum, type AuditEvent } from './audit-event.js';
import { isDocumentPath, lineageReaderOf } from './document.js';
import { recordTypeNames } from './names.js';

/**
 * How to tell a field of all events of one shape, which are alike in the types of their records, the result, the call, whether names
 * were found for their numbers, and whether an address is named. `shape`: it is the same for all of them. `pair`: the pair with this key, of the record that leads or, where that has
 * none, of the first other one. `socket`: a part of the address. `present`: it is there, and different each time. `process`: the log has told it
 * before, if the event has a process.
 */
export type FieldSource =
  | { readonly kind: 'shape' }
  | { readonly kind: 'pair'; readonly key: string }
  | { readonly kind: 'socket'; readonly part: 'family' | 'address' | 'port' }
  | { readonly kind: 'arguments' }
  | { readonly kind: 'present' }
  | { readonly kind: 'process' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unclear' };

const SHAPE: FieldSource = { kind: 'shape' };
const PRESENT: FieldSource = { kind: 'present' };
const PROCESS: FieldSource = { kind: 'process' };
const ABSENT: FieldSource = { kind: 'absent' };
const UNCLEAR: FieldSource = { kind: 'unclear' };

const KNOWN: ReadonlyMap<string, FieldSource> = new Map<string, FieldSource>([
  ['@timestamp', PRESENT],
  ['auditd.sequence', PRESENT],
  ...[
    'event.kind',
    'event.module',
    'event.category',
    'event.type',
    'event.action',
    'event.outcome',
    'service.type',
    'host.id',
    'host.name',
    'host.os.type',
    'auditd.message_type',
    'auditd.result',
    'auditd.data.arch',
    'auditd.data.syscall',
  ].map((path) => [path, SHAPE] as const),
  ['process.args', { kind: 'arguments' }],
  ['auditd.data.socket.family', { kind: 'socket', part: 'family' }],
  ['auditd.data.socket.addr', { kind: 'socket', part: 'address' }],
  ['auditd.data.socket.port', { kind: 'socket', part: 'port' }],
]);

/** Fields that are a pair, whatever the event. */
const PAIRS: ReadonlyMap<string, string> = new Map([
  ['process.pid', 'pid'],
  ['process.parent.pid', 'ppid'],
  ['process.name', 'comm'],
  ['process.executable', 'exe'],
  ['process.title', 'proctitle'],
  ['process.working_directory', 'cwd'],
]);

/** The field at `path` of events that are of one shape with `event`. */
export function sourceOf(path: string, event: AuditEvent): FieldSource {
  const key = pairOf(path);
  if (key !== null) return { kind: 'pair', key };
  const known = KNOWN.get(path);
  if (known !== undefined) return known;
  if (lineageReaderOf(path) !== null) return PROCESS;
  if (!isDocumentPath(path)) return ABSENT;
  switch (path) {
    case 'user.id':
      return event.users.length === 0 ? { kind: 'pair', key: 'uid' } : UNCLEAR;
    case 'network.direction':
      return event.hasUsualAddress ? SHAPE : withoutSocket(event, SHAPE);
    case 'source.ip':
      if (!event.hasUsualAddress) return withoutSocket(event, NAMED_SOURCE);
      return event.direction === 'ingress' ? { kind: 'socket', part: 'address' } : ABSENT;
    case 'destination.ip':
    case 'destination.port':
      if (event.direction !== 'egress' || !event.hasUsualAddress) return ABSENT;
      return { kind: 'socket', part: path.endsWith('ip') ? 'address' : 'port' };
    default:
      return path.startsWith('file.') && event.file === null ? ABSENT : UNCLEAR;
  }
}

/** Where a log-in names who it came from, that is the source: whether it does, the shape tells. */
function withoutSocket({ source }: AuditEvent, field: FieldSource): FieldSource {
  return source === null ? ABSENT : field;
}

const NAMED_SOURCE: FieldSource = { kind: 'pair', key: 'addr' };

/** The key of the pair that a field is, whatever the event; null where it is something else. */
export function pairOf(path: string): string | null {
  const [, datum] = /^auditd\.data\.([a-z0-9-]+)$/.exec(path) ?? [];
  if (datum === undefined) return PAIRS.get(path) ?? null;
  return isOwnDatum(datum) && !KNOWN.has(path) && !NO_PAIRS.has(datum) ? datum : null;
}

/** Data that some other part of the records tells. */
const NO_PAIRS: ReadonlySet<string> = new Set([
  'argc',
  'obj',
  'result',
  'saddr',
  'subj',
  'success',
]);

/** How the records of a type are read. */
export interface RecordForm {
  readonly type: string;
  readonly role: 'alone' | 'call' | 'arguments' | 'socket' | 'title' | 'path' | 'end' | 'other';
}

/** Types that belong to a call and need no reading of their own, as most that programs and daemons write. */
const OTHERS = ['BPRM_FCAPS', 'CAPSET', 'CONFIG_CHANGE', 'CWD', 'FD_PAIR', 'MMAP', 'OBJ_PID'];
/** Of the types that programs write: what is no plain list of pairs. */
const ODD: ReadonlySet<string> = new Set(['USER', 'LOGIN']);
const FIRST_MESSAGE = 1100;
const LAST_MESSAGE = 1299;

/** The types of records that are read as plain pairs. Events with others need somebody who knows those. */
export function recordForms(): readonly RecordForm[] {
  const alone = recordTypeNames(FIRST_MESSAGE, LAST_MESSAGE).filter((type) => !ODD.has(type));
  return [
    { type: 'SYSCALL', role: 'call' },
    { type: 'EXECVE', role: 'arguments' },
    { type: 'SOCKADDR', role: 'socket' },
    { type: 'PROCTITLE', role: 'title' },
    { type: 'PATH', role: 'path' },
    { type: 'EOE', role: 'end' },
    ...OTHERS.map((type) => ({ type, role: 'other' }) as const),
    ...alone.map((type) => ({ type, role: 'alone' }) as const),
  ];
}
