// §6 of the specification: what ignoring case means, and the order of texts.

/** Lower case, each character by itself. One whose lower case is two characters stays; both small sigmas are one. */
export function lower(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.toLowerCase();
  return Array.from(text, (character) => {
    const small = character.toLowerCase();
    if (Array.from(small).length !== 1) return character;
    return small === 'ς' ? 'σ' : small;
  }).join('');
}

/** Order by code point, which is the order of UTF-8 bytes. */
export function compareTexts(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  for (const [at, character] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    if (character !== other) return character.codePointAt(0)! - other.codePointAt(0)!;
  }
  return left.length - right.length;
}

/** A number of a fractional type as text, the way Java writes a double. */
export function doubleText(value: number): string {
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  if (exponent >= -3 && exponent < 7) return Number.isInteger(value) ? `${value}.0` : String(value);
  return value
    .toExponential()
    .replace(/^(-?\d)e/, '$1.0e')
    .replace(/e\+?/, 'E');
}
