/**
 * Events as lines of JSON: Elastic Defend (process, network, file) and auditbeat's auditd module. Text is put together
 * by hand, for speed: every value that could need escaping goes through JSON.stringify.
 */
const START_US = Date.UTC(2026, 10, 21, 4) * 1000;

/** The second that was formatted last: most events share it with the event before. */
let cachedSecond = -1;
let cachedText = '';

function seconds(us) {
  const second = Math.floor(us / 1e6);
  if (second !== cachedSecond) {
    cachedSecond = second;
    cachedText = new Date(second * 1000).toISOString().slice(0, 19);
  }
  return cachedText;
}

function timeWith(digits, us) {
  const fraction = Math.floor(us % 1e6) + 1e6;
  return `${seconds(us)}.${String(fraction).slice(1, 1 + digits)}`;
}

const quote = JSON.stringify;

function finish(host, line) {
  if (!host.escapes || !/[<>&]/.test(line)) return `${line}\n`;
  const escapes = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };
  return `${line.replace(/[<>&]/g, (character) => escapes[character])}\n`;
}

function hostFields(host) {
  host.fields ??=
    `"host":{"hostname":"${host.name}","name":"${host.name}","id":"${host.id}","architecture":"x86_64",` +
    `"ip":["127.0.0.1","::1","${host.ip}","fe80::${host.id.slice(0, 4)}:${host.id.slice(4, 8)}:fe00:1"],` +
    `"os":{"Ext":{"variant":"Debian"},"type":"linux","family":"debian","platform":"debian","name":"Linux","version":"12.9","kernel":"6.1.0-31-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.128-1 (2025-02-07)"}}`;
  return host.fields;
}

// ---- Elastic Defend

function defend(host, atUs, { dataset, category, type, action, process, body }) {
  const { user } = process;
  const us = START_US + atUs + host.skewUs;
  const at = `${timeWith(6, us)}0Z`;
  const account = `{"name":${quote(user.name)},"id":"${user.id}"}`;
  const owner = `{"Ext":{"real":${account}},"name":${quote(user.name)},"id":"${user.id}"}`;
  host.sequence += 1;
  return finish(
    host,
    `{"@timestamp":"${at}","agent":{"id":"${host.agentId}","type":"endpoint","version":"9.0.0"},` +
      `"data_stream":{"namespace":"default","type":"logs","dataset":"endpoint.events.${dataset}"},"ecs":{"version":"8.11.0"},` +
      `"event":{"agent_id_status":"verified","sequence":${host.sequence},"ingested":"${seconds(us + 3e6)}Z","created":"${at}","kind":"event","module":"endpoint",` +
      `"action":"${action}","id":"${host.entityPrefix.slice(0, 12)}++++${host.sequence.toString(36)}","category":["${category}"],"type":["${type}"],"dataset":"endpoint.events.${dataset}","outcome":"unknown"},` +
      `${body},${hostFields(host)},"message":"Endpoint ${category} event","user":${owner},"group":${owner}}`,
  );
}

function leaders(process) {
  const { parent } = process;
  const leader = parent?.parent ?? parent ?? process;
  const ancestry = parent === undefined ? '' : `"${parent.entityId}","${leader.entityId}"`;
  return { leader, ancestry };
}

/** `action`: fork, exec or end. */
export function processEvent(host, atUs, action, process) {
  const { leader, ancestry } = leaders(process);
  const parent = process.parent ?? process;
  const end = action === 'end' ? '"exit_code":0,' : '';
  const body =
    `"process":{"Ext":{"ancestry":[${ancestry}]},${process.image},${end}"interactive":false,"working_directory":"/srv",` +
    `"start":"${timeWith(6, START_US + process.startedUs + host.skewUs)}Z",` +
    `"parent":{${parent.image},"interactive":false},` +
    `"group_leader":{"entity_id":"${leader.entityId}","pid":${leader.pid},"name":${quote(leader.name)},"executable":${quote(leader.executable)},"same_as_process":false},` +
    `"session_leader":{"entity_id":"${leader.entityId}","pid":${leader.pid},"executable":${quote(leader.executable)},"interactive":false},` +
    `"entry_leader":{"entity_id":"${leader.entityId}","pid":${leader.pid},"executable":${quote(leader.executable)},"entry_meta":{"type":"init"}},` +
    `"hash":{"sha256":"${host.id}${process.entityId.length.toString(16)}${host.id.slice(0, 30)}"}}`;
  const type = action === 'end' ? 'end' : 'start';
  return defend(host, atUs, {
    dataset: 'process',
    category: 'process',
    type,
    action,
    process,
    body,
  });
}

/** `action`: connection_attempted, connection_accepted or disconnect_received. */
export function networkEvent(host, atUs, action, process, { ip, port, sourcePort }) {
  const { leader, ancestry } = leaders(process);
  const parent =
    process.parent === undefined ? '' : `"parent":{"entity_id":"${process.parent.entityId}"},`;
  const ended = action === 'disconnect_received';
  const body =
    `"process":{"Ext":{"ancestry":[${ancestry}]},${parent}"name":${quote(process.name)},"pid":${process.pid},"entity_id":"${process.entityId}",` +
    `"executable":${quote(process.executable)},"command_line":${quote(process.args.join(' '))},"entry_leader":{"entity_id":"${leader.entityId}"}},` +
    `"source":{"address":"${host.ip}","ip":"${host.ip}","port":${sourcePort}${ended ? ',"bytes":5120' : ''}},` +
    `"destination":{"address":"${ip}","ip":"${ip}","port":${port}${ended ? ',"bytes":912' : ''}},` +
    `"network":{"transport":"tcp","type":"${ip.includes(':') ? 'ipv6' : 'ipv4'}","direction":"${action === 'connection_accepted' ? 'ingress' : 'egress'}"}`;
  const type = ended ? 'end' : 'start';
  return defend(host, atUs, {
    dataset: 'network',
    category: 'network',
    type,
    action,
    process,
    body,
  });
}

