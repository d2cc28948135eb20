/** Sets of small numbers, 32 to a word: which of the probes of a category are still possible for an event. */
export type Bits = Int32Array;

/** An empty set with room for the numbers 0 to `size - 1`. */
export function bitsFor(size: number): Bits {
  return new Int32Array((size + 31) >>> 5);
}

export function setBit(bits: Bits, number: number): void {
  const word = number >>> 5;
  bits[word] = (bits[word] ?? 0) | (1 << (number & 31));
}

/** Makes `bits` hold what `other` holds. For so few words quicker than `TypedArray.set`. */
export function copyFrom(bits: Bits, other: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word] = other[word] ?? 0;
}

/** Adds every number of `more` to `bits`. */
export function addAll(bits: Bits, more: Bits): void {
  for (let word = 0; word < bits.length; word++) {
    bits[word] = (bits[word] ?? 0) | (more[word] ?? 0);
  }
}

/** Keeps in `bits` only what is also in `other`; gives whether anything is left. */
export function keepOnly(bits: Bits, other: Bits): boolean {
  let any = 0;
  for (let word = 0; word < bits.length; word++) {
    const left = (bits[word] ?? 0) & (other[word] ?? 0);
    bits[word] = left;
    any |= left;
  }
  return any !== 0;
}

/** Whether the two sets have a number in common. */
export function intersects(a: Bits, b: Bits): boolean {
  for (let word = 0; word < a.length; word++) {
    if (((a[word] ?? 0) & (b[word] ?? 0)) !== 0) return true;
  }
  return false;
}
