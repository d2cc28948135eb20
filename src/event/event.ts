import type { FieldSet, Field } from './field.js';
import type { JsonObject, Scalar, Value } from './value.js';

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
 * {@link DocumentEvent.reset} points it at the next document.
 */
export class DocumentEvent implements Event {
  readonly #fields: readonly Field[];
  #document: JsonObject = {};
  #generation = 0;
  readonly #readAt: number[] = [];
  readonly #values: Value[] = [];
  readonly #foldedAt: number[] = [];
  readonly #folded: Value[] = [];
  /** By slot: whether a predicate asked for the field, and whether any event had it. */
  readonly #asked: boolean[] = [];
  readonly #present: boolean[] = [];

  /** `fields` may grow until the first {@link reset}. */
  constructor(fields: FieldSet) {
    this.#fields = fields.fields;
  }

  reset(document: JsonObject): void {
    const { length } = this.#fields;
    for (let slot = this.#values.length; slot < length; slot++) {
      this.#readAt.push(0);
      this.#foldedAt.push(0);
      this.#values.push(null);
      this.#folded.push(null);
      this.#asked.push(false);
      this.#present.push(false);
    }
    this.#document = document;
    this.#generation += 1;
  }

  get(slot: number): Value {
    return this.#readAt[slot] === this.#generation
      ? (this.#values[slot] ?? null)
      : this.#read(slot);
  }

  folded(slot: number): Value {
    if (this.#foldedAt[slot] === this.#generation) return this.#folded[slot] ?? null;
    const folded = foldValue(this.get(slot));
    this.#foldedAt[slot] = this.#generation;
    this.#folded[slot] = folded;
    return folded;
  }

  /** Whether some predicate asked for this field and no event so far had it. */
  neverPresent(slot: number): boolean {
    return this.#asked[slot] === true && this.#present[slot] !== true;
  }

  #read(slot: number): Value {
    const value = this.#fields[slot]?.read(this.#document) ?? null;
    this.#readAt[slot] = this.#generation;
    this.#values[slot] = value;
    this.#asked[slot] = true;
    if (value !== null) this.#present[slot] = true;
    return value;
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
