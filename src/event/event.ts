import { ROOT, type Field, type FieldSet, type ObjectPath } from './field.js';
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
  readonly #paths: readonly ObjectPath[];
  #document: JsonObject = {};
  /** Number of the event: what is marked with another is out of date. */
  #number = 0;
  #readAt = new Int32Array(0);
  #foldedAt = new Int32Array(0);
  #objectAt = new Int32Array(0);
  readonly #values: Value[] = [];
  readonly #folded: Value[] = [];
  readonly #objects: (Json | undefined)[] = [];
  #dotsAt = 0;
  #hasDots = false;

  /** `fields` may grow until the first {@link reset}. */
  constructor(fields: FieldSet) {
    this.#fields = fields.fields;
    this.#paths = fields.objects;
  }

  reset(document: JsonObject): void {
    if (this.#values.length < this.#fields.length) this.#grow();
    this.#document = document;
    // Marks are 32 bits: after two billion events they start afresh.
    if (this.#number === 0x7fff_ffff) this.#clearMarks();
    this.#number += 1;
  }

  get(slot: number): Value {
    if (this.#readAt[slot] === this.#number) return this.#values[slot] ?? null;
    const field = this.#fields[slot];
    const value = field === undefined ? null : this.#find(field);
    this.#readAt[slot] = this.#number;
    this.#values[slot] = value;
    return value;
  }

  folded(slot: number): Value {
    if (this.#foldedAt[slot] === this.#number) return this.#folded[slot] ?? null;
    const folded = foldValue(this.get(slot));
    this.#foldedAt[slot] = this.#number;
    this.#folded[slot] = folded;
    return folded;
  }

  /** The nested way first, which nearly every event takes; other spellings only where there can be any. */
  #find(field: Field): Value {
    const { key, parent } = field;
    const holder = parent === ROOT ? this.#document : this.#object(parent);
    if (typeof holder !== 'object' || holder === null || isArray(holder)) {
      return this.#findMixed(field);
    }
    const json = field.isInherited && !Object.hasOwn(holder, key) ? undefined : holder[key];
    if (typeof json === 'string') return json;
    if (json !== undefined) {
      const value = toValue(json);
      if (value !== null) return value;
    }
    return this.#findMixed(field);
  }

  /** Dotted and mixed spellings, and lists of objects: only where there can be any. */
  #findMixed(field: Field): Value {
    const { top, parent } = field;
    if (top === ROOT) return null;
    if (this.#dots()) return field.read(this.#document);
    const object = this.#object(top);
    if (object === undefined) return null;
    // With two levels and no dots, the nested spelling was the only one; a list of objects may still hold the field.
    return top === parent && !isArray(object) ? null : field.readBelow(object);
  }

  /** What stands at the path of an object, when every level is nested; a list where one of the levels is a list. */
  #object(number: number): Json | undefined {
    if (this.#objectAt[number] === this.#number) return this.#objects[number];
    const path = this.#paths[number];
    let object: Json | undefined;
    if (path !== undefined) {
      const holder = path.parent === ROOT ? this.#document : this.#object(path.parent);
      if (isArray(holder)) {
        object = holder;
      } else if (typeof holder === 'object' && holder !== null) {
        const isForeign = path.isInherited && !Object.hasOwn(holder, path.key);
        object = isForeign ? undefined : holder[path.key];
      }
    }
    this.#objectAt[number] = this.#number;
    this.#objects[number] = object;
    return object;
  }

  /** Whether the document has dotted keys at its top. */
  #dots(): boolean {
    if (this.#dotsAt !== this.#number) {
      this.#dotsAt = this.#number;
      this.#hasDots = false;
      for (const key in this.#document) {
        if (key.includes('.')) this.#hasDots = true;
      }
    }
    return this.#hasDots;
  }

  #grow(): void {
    const slots = this.#fields.length;
    const objects = this.#paths.length;
    this.#readAt = new Int32Array(slots);
    this.#foldedAt = new Int32Array(slots);
    this.#objectAt = new Int32Array(objects);
    while (this.#values.length < slots) this.#values.push(null);
    while (this.#folded.length < slots) this.#folded.push(null);
    while (this.#objects.length < objects) this.#objects.push(undefined);
  }

  #clearMarks(): void {
    for (const marks of [this.#readAt, this.#foldedAt, this.#objectAt]) marks.fill(0);
    this.#number = 0;
    this.#dotsAt = 0;
  }
}

/**
 * Lower case without a locale, each character by itself: how EQL ignores case. Never changes the length, so that a `?`
 * still stands for one character: the dotted capital I, whose lower case is two, stays. Both lower cases of the Greek
 * sigma are one, or else what a text folds to would depend on where its words end. Source: spec §6.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return text.split('İ').map(fold).join('İ');
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower;
}

/** A value with every string folded. */
export function foldValue(value: Value): Value {
  if (typeof value === 'string') return fold(value);
  if (typeof value !== 'object' || value === null) return value;
  return value.map((item: Scalar) => (typeof item === 'string' ? fold(item) : item));
}
