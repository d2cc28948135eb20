import { Field, formatTimestamp, listOf, type JsonObject, type Timestamp } from '../event/index.js';
import type { AlertEndpoint, AlertEvent, AlertParentProcess, EventPlace } from './alert.js';

/** An event that took part in a match, as the scan hands it over. */
export interface MatchedEvent {
  readonly document: JsonObject;
  readonly time: Timestamp | null;
  readonly place: EventPlace;
  /** `_id` and `_index` of an Elasticsearch export. */
  readonly id: string | null;
  readonly indexName: string | null;
}

/** The event as an alert shows it. `start` is the time of the alert's earliest event. */
export function summarizeEvent(event: MatchedEvent, start: Timestamp | null): AlertEvent {
  const { document, time, place } = event;
  return {
    _id: event.id,
    _index: event.indexName,
    place: { file: place.file, line: place.line, offset: place.offset, index: place.index },
    time: time === null ? null : formatTimestamp(time),
    after_ns: time === null || start === null ? null : nanosBetween(start, time),
    event: {
      category: texts(document, EVENT.category),
      type: texts(document, EVENT.type),
      action: texts(document, EVENT.action).filter((action) => action !== ''),
      outcome: text(document, EVENT.outcome),
    },
    syscall: text(document, SYSCALL),
    host: {
      id: text(document, HOST.id),
      name: text(document, HOST.name) ?? text(document, HOST.hostname),
    },
    user: { id: text(document, USER.id), name: text(document, USER.name) },
    process: { ...process(document, PROCESS), parent: process(document, PARENT) },
    file: { path: text(document, FILE_PATH) },
    source: endpoint(document, SOURCE),
    destination: endpoint(document, DESTINATION),
    document,
  };
}

/** From `start` to `end`; exact up to 104 days. */
export function nanosBetween(start: Timestamp, end: Timestamp): number {
  return (end.ms - start.ms) * 1e6 + (end.ns - start.ns);
}

const EVENT = {
  category: new Field('event.category'),
  type: new Field('event.type'),
  action: new Field('event.action'),
  outcome: new Field('event.outcome'),
};
const SYSCALL = new Field('auditd.data.syscall');
const HOST = {
  id: new Field('host.id'),
  name: new Field('host.name'),
  hostname: new Field('host.hostname'),
};
const USER = { id: new Field('user.id'), name: new Field('user.name') };
const FILE_PATH = new Field('file.path');

type ProcessFields = ReturnType<typeof processFields>;
const PROCESS = processFields('process');
const PARENT = processFields('process.parent');

type EndpointFields = ReturnType<typeof endpointFields>;
const SOURCE = endpointFields('source');
const DESTINATION = endpointFields('destination');

function processFields(path: string) {
  return {
    pid: new Field(`${path}.pid`),
    name: new Field(`${path}.name`),
    executable: new Field(`${path}.executable`),
    commandLine: new Field(`${path}.command_line`),
    args: new Field(`${path}.args`),
    title: new Field(`${path}.title`),
    entityId: new Field(`${path}.entity_id`),
  };
}

function process(document: JsonObject, fields: ProcessFields): AlertParentProcess {
  const args = texts(document, fields.args);
  return {
    pid: integer(document, fields.pid),
    name: text(document, fields.name),
    executable: text(document, fields.executable),
    command_line: text(document, fields.commandLine) ?? (args.length > 0 ? args.join(' ') : null),
    title: text(document, fields.title),
    entity_id: text(document, fields.entityId),
  };
}

function endpointFields(path: string) {
  return { ip: new Field(`${path}.ip`), port: new Field(`${path}.port`) };
}

function endpoint(document: JsonObject, fields: EndpointFields): AlertEndpoint {
  return { ip: text(document, fields.ip), port: integer(document, fields.port) };
}

function texts(document: JsonObject, field: Field): string[] {
  return listOf(field.read(document)).map(String);
}

/** The field's only or first value. */
function text(document: JsonObject, field: Field): string | null {
  const first = listOf(field.read(document))[0];
  return first === undefined ? null : String(first);
}

/** Pids and ports come as numbers or as digits; anything else is no number, and stands in the document. */
function integer(document: JsonObject, field: Field): number | null {
  const digits = text(document, field);
  return digits !== null && /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}
