/**
 * Elastic Defend documents derived from coalesced audit records. No recorded Defend events of Linux were at hand, so
 * these take the field names of the endpoint package and the facts of the audit log, and every document says so
 * in `labels.origin`. One document each of: a fork (`fork`), a successful execve (`exec`), an outgoing TCP
 * connection (`connection_attempted`). The log holds no process ends, so neither do the documents.
 */
import { hashHex, hashUuid, hostFields, labelFields, nameOfId, override } from './hosts.mjs';
import { forkedPid, timeOf } from './recording.mjs';

const SOCK_STREAM = 1;
const SOCK_TYPE_MASK = 0xf; // the rest of the socket(2) type argument is SOCK_NONBLOCK and SOCK_CLOEXEC
const CONNECTED = new Set(['0', 'EINPROGRESS']);

/** The documents of `records` on `host`, as `{record, document}` pairs in order of time. */
export function toDefend(records, host) {
  const table = new ProcessTable(host);
  const pairs = [];
  for (const record of forksFirst(records)) {
    const fields = table.observe(record);
    if (fields !== undefined) pairs.push({ record, fields });
  }
  return pairs
    .sort((a, b) => timeOf(a.record) - timeOf(b.record))
    .map(({ record, fields }, index) => ({
      record,
      document: override(envelope(record, fields, host, index + 1), record),
    }));
}

/** What opened the login sessions: the log does not tell, and this is what it mostly is. */
const SSHD = {
  name: 'sshd',
  executable: '/usr/sbin/sshd',
  args: ['sshd: deploy [priv]'],
  command_line: 'sshd: deploy [priv]',
};

/** A vfork is recorded when it returns, after what the child did: put it ahead of the child's first record. */
function forksFirst(records) {
  const ordered = [];
  for (const record of records) {
    const child = forkedPid(record);
    const first =
      child === undefined ? -1 : ordered.findIndex(({ process }) => process.pid === child);
    ordered.splice(first === -1 ? ordered.length : first, 0, record);
  }
  return ordered;
}

/** What each pid is at the moment, learnt from the records in order. */
class ProcessTable {
  constructor(host) {
    this.host = host;
    this.byPid = new Map();
    this.socketTypes = new Map(); // "pid/descriptor" -> socket type
  }

  /** The fields that are this event's own, or undefined where Defend reports nothing. */
  observe(record) {
    const { process, data } = record;
    if (process.exe === undefined) return undefined;
    const actor = this.find(record);
    const child = forkedPid(record);
    if (child !== undefined) return this.fork(actor, child, record);
    if (data.syscall === 'execve' && record.result === 'success') return exec(actor, record);
    if (data.syscall === 'socket') {
      this.socketTypes.set(`${process.pid}/${data.exit}`, Number(`0x${data.a1}`) & SOCK_TYPE_MASK);
    }
    if (data.syscall === 'connect' && CONNECTED.has(data.exit)) return this.connect(actor, record);
    return undefined;
  }

  find(record) {
    const { pid, ppid, exe } = record.process;
    const known = this.byPid.get(pid);
    if (known !== undefined) return known;
    const parent = this.byPid.get(ppid) ?? this.start(ppid, record, SSHD);
    const name = baseName(exe);
    return this.start(
      pid,
      record,
      { name, executable: exe, args: [name], command_line: name },
      parent,
    );
  }

  start(pid, record, program, parent) {
    const started = { ...program, pid: Number(pid), parent };
    started.entity_id = entityId(this.host, pid, record);
    started.start = timestamp(timeOf(record));
    this.byPid.set(pid, started);
    return started;
  }

  fork(actor, child, record) {
    const { name, executable, args, command_line, working_directory } = actor;
    const copied = { name, executable, args, command_line, working_directory };
    return processEvent('fork', this.start(child, record, copied, actor));
  }

