/** A member of an {@link AgeQueue}: it carries its own links, so that it can leave from anywhere at once. */
export interface Aged<T> {
  older: T | null;
  newer: T | null;
}

/**
 * State held by a matcher, from the oldest to the newest. It tells what to give up when there is more than the limit
 * allows, or when time has passed it by; what to do then is the matcher's business. All operations take constant
 * time, and nothing stays behind of what has left: a `Map` would keep its holes at the front, where we look.
 */
export class AgeQueue<T extends Aged<T>> {
  readonly #limit: number;
  #oldest: T | null = null;
  #newest: T | null = null;
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#size;
  }

  get oldest(): T | null {
    return this.#oldest;
  }

  /** From the oldest to the newest; nothing may leave or join meanwhile. */
  *[Symbol.iterator](): Generator<T> {
    for (let item = this.#oldest; item !== null; item = item.newer) yield item;
  }

  /** The oldest when more is held than the limit allows; null otherwise. */
  get excess(): T | null {
    return this.#size > this.#limit ? this.#oldest : null;
  }

  /** Takes `item`, which is in no queue, as the newest. */
  add(item: T): void {
    item.older = this.#newest;
    if (this.#newest === null) this.#oldest = item;
    else this.#newest.newer = item;
    this.#newest = item;
    this.#size += 1;
  }

  /** Takes `item`, a copy of what is in another queue, as the newest. */
  adopt(item: T): void {
    item.older = null;
    item.newer = null;
    this.add(item);
  }

  /** Lets `item`, which is in this queue, go. */
  remove(item: T): void {
    if (item.older === null) this.#oldest = item.newer;
    else item.older.newer = item.newer;
    if (item.newer === null) this.#newest = item.older;
    else item.newer.older = item.older;
    item.older = null;
    item.newer = null;
    this.#size -= 1;
  }
}
