// One query over documents held in memory: what Elasticsearch's EQL search API does over an index.
import { FieldSet, type FieldType, type JsonObject, type Scalar } from '../event/index.js';
import { checkQuery, compile, parseQuery, type CheckedQuery } from '../eql/index.js';
import type { Diagnostic, Source } from '../source/index.js';
import { DocumentSearch } from './document-search.js';
import { DEFAULT_EVENT_FIELDS, type EventFields, type ScanQuery } from './query.js';

/** How a query text is understood. */
export interface QueryOptions {
  /** Default `@timestamp`. */
  readonly timestampField?: string;
  /** Default `event.sequence`, then `auditd.sequence`. */
  readonly tiebreakerField?: string;
  /** Default `event.category`. */
  readonly eventCategoryField?: string;
  /** The type of a field, where it is known: decides dates, addresses and versions. Default: ECS. */
  readonly fieldType?: (path: string) => FieldType | undefined;
}

/** What a search gives back at most, and how it treats the end of the data. */
export interface SearchOptions {
  /** Most matches: the last ones in order, as Elasticsearch's `size` (samples: the first). Default: no limit. */
  readonly size?: number;
  /** Most samples for one join key. Default 1. */
  readonly maxSamplesPerKey?: number;
  /** Whether a missing event at the end of the data counts as missing. Default true: all data is there. */
  readonly endClosesWindows?: boolean;
}

/** One result of a search. */
export interface SearchMatch {
  /** Values of the `by` fields; empty for an event query. */
  readonly joinKeys: readonly (Scalar | null)[];
  /** In stage order; null for a missing event. */
  readonly events: readonly (JsonObject | null)[];
}

/** A query that compiled. Holds no state of any search. */
export interface SearchableQuery {
  readonly kind: 'event' | 'sequence' | 'sample';
  /** Paths of all fields it reads. */
  readonly fields: readonly string[];
  readonly search: (
    documents: Iterable<JsonObject>,
    options?: SearchOptions,
  ) => readonly SearchMatch[];
}

/** The query, or null with the reasons; `diagnostics` may hold warnings beside a query. */
export interface CompiledText {
  readonly query: SearchableQuery | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles an EQL text for searching documents in memory. Never throws on a bad query: says what is wrong with it.
 * Source: https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax
 */
export function compileQuery(text: string | Source, options: QueryOptions = {}): CompiledText {
  const source = typeof text === 'string' ? { name: '<query>', text } : text;
  const prepared = prepareQuery(source, new FieldSet(), options);
  const { scanQuery, fields } = prepared;
  if (scanQuery === null) return { query: null, diagnostics: prepared.diagnostics };
  return {
    query: {
      kind: scanQuery.compiled.plan.kind,
      fields: scanQuery.compiled.fields,
      search: (documents, searchOptions = {}) =>
        search(scanQuery, fields, documents, searchOptions),
    },
    diagnostics: prepared.diagnostics,
  };
}

/** Parses, checks and compiles `source` for a scan that reads `fields`; null where the query has errors. */
export function prepareQuery(
  source: Source,
  fields: FieldSet,
  options: QueryOptions,
): {
  readonly scanQuery: ScanQuery | null;
  /** What the checker made of the text; null where it has errors. */
  readonly checked: CheckedQuery | null;
  readonly fields: FieldSet;
  readonly diagnostics: readonly Diagnostic[];
} {
  const eventFields: EventFields = {
    timestamp: options.timestampField ?? DEFAULT_EVENT_FIELDS.timestamp,
    tiebreaker:
      options.tiebreakerField === undefined
        ? DEFAULT_EVENT_FIELDS.tiebreaker
        : [options.tiebreakerField],
    category: options.eventCategoryField ?? DEFAULT_EVENT_FIELDS.category,
  };
  const typed = options.fieldType === undefined ? {} : { fieldType: options.fieldType };
  const parsed = parseQuery(source);
  if (parsed.query === null) {
    return { scanQuery: null, checked: null, fields, diagnostics: parsed.diagnostics };
  }
  const checked = checkQuery(parsed.query, source, { ...typed, unknownFields: 'warning' });
  const found = [...parsed.diagnostics, ...checked.diagnostics];
  if (checked.query === null) {
    return { scanQuery: null, checked: null, fields, diagnostics: found };
  }
  const compiled = compile(checked.query, { ...typed, fields, source });
  const diagnostics = [...found, ...compiled.diagnostics];
  if (compiled.query === null) {
    return { scanQuery: null, checked: checked.query, fields, diagnostics };
  }
  return {
    scanQuery: { compiled: compiled.query, index: null, eventFields },
    checked: checked.query,
    fields,
    diagnostics,
  };
}

function search(
  query: ScanQuery,
  fields: FieldSet,
  documents: Iterable<JsonObject>,
  { size, maxSamplesPerKey = 1, endClosesWindows = true }: SearchOptions,
): readonly SearchMatch[] {
  const searching = new DocumentSearch(query, fields, {
    ...(size === undefined ? {} : { size }),
    matcher: { maxSamplesPerKey, endClosesWindows },
  });
  const held: JsonObject[] = [];
  for (const document of documents) {
    held.push(document);
    searching.add(document);
  }
  return searching.matches().map(({ key, documents: numbers }) => ({
    joinKeys: key.values,
    events: numbers.map((number) => (number === null ? null : (held[number] ?? null))),
  }));
}
