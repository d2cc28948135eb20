import type { Event } from './event.js';
import { listOf, type Scalar } from './value.js';

/** The values of the `by` fields that tie the events of one sequence or sample together. */
export interface JoinKey {
  /** One entry per key field; null only for optional fields (`?field`). */
  readonly values: readonly (Scalar | null)[];
  /**
   * Equal for equal keys, and only for those. `123` and `"123"` are equal: the same field may be exported as either.
   */
  readonly text: string;
}

/** The key of a query without `by`. */
export const NO_KEY: JoinKey = { values: [], text: '' };

/** A field that is part of a join key. */
export interface KeyField {
  readonly slot: number;
  /** Whether an absent field counts as null and equals another null, rather than keeping the event out. */
  readonly optional: boolean;
}

/**
 * Most join keys of one event whose key fields hold several arrays: these multiply, and one hostile line would fill the
 * memory. One array alone gives a key for each of its values, however many.
 */
export const MOST_JOIN_KEYS = 10_000;

/**
 * Every join key of an event: none when a required field is absent, one normally, the cartesian product (without
 * duplicates) when fields hold arrays, of which the first {@link MOST_JOIN_KEYS} count. Source: spec §9.2.
 */
export function joinKeys(event: Event, fields: readonly KeyField[]): readonly JoinKey[] {
  if (fields.length === 0) return ONLY_NO_KEY;
  const row: (Scalar | null)[] = [];
  for (const { slot, optional } of fields) {
    const value = event.get(slot);
    if (value === null && !optional) return NO_KEYS;
    if (typeof value === 'object' && value !== null) return productOf(event, fields);
    row.push(asKept(value));
  }
  return [{ values: row, text: keyText(row) }];
}

const ONLY_NO_KEY: readonly JoinKey[] = [NO_KEY];
const NO_KEYS: readonly JoinKey[] = [];

/** The keys of an event of which some key field holds an array. */
function productOf(event: Event, fields: readonly KeyField[]): readonly JoinKey[] {
  let rows: (Scalar | null)[][] = [[]];
  for (const { slot, optional } of fields) {
    const value = event.get(slot);
    const choices = value === null ? (optional ? [null] : []) : distinct(listOf(value).map(asKept));
    const most = Math.max(MOST_JOIN_KEYS, rows.length, choices.length);
    const longer: (Scalar | null)[][] = [];
    for (const row of rows) {
      for (const choice of choices.slice(0, most - longer.length)) longer.push([...row, choice]);
    }
    rows = longer;
  }
  return rows.map((row) => ({ values: row, text: keyText(row) }));
}

/** Whether some keys of an event do not count, because there are too many; `keys` are those that do. */
export function isBeyondKeys(
  event: Event,
  fields: readonly KeyField[],
  keys: readonly JoinKey[],
): boolean {
  if (keys.length < MOST_JOIN_KEYS) return false;
  const all = fields.reduce((product, { slot }) => {
    const value = event.get(slot);
    const isList = typeof value === 'object' && value !== null;
    return isList ? product * distinct(value.map(asKept)).length : product;
  }, 1);
  return all > keys.length;
}

/** A lone half of a character is no text that Elasticsearch could hold: it keeps another one in its place. */
function asKept<T extends Scalar | null>(value: T): T | string {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** `values` without those that give the same key as an earlier one. */
function distinct(values: readonly Scalar[]): readonly Scalar[] {
  const byText = new Map<string, Scalar>();
  for (const value of values) {
    const text = String(value);
    if (!byText.has(text)) byText.set(text, value);
  }
  return [...byText.values()];
}

/** The kinds of a key's values, one letter each: what {@link keyText} leaves out. */
export function keyKinds(values: readonly (Scalar | null)[]): string {
  return values.map((value) => (value === null ? '-' : typeof value).charAt(0)).join('');
}

/** The key that has this text and these kinds of values: a million keys are kept as text alone. */
export function parseKey(text: string, kinds: string): JoinKey {
  const values: (Scalar | null)[] = [];
  let at = 0;
  for (const kind of kinds) {
    if (kind === '-') {
      values.push(null);
      at += '-;'.length;
      continue;
    }
    const colon = text.indexOf(':', at);
    const end = colon + 1 + Number(text.slice(at, colon));
    const item = text.slice(colon + 1, end);
    values.push(kind === 's' ? item : kind === 'n' ? Number(item) : item === 'true');
    at = end + 1;
  }
  return { values, text };
}

/** Length-prefixed, so that no value can imitate the border between two. */
export function keyText(values: readonly (Scalar | null)[]): string {
  let text = '';
  for (const value of values) {
    if (value === null) {
      text += '-;';
    } else {
      const item = String(value);
      text += `${item.length}:${item};`;
    }
  }
  return text;
}

/**
 * Order of keys in the results of a sample: nulls first, booleans, numbers by size, then strings by code point.
 * Source: spec §10.
 */
export function compareKeys(a: JoinKey, b: JoinKey): number {
  for (const [index, value] of a.values.entries()) {
    const order = compareKeyValues(value, b.values[index] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

function compareKeyValues(a: Scalar | null, b: Scalar | null): number {
  if (a === b) return 0;
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareText(String(a), String(b));
}

function rankOf(value: Scalar | null): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return 1;
  return typeof value === 'number' ? 2 : 3;
}

/** Order by code point, which is the order of the UTF-8 bytes: what Elasticsearch uses for keywords. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return surrogatesLast(x) - surrogatesLast(y);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates (code points above U+FFFF) before U+E000 to U+FFFF; code point order puts them after. */
function surrogatesLast(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
