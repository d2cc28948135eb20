// What the value of one field says about probes: made from what their conditions require of it, see `Requirement`.
import type { Requirement } from '../eql/index.js';
import type { Event, Value } from '../event/index.js';
import { AffixTree, type Affix } from './affix-tree.js';
import { addAll, bitsFor, copyFrom, setBit, type Bits } from './bitset.js';

/** By probe number: the requirement on one field. All have the same field, and are folded or not alike. */
export type Holders = ReadonlyMap<number, Requirement>;

/** Tells, from the value of one field, which probes an event can satisfy. */
export class RequirementTable {
  /** The probes that some value can rule out. */
  readonly narrowed: Bits;
  readonly #slot: number;
  readonly #folded: boolean;
  /** Probes possible when the field is absent: those that require nothing of it. */
  readonly #absent: Bits;
  /** Probes possible for every value. */
  readonly #anyValue: Bits;
  // Probes possible for values that some name, those of `#anyValue` included.
  readonly #exact: ReadonlyMap<string, Bits>;
  readonly #heads: AffixTree | null;
  readonly #tails: AffixTree | null;
  readonly #scratch: Bits;
  #seen = false;

  /** A table for the probes 0 to `size - 1`. */
  constructor(size: number, holders: Holders) {
    const [{ slot, folded } = { slot: 0, folded: false }] = holders.values();
    this.#slot = slot;
    this.#folded = folded;
    this.narrowed = bitsFor(size);
    this.#absent = bitsFor(size);
    this.#anyValue = bitsFor(size);
    this.#scratch = bitsFor(size);
    for (let number = 0; number < size; number++) {
      const requirement = holders.get(number);
      if (requirement === undefined) setBit(this.#absent, number);
      const narrows = requirement !== undefined && requirement.texts !== null;
      setBit(narrows ? this.narrowed : this.#anyValue, number);
    }
    this.#exact = byText(holders, this.#anyValue);
    this.#heads = treeOf(holders, this.#anyValue, 'start');
    this.#tails = treeOf(holders, this.#anyValue, 'end');
  }

  /** Whether some event had the field. */
  get seen(): boolean {
    return this.#seen;
  }

  /** The probes that the event's value leaves possible: good until the next call, and not to be changed. */
  possible(event: Event): Bits {
    const value: Value = this.#folded ? event.folded(this.#slot) : event.get(this.#slot);
    if (value === null) return this.#absent;
    this.#seen = true;
    if (typeof value !== 'object') return this.#addNamed(String(value), this.#anyValue);
    let possible = this.#anyValue;
    for (const item of value) possible = this.#addNamed(String(item), possible);
    return possible;
  }

  /** Adds to `possible` the probes that `text` leaves possible. */
  #addNamed(text: string, possible: Bits): Bits {
    const exact = this.#exact.get(text);
    let all = exact === undefined ? possible : this.#union(possible, exact);
    const head = this.#heads?.find(text) ?? null;
    if (head !== null) all = this.#union(all, head);
    const tail = this.#tails?.find(text) ?? null;
    if (tail !== null) all = this.#union(all, tail);
    return all;
  }

  /** The union, in a place of its own once there is more than one set: nearly every text is named once or not at all. */
  #union(possible: Bits, named: Bits): Bits {
    if (possible === this.#anyValue) return named;
    if (possible !== this.#scratch) copyFrom(this.#scratch, possible);
    addAll(this.#scratch, named);
    return this.#scratch;
  }
}

function byText(holders: Holders, anyValue: Bits): ReadonlyMap<string, Bits> {
  const found = new Map<string, Bits>();
  for (const [number, { texts }] of holders) {
    for (const text of texts?.exact ?? []) {
      let bits = found.get(text);
      if (bits === undefined) found.set(text, (bits = anyValue.slice()));
      setBit(bits, number);
    }
  }
  return found;
}

function treeOf(holders: Holders, anyValue: Bits, side: 'start' | 'end'): AffixTree | null {
  const affixes = [...holders].flatMap(([number, { texts }]) =>
    [...((side === 'start' ? texts?.heads : texts?.tails) ?? [])].map((text): Affix => [
      text,
      number,
    ]),
  );
  return affixes.length === 0 ? null : new AffixTree(affixes, anyValue, side);
}
