// An audit event -> the ECS document that auditbeat ships for it. Source: formats §1.
import type { Json, JsonObject } from '../event/index.js';
import type { AuditEvent } from './audit-event.js';
import { kindOfEvent, recordTypeNumber } from './names.js';
import type { Lineage } from './process-table.js';
import type { AuditHost } from './record.js';

/** What is known of an event beside its records. */
export interface Surroundings {
  readonly host: AuditHost & { readonly id: string };
  /** Null where nobody kept count of processes, and for an event without one. */
  readonly lineage: Lineage | null;
}

type Leaf = Json | undefined;
type ReadLeaf = (event: AuditEvent, around: Surroundings) => Leaf;

/** What the log has told of the process of an event, and of the parent of that. */
const OF_LINEAGE = {
  'process.entity_id': ({ own }) => own.entityId,
  'process.parent.name': ({ parent }) => parent?.name,
  'process.parent.executable': ({ parent }) => parent?.executable,
  'process.parent.args': ({ parent }) => parent?.args,
  'process.parent.entity_id': ({ parent }) => parent?.entityId,
} as const satisfies Readonly<Record<string, (lineage: Lineage) => Leaf>>;

/**
 * The document, part by part: what stands at each path, as auditbeat writes it. Numbers of users are left without names that nobody told.
 * A part that says nothing is left out: null, an empty text, list or object.
 */
const PARTS: readonly (readonly [path: string, read: ReadLeaf])[] = [
  ['@timestamp', ({ timeMs }) => timestamp(timeMs)],
  ['event.kind', () => 'event'],
  ['event.module', () => 'auditd'],
  ['event.category', categoryOf],
  ['event.type', ({ type }) => type],
  ['event.action', ({ action }) => action],
  ['event.outcome', ({ result }) => (result === 'fail' ? 'failure' : result)],
  ['service.type', () => 'auditd'],
  ['host.id', (_, { host }) => host.id],
  ['host.name', (_, { host }) => host.name],
  ['host.os.type', () => 'linux'],
  ['auditd.message_type', ({ recordType }) => recordType.toLowerCase()],
  ['auditd.sequence', ({ serial }) => serial],
  ['auditd.result', ({ result }) => result],
  ['auditd.session', ({ session }) => (session === 'unset' ? null : session)],
  ['auditd.data', ({ data }) => dataOf(data)],
  ['auditd.summary', summaryOf],
  ['auditd.paths', ({ paths }) => paths],
  ['process.pid', (event) => numberOf(event.text('pid'))],
  ['process.name', (event) => event.text('comm')],
  ['process.executable', (event) => event.text('exe')],
  ['process.title', (event) => event.text('proctitle')],
  ['process.working_directory', (event) => event.text('cwd')],
  ['process.args', ({ args }) => args],
  ['process.entity_id', ofLineage('process.entity_id')],
  ['process.parent.pid', (event) => numberOf(event.text('ppid'))],
  ['process.parent.name', ofLineage('process.parent.name')],
  ['process.parent.executable', ofLineage('process.parent.executable')],
  ['process.parent.args', ofLineage('process.parent.args')],
  ['process.parent.entity_id', ofLineage('process.parent.entity_id')],
  ['user', userOf],
  ['group', (event) => entityOf(event, 'group')],
  ['file', ({ file }) => ({ ...file })],
  ['source', ({ source }) => ({ ...source })],
  ['destination', ({ destination }) => ({ ...destination })],
  ['network.direction', ({ direction }) => direction],
  ['tags', ({ tags }) => tags],
  ['rshell_scan.enriched', (_, { lineage }) => enrichedBy(lineage)],
];

/** The document of `event`. */
export function auditDocument(event: AuditEvent, around: Surroundings): JsonObject {
  const document: Tree = {};
  for (const [path, read] of PARTS) {
    const part = lean(read(event, around));
    if (part === undefined) continue;
    const steps = path.split('.');
    below(document, steps.slice(0, -1))[steps.at(-1) ?? ''] = part;
  }
  return document;
}

/** How to read what a document would have at `path`, without making the document; null where that takes all of it. */
export function readerOf(path: string): ReadLeaf | null {
  const [, datum] = /^auditd\.data\.([\w-]+)$/.exec(path) ?? [];
  if (datum !== undefined && datum !== 'socket') return (event) => event.datum(datum);
  if (path.startsWith('auditd.paths.')) return null;
  for (const [start, read] of PARTS) {
    if (path === start) return read;
    if (!path.startsWith(`${start}.`)) continue;
    const steps = path.slice(start.length + 1).split('.');
    return (event, around) => steps.reduce<Leaf>(stepInto, read(event, around));
  }
  return () => undefined;
}

/** Whether some document may have something at `path`. */
export function isDocumentPath(path: string): boolean {
  return PARTS.some(([start]) => path === start || path.startsWith(`${start}.`));
}

function stepInto(json: Leaf, step: string): Leaf {
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, step)) return undefined;
  // Lists have no such steps.
  return (json as JsonObject)[step];
}

