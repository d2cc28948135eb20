// Audit records that came as JSON: from the journal, as lines of a log that a shipper sent, or as laurel puts them.
import { parseRecord, type AuditRecord } from '../audit/index.js';
import { isArray, isObject, type Json, type JsonObject } from '../event/index.js';
import { isLaurel, laurelRecords } from './laurel.js';

/** How an input wraps audit records. */
export type RecordWrapping = 'journald' | 'message' | 'laurel';

/** `foreign`: no audit records, as it may be; `cut-off`: their text was left out; `damaged`: it should hold some. */
export type Unwrapped = readonly AuditRecord[] | 'foreign' | 'cut-off' | 'damaged';

/** What the first document of an input says about the others; null where they are events as they are. */
export function recordWrappingOf(document: JsonObject): RecordWrapping | null {
  if (Object.hasOwn(document, '_TRANSPORT') || Object.hasOwn(document, '__CURSOR')) {
    return 'journald';
  }
  if (isLaurel(document)) return 'laurel';
  const text = lineOf(document);
  return text !== null && typeof parseRecord(text, 0, 0) !== 'string' ? 'message' : null;
}

/** The records in a document of such an input. Source: formats §0, §3. */
export function unwrapRecords(
  wrapping: RecordWrapping,
  document: JsonObject,
  line: number,
  offset: number,
): Unwrapped {
  switch (wrapping) {
    case 'journald':
      return fromJournal(document, line, offset);
    case 'message':
      return fromMessage(document, line, offset);
    case 'laurel':
      return laurelRecords(document, line, offset) ?? 'damaged';
  }
}

/** The line of a log that Filebeat or Logstash sent. */
function lineOf(document: JsonObject): string | null {
  const { message } = document;
  if (typeof message === 'string') return message;
  const event = document['event'];
  const original = isObject(event) ? event['original'] : document['event.original'];
  return typeof original === 'string' ? original : null;
}

function fromMessage(document: JsonObject, line: number, offset: number): Unwrapped {
  const record = parseRecord(lineOf(document) ?? '', line, offset);
  if (typeof record === 'string') return record === 'separator' ? 'foreign' : 'damaged';
  const host = document['host'];
  if (!isObject(host)) return [record];
  const id = textOf(host['id']) ?? record.host.id;
  const name = textOf(host['name']) ?? record.host.name;
  return [{ ...record, host: hostOf(id, name) }];
}

/** The journal has one entry a record: its text without the header, and what stood there in fields of their own. */
function fromJournal(document: JsonObject, line: number, offset: number): Unwrapped {
  if (document['_TRANSPORT'] !== 'audit') return 'foreign';
  const message = textOf(document['MESSAGE']);
  if (message === undefined) return document['MESSAGE'] === null ? 'cut-off' : 'damaged';
  const us = textOf(document['_SOURCE_REALTIME_TIMESTAMP']) ?? '';
  const serial = textOf(document['_AUDIT_ID']) ?? '';
  const space = message.indexOf(' ');
  const type = space === -1 ? message : message.slice(0, space);
  const body = space === -1 ? '' : message.slice(space + 1);
  const header = `type=${type} msg=audit(${us.slice(0, -6)}.${us.slice(-6, -3)}:${serial}): `;
  const record = parseRecord(header + body, line, offset);
  if (typeof record === 'string') return 'damaged';
  const host = hostOf(textOf(document['_MACHINE_ID']), textOf(document['_HOSTNAME']));
  return [{ ...record, host }];
}

function hostOf(id: string | undefined, name: string | undefined): AuditRecord['host'] {
  return { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) };
}

/** A text, which journalctl writes as an array of bytes where it is not plain; a field set twice is an array of texts. */
function textOf(json: Json | undefined): string | undefined {
  if (typeof json === 'string') return json;
  if (!isArray(json)) return undefined;
  const bytes = json.filter((item) => typeof item === 'number');
  return bytes.length === json.length ? Buffer.from(bytes).toString('utf8') : textOf(json[0]);
}
