/** Sets of texts as screens name them, and what the literal pieces of a pattern tell of the texts that it matches. */

/**
 * The texts that are among `exact`, begin with one of `heads`, end with one of `tails` or have one of `parts` somewhere
 * in them. None of heads, tails and parts is empty.
 */
export interface TextSet {
  readonly exact: ReadonlySet<string>;
  readonly heads: ReadonlySet<string>;
  readonly tails: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** The set without any text. */
export const NO_TEXTS: TextSet = { exact: NONE, heads: NONE, tails: NONE, parts: NONE };

/** Most sets that one pattern gives: the first few say nearly all there is to say. */
const MOST_SETS = 8;

/** These very texts. */
export function exactly(exact: ReadonlySet<string>): TextSet {
  return { ...NO_TEXTS, exact };
}

/** The texts that begin with `head`; null for an empty one: every text does. */
export function beginningWith(head: string): TextSet | null {
  return head === '' ? null : { ...NO_TEXTS, heads: new Set([head]) };
}

/** The texts that end with `tail`; null for an empty one: every text does. */
export function endingWith(tail: string): TextSet | null {
  return tail === '' ? null : { ...NO_TEXTS, tails: new Set([tail]) };
}

/** The texts that `part` occurs in; null for an empty one. */
export function containing(part: string): TextSet | null {
  return part === '' ? null : { ...NO_TEXTS, parts: new Set([part]) };
}

/** Sets that each hold every text that the wildcard `pattern` matches: `/tmp/*.sh` gives `/tmp/…` and `….sh`. */
export function textsOfPattern(pattern: string): readonly TextSet[] {
  return textsOfPieces(pattern.split(/[*?]+/).map((piece) => [piece]));
}

/** What a text has in one place: one of these. */
export type Piece = readonly string[];

interface PlacedPiece {
  readonly piece: Piece;
  readonly texts: TextSet;
}

/**
 * Sets that each hold every text that is made of `pieces`, in this order, with unknown texts between them; the longest
 * piece first, which says most. A text that begins or ends with anything has an empty piece there.
 */
export function textsOfPieces(pieces: readonly Piece[]): readonly TextSet[] {
  const last = pieces.length - 1;
  return (
    pieces
      .map((piece, index) => ({
        piece,
        length: Math.min(...piece.map(({ length }) => length)),
        texts: textsAt(piece, index, last),
      }))
      .filter(({ length }) => length > 0 || last === 0)
      .sort((a, b) => b.length - a.length)
      .slice(0, MOST_SETS)
      .filter((item, index, all) => !all.slice(0, index).some((longer) => implies(longer, item)))
      // One character somewhere in a text says next to nothing beside a longer piece, and is found everywhere.
      .filter(({ length, texts }, index) => index === 0 || length > 1 || texts.parts.size === 0)
      .map(({ texts }) => texts)
  );
}

/** Whether every text of one set is in the other, as far as their pieces show: what ends with `.sh` contains `.`. */
function implies(longer: PlacedPiece, { piece, texts }: PlacedPiece): boolean {
  if (texts.parts.size === 0) return false;
  return longer.piece.every((text) => piece.some((part) => text.includes(part)));
}

function textsAt(piece: Piece, index: number, last: number): TextSet {
  if (last === 0) return exactly(new Set(piece));
  if (index === 0) return { ...NO_TEXTS, heads: fewest(piece, (text, by) => text.startsWith(by)) };
  if (index === last) return { ...NO_TEXTS, tails: fewest(piece, (text, by) => text.endsWith(by)) };
  return { ...NO_TEXTS, parts: fewest(piece, (text, by) => text.includes(by)) };
}

/** The texts of `piece` without those that say no more than a shorter one does. */
function fewest(piece: Piece, says: (text: string, by: string) => boolean): ReadonlySet<string> {
  return new Set(piece.filter((text) => !piece.some((by) => by !== text && says(text, by))));
}

/** Wildcard patterns that a set can tell all of: `a*`, `*a` and `*a*`, but not `a*b` or `a?`. */
const SIMPLE = /^(\**)([^*?]+)(\**)$/;

/** `exact` and the texts that the simple ones of the wildcard `patterns` match; and the `others`, which are not simple. */
export function withSimple(
  exact: ReadonlySet<string>,
  patterns: readonly string[],
): { readonly told: TextSet; readonly others: readonly string[] } {
  const heads = new Set<string>();
  const tails = new Set<string>();
  const parts = new Set<string>();
  const others: string[] = [];
  for (const pattern of patterns) {
    const [, before = '', text, after = ''] = SIMPLE.exec(pattern) ?? [];
    if (text === undefined) others.push(pattern);
    else if (before === '') heads.add(text);
    else if (after === '') tails.add(text);
    else parts.add(text);
  }
  return { told: { exact, heads, tails, parts }, others };
}

/** The texts that are in one of `sets`. */
export function union(sets: readonly TextSet[]): TextSet {
  return {
    exact: allOf(sets.map(({ exact }) => exact)),
    heads: allOf(sets.map(({ heads }) => heads)),
    tails: allOf(sets.map(({ tails }) => tails)),
    parts: allOf(sets.map(({ parts }) => parts)),
  };
}

function allOf(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const filled = sets.filter(({ size }) => size > 0);
  const [only = NONE] = filled;
  if (filled.length <= 1) return only;
  const all = new Set<string>();
  for (const set of filled) for (const text of set) all.add(text);
  return all;
}

/** Whether the set is a list of texts, pieces of texts not among them. */
export function isExact({ heads, tails, parts }: TextSet): boolean {
  return heads.size === 0 && tails.size === 0 && parts.size === 0;
}

/** Whether no text is in the set. */
export function isEmpty(texts: TextSet): boolean {
  return sizeOf(texts) === 0;
}

/** How many texts and pieces of texts name the set: of two sets, the smaller number is likely to hold fewer. */
export function sizeOf({ exact, heads, tails, parts }: TextSet): number {
  return exact.size + heads.size + tails.size + parts.size;
}
