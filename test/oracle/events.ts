// §9.2, §9.3 and §3 of the specification: when an event happened, what it is, and which join keys it takes part with.
import type { JsonObject, Scalar } from '../../src/event/index.js';
import type { CheckedFilter, CheckedSubquery } from '../../src/eql/index.js';
import { holds } from './condition.js';
import { valuesOf } from './fields.js';
import { asCondition, fold } from './fold.js';
import type { TypeOf } from './query.js';
import { compareTexts } from './text.js';
import { nanosOf } from './time.js';

/** Names of the fields that place events. */
export interface EventFields {
  readonly timestamp: string;
  /** The first of these that holds a number counts. */
  readonly tiebreaker: readonly string[];
  readonly category: string;
}

export interface OracleEvent {
  readonly document: JsonObject;
  /** Nanoseconds since 1970. */
  readonly time: bigint | null;
  readonly tiebreaker: number | null;
  /** The implicit tiebreaker: the place in the input. */
  readonly place: number;
}

/** The events of the documents, in the order of their ordinals. */
export function eventsOf(documents: readonly JsonObject[], fields: EventFields): OracleEvent[] {
  const first = (document: JsonObject, path: string): Scalar | null =>
    valuesOf(document, path)[0] ?? null;
  return documents
    .map((document, place) => ({
      document,
      time: nanosOf(first(document, fields.timestamp)),
      tiebreaker:
        fields.tiebreaker
          .map((path) => tiebreakerOf(first(document, path)))
          .find((number) => number !== null) ?? null,
      place,
    }))
    .sort(compareEvents);
}

function tiebreakerOf(value: Scalar | null): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  return Number.isFinite(Number(value)) ? Number(value) : null;
}

/** Order of ordinals: without time first; then by tiebreaker, those without last; then by place. */
export function compareEvents(a: OracleEvent, b: OracleEvent): number {
  if (a.time !== b.time) {
    if (a.time === null || b.time === null) return a.time === null ? -1 : 1;
    return a.time < b.time ? -1 : 1;
  }
  if (a.tiebreaker !== b.tiebreaker) {
    if (a.tiebreaker === null || b.tiebreaker === null) return a.tiebreaker === null ? 1 : -1;
    return a.tiebreaker - b.tiebreaker;
  }
  return a.place - b.place;
}

/** Those of the events that are of the category, and satisfy the condition, of a filter. */
export function passing(
  events: readonly OracleEvent[],
  { category, condition }: CheckedFilter,
  fields: EventFields,
  typeOf: TypeOf,
): readonly OracleEvent[] {
  const folded = fold(asCondition(condition), typeOf);
  return events.filter(({ document }) => {
    const categories = valuesOf(document, fields.category).map(String);
    return (category === null || categories.includes(category)) && holds(folded, document, typeOf);
  });
}

/** Values of the `by` fields; null only where the field is optional. */
export type Key = readonly (Scalar | null)[];

/** All keys that an event takes part with: one for each combination of values, none where a field is absent that must not be. */
export function keysOf({ document }: OracleEvent, { keys }: CheckedSubquery): readonly Key[] {
  let rows: Key[] = [[]];
  for (const { path, optional } of keys) {
    const values: readonly (Scalar | null)[] = valuesOf(document, path).map(asKept);
    const choices = values.length === 0 && optional ? [null] : values;
    rows = rows.flatMap((row) => choices.map((value) => [...row, value]));
  }
  return rows.filter((row, at) => rows.findIndex((other) => isSameKey(row, other)) === at);
}

/** Elasticsearch keeps texts as UTF-8, where half a surrogate pair becomes U+FFFD. */
function asKept(value: Scalar): Scalar {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** Equal by the texts of the values: one field may be exported as a number or as a text. Null equals null alone. */
export function isSameKey(a: Key, b: Key): boolean {
  return a.every((value, at) => {
    const other = b[at] ?? null;
    return value === null || other === null ? value === other : String(value) === String(other);
  });
}

/** §10: nulls, then booleans, then numbers by size, then texts by code point. */
export function compareKeys(a: Key, b: Key): number {
  const rank = (value: Scalar | null): number =>
    ['object', 'boolean', 'number', 'string'].indexOf(typeof value);
  for (const [at, value] of a.entries()) {
    const other = b[at] ?? null;
    if (rank(value) !== rank(other)) return rank(value) - rank(other);
    const order =
      typeof value === 'number' && typeof other === 'number'
        ? value - other
        : compareTexts(String(value), String(other));
    if (order !== 0) return order;
  }
  return 0;
}
