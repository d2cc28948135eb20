/** Slots to begin with, however few or many groups are expected. */
const MIN_SLOTS = 1 << 6;
const MAX_FIRST_SLOTS = 1 << 19;
/** Share of the slots that may be taken before the table doubles. */
const MAX_LOAD = 0.7;

/**
 * A number for each distinct query and join key hash, in the order of their first appearance, with a set of up to 32
 * small numbers for each: some 25 bytes a group, by open addressing.
 */
export class GroupTable {
  #size = 0;
  /** Number of the group plus one; 0: free. */
  #slots = new Uint32Array(0);
  #most = 0;
  /** By group, four words: query, the two halves of the hash, the set. */
  #groups = new Uint32Array(0);
  /** Input is written by attackers: nobody can choose keys that share a slot. */
  readonly #seed = randomSeed();

  constructor() {
    this.clear(0);
  }

  /** Forgets all groups, and gets ready for as many as are `expected`. */
  clear(expected: number): void {
    let length = MIN_SLOTS;
    while (length < MAX_FIRST_SLOTS && length * MAX_LOAD <= expected) length *= 2;
    this.#size = 0;
    // The memory of the groups before is used again: what is given back goes only when the collector runs.
    if (this.#slots.buffer.byteLength < length * 4) this.#slots = new Uint32Array(length);
    else this.#slots = new Uint32Array(this.#slots.buffer, 0, length).fill(0);
    this.#most = Math.floor(length * MAX_LOAD);
    if (this.#groups.length < this.#most * 4) this.#groups = new Uint32Array(this.#most * 4);
  }

  get size(): number {
    return this.#size;
  }

  /** The number of the group; a new one where it was not seen before. */
  group(query: number, low: number, high: number): number {
    const slots = this.#slots;
    const groups = this.#groups;
    const mask = slots.length - 1;
    let slot = mix(this.#seed, query, low, high) & mask;
    for (;;) {
      const group = (slots[slot] ?? 0) - 1;
      if (group === -1) break;
      const at = group * 4;
      if (groups[at + 1] === low && groups[at + 2] === high && groups[at] === query) return group;
      slot = (slot + 1) & mask;
    }
    const group = this.#size++;
    slots[slot] = group + 1;
    groups[group * 4] = query;
    groups[group * 4 + 1] = low;
    groups[group * 4 + 2] = high;
    groups[group * 4 + 3] = 0;
    if (this.#size === this.#most) this.#double();
    return group;
  }

  /** Adds to the set of a group. */
  include(group: number, bits: number): void {
    const at = group * 4 + 3;
    this.#groups[at] = (this.#groups[at] ?? 0) | bits;
  }

  /** Whether the set of a group has all of `bits`. */
  hasAll(group: number, bits: number): boolean {
    return (bits & ~(this.#groups[group * 4 + 3] ?? 0)) === 0;
  }

  #double(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    this.#most = Math.floor(slots.length * MAX_LOAD);
    let groups = this.#groups;
    if (groups.length < this.#most * 4) {
      groups = new Uint32Array(this.#most * 4);
      groups.set(this.#groups);
    }
    const mask = slots.length - 1;
    for (let group = 0; group < this.#size; group++) {
      const at = group * 4;
      const [query = 0, low = 0, high = 0] = [groups[at], groups[at + 1], groups[at + 2]];
      let slot = mix(this.#seed, query, low, high) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = group + 1;
    }
    this.#slots = slots;
    this.#groups = groups;
  }
}

/** A hash of 32 bits, other ones for another seed. */
export function mix(seed: number, query: number, low: number, high: number): number {
  let hash = Math.imul(low ^ seed, 0x9e37_79b1);
  hash = Math.imul(hash ^ (hash >>> 15) ^ high, 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ query, 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A seed for {@link mix} that nobody knows. */
export function randomSeed(): number {
  return Math.floor(Math.random() * 0x1_0000_0000);
}
