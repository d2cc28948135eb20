/** Items noted for one key beyond which the oldest of them is forgotten. */
const MOST_ITEMS = 8;

/**
 * Remembers what was noted lately, by key: at least the last `size` keys, at most twice as many. Two generations: when the young one is
 * full it becomes the old one, and what the old one held is forgotten. Constant time, whatever the input.
 */
export class Recent<T> {
  readonly #size: number;
  #young = new Map<string, T[]>();
  #old = new Map<string, T[]>();

  constructor(size: number) {
    this.#size = size;
  }

  note(key: string, item: T): void {
    const items = this.#young.get(key) ?? this.#old.get(key) ?? [];
    items.push(item);
    if (items.length > MOST_ITEMS) items.shift();
    if (this.#young.size >= this.#size && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, items);
  }

  /** What was noted for `key`, oldest first. */
  get(key: string): readonly T[] {
    return this.#young.get(key) ?? this.#old.get(key) ?? [];
  }
}