  connect(actor, record) {
    const { destination, data, process } = record;
    const streams =
      this.socketTypes.get(`${process.pid}/${Number(`0x${data.a0}`)}`) === SOCK_STREAM;
    if (destination?.ip === undefined || !streams) return undefined;
    const loopback = destination.ip.startsWith('127.');
    const sourceIp = loopback ? '127.0.0.1' : this.host.ip;
    // The log does not tell the local port: any of the ephemeral range will do.
    const sourcePort = 32768 + (parseInt(hashHex(6, this.host.name, record.sequence), 16) % 28000);
    return {
      dataset: 'endpoint.events.network',
      category: 'network',
      action: 'connection_attempted',
      process: {
        ...leaders(actor),
        name: actor.name,
        pid: actor.pid,
        entity_id: actor.entity_id,
        executable: actor.executable,
        command_line: actor.command_line,
        parent: { entity_id: actor.parent.entity_id },
      },
      source: { address: sourceIp, ip: sourceIp, port: sourcePort },
      destination: {
        address: destination.ip,
        ip: destination.ip,
        port: Number(destination.port),
      },
      network: { transport: 'tcp', type: 'ipv4', direction: 'egress' },
    };
  }
}

function exec(actor, record) {
  const { args, exe, cwd } = record.process;
  Object.assign(actor, {
    name: baseName(exe),
    executable: exe,
    args,
    command_line: args.join(' '),
    working_directory: cwd,
  });
  return processEvent('exec', actor);
}

function processEvent(action, actor) {
  const { parent } = actor;
  return {
    dataset: 'endpoint.events.process',
    category: 'process',
    action,
    process: {
      ...leaders(actor),
      ...image(actor),
      start: actor.start,
      working_directory: actor.working_directory,
      interactive: false,
      parent: { ...image(parent), start: parent.start, interactive: false },
    },
  };
}

function image({ name, pid, entity_id, executable, args, command_line }) {
  return { name, pid, entity_id, executable, args, args_count: args.length, command_line };
}

/** The first process of the session leads it; the log does not tell of process groups, so it leads these too. */
function leaders(actor) {
  const ancestry = [];
  for (let up = actor.parent; up !== undefined; up = up.parent) ancestry.push(up.entity_id);
  let leader = actor;
  while (leader.parent?.parent !== undefined) leader = leader.parent;
  const { entity_id } = leader;
  return {
    Ext: { ancestry },
    entry_leader: { entity_id, parent: { entity_id: leader.parent.entity_id } },
    session_leader: { entity_id },
    group_leader: { entity_id },
  };
}

function envelope(record, { dataset, category, action, ...own }, host, sequence) {
  const user = { id: record.user.ids.uid, name: nameOfId(record.user.ids.uid) };
  const group = { id: record.user.ids.gid, name: nameOfId(record.user.ids.gid) };
  const at = timestamp(timeOf(record));
  return {
    '@timestamp': at,
    event: {
      kind: 'event',
      module: 'endpoint',
      dataset,
      category: [category],
      type: ['start'],
      action,
      outcome: 'unknown',
      sequence,
      id: hashHex(20, 'event', host.name, record.sequence, action),
      created: at,
      ingested: timestamp(timeOf(record) + 4000),
      agent_id_status: 'verified',
    },
    ...own,
    user: { ...user, Ext: { real: user } },
    group: { ...group, Ext: { real: group } },
    host: hostFields(host),
    agent: { type: 'endpoint', version: '9.0.0', id: hashUuid('endpoint', host.name) },
    data_stream: { type: 'logs', dataset, namespace: 'default' },
    ecs: { version: '8.11.0' },
    message: `Endpoint ${category} event`,
    labels: labelFields('derived', record),
  };
}

/** Opaque, as Defend's are: the same for a fork and the exec after it, never the same for two processes. */
function entityId(host, pid, record) {
  const text = `${hashUuid('endpoint', host.name)}-${pid}-${record.sequence}`;
  return Buffer.from(text).toString('base64');
}

/** ISO 8601 with the seven digits that Elastic Defend writes. */
function timestamp(ms) {
  return new Date(ms).toISOString().replace('Z', '0000Z');
}

function baseName(path) {
  return path.slice(path.lastIndexOf('/') + 1);
}
