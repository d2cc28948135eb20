/** Seeded randomness: the same seed gives the same numbers on every machine. */

const HEX_PAIRS = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE64_PAIRS = Array.from({ length: 4096 }, (_, n) => BASE64[n >> 6] + BASE64[n & 63]);

export class Random {
  #state;

  /** `seed`: any integer. */
  constructor(seed) {
    this.#state = seed | 0;
  }

  /** An unsigned 32-bit integer (the mulberry32 generator). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** An integer of 0 … `limit` - 1. */
  below(limit) {
    return Math.floor((this.next() / 4294967296) * limit);
  }

  /** An integer of `low` … `high`, both included. */
  between(low, high) {
    return low + this.below(high - low + 1);
  }

  chance(share) {
    return this.next() < share * 4294967296;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  shuffled(list) {
    const copy = [...list];
    for (let last = copy.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [copy[last], copy[other]] = [copy[other], copy[last]];
    }
    return copy;
  }

  /** `bytes` bytes as hexadecimal digits. */
  hex(bytes) {
    let text = '';
    for (let left = bytes; left > 0; left -= 4) {
      const word = this.next();
      text += HEX_PAIRS[word & 255];
      if (left > 1) text += HEX_PAIRS[(word >>> 8) & 255];
      if (left > 2) text += HEX_PAIRS[(word >>> 16) & 255];
      if (left > 3) text += HEX_PAIRS[word >>> 24];
    }
    return text;
  }

  /** `pairs` pairs of base64 digits. */
  base64(pairs) {
    let text = '';
    for (let left = pairs; left > 0; left -= 2) {
      const word = this.next();
      text += BASE64_PAIRS[word & 4095];
      if (left > 1) text += BASE64_PAIRS[(word >>> 12) & 4095];
    }
    return text;
  }

  uuid() {
    const hex = this.hex(16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
