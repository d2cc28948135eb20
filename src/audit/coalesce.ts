// The records of one event -> what happened: who did what, to what, how. Source: formats §4.
import type { AuditAddress, AuditEvent, AuditFile, TextMap } from './audit-event.js';
import { decodeHex, untilNul } from './decode.js';
import { fieldsOf, type RecordFields } from './fields.js';
import type { RecordGroup } from './grouper.js';
import { meaningOfRecord, meaningOfSyscall, type Meaning } from './normalisation.js';
import type { AuditRecord } from './record.js';

/** Puts the records of one event together. */
export function coalesce(group: RecordGroup): AuditEvent {
  const gathered = gather(group);
  const meanings = meaningsOf(gathered);
  const { data, ids } = gathered;
  const first = (keys: readonly string[]): string | null => {
    const key = keys.find((each) => data.has(each) || ids.has(each));
    return key === undefined ? null : (data.get(key) ?? ids.get(key) ?? null);
  };
  const { main } = meanings;
  const file = isFileLike(main) ? fileOf(gathered, main?.path ?? 0) : null;
  const socket = main?.object === 'socket';
  const summary = {
    actorPrimary: first(main?.actorPrimary ?? []) ?? gathered.auid,
    actorSecondary: first(main?.actorSecondary ?? []) ?? ids.get('uid') ?? null,
    // Elasticsearch's own shippers call whatever a PATH record names a file.
    objectType: (file?.mode ?? null) !== null ? 'file' : (main?.object ?? null),
    objectPrimary:
      first(main?.objectPrimary ?? []) ??
      file?.path ??
      (socket ? (data.get('socket_addr') ?? data.get('socket_path') ?? null) : null),
    objectSecondary:
      first(main?.objectSecondary ?? []) ?? (socket ? (data.get('socket_port') ?? null) : null),
    how: first(main?.how ?? []) ?? usualHow(data),
  };
  const source = gathered.source ?? takeSource(data, main?.source ?? []);
  const process = {
    pid: take(data, 'pid'),
    parentPid: take(data, 'ppid'),
    title: take(data, 'proctitle'),
    name: take(data, 'comm'),
    executable: take(data, 'exe'),
    workingDirectory: take(data, 'cwd'),
    args: gathered.args,
  };
  const said = new Map(Object.entries(SUMMARY_PARTS).map(([name, part]) => [name, summary[part]]));
  const { type: recordType, host, timeMs, serial } = gathered.first;
  return {
    timeMs,
    serial,
    host,
    recordType,
    result: gathered.result,
    session: gathered.session,
    tags: gathered.tags,
    ids,
    names: gathered.names,
    selinux: gathered.selinux,
    process,
    file,
    source,
    destination: gathered.destination,
    direction: gathered.direction ?? (source === gathered.source ? null : 'ingress'),
    paths: gathered.paths.map(({ values }) => Object.fromEntries(values)),
    data,
    isKnown: main !== null,
    category: meanings.all.flatMap(({ category }) => category),
    type: meanings.all.flatMap(({ type }) => type),
    action: main?.action ?? null,
    summary,
    users: (main?.users ?? []).map(([to, from]) => {
      return [to, said.get(from) ?? (from === 'uid' ? ids.get('uid') : null) ?? ''];
    }),
  };
}

/** How the table of meanings calls the parts of a summary. */
const SUMMARY_PARTS = {
  'actor.primary': 'actorPrimary',
  'actor.secondary': 'actorSecondary',
  'object.primary': 'objectPrimary',
  'object.secondary': 'objectSecondary',
} as const;

/** What the records of an event say, before anybody knows what it means. */
interface Gathered {
  readonly first: AuditRecord;
  result: AuditEvent['result'];
  session: string | null;
  auid: string | null;
  tags: readonly string[];
  readonly ids: Map<string, string>;
  readonly names: Map<string, string>;
  readonly selinux: TextMap;
  readonly data: Map<string, string>;
  readonly paths: RecordFields[];
  args: readonly string[];
  source: AuditAddress | null;
  destination: AuditAddress | null;
  direction: AuditEvent['direction'];
}

function gather(group: RecordGroup): Gathered {
  const [first] = group;
  if (first === undefined) throw new TypeError('an event has a record');
  // Where there is a SYSCALL record, it says who and with what success.
  const leading = group.find(({ type }) => type === 'SYSCALL') ?? first;
  const event = start(first, fieldsOf(leading));
  // How many PATH records there are: they are here.
  if (group.length > 1) event.data.delete('items');
  const argumentRecords: RecordFields[] = [];
  for (const record of group) {
    if (record === leading) continue;
    const fields = fieldsOf(record);
    switch (record.type) {
      case 'SYSCALL':
        break;
      case 'PATH':
        event.paths.push(fields);
        break;
      case 'SOCKADDR':
        addAddress(event, fields.values);
        break;
      case 'EXECVE':
        argumentRecords.push(fields);
        break;
      default:
        addRest(event, fields);
    }
  }
  if (argumentRecords.length > 0) addArguments(event, argumentRecords);
  return event;
}

