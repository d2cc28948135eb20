// An audit event -> the ECS document that auditbeat ships for it. Source: formats §1.
import type { AuditEvent } from './audit-event.js';
import { kindOfEvent, recordTypeNumber } from './names.js';
import type { AuditHost } from './record.js';
import type { Json, JsonObject } from '../event/index.js';

/** Sequences and samples relate events by `host.id`: this stands for the one host of a log that does not tell it. */
const UNKNOWN_HOST = 'unknown';

/** The `host.id` of an event; `host` is what is known better than the log does. */
export function hostIdOf(event: AuditEvent, host: AuditHost): string {
  return host.id ?? event.host.id ?? UNKNOWN_HOST;
}

/**
 * The document of `event`, every value as auditbeat writes it; numbers of users are left without names that nobody told.
 */
export function auditDocument(event: AuditEvent, host: AuditHost): JsonObject {
  const id = hostIdOf(event, host);
  const name = host.name ?? event.host.name;
  return lean({
    '@timestamp': timestamp(event.timeMs),
    event: {
      kind: 'event',
      module: 'auditd',
      category: event.isKnown && event.category.length > 0 ? event.category : kindOf(event),
      type: event.type,
      action: event.action,
      outcome: event.result === 'fail' ? 'failure' : event.result,
    },
    service: { type: 'auditd' },
    host: { id, name, os: { type: 'linux' } },
    auditd: {
      message_type: event.recordType.toLowerCase(),
      sequence: event.serial,
      result: event.result,
      session: event.session === 'unset' ? null : event.session,
      data: dataOf(event.data),
      summary: {
        actor: { primary: event.summary.actorPrimary, secondary: event.summary.actorSecondary },
        object: {
          type: event.summary.objectType,
          primary: event.summary.objectPrimary,
          secondary: event.summary.objectSecondary,
        },
        how: event.summary.how,
      },
      paths: event.paths,
    },
    process: processOf(event),
    user: userOf(event),
    group: entityOf(event, 'group'),
    file: { ...event.file },
    source: { ...event.source },
    destination: { ...event.destination },
    network: { direction: event.direction },
    tags: event.tags,
  });
}

function timestamp(ms: number): string {
  const text = new Date(ms).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

function kindOf({ recordType }: AuditEvent): string {
  return kindOfEvent(recordTypeNumber(recordType));
}

/** `socket_addr` stands as `socket.addr`. */
function dataOf(data: ReadonlyMap<string, string>): JsonObject {
  const isSocket = ([key]: readonly [string, string]): boolean => key.startsWith('socket_');
  const plain = Object.fromEntries([...data].filter((entry) => !isSocket(entry)));
  const socket = [...data].filter(isSocket).map(([key, value]) => [key.slice(7), value] as const);
  return { ...plain, socket: Object.fromEntries(socket) };
}

function processOf({ process }: AuditEvent): JsonObject {
  return {
    pid: numberOf(process.pid),
    parent: { pid: numberOf(process.parentPid) },
    name: process.name,
    executable: process.executable,
    title: process.title,
    working_directory: process.workingDirectory,
    args: process.args,
  };
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
  for (const [key, id] of event.ids) {
    if (id === 'unset') continue;
    const place = below(user, USER_PLACES.get(key) ?? [key.replaceAll('-', '_')]);
    place['id'] = id;
    const name = event.names.get(key);
    if (name !== undefined) place['name'] = name;
  }
  if (Object.keys(event.selinux).length > 0) user['selinux'] = event.selinux;
  for (const [to] of event.users) {
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

/** Leaves out what says nothing: null, undefined, empty texts, lists and objects. */
function lean(json: JsonObject): JsonObject {
  const parts = Object.entries(json).map(([key, value]) => [key, leanValue(value)] as const);
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined));
}

function leanValue(value: Json | undefined): Json | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  const kept = lean(value as JsonObject);
  return Object.keys(kept).length === 0 ? undefined : kept;
}