/** `action`: creation, deletion or rename. */
export function fileEvent(host, atUs, action, process, path) {
  const { leader, ancestry } = leaders(process);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const extension = dot === -1 ? '' : `"extension":${quote(name.slice(dot + 1))},`;
  const original =
    action === 'rename'
      ? `"Ext":{"original":{"path":${quote(`${path}.new`)},"name":${quote(`${name}.new`)},"extension":"new"}},`
      : '';
  const body =
    `"process":{"Ext":{"ancestry":[${ancestry}]},"parent":{"entity_id":"${process.parent?.entityId ?? ''}"},"name":${quote(process.name)},"pid":${process.pid},"entity_id":"${process.entityId}",` +
    `"executable":${quote(process.executable)},"command_line":${quote(process.args.join(' '))},"entry_leader":{"entity_id":"${leader.entityId}"}},` +
    `"file":{${original}"path":${quote(path)},${extension}"name":${quote(name)},"size":${path.length * 997}}`;
  const type = { creation: 'creation', deletion: 'deletion', rename: 'change' }[action];
  return defend(host, atUs, { dataset: 'file', category: 'file', type, action, process, body });
}

// ---- auditbeat

/** What each audited system call is called, and its category and types. The rest is process/info, without an action. */
const CALLS = {
  execve: ['executed', 'process', '"start"'],
  open: ['opened-file', 'file', '"info"'],
  openat: ['opened-file', 'file', '"info"'],
  unlink: ['deleted', 'file', '"deletion"'],
  connect: ['connected-to', 'network', '"connection","start"'],
  accept4: ['accepted-connection-from', 'network', '"connection","start"'],
};
const OTHER_CALL = ['', 'process', '"info"'];

const LONGEST_NAME = 15; // the kernel keeps that many bytes of a process name

/**
 * One system call. `a`: its four arguments as hexadecimal digits. `path`: the file it is about. `address`: `{ip, port}` or
 * `{path}` of the other end of a socket. `ppid`: another parent than the process has.
 */
export function auditEvent(host, atUs, call, process, { a, path, address, ppid, exit = '0' }) {
  const [action, category, types] = CALLS[call] ?? OTHER_CALL;
  const { user, parent } = process;
  const account = `"id":"${user.id}","name":${quote(user.name)}`;
  const object = path ?? address?.ip ?? address?.path ?? process.executable;
  const failed = exit.startsWith('E');
  const args = call === 'execve' ? `"args":${quote(process.args)},` : '';
  const file =
    path === undefined
      ? ''
      : `"file":{"path":${quote(path)},"device":"00:00","inode":"${host.sequence % 900_000}","mode":"0644","uid":"0","gid":"0","owner":"root","group":"root"},`;
  const paths = `"paths":[{"cap_fe":"0","cap_fi":"0","cap_fp":"0","cap_frootid":"0","cap_fver":"0","dev":"fe:00","inode":"260104","item":"0","mode":"0100644","name":${quote(object)},"nametype":"NORMAL","ogid":"0","ouid":"0","rdev":"00:00"}],`;
  let network = '';
  let socket = '';
  if (address !== undefined) {
    const end = call === 'accept4' ? 'source' : 'destination';
    const fields =
      address.path === undefined
        ? `"ip":"${address.ip}","port":"${address.port}"`
        : `"path":"${address.path}"`;
    network = `"${end}":{${fields}},"network":{"direction":"${end === 'source' ? 'ingress' : 'egress'}"},`;
    socket =
      address.path === undefined
        ? `"socket":{"family":"ipv4","addr":"${address.ip}","port":"${address.port}"},`
        : `"socket":{"family":"unix","path":"${address.path}"},`;
  }
  host.sequence += 1;
  return finish(
    host,
    `{"@timestamp":"${timeWith(3, START_US + atUs + host.skewUs)}Z","event":{"kind":"event","module":"auditd","category":["${category}"],"type":[${types}],"action":"${action}","outcome":"${failed ? 'failure' : 'success'}"},` +
      `"process":{"pid":${process.pid},"parent":{"pid":${ppid ?? parent?.pid ?? 1}},"name":${quote(process.name.slice(0, LONGEST_NAME))},"executable":${quote(process.executable)},${args}"title":${quote(process.args.join(' ').slice(0, 127))},"working_directory":"/srv"},` +
      `"user":{${account},"group":{${account}},"audit":{${account}},"saved":{${account},"group":{${account}}},"filesystem":{${account},"group":{${account}}}},${file}${network}` +
      `"auditd":{"message_type":"syscall","sequence":${host.sequence},"result":"${failed ? 'fail' : 'success'}","session":"${host.sequence % 400}","summary":{"actor":{"primary":${quote(user.name)},"secondary":${quote(user.name)}},"object":{"primary":${quote(object)},"type":"${address === undefined ? 'file' : 'socket'}"},"how":${quote(process.executable)}},` +
      `${paths}"data":{"a0":"${a[0]}","a1":"${a[1]}","a2":"${a[2]}","a3":"${a[3]}","arch":"x86_64",${socket}"exit":"${exit}","syscall":"${call}","tty":"(none)"}},` +
      `"tags":["audit-${call}"],"service":{"type":"auditd"},${hostFields(host)},"agent":{"type":"auditbeat","version":"9.0.0","id":"${host.agentId}","ephemeral_id":"${host.agentId}","name":"${host.name}"},"ecs":{"version":"8.0.0"}}`,
  );
}
