import { keyKinds, parseKey, type JoinKey } from '../event/index.js';
import type { Spool } from './spool.js';

/** A join key that is kept, with a hash of its text. */
export interface KeptKey {
  readonly place: number;
  readonly low: number;
  readonly high: number;
}

/** Keys whose places are remembered: the next candidates mostly have one of them. */
const MOST_REMEMBERED = 10_000;
const FNV_PRIME = 0x0100_0193;
const FNV_START = 0x811c_9dc5;
const OTHER_START = 0x9747_b28c;

/** Join keys as text in a {@link Spool}: of a billion events there may be millions. */
export class KeySpool {
  readonly #texts: Spool;
  readonly #remembered = new Map<string, KeptKey>();

  constructor(texts: Spool) {
    this.#texts = texts;
  }

  /** Keeps a key, unless it was kept not long ago. */
  keep({ text, values }: JoinKey): KeptKey {
    // Keys of the same text may differ in the kinds of their values, and give back what they were.
    const full = `${keyKinds(values)}:${text}`;
    const known = this.#remembered.get(full);
    if (known !== undefined) return known;
    const kept = {
      place: this.#texts.put(Buffer.from(full)),
      low: hashOf(text, FNV_START),
      high: hashOf(text, OTHER_START),
    };
    if (this.#remembered.size === MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(full, kept);
    return kept;
  }

  /** The key that was kept at `place`. */
  key(place: number): JoinKey {
    const full = this.#texts.get(place).toString();
    const colon = full.indexOf(':');
    return parseKey(full.slice(colon + 1), full.slice(0, colon));
  }
}

/** FNV-1a over UTF-16 units. Two keys of one hash are taken for one only where that keeps more than it need. */
function hashOf(text: string, start: number): number {
  let hash = start;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  }
  return hash >>> 0;
}
