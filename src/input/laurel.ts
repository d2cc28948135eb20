// Objects of laurel, one an event -> the audit records that they were made of. Source: formats §6.
import { parseRecord, type AuditRecord, type RecordPlace } from '../audit/index.js';
import { isArray, isObject, type Json, type JsonObject } from '../event/index.js';

const RECORD_TYPE = /^(?:UNKNOWN\[\d+\]|[A-Z][A-Z0-9_]+)$/;
/** What laurel adds beside the records. */
const NO_RECORDS: ReadonlySet<string> = new Set([
  'ID',
  'NODE',
  'PARENT_INFO',
  'CONTAINER_INFO',
  'PPID',
]);

/** Whether a document has the id of an event as laurel writes it. */
export function hasLaurelId({ ID: id }: JsonObject): boolean {
  return typeof id === 'string' && /^\d+\.\d+:\d+$/.test(id);
}

/** Whether a document is one of laurel's. */
export function isLaurel(document: JsonObject): boolean {
  return hasLaurelId(document) && Object.keys(document).every((key) => RECORD_TYPE.test(key));
}

/** Its records, in order, an EOE record last; null where it is none of laurel's. */
export function laurelRecords(
  document: JsonObject,
  place: RecordPlace,
): readonly AuditRecord[] | null {
  if (!isLaurel(document)) return null;
  // `isLaurel` says so.
  const id = document['ID'] as string;
  const node = document['NODE'];
  const prefix = typeof node === 'string' ? `node=${node} ` : '';
  const header = (type: string): string => `${prefix}type=${type} msg=audit(${id}): `;
  const texts = Object.entries(document).flatMap(([type, json]) => {
    if (NO_RECORDS.has(type)) return [];
    const objects = (isArray(json) ? json : [json]).filter(isObject);
    return objects.map((fields) => header(type) + recordText(type, fields));
  });
  return [...texts, header('EOE')].flatMap((text) => {
    const record = parseRecord(text, place);
    return typeof record === 'string' ? [] : [record];
  });
}

/** The pairs of a record; names that auditd had found for its numbers, in capitals, behind the byte that parts them. */
function recordText(type: string, fields: JsonObject): string {
  const pairs: string[] = [];
  const resolved: string[] = [];
  for (const [key, json] of Object.entries(fields)) {
    if (key === 'ARGV') pairs.push(...argumentPairs(type, json));
    else if (json === null || json === undefined) continue;
    else if (/^[A-Z]+$/.test(key) && typeof json === 'string') resolved.push(`${key}="${json}"`);
    else pairs.push(`${key}=${written(key, json)}`);
  }
  return resolved.length === 0 ? pairs.join(' ') : `${pairs.join(' ')}\x1d${resolved.join(' ')}`;
}

function argumentPairs(type: string, json: Json | undefined): readonly string[] {
  const texts = (isArray(json) ? json : []).map(String);
  if (type === 'PROCTITLE') return [`proctitle=${inHex(texts.join('\0'))}`];
  return texts.map((text, index) =>
    type === 'EXECVE' ? `a${index}=${inHex(text)}` : `a${index}=${text.replace(/^0x/, '')}`,
  );
}

/** A value as the kernel writes it. */
function written(key: string, json: Json): string {
  if (typeof json !== 'string') return JSON.stringify(json);
  if (key === 'saddr') return inHex(json);
  if (/^0x[0-9a-f]+$/.test(json)) return json.slice(2);
  if (/^0o[0-7]+$/.test(json)) return `0${json.slice(2)}`;
  return /^[\x20\x21\x23-\x24\x26-\x7e]*$/.test(json) ? `"${json}"` : inHex(json);
}

/** The bytes of a text, in which laurel writes those that are no UTF-8 as `%ff`. */
function inHex(text: string): string {
  const parts = text.split(/%([0-9a-fA-F]{2})/);
  const bytes = parts.map((part, index) => Buffer.from(part, index % 2 === 0 ? 'utf8' : 'hex'));
  return Buffer.concat(bytes).toString('hex').toUpperCase();
}
