import { setBit, type Bits } from './bitset.js';

interface Node {
  /** The numbers of every affix on the way here, this one included; null where there is none yet. */
  bits: Bits | null;
  readonly next: Map<number, Node>;
}

/** An affix and the number that it stands for. */
export type Affix = readonly [text: string, number: number];

/**
 * Finds the numbers of all those affixes (beginnings or ends) that a text has, in one walk over its characters: as many
 * steps as the text shares with the longest of them, however many there are.
 */
export class AffixTree {
  readonly #root: Node = { bits: null, next: new Map() };
  readonly #fromEnd: boolean;

  /** The numbers in `base` come with every affix. */
  constructor(affixes: readonly Affix[], base: Bits, side: 'start' | 'end') {
    this.#fromEnd = side === 'end';
    // Shorter ones first: a node takes over what is known at its parent when it is made.
    for (const [text, number] of affixes.toSorted(([a], [b]) => a.length - b.length)) {
      const node = this.#nodeOf(text);
      const bits = (node.bits ?? base).slice();
      setBit(bits, number);
      node.bits = bits;
    }
  }

  /** The numbers of the affixes that `text` has; null for none. Not to be changed. */
  find(text: string): Bits | null {
    let node = this.#root;
    const { length } = text;
    for (let n = 0; n < length; n++) {
      const next = node.next.get(text.charCodeAt(this.#fromEnd ? length - 1 - n : n));
      if (next === undefined) break;
      node = next;
    }
    return node.bits;
  }

  #nodeOf(text: string): Node {
    let node = this.#root;
    for (let n = 0; n < text.length; n++) {
      const unit = text.charCodeAt(this.#fromEnd ? text.length - 1 - n : n);
      let next = node.next.get(unit);
      if (next === undefined) node.next.set(unit, (next = { bits: node.bits, next: new Map() }));
      node = next;
    }
    return node;
  }
}
