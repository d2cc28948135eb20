/**
 * What a text looks like: known pieces in order with any text between them. Wildcard patterns, whole texts, heads, tails
 * and parts of texts are all of this form, so they can be compared, put together and filled in by one set of functions.
 */
import { fold } from '../event/index.js';

/** Characters side by side; null stands for any one character. */
export type Piece = readonly (string | null)[];

/** Pieces with any text or none between each two of them. Of one piece: a text that is nothing else. */
export type TextShape = readonly Piece[];

/** Gives the text for the place between two pieces, by what stands on either side of it. */
export type Filler = (before: string, after: string) => string;

/** This very text. */
export function exactShape(text: string): TextShape {
  return [Array.from(text)];
}

/** A wildcard pattern: `*` is any text, `?` any one character. */
export function wildcardShape(pattern: string): TextShape {
  return pattern
    .split(/\*+/)
    .map((piece) => Array.from(piece, (character) => (character === '?' ? null : character)));
}

/** The text of a shape without gaps; null where it has some. */
export function textOfShape(shape: TextShape): string | null {
  const [only = []] = shape;
  return shape.length > 1 || only.includes(null) ? null : only.join('');
}

/**
 * Whether every text of `narrow` surely is one of `wide`: what is open in one is open in the other. Patterns that say
 * the same in different words (`a*?`, `a?*`) are not always seen through; then the answer is no.
 */
export function covers(wide: TextShape, narrow: TextShape, folded: boolean): boolean {
  const pattern = tokensOf(wide, folded);
  const text = tokensOf(narrow, folded);
  let at = 0;
  let read = 0;
  // Behind the last open place of `wide`, and how much of the text that has taken up so far.
  let open = -1;
  let taken = 0;
  while (read < text.length) {
    const wanted = pattern[at];
    const token = text[read];
    if (wanted === ANY_TEXT) {
      open = at += 1;
      taken = read;
    } else if (wanted === token || (wanted === ANY_ONE && token !== ANY_TEXT)) {
      at += 1;
      read += 1;
    } else if (open !== -1) {
      at = open;
      read = taken += 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === ANY_TEXT) at += 1;
  return at === pattern.length;
}

/** Whether surely no text has both shapes: they begin or end differently, or one is a text that the other is not. */
export function areDisjoint(a: TextShape, b: TextShape, folded: boolean): boolean {
  if (textOfShape(a) !== null) return !covers(b, a, folded);
  if (textOfShape(b) !== null) return !covers(a, b, folded);
  return clash(a[0] ?? [], b[0] ?? [], folded) || clash(endOf(a), endOf(b), folded);
}

/** A shape whose texts have all of `shapes`; null where their beginnings or ends differ. */
export function mergeShapes(shapes: readonly TextShape[], folded: boolean): TextShape | null {
  const whole = shapes.find(({ length }) => length === 1);
  if (whole !== undefined) {
    const joined = shapes.every(
      (shape) => !areDisjoint(shape, whole, folded) || textOfShape(whole) === null,
    );
    return joined ? whole : null;
  }
  const head = longestOf(
    shapes.map((shape) => shape[0] ?? []),
    folded,
  );
  const tail = longestOf(shapes.map(endOf), folded);
  if (head === null || tail === null) return null;
  return [head, ...shapes.flatMap((shape) => shape.slice(1, -1)), [...tail].reverse()];
}

/** A text of this shape. */
export function fillShape(shape: TextShape, filler: Filler, one: () => string): string {
  let text = '';
  for (const [index, piece] of shape.entries()) {
    const known = piece.map((character) => character ?? one()).join('');
    text += index === 0 ? known : filler(text, known) + known;
  }
  return text;
}

const ANY_TEXT: unique symbol = Symbol('any text');
const ANY_ONE: unique symbol = Symbol('any one character');
type Token = string | typeof ANY_TEXT | typeof ANY_ONE;

/** Shapes are compared with many others, so each is taken apart once, by whether its case counts. */
const known = {
  folded: new WeakMap<TextShape, readonly Token[]>(),
  plain: new WeakMap<TextShape, readonly Token[]>(),
};

function tokensOf(shape: TextShape, folded: boolean): readonly Token[] {
  const tokens = known[folded ? 'folded' : 'plain'];
  let made = tokens.get(shape);
  if (made === undefined) tokens.set(shape, (made = makeTokens(shape, folded)));
  return made;
}

function makeTokens(shape: TextShape, folded: boolean): readonly Token[] {
  const gap: readonly Token[] = [ANY_TEXT];
  return shape.flatMap((piece, index) => [
    ...(index === 0 ? [] : gap),
    ...piece.map((character): Token => {
      if (character === null) return ANY_ONE;
      return folded ? fold(character) : character;
    }),
  ]);
}

/** The last piece, read from the end. */
function endOf(shape: TextShape): Piece {
  return (shape.at(-1) ?? []).toReversed();
}

function clash(a: Piece, b: Piece, folded: boolean): boolean {
  return a.some((character, index) => {
    const other = b[index];
    if (character === null || other === null || other === undefined) return false;
    return folded ? fold(character) !== fold(other) : character !== other;
  });
}

function longestOf(pieces: readonly Piece[], folded: boolean): Piece | null {
  let longest: Piece = [];
  for (const piece of pieces) {
    if (clash(longest, piece, folded)) return null;
    const [long, short] = piece.length > longest.length ? [piece, longest] : [longest, piece];
    longest = long.map((character, index) => character ?? short[index] ?? null);
  }
  return longest;
}