function start(first: AuditRecord, leading: RecordFields): Gathered {
  const { values, result, tags, names } = leading;
  const event: Gathered = {
    first,
    result: result === null ? 'unknown' : result === 'success' ? 'success' : 'fail',
    session: take(values, 'ses'),
    auid: values.get('auid') ?? null,
    tags,
    ids: new Map(),
    names: new Map(names),
    selinux: partsOf(values, 'subj_'),
    data: new Map(),
    paths: [],
    args: [],
    source: null,
    destination: null,
    direction: null,
  };
  for (const [key, value] of values) {
    if (/[ug]id$/.test(key)) event.ids.set(key, value);
    else if (key.startsWith('subj_')) continue;
    else event.data.set(key, value);
  }
  return event;
}

const INCOMING: ReadonlySet<string> = new Set(['recvfrom', 'recvmsg', 'accept', 'accept4']);
const OUTGOING: ReadonlySet<string> = new Set(['connect', 'sendto', 'sendmsg']);

function addAddress(event: Gathered, values: ReadonlyMap<string, string>): void {
  const syscall = event.data.get('syscall') ?? '';
  for (const [key, value] of values) event.data.set(`socket_${key}`, value);
  const ip = values.get('addr') ?? null;
  const port = values.get('port') ?? null;
  const path = values.get('path') ?? null;
  const address = ip === null && port === null && (path ?? '') === '' ? null : { ip, port, path };
  if (INCOMING.has(syscall)) {
    event.source = address;
    event.direction = 'ingress';
  } else if (OUTGOING.has(syscall)) {
    event.destination = address;
    event.direction = 'egress';
  }
}

/** Puts arguments together, those that came in pieces over several records among them. */
function addArguments(event: Gathered, records: readonly RecordFields[]): void {
  const args = new Map<number, string>();
  const pieces = new Map<number, string[]>();
  for (const { values } of records) {
    for (const [key, value] of values) {
      const [, number, piece] = /^a(\d{1,6})(?:\[(\d{1,6})\])?$/.exec(key) ?? [];
      if (number === undefined) continue;
      if (piece === undefined) args.set(Number(number), value);
      else {
        const list = pieces.get(Number(number)) ?? [];
        list[Number(piece)] = value;
        pieces.set(Number(number), list);
      }
    }
    const count = values.get('argc');
    if (count !== undefined) event.data.set('argc', count);
  }
  for (const [number, list] of pieces) {
    const text = list.join('');
    const decoded = decodeHex(text);
    args.set(number, decoded === null ? text : untilNul(decoded));
  }
  // One that is missing is left out; the others are worth having.
  event.args = [...args].sort(([a], [b]) => a - b).map(([, text]) => text);
}

/** Whatever other records say, unless an earlier one has said it. */
function addRest(event: Gathered, { values, result }: RecordFields): void {
  for (const [key, value] of values) if (!event.data.has(key)) event.data.set(key, value);
  if (result !== null && !event.data.has('result')) event.data.set('result', result);
}

interface Meanings {
  /** What the event is called by; null where the table does not say. */
  readonly main: Meaning | null;
  /** The main one, and that of the system call beside it. */
  readonly all: readonly Meaning[];
}

function meaningsOf({ first, data }: Gathered): Meanings {
  const syscall = data.get('syscall');
  const call = syscall === undefined ? null : meaningOfSyscall(syscall);
  if (first.type === 'SYSCALL') return { main: call, all: call === null ? [] : [call] };
  const main = meaningOfRecord(first.type, (field) => data.has(field));
  if (main === null) return { main, all: [] };
  return { main, all: call === null || call === main ? [main] : [main, call] };
}

function isFileLike(meaning: Meaning | null): boolean {
  return meaning?.object === 'file' || meaning?.object === 'filesystem';
}

/** What the PATH record number `hint` tells, or the next one that names a thing and not the directory it is in. */
function fileOf({ paths }: Gathered, hint: number): AuditFile | null {
  const from = paths.length > hint ? hint : 0;
  const isThing = ({ values }: RecordFields): boolean =>
    values.get('nametype') !== 'PARENT' && values.get('nametype') !== 'UNKNOWN';
  const path = paths.slice(from).find(isThing) ?? paths[from];
  if (path === undefined) return null;
  const { values, names } = path;
  const of = (key: string): string | null => values.get(key) ?? null;
  const mode = Number.parseInt(of('mode') ?? '', 8);
  return {
    path: of('name'),
    device: of('rdev'),
    inode: of('inode'),
    mode: Number.isNaN(mode) ? null : (mode & 0o7777).toString(8).padStart(4, '0'),
    uid: of('ouid'),
    gid: of('ogid'),
    owner: names.get('ouid') ?? null,
    group: names.get('ogid') ?? null,
    selinux: partsOf(values, 'obj_'),
  };
}

function partsOf(values: ReadonlyMap<string, string>, prefix: string): TextMap {
  const own = [...values].filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

/** Programs that run others' programs: what they run says more. */
const INTERPRETER = /^\/usr\/bin\/(?:python|sh|bash|perl)/;

function usualHow(data: ReadonlyMap<string, string>): string | null {
  const name = data.get('comm');
  const executable = data.get('exe') ?? name ?? null;
  return executable !== null && INTERPRETER.test(executable) ? (name ?? executable) : executable;
}

function takeSource(data: Map<string, string>, keys: readonly string[]): AuditAddress | null {
  const key = keys.find((each) => data.has(each));
  return key === undefined ? null : { ip: take(data, key), port: null, path: null };
}

function take(values: Map<string, string>, key: string): string | null {
  const value = values.get(key) ?? null;
  values.delete(key);
  return value;
}
