// One query over documents held in memory: what Elasticsearch's EQL search API does over an index.
import { compareMatches, createMatcher, type Match } from '../engine/index.js';
import {
  compareTimestamps,
  FieldSet,
  type FieldType,
  type JsonObject,
  type Scalar,
  type Timestamp,
} from '../event/index.js';
import { checkQuery, compile, parseQuery } from '../eql/index.js';
import type { Diagnostic, Source } from '../source/index.js';
import { CandidateStore } from './candidate-store.js';
import { Evaluator } from './evaluator.js';
import { Kinds } from './kinds.js';
import { probesOf } from './probe.js';
import { limitPlan, takeSize } from './search-order.js';
import {
  DEFAULT_EVENT_FIELDS,
  neededSubqueries,
  type EventFields,
  type ScanQuery,
} from './query.js';

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
  if (parsed.query === null) return { scanQuery: null, fields, diagnostics: parsed.diagnostics };
  const checked = checkQuery(parsed.query, source, { ...typed, unknownFields: 'warning' });
  const found = [...parsed.diagnostics, ...checked.diagnostics];
  if (checked.query === null) return { scanQuery: null, fields, diagnostics: found };
  const compiled = compile(checked.query, { ...typed, fields, source });
  const diagnostics = [...found, ...compiled.diagnostics];
  if (compiled.query === null) return { scanQuery: null, fields, diagnostics };
  return {
    scanQuery: { compiled: compiled.query, index: null, eventFields },
    fields,
    diagnostics,
  };
}

function search(
  query: ScanQuery,
  fields: FieldSet,
  documents: Iterable<JsonObject>,
  options: SearchOptions,
): readonly SearchMatch[] {
  const plan = limitPlan(query.compiled.plan, options.size);
  const probes = probesOf([query]);
  const settings = { gate: 'off', eventFields: query.eventFields } as const;
  const kinds = new Kinds(probes, [query], fields, settings);
  const evaluator = new Evaluator(probes, [query], kinds, fields, query.eventFields);
  const store = new CandidateStore();
  const held: JsonObject[] = [];
  let latest: Timestamp | null = null;
  for (const document of documents) {
    const offset = held.push(document) - 1;
    const kind = evaluator.turnTo(document, null);
    latest = later(latest, evaluator.time());
    if (evaluator.satisfied(kind.probes).length === 0) continue;
    const place = { input: 0, offset, index: 0, length: 0, line: offset + 1 };
    evaluator.emit({ ...place, raw: null, action: null }, (number, candidate) => {
      store.add(number, candidate);
    });
  }
  const matcher = createMatcher(plan, {
    maxSamplesPerKey: options.maxSamplesPerKey ?? 1,
    endClosesWindows: options.endClosesWindows ?? true,
  });
  const matches: Match[] = [];
  for (const { candidate } of store.inOrder([neededSubqueries(plan)])) {
    for (const match of matcher.accept(candidate)) matches.push(match);
  }
  // Events that were no candidates, too, show how far time has come.
  if (latest !== null) matches.push(...matcher.advance(latest));
  for (const match of matcher.end()) matches.push(match);
  const ordered = takeSize(matches.sort(compareMatches(plan)), plan, options.size);
  return ordered.map(({ key, events }) => ({
    joinKeys: key.values,
    events: events.map((event) => (event === null ? null : (held[event.position.offset] ?? null))),
  }));
}

function later(a: Timestamp | null, b: Timestamp | null): Timestamp | null {
  if (a === null || b === null) return a ?? b;
  return compareTimestamps(a, b) < 0 ? b : a;
}