let lastMs = Number.NaN;
let lastTimestamp = '';

/** Many events share a time: the last text is kept. */
function timestamp(ms: number): string {
  if (ms !== lastMs) {
    const text = new Date(ms).toISOString();
    lastTimestamp = text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
    lastMs = ms;
  }
  return lastTimestamp;
}

/** A list of ECS categories; a word of auditd's own where the table of meanings does not tell any. */
function categoryOf({ isKnown, category, recordType }: AuditEvent): Leaf {
  return isKnown && category.length > 0 ? category : kindOfEvent(recordTypeNumber(recordType));
}

/** `socket_addr` stands as `socket.addr`. */
function dataOf(data: ReadonlyMap<string, string>): JsonObject {
  const isSocket = ([key]: readonly [string, string]): boolean => key.startsWith('socket_');
  const plain = Object.fromEntries([...data].filter((entry) => !isSocket(entry)));
  const socket = [...data].filter(isSocket).map(([key, value]) => [key.slice(7), value] as const);
  return { ...plain, socket: Object.fromEntries(socket) };
}

function summaryOf({ summary }: AuditEvent): Leaf {
  return {
    actor: { primary: summary.actorPrimary, secondary: summary.actorSecondary },
    object: {
      type: summary.objectType,
      primary: summary.objectPrimary,
      secondary: summary.objectSecondary,
    },
    how: summary.how,
  };
}

function ofLineage(path: keyof typeof OF_LINEAGE): ReadLeaf {
  return (_, { lineage }) => (lineage === null ? undefined : OF_LINEAGE[path](lineage));
}

/** How to read what the log has told of processes at `path`; null where nothing of that stands there. */
export function lineageReaderOf(path: string): ((lineage: Lineage) => Leaf) | null {
  // Own keys only: they are the keys of the table.
  return Object.hasOwn(OF_LINEAGE, path) ? OF_LINEAGE[path as keyof typeof OF_LINEAGE] : null;
}

/** Which fields auditd has not told. */
function enrichedBy(lineage: Lineage | null): Leaf {
  if (lineage === null) return undefined;
  return lineage.parent === null ? ['process.entity_id'] : ['process.entity_id', 'process.parent'];
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : null;
}

/** Where the users and groups of a record stand in `user`. */
const USER_PLACES: ReadonlyMap<string, readonly string[]> = new Map([
  ['uid', []],
  ['gid', ['group']],
  ['euid', ['effective']],
  ['egid', ['effective', 'group']],
  ['suid', ['saved']],
  ['sgid', ['saved', 'group']],
  ['fsuid', ['filesystem']],
  ['fsgid', ['filesystem', 'group']],
  ['auid', ['audit']],
]);

type Tree = Record<string, Json | undefined>;

function userOf(event: AuditEvent): JsonObject {
  const user: Tree = {};
  const { ids, names, selinux, users } = event;
  for (const [key, id] of ids) {
    if (id === 'unset') continue;
    const place = below(user, USER_PLACES.get(key) ?? [key.replaceAll('-', '_')]);
    place['id'] = id;
    const name = names.get(key);
    if (name !== undefined) place['name'] = name;
  }
  if (Object.keys(selinux).length > 0) user['selinux'] = selinux;
  for (const [to] of users) {
    if (!to.startsWith('user')) continue;
    const place = below(user, to.split('.').slice(1));
    const { id, name } = entityOf(event, to);
    place['id'] = id;
    place['name'] = name;
  }
  const effective = below(user, ['effective']);
  const isSame = (key: string): boolean =>
    typeof user[key] === 'string' && user[key] === effective[key];
  // Says nothing new.
  if (isSame('id') || isSame('name')) delete user['effective'];
  return user;
}

/** The object at `path` below `tree`, made where it is missing. */
function below(tree: Tree, path: readonly string[]): Tree {
  let at = tree;
  for (const step of path) {
    const next = at[step];
    // Only objects made here stand at these paths.
    at = (next === undefined ? (at[step] = {}) : next) as Tree;
  }
  return at;
}

/** Who the table of meanings puts at `to`: by number or by name, the other where the record tells both. */
function entityOf(event: AuditEvent, to: string): { readonly id?: string; readonly name?: string } {
  const who = event.users.find(([place]) => place === to)?.[1] ?? '';
  if (who === '' || who === 'unset' || who === '4294967295' || who === '-1') return {};
  if (!/^\d+$/.test(who)) return { name: who };
  const field = [...event.ids].find(([key, id]) => id === who && event.names.has(key))?.[0];
  const name = field === undefined ? undefined : event.names.get(field);
  return name === undefined ? { id: who } : { id: who, name };
}

/** What is left without parts that say nothing; undefined where that is nothing. */
function lean(value: Leaf): Leaf {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  const parts = Object.entries(value).map(([key, part]) => [key, lean(part)] as const);
  const kept = parts.filter(([, part]) => part !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
