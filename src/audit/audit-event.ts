// The records of one event -> what happened: who did what, to what, how. Source: formats §4.
import {
  addressOf,
  argumentsOf,
  fileOf,
  partsOf,
  type AuditAddress,
  type AuditFile,
  type AuditProcess,
  type AuditSummary,
  type Direction,
  type TextMap,
} from './event-parts.js';
import { RecordFields } from './fields.js';
import type { RecordGroup } from './grouper.js';
import { meaningOfRecord, meaningOfSyscall, type Meaning } from './normalisation.js';
import { processId, type OwnTexts, type ProcessAct, type ProcessId } from './process-table.js';
import type { Program } from './program.js';
import type { AuditRecord } from './record.js';

/**
 * One event, as its records tell it. All values are texts: as the kernel wrote them, or by name. Each is worked out when it is first asked
 * for: of most events, rules ask little.
 */
export class AuditEvent {
  readonly records: RecordGroup;
  readonly #first: AuditRecord;
  /** The record that says who and with what success: SYSCALL, where there is one. */
  readonly #leader: AuditRecord;
  readonly #leading: RecordFields;
  /** By record, once asked for. */
  readonly #fields: (RecordFields | undefined)[] = [];
  #gathered: ReadonlyMap<string, string> | null = null;
  #meanings: Meanings | null = null;
  #args: readonly string[] | null = null;
  #addresses: Addresses | null = null;
  #file: AuditFile | null | undefined;
  #summary: AuditSummary | null = null;

  constructor(records: RecordGroup) {
    const [first] = records;
    if (first === undefined) throw new TypeError('an event has a record');
    this.records = records;
    this.#first = first;
    this.#leader = records.find(({ type }) => type === 'SYSCALL') ?? first;
    this.#leading = new RecordFields(this.#leader);
  }

  get timeMs(): number {
    return this.#first.timeMs;
  }

  get serial(): number {
    return this.#first.serial;
  }

  get host(): AuditRecord['host'] {
    return this.#first.host;
  }

  /** Type of its first record. */
  get recordType(): string {
    return this.#first.type;
  }

  get result(): 'success' | 'fail' | 'unknown' {
    return this.#leading.result ?? 'unknown';
  }

  get session(): string | null {
    return this.#leading.values.get('ses') ?? null;
  }

  get tags(): readonly string[] {
    return this.#leading.tags;
  }

  /** Name of its system call. */
  get syscall(): string | null {
    return this.text('syscall');
  }

