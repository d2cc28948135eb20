/** Numbers that look random and are the same for the same seed, on every machine: mulberry32. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A generator of its own for `topic`: what is drawn from one does not shift what is drawn from another. */
  static of(seed: number, topic: string): Random {
    let hash = 0x811c_9dc5 ^ seed;
    for (let at = 0; at < topic.length; at++) {
      hash = Math.imul(hash ^ topic.charCodeAt(at), 0x0100_0193);
    }
    return new Random(hash);
  }

  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b_79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * limit);
  }

  /** One of `items`; undefined only where there are none. */
  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }

  /** `items` from a drawn one on, the first ones last: all of them, in an order that keeps neighbours together. */
  rotated<T>(items: readonly T[]): readonly T[] {
    const from = this.below(items.length);
    return [...items.slice(from), ...items.slice(0, from)];
  }

  /** `length` hexadecimal digits. */
  hex(length: number): string {
    let text = '';
    while (text.length < length)
      text += this.below(2 ** 32)
        .toString(16)
        .padStart(8, '0');
    return text.slice(0, length);
  }
}
