/**
 * Coalesced audit records as the documents that auditbeat's auditd module and the Auditd Manager integration ship.
 * The mapping follows the behaviour of both, field by field; `related.*` and `event.original` are left out.
 */
import { hashUuid, hostFields, labelFields, nameOfId } from './hosts.mjs';

const UNSET = 'unset';

/** One auditbeat document of `record` on `host`. */
export function toAuditbeat(record, host) {
  const { summary, ecs, data } = record;
  return compact({
    '@timestamp': new Date(record['@timestamp']).toISOString(),
    event: {
      kind: 'event',
      module: 'auditd',
      category: ecs.event.category ?? record.category,
      type: ecs.event.type,
      action: summary.action ?? '',
      outcome: record.result === 'fail' ? 'failure' : record.result,
    },
    process: processFields(record.process),
    user: userFields(record.user.ids, ecs.user),
    file: record.file && {
      ...record.file,
      owner: nameOfId(record.file.uid),
      group: nameOfId(record.file.gid),
    },
    source: record.source,
    destination: record.destination,
    network: record.network,
    auditd: {
      message_type: record.record_type,
      sequence: record.sequence,
      result: record.result,
      session: set(record.session),
      summary: {
        actor: {
          primary: nameOfId(summary.actor.primary) ?? summary.actor.primary,
          secondary: nameOfId(summary.actor.secondary) ?? summary.actor.secondary,
        },
        object: summary.object,
        how: summary.how,
      },
      data: dataFields(data),
      paths: record.paths,
    },
    tags: record.tags,
    service: { type: 'auditd' },
    host: hostFields(host),
    agent: {
      type: 'auditbeat',
      version: '9.0.0',
      id: hashUuid('auditbeat', host.name),
      name: host.name,
    },
    ecs: { version: '8.0.0' },
    labels: labelFields('recorded', record),
  });
}

function processFields({ pid, ppid, title, name, exe, cwd, args }) {
  return {
    pid: Number(pid),
    parent: ppid && { pid: Number(ppid) },
    name,
    executable: exe,
    title,
    args,
    working_directory: cwd,
  };
}

/** Login records tell whose session it becomes: there `ecs.user` replaces the ids of the calling process. */
function userFields(ids, ecsUser) {
  const audit = account(ids.auid);
  if (ecsUser.id !== undefined) {
    return { ...account(ecsUser.id), effective: account(ecsUser.effective.id), audit };
  }
  const effective = ids.euid !== ids.uid && { ...account(ids.euid), group: account(ids.egid) };
  return {
    ...account(ids.uid),
    group: account(ids.gid),
    effective: effective || undefined,
    saved: ids.suid && { ...account(ids.suid), group: account(ids.sgid) },
    filesystem: ids.fsuid && { ...account(ids.fsuid), group: account(ids.fsgid) },
    audit,
  };
}

function account(id) {
  return set(id) && { id, name: nameOfId(id) };
}

function set(value) {
  return value === UNSET ? undefined : value;
}

/** `socket_family`, `socket_addr` and the like become the object `socket`. */
function dataFields(data) {
  const socket = {};
  const rest = {};
  for (const [key, value] of Object.entries(data)) {
    if (key.startsWith('socket_')) socket[key.slice('socket_'.length)] = value;
    else rest[key] = value;
  }
  return Object.keys(socket).length === 0 ? rest : { ...rest, socket };
}

/** Values that the Auditd Manager integration indexes as numbers and auditbeat leaves as strings. */
const MANAGER_LONGS = new Set(['argc', 'items', 'entries', 'seqno', 'nargs', 'opid', 'spid']);

/** One Auditd Manager document of `record` on `host`: auditbeat's, reshaped by the integration's pipeline. */
export function toAuditdManager(record, host) {
  const document = toAuditbeat(record, host);
  const { auditd, event, user } = document;
  const { sequence, ...auditdRest } = auditd;
  const { audit, saved, filesystem, ...userRest } = user;
  const data = Object.fromEntries(
    Object.entries(auditd.data).map(([key, value]) => [
      key.replaceAll('-', '_'),
      MANAGER_LONGS.has(key) ? Number(value) : value,
    ]),
  );
  if (data.socket?.port !== undefined) {
    data.socket = { ...data.socket, port: Number(data.socket.port) };
  }
  return compact({
    ...document,
    event: {
      ...event,
      action: event.action === '' ? undefined : event.action,
      sequence,
      dataset: 'auditd_manager.auditd',
    },
    user: userRest,
    source: endpoint(document.source),
    destination: endpoint(document.destination),
    auditd: { ...auditdRest, data, user: { audit, saved, filesystem } },
    data_stream: { type: 'logs', dataset: 'auditd_manager.auditd', namespace: 'default' },
    ecs: { version: '8.11.0' },
  });
}

function endpoint(address) {
  if (address === undefined) return undefined;
  const { path, port, ...rest } = address;
  return { ...rest, port: port && Number(port), address: path };
}

/** The document without absent values and without the objects that are empty for want of them. */
function compact(value) {
  if (Array.isArray(value) || typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => [key, compact(inner)])
    .filter(([, inner]) => typeof inner !== 'object' || Object.keys(inner).length > 0);
  return Object.fromEntries(entries);
}