  /** Numbers of users and groups, by field of the record: `uid`, `egid` … */
  get ids(): ReadonlyMap<string, string> {
    return new Map([...this.#leading.values].filter(([key]) => isId(key)));
  }

  /** Names found for {@link ids}. */
  get names(): ReadonlyMap<string, string> {
    return this.#leading.names;
  }

  get selinux(): TextMap {
    return partsOf(this.#leading.values, 'subj_');
  }

  get process(): AuditProcess {
    return {
      pid: this.text('pid'),
      parentPid: this.text('ppid'),
      title: this.text('proctitle'),
      name: this.text('comm'),
      executable: this.text('exe'),
      workingDirectory: this.text('cwd'),
      args: this.args,
    };
  }

  /** Arguments of the program that was run. */
  get args(): readonly string[] {
    return (this.#args ??= argumentsOf(this.#fieldsOfType('EXECVE')));
  }

  get file(): AuditFile | null {
    if (this.#file === undefined) {
      const { main } = this.#meaning;
      this.#file = isFileLike(main) ? fileOf(this.#fieldsOfType('PATH'), main?.path ?? 0) : null;
    }
    return this.#file;
  }

  get source(): AuditAddress | null {
    return this.#address.source;
  }

  get destination(): AuditAddress | null {
    return this.#address.destination;
  }

  get direction(): Direction | null {
    return this.#usualDirection ?? this.#address.direction;
  }

  /** The number of a process that it tells of. */
  id(key: Parameters<ProcessAct['id']>[0]): ProcessId | null {
    const text = this.text(key);
    return text === null ? null : processId(text);
  }

  /** What its process runs: its arguments where it `starts` it. `texts` copies what is cut out of the log. */
  program(starts: boolean, texts: OwnTexts): Program {
    return {
      name: texts.own(this.text('comm')),
      executable: texts.own(this.text('exe')),
      args: starts ? this.args.map((arg) => texts.own(arg)) : [],
    };
  }

  /** Whether its call has a usual direction, and it tells an address. */
  get hasUsualAddress(): boolean {
    return this.#usualDirection !== null;
  }

  get paths(): readonly TextMap[] {
    return this.#fieldsOfType('PATH').map(({ values }) => Object.fromEntries(values));
  }

  /** One of {@link data}. */
  datum(key: string): string | null {
    if (key === 'argc') return this.#argumentCount ?? this.text(key);
    return isOwnDatum(key) ? this.text(key) : (this.data.get(key) ?? null);
  }

  /** Whatever else the records say. */
  get data(): ReadonlyMap<string, string> {
    const data = new Map(this.#all);
    for (const key of ELSEWHERE) data.delete(key);
    const { sourceKey } = this.#address;
    if (sourceKey !== null) data.delete(sourceKey);
    return data;
  }

  /** Whether the table of meanings knows such events. */
  get isKnown(): boolean {
    return this.#meaning.main !== null;
  }

  /** ECS category. */
  get category(): readonly string[] {
    return this.#meaning.category;
  }

  /** ECS type. */
  get type(): readonly string[] {
    return this.#meaning.type;
  }

  get action(): string | null {
    return this.#meaning.main?.action ?? null;
  }

  get summary(): AuditSummary {
    return (this.#summary ??= this.#summarize());
  }

  /** Who goes where in the document: `user.effective` and a number or name. */
  get users(): readonly (readonly [to: string, who: string])[] {
    const users = this.#meaning.main?.users ?? [];
    if (users.length === 0) return users;
    const { actorPrimary, actorSecondary, objectPrimary, objectSecondary } = this.summary;
    const said = new Map([
      ['actor.primary', actorPrimary],
      ['actor.secondary', actorSecondary],
      ['object.primary', objectPrimary],
      ['object.secondary', objectSecondary],
      ['uid', this.#leading.values.get('uid') ?? null],
    ]);
    return users.map(([to, from]) => [to, said.get(from) ?? '']);
  }

  /** What the records say by `key`, users and groups aside; null where they do not. */
  text(key: string): string | null {
    return this.#leading.get(key) ?? (this.records.length === 1 ? null : this.#rest(key));
  }

  #rest(key: string): string | null {
    return this.#all.get(key) ?? null;
  }

  get #meaning(): Meanings {
    return (this.#meanings ??= meaningsOf(this.#first.type, this.syscall, (key) =>
      this.#all.has(key),
    ));
  }

  get #address(): Addresses {
    return (this.#addresses ??= this.#findAddresses());
  }

  /** Records of one type beside the leading one. */
  #fieldsOfType(type: string): readonly RecordFields[] {
    const found: RecordFields[] = [];
    for (let index = 0; index < this.records.length; index++) {
      const record = this.records[index];
      if (record?.type === type && record !== this.#leader)
        found.push(this.#fieldsAt(index, record));
    }
    return found;
  }

  #fieldsAt(index: number, record: AuditRecord): RecordFields {
    return (this.#fields[index] ??= new RecordFields(record));
  }

  /** What all records say, users and groups aside. */
  get #all(): ReadonlyMap<string, string> {
    return (this.#gathered ??= this.#gather());
  }

  #gather(): ReadonlyMap<string, string> {
    const data = new Map<string, string>();
    for (const [key, value] of this.#leading.values) {
      if (!isId(key) && !key.startsWith('subj_')) data.set(key, value);
    }
    // How many PATH records there are: they are here.
    if (this.records.length > 1) data.delete('items');
    data.delete('ses');
    for (const [index, record] of this.records.entries()) {
      if (record === this.#leader || record.type === 'SYSCALL' || record.type === 'PATH') continue;
      const fields = this.#fieldsAt(index, record);
      switch (record.type) {
        case 'SOCKADDR':
          for (const [key, value] of fields.values) data.set(`socket_${key}`, value);
          break;
        case 'EXECVE':
          break;
        default:
          // Whatever an earlier record has said counts.
          for (const [key, value] of fields.values) if (!data.has(key)) data.set(key, value);
          if (fields.result !== null && !data.has('result')) data.set('result', fields.result);
      }
    }
    const count = this.#argumentCount;
    if (count !== null) data.set('argc', count);
    return data;
  }

  get #argumentCount(): string | null {
    const counts = this.#fieldsOfType('EXECVE').map(({ values }) => values.get('argc') ?? null);
    return counts.findLast((count) => count !== null) ?? null;
  }

  /** The direction of the system call, with whatever address; null for one without an address. */
  get #usualDirection(): Direction | null {
    const syscall = this.syscall ?? '';
    const usual = INCOMING.has(syscall) ? 'ingress' : OUTGOING.has(syscall) ? 'egress' : null;
    return usual !== null && this.#has('SOCKADDR') ? usual : null;
  }

  #has(type: string): boolean {
    return this.records.some((record) => record.type === type && record !== this.#leader);
  }

  #findAddresses(): Addresses {
    const usual = this.#usualDirection;
    const socket = usual === null ? undefined : this.#fieldsOfType('SOCKADDR').at(-1);
    const address = socket === undefined ? null : addressOf(socket.values);
    const destination = usual === 'egress' ? address : null;
    if (usual === 'ingress' && address !== null) {
      return { source: address, destination, direction: usual, sourceKey: null };
    }
    const keys = this.#meaning.main?.source ?? [];
    const sourceKey = keys.length === 0 ? null : (keys.find((key) => this.#all.has(key)) ?? null);
    const ip = sourceKey === null ? null : this.#rest(sourceKey);
    return {
      source: ip === null ? null : { ip, port: null, path: null },
      destination,
      direction: usual ?? (ip === null ? null : 'ingress'),
      sourceKey,
    };
  }

  #summarize(): AuditSummary {
    const data = this.#all;
    const { values } = this.#leading;
    const first = (keys: readonly string[] = []): string | null => {
      const found = keys.map((key) => data.get(key) ?? (isId(key) ? values.get(key) : undefined));
      return found.find((value) => value !== undefined) ?? null;
    };
    const { file } = this;
    const { main } = this.#meaning;
    const socket = (key: string): string | null =>
      main?.object === 'socket' ? (data.get(`socket_${key}`) ?? null) : null;
    return {
      actorPrimary: first(main?.actorPrimary) ?? values.get('auid') ?? null,
      actorSecondary: first(main?.actorSecondary) ?? values.get('uid') ?? null,
      // Elasticsearch's own shippers call whatever a PATH record names a file.
      objectType: (file?.mode ?? null) !== null ? 'file' : (main?.object ?? null),
      objectPrimary: first(main?.objectPrimary) ?? file?.path ?? socket('addr') ?? socket('path'),
      objectSecondary: first(main?.objectSecondary) ?? socket('port'),
      how: first(main?.how) ?? usualHow(data),
    };
  }
}

/** What stands elsewhere in a document than among the data. */
const ELSEWHERE = ['pid', 'ppid', 'proctitle', 'comm', 'exe', 'cwd'];

/** Fields of which some go elsewhere, depending on the event. */
const MIXED: ReadonlySet<string> = new Set([
  ...ELSEWHERE,
  'addr',
  'hostname',
  'items',
  'key',
  'res',
  'ses',
]);

/** Whether a field of the records is always one of {@link AuditEvent.data}, and no other part of the document. */
export function isOwnDatum(key: string): boolean {
  return !MIXED.has(key) && !isId(key) && !key.startsWith('subj_');
}

interface Addresses {
  readonly source: AuditAddress | null;
  readonly destination: AuditAddress | null;
  readonly direction: Direction | null;
  /** The field that told the source, which no socket did. */
  readonly sourceKey: string | null;
}

const INCOMING: ReadonlySet<string> = new Set(['recvfrom', 'recvmsg', 'accept', 'accept4']);
const OUTGOING: ReadonlySet<string> = new Set(['connect', 'sendto', 'sendmsg']);

/** Whether a field holds the number of a user or group. */
function isId(key: string): boolean {
  return key.endsWith('uid') || key.endsWith('gid');
}

interface Meanings {
  /** What the event is called by; null where the table does not say. */
  readonly main: Meaning | null;
  /** Of the main one, and of the system call beside it. */
  readonly category: readonly string[];
  readonly type: readonly string[];
}

function meaningsOf(
  type: string,
  syscall: string | null,
  has: (field: string) => boolean,
): Meanings {
  const call = syscall === null ? null : meaningOfSyscall(syscall);
  if (type === 'SYSCALL') {
    return { main: call, category: call?.category ?? NONE, type: call?.type ?? NONE };
  }
  const main = meaningOfRecord(type, has);
  if (main === null) return { main, category: NONE, type: NONE };
  if (call === null || call === main) return { main, category: main.category, type: main.type };
  return {
    main,
    category: [...main.category, ...call.category],
    type: [...main.type, ...call.type],
  };
}

const NONE: readonly string[] = [];

function isFileLike(meaning: Meaning | null): boolean {
  return meaning?.object === 'file' || meaning?.object === 'filesystem';
}

/** Programs that run others' programs: what they run says more. */
const INTERPRETER = /^\/usr\/bin\/(?:python|sh|bash|perl)/;

function usualHow(data: ReadonlyMap<string, string>): string | null {
  const name = data.get('comm');
  const executable = data.get('exe') ?? name ?? null;
  return executable !== null && INTERPRETER.test(executable) ? (name ?? executable) : executable;
}
