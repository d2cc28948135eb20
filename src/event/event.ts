import { own, ROOT, type Field, type FieldSet, type ObjectPath } from './field.js';
import { isArray, toValue, type Json, type JsonObject, type Scalar, type Value } from './value.js';

/**
 * One audit event as predicates see it: fields by slot (see {@link FieldSet}). How the fields are decoded is the
 * business of the implementation; predicates never see a whole document.
 */
export interface Event {
  /** The value of a field; null when absent. */
  get(slot: number): Value;
  /** The same with every string in lower case: for operators that ignore case. */
  folded(slot: number): Value;
}

/**
 * The fields of a parsed JSON document, each looked up at most once. One instance serves a whole run:
 * {@link DocumentEvent.reset} points it at the next document. What was found for an event is marked with the event's
 * number, so that nothing has to be cleared in between.
 */
export class DocumentEvent implements Event {
  readonly #fields: readonly Field[];
  readonly #objectPaths: readonly ObjectPath[];
  #document: JsonObject = {};
  /** Number of the event: what is marked with another is out of date. */
  #number = 0;
  readonly #readAt: number[] = [];
  readonly #values: Value[] = [];
  readonly #foldedAt: number[] = [];
  readonly #folded: Value[] = [];
  readonly #objectAt: number[] = [];
  readonly #objects: (Json | undefined)[] = [];
  #dotsAt = 0;
  #hasDots = false;
  /** By slot: whether a predicate asked for the field, and whether any event had it. */
  readonly #asked: boolean[] = [];
  readonly #present: boolean[] = [];

  /** `fields` may grow until the first {@link reset}. */
  constructor(fields: FieldSet) {
    this.#fields = fields.fields;
    this.#objectPaths = fields.objects;
  }

  reset(document: JsonObject): void {
    if (this.#values.length < this.#fields.length) this.#grow();
    this.#document = document;
    this.#number += 1;
  }

  get(slot: number): Value {
    return this.#readAt[slot] === this.#number ? (this.#values[slot] ?? null) : this.#read(slot);
  }

  folded(slot: number): Value {
    if (this.#foldedAt[slot] === this.#number) return this.#folded[slot] ?? null;
    const folded = foldValue(this.get(slot));
    this.#foldedAt[slot] = this.#number;
    this.#folded[slot] = folded;
    return folded;
  }

  /** Whether some predicate asked for this field and no event so far had it. */
  neverPresent(slot: number): boolean {
    return this.#asked[slot] === true && this.#present[slot] !== true;
  }

  #read(slot: number): Value {
    const field = this.#fields[slot];
    const value = field === undefined ? null : this.#find(field);
    this.#readAt[slot] = this.#number;
    this.#values[slot] = value;
    this.#asked[slot] = true;
    if (value !== null) this.#present[slot] = true;
    return value;
  }

  /** The nested way first, which nearly every event takes; other spellings only where there can be any. */
  #find(field: Field): Value {
    const parent = field.parent === ROOT ? this.#document : this.#object(field.parent);
    const isList = isArray(parent);
    if (typeof parent === 'object' && parent !== null && !isList) {
      const value = own(parent, field.key);
      if (typeof value === 'string') return value;
      const read = toValue(value);
      if (read !== null) return read;
    }
    const mayBeMixed = isList || field.depth > 2 || (field.depth === 2 && this.#dots());
    return mayBeMixed ? field.read(this.#document) : null;
  }

  /** What stands at the path of an object, when every level is nested. */
  #object(number: number): Json | undefined {
    if (this.#objectAt[number] === this.#number) return this.#objects[number];
    const path = this.#objectPaths[number];
    let object: Json | undefined;
    if (path !== undefined) {
      const parent = path.parent === ROOT ? this.#document : this.#object(path.parent);
      if (isArray(parent)) object = parent;
      else if (typeof parent === 'object' && parent !== null) object = own(parent, path.key);
    }
    this.#objectAt[number] = this.#number;
    this.#objects[number] = object;
    return object;
  }

  /** Whether the document has dotted keys at its top. */
  #dots(): boolean {
    if (this.#dotsAt !== this.#number) {
      this.#dotsAt = this.#number;
      this.#hasDots = Object.keys(this.#document).some((key) => key.includes('.'));
    }
    return this.#hasDots;
  }

  #grow(): void {
    for (let slot = this.#values.length; slot < this.#fields.length; slot++) {
      this.#readAt.push(0);
      this.#foldedAt.push(0);
      this.#values.push(null);
      this.#folded.push(null);
      this.#asked.push(false);
      this.#present.push(false);
    }
    for (let number = this.#objects.length; number < this.#objectPaths.length; number++) {
      this.#objectAt.push(0);
      this.#objects.push(undefined);
    }
  }
}

/**
 * Lower case without a locale, each character by itself: how EQL ignores case. Both lower cases of the Greek sigma are
 * one, or else what a text folds to would depend on where its words end. Source: spec §6.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower;
}

function foldValue(value: Value): Value {
  if (typeof value === 'string') return fold(value);
  if (typeof value !== 'object' || value === null) return value;
  return value.map((item: Scalar) => (typeof item === 'string' ? fold(item) : item));
}
