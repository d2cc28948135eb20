import { isArray, isObject, toValue, collectScalars, fromScalars } from './value.js';
import type { Json, JsonObject, Scalar, Value } from './value.js';

/**
 * The fields that a run reads, each with a slot number. Queries of one run share one set, so that an event
 * looks every field up at most once.
 */
export class FieldSet {
  readonly #slots = new Map<string, number>();
  readonly #fields: Field[] = [];

  /** The slot of the field at dotted `path`; the same path always has the same slot. */
  slot(path: string): number {
    const known = this.#slots.get(path);
    if (known !== undefined) return known;
    const slot = this.#fields.length;
    this.#slots.set(path, slot);
    this.#fields.push(new Field(path));
    return slot;
  }

  /** All fields, in the order of their slots. */
  get fields(): readonly Field[] {
    return this.#fields;
  }
}

/** How to find one field in a document. */
export class Field {
  readonly path: string;
  readonly #segments: readonly string[];

  constructor(path: string) {
    this.path = path;
    this.#segments = path.split('.');
  }

  /**
   * The value of this field in `document`. Keys may be nested, dotted, or mixed (`{"host":{"os.type":"linux"}}`);
   * where two spellings are present, the more nested one is read. Arrays of objects give the values of all.
   */
  read(document: JsonObject): Value {
    // The common case by far: nested objects all the way.
    const segments = this.#segments;
    let at: Json | undefined = document;
    for (const segment of segments) {
      if (typeof at !== 'object' || at === null || isArray(at)) {
        at = undefined;
        break;
      }
      at = own(at, segment);
    }
    if (at !== undefined && at !== null) {
      const value = toValue(at);
      if (value !== null) return value;
    }
    return segments.length === 1 ? null : readMixed(document, segments, 0);
  }
}

/** Reads dotted and mixed spellings and arrays of objects; gives null when no spelling leads to a value. */
function readMixed(at: Json | undefined, segments: readonly string[], from: number): Value {
  if (from === segments.length) return toValue(at);
  if (isArray(at)) {
    const values: Scalar[] = [];
    for (const item of at) {
      const value = readMixed(item, segments, from);
      if (value !== null) collectScalars(value, values);
    }
    return fromScalars(values);
  }
  if (!isObject(at)) return null;
  let key = '';
  for (let to = from; to < segments.length; to++) {
    const segment = segments[to] ?? '';
    key = to === from ? segment : `${key}.${segment}`;
    const next = own(at, key);
    if (next === undefined || next === null) continue;
    const value = readMixed(next, segments, to + 1);
    if (value !== null) return value;
  }
  return null;
}

/** An own property: `__proto__`, `constructor` and the like in a document are data. */
function own(object: JsonObject, key: string): Json | undefined {
  const value = object[key];
  return value !== undefined && Object.hasOwn(object, key) ? value : undefined;
}
