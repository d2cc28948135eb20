// Text of an audit log -> events and documents, as a reader of logs would.
import {
  auditDocument,
  AuditEvent,
  NO_PLACE,
  parseRecord,
  RecordGrouper,
  type RecordGroup,
} from '../../src/audit/index.js';
import type { Json, JsonObject } from '../../src/event/index.js';

export function groupsOf(text: string): readonly RecordGroup[] {
  const grouper = new RecordGrouper();
  const groups = text.split('\n').flatMap((line) => {
    const record = parseRecord(line, NO_PLACE);
    if (typeof record !== 'string') return grouper.add(record);
    return record === 'separator' && line !== '' ? grouper.separate() : [];
  });
  return [...groups, ...grouper.end()];
}

export function eventsOf(text: string): readonly AuditEvent[] {
  return groupsOf(text).map((records) => new AuditEvent(records));
}

export function documentsOf(text: string): readonly JsonObject[] {
  return eventsOf(text).map((event) =>
    auditDocument(event, { host: { id: 'unknown' }, lineage: null }),
  );
}

/** `json` without parts that say nothing, keys in order: what two of them must agree on. */
export function essence(json: unknown): Json | undefined {
  if (json === null || json === undefined || json === '') return undefined;
  if (Array.isArray(json)) {
    const items = json.flatMap((item) => essence(item) ?? []);
    return items.length === 0 ? undefined : items;
  }
  if (typeof json !== 'object') return json as Json;
  const entries = json instanceof Map ? [...json] : Object.entries(json);
  const kept = entries
    .map(([key, value]): readonly [string, Json | undefined] => [String(key), essence(value)])
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
