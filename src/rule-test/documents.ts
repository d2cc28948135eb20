// From the events of a case to documents that a scan reads: the defaults of the file are filled in, and each event gets a time.
import {
  DocumentEvent,
  FieldSet,
  formatTimestamp,
  isObject,
  parseTimestamp,
  type Json,
  type JsonObject,
  type Timestamp,
  type Value,
} from '../event/index.js';
import { distanceMs } from '../rule/index.js';

/** When the first event of a case happens, unless it says so itself. */
const START: Timestamp = { ms: Date.UTC(2026, 0, 1), ns: 0 };
/** How much later each further event happens. */
const STEP_MS = 1;

/**
 * The documents of `events`, in order. An event has the fields of `defaults` that it does not have itself, in whatever spelling;
 * an empty list takes one away. An event without `timestampField` happens 1 ms after the one before it, the first at
 * 2026-01-01T00:00:00Z; `+5s` in its place is a distance from the one before.
 */
export function caseDocuments(
  events: readonly JsonObject[],
  defaults: JsonObject,
  timestampField: string,
): readonly JsonObject[] {
  const read = fieldReader(timestampField);
  let last: Timestamp | null = null;
  return events.map((event) => {
    const document = merged(nested(event), nested(defaults));
    const written = read(document);
    const time = timeOf(written, last);
    last = time ?? last;
    const isAsWritten = time === null || parseTimestamp(written) !== null;
    return isAsWritten
      ? document
      : merged(nested({ [timestampField]: formatTimestamp(time) }), document);
  });
}

/** Null for an event whose time cannot be read: it is left as it is, without a place in time. */
function timeOf(written: Value, last: Timestamp | null): Timestamp | null {
  if (written === null) return last === null ? START : later(last, STEP_MS);
  const distance = typeof written === 'string' ? distanceMs(written) : null;
  return distance === null ? parseTimestamp(written) : later(last ?? START, distance);
}

function later({ ms, ns }: Timestamp, byMs: number): Timestamp {
  return { ms: ms + byMs, ns };
}

function fieldReader(path: string): (document: JsonObject) => Value {
  const fields = new FieldSet();
  const slot = fields.slot(path);
  const event = new DocumentEvent(fields);
  return (document) => {
    event.reset(document);
    return event.get(slot);
  };
}

/** The document with dotted keys written as objects: `{"a.b": 1}` as `{"a": {"b": 1}}`. */
function nested(document: JsonObject): JsonObject {
  let whole: JsonObject = {};
  for (const [key, value = null] of Object.entries(document)) {
    const json = isObject(value) ? nested(value) : value;
    const object = key
      .split('.')
      .reduceRight<Json>((inner, name) => Object.fromEntries([[name, inner]]), json);
    if (isObject(object)) whole = merged(object, whole);
  }
  return whole;
}

/** `document` with what it lacks from `base`. Objects are merged, anything else is taken whole. */
function merged(document: JsonObject, base: JsonObject): JsonObject {
  const entries = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(document)) {
    const below = entries.get(key);
    entries.set(key, isObject(value) && isObject(below) ? merged(value, below) : value);
  }
  // Not by assignment: `__proto__` is a key like any other.
  return Object.fromEntries(entries);
}
