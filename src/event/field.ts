import { collectScalars, flattened, fromScalars, isArray, isObject, toValue } from './value.js';
import type { Json, JsonObject, Scalar, Value } from './value.js';

/**
 * The fields that a run reads, each with a slot number. Queries of one run share one set, so that an event
 * looks every field up at most once; fields of one object (`process.name`, `process.pid`) share the way to it.
 */
export class FieldSet {
  readonly #slots = new Map<string, number>();
  readonly #fields: Field[] = [];
  readonly #parents = new Map<string, number>();
  readonly #objects: ObjectPath[] = [];

  /** The slot of the field at dotted `path`; the same path always has the same slot. */
  slot(path: string): number {
    const known = this.#slots.get(path);
    if (known !== undefined) return known;
    const slot = this.#fields.length;
    this.#slots.set(path, slot);
    const parent = this.#object(parentOf(path));
    let top = parent;
    for (let above = top; above !== ROOT; above = this.#objects[above]?.parent ?? ROOT) top = above;
    this.#fields.push(new Field(path, parent, top));
    return slot;
  }

  /** All fields, in the order of their slots. */
  get fields(): readonly Field[] {
    return this.#fields;
  }

  /** The objects that hold fields, parents before children. */
  get objects(): readonly ObjectPath[] {
    return this.#objects;
  }

  /** The number of the object at `path`, {@link ROOT} for the document itself. */
  #object(path: string): number {
    if (path === '') return ROOT;
    const known = this.#parents.get(path);
    if (known !== undefined) return known;
    const parent = this.#object(parentOf(path));
    const key = lastOf(path);
    const number = this.#objects.push({ key, parent, isInherited: INHERITED.has(key) }) - 1;
    this.#parents.set(path, number);
    return number;
  }
}

/** The number of the document itself among the objects of a {@link FieldSet}. */
export const ROOT = -1;

/** An object on the way to a field. */
export interface ObjectPath {
  readonly key: string;
  /** Whether every object answers to the key, so that only an own property counts. */
  readonly isInherited: boolean;
  /** Number of the object that it is in, or {@link ROOT}. */
  readonly parent: number;
}

/** How to find one field in a document. */
export class Field {
  readonly path: string;
  /** The last segment of the path. */
  readonly key: string;
  /** Whether every object answers to the key, so that only an own property counts. */
  readonly isInherited: boolean;
  /** Number of the object that holds the field when every level is nested, or {@link ROOT}. */
  readonly parent: number;
  /** Number of the object under the first segment, or {@link ROOT} where the path has no other. */
  readonly top: number;
  /** `keys[from][n]`: segments `from` to `from + n` joined by dots: the keys that mixed spellings have. */
  readonly #keys: readonly (readonly string[])[];

  constructor(path: string, parent = ROOT, top = ROOT) {
    const segments = path.split('.');
    this.path = path;
    this.key = segments.at(-1) ?? '';
    this.isInherited = INHERITED.has(this.key);
    this.parent = parent;
    this.top = top;
    this.#keys = segments.map((_, from) =>
      segments.slice(from).map((_segment, n) => segments.slice(from, from + n + 1).join('.')),
    );
  }

  /**
   * The value of this field in `document`. Keys may be nested, dotted, or mixed (`{"host":{"os.type":"linux"}}`);
   * where two spellings are present, the more nested one is read. Arrays of objects give the values of all.
   */
  read(document: JsonObject): Value {
    return this.#readFrom(document, 0);
  }

  /** The same for a document without dotted keys at its top; `top` stands under the first segment. */
  readBelow(top: Json | undefined): Value {
    return this.#readFrom(top, 1);
  }

  #readFrom(at: Json | undefined, from: number): Value {
    const keys = this.#keys[from];
    if (keys === undefined) return toValue(at);
    if (isArray(at)) {
      const values: Scalar[] = [];
      for (const item of flattened(at)) {
        const value = this.#readFrom(item, from);
        if (value !== null) collectScalars(value, values);
      }
      return fromScalars(values);
    }
    if (!isObject(at)) return null;
    for (let n = 0; n < keys.length; n++) {
      const next = own(at, keys[n] ?? '');
      if (next === undefined || next === null) continue;
      const value = this.#readFrom(next, from + n + 1);
      if (value !== null) return value;
    }
    return null;
  }
}

/** An own property: `__proto__`, `constructor` and the like in a document are data. */
function own(object: JsonObject, key: string): Json | undefined {
  const value = object[key];
  return value !== undefined && INHERITED.has(key) && !Object.hasOwn(object, key)
    ? undefined
    : value;
}

/** Keys that every object answers to. */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

function parentOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot === -1 ? '' : path.slice(0, dot);
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
