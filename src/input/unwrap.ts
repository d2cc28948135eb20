// What a parsed JSON text holds: an event as it is, or a wrapper that some tool put around events. Source:
// docs of Elasticsearch search, EQL and bulk APIs; elasticdump; integration test files.
import { isRecorded, parseRecorded, type RecordedEvent } from '../audit/index.js';
import { isArray, isObject, type Json, type JsonObject } from '../event/index.js';
import { nestsTooDeep } from './depth.js';
import { fieldOf } from './field-of.js';

/** Takes what a text holds, in order. */
export interface ContentVisitor {
  /** An event document with the `_index` and `_id` of its export, where it has them. */
  document(document: JsonObject, indexName: string | null, id: string | null): void;
  /** A value that stands where a document should. */
  stray(value: Json): void;
  /** An action line of the bulk API: the document of the next line goes by its index and id. */
  action(indexName: string | null, id: string | null): void;
}

/** A document of a text, with the `_index` and `_id` of its export. */
export interface FoundDocument {
  readonly document: JsonObject;
  readonly indexName: string | null;
  readonly id: string | null;
}

const ACTIONS: ReadonlySet<string> = new Set(['create', 'index', 'update', 'delete']);
const UPDATE_KEYS: ReadonlySet<string> = new Set([
  'doc',
  'doc_as_upsert',
  'detect_noop',
  'upsert',
  'script',
  'scripted_upsert',
  '_source',
]);

/** Hands every document of `json` to `visitor`; an object with its own `@timestamp` is an event as it is, or has it in its `message`. */
export function unwrap(json: Json, visitor: ContentVisitor): void {
  if (isArray(json)) {
    unwrapItems(json, visitor);
    return;
  }
  if (!isObject(json)) {
    visitor.stray(json);
    return;
  }
  const nested = nestedIn(json);
  if (isObject(nested)) {
    unwrapItem(nested, visitor);
    return;
  }
  if (!Object.hasOwn(json, '@timestamp')) {
    if (unwrapReply(json, visitor)) return;
    const action = actionOf(json);
    if (action !== null) {
      visitor.action(textOf(action['_index']), textOf(action['_id']));
      return;
    }
  }
  unwrapItem(json, visitor);
}

/** The event that a document of Logstash without a filter has as text in its `message`; null where there is none. */
export function nestedText(json: Json): string | null {
  if (!isObject(json) || !Object.hasOwn(json, '@version')) return null;
  const { message } = json;
  if (typeof message !== 'string' || !message.trimStart().startsWith('{')) return null;
  return fieldOf(json, 'event.category') === undefined ? message : null;
}

function nestedIn(json: JsonObject): Json | undefined {
  const text = nestedText(json);
  if (text === null) return undefined;
  const bytes = Buffer.from(text);
  return nestsTooDeep(text, bytes, 0, bytes.length) ? undefined : parseJson(text);
}

/**
 * The documents of one text of an input, as the reader gave them with index 0, 1 …: for reading an event a second
 * time. Empty when the text is not JSON, because its file changed in between.
 */
export function documentsOfText(text: Buffer | string): readonly FoundDocument[] {
  const documents: FoundDocument[] = [];
  const content = typeof text === 'string' ? text : text.toString('utf8');
  if (isRecorded(content)) {
    const event = parseRecorded(content);
    return event === undefined ? [] : [{ document: event.document, indexName: null, id: null }];
  }
  const json = parseJson(content);
  if (json === undefined) return documents;
  unwrap(json, {
    document(document, indexName, id) {
      documents.push({ document, indexName, id });
    },
    stray() {
      // Was reported when the input was read.
    },
    action() {
      // Holds no document.
    },
  });
  return documents;
}

/** The event of such a text that was made of audit records; undefined where it is JSON. */
export function recordedOfText(text: Buffer): RecordedEvent | undefined {
  const content = text.toString('utf8');
  return isRecorded(content) ? parseRecorded(content) : undefined;
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    // JSON.parse gives any; what it gives is Json by definition.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Whether `json` was a list of documents: a search or EQL reply, or a test file of an integration. */
function unwrapReply(json: JsonObject, visitor: ContentVisitor): boolean {
  const hits = json['hits'];
  if (isObject(hits)) {
    const lists = [hits['hits'], hits['events'], hits['sequences']].filter(isArray);
    if (lists.length > 0) {
      for (const list of lists) {
        for (const item of list) {
          if (!isObject(item) || !unwrapList(item['events'], visitor)) unwrapItem(item, visitor);
        }
      }
      return true;
    }
  }
  return unwrapList(json['events'], visitor) || unwrapList(json['expected'], visitor);
}

/** Whether `list` is a list of documents; scalars in it make it a field of an event. */
function unwrapList(list: Json | undefined, visitor: ContentVisitor): boolean {
  if (!isArray(list) || list.some((item) => item !== null && !isObject(item))) return false;
  unwrapItems(list, visitor);
  return true;
}

/** The documents of a list; integrations write null where their pipeline dropped one. */
function unwrapItems(items: readonly Json[], visitor: ContentVisitor): void {
  for (const item of items) if (item !== null) unwrapItem(item, visitor);
}

/** One document, perhaps in the envelope that a search hit has. */
function unwrapItem(item: Json, visitor: ContentVisitor): void {
  if (!isObject(item)) {
    visitor.stray(item);
    return;
  }
  if (Object.hasOwn(item, '@timestamp')) {
    visitor.document(item, null, null);
    return;
  }
  const indexName = textOf(item['_index']);
  const id = textOf(item['_id']);
  const inner = item['_source'];
  // The place of a missing event in the reply to an EQL query.
  if (item['missing'] === true && isObject(inner)) return;
  if (isObject(inner)) {
    visitor.document(inner, indexName, id);
    return;
  }
  const fields = item['fields'];
  if ((indexName !== null || id !== null) && isObject(fields)) {
    visitor.document(fields, indexName, id);
    return;
  }
  const update = item['doc'];
  if (isObject(update) && Object.keys(item).every((key) => UPDATE_KEYS.has(key))) {
    visitor.document(update, null, null);
    return;
  }
  visitor.document(item, null, null);
}

/** What a bulk action says about the document that follows: the value of its only key; nothing follows a delete. */
function actionOf(json: JsonObject): JsonObject | null {
  const [key, ...others] = Object.keys(json);
  if (key === undefined || others.length > 0 || !ACTIONS.has(key)) return null;
  const action = json[key];
  if (!isObject(action)) return null;
  return key === 'delete' ? {} : action;
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
