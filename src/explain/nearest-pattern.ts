import { fold, type Scalar } from '../event/index.js';
import type { Hint } from './explanation.js';
import type { Leaf } from './parts.js';
import { quoted } from './quoted.js';
import { alternativesOf } from './variants.js';

/** The most values and patterns that are laid beside each other. */
const MOST_VALUES = 64;
const MOST_PATTERNS = 64;

interface Nearness {
  readonly index: number;
  /** Characters of the pattern met in its order. */
  readonly met: number;
  readonly last: string;
  readonly missing: string;
}

/** How far the value that gets furthest meets a pattern of several pieces. Null where none gets anywhere. */
export function nearestPattern(
  { positive }: Leaf,
  path: string,
  values: readonly Scalar[],
): Hint | null {
  if (positive.kind !== 'match' || positive.operator.startsWith('regex')) return null;
  const folded = positive.operator !== 'like';
  const texts = values.slice(0, MOST_VALUES).map((value) => textOf(value, folded));
  let best: Nearness | null = null;
  for (const { literal } of alternativesOf(positive).slice(0, MOST_PATTERNS)) {
    const pieces = piecesOf(literal, folded);
    if (pieces.length < 2) continue;
    if (texts.length > 1 && pieces.every((piece) => texts.some((text) => text.includes(piece)))) {
      const text = `no single value has all of ${quoted(literal)}: the values of a list are matched one by one`;
      return { kind: 'pieces', text };
    }
    for (const [index, text] of texts.entries()) {
      const nearness = nearnessOf(text, pieces, index);
      if (nearness !== null && nearness.met > (best?.met ?? 1)) best = nearness;
    }
  }
  if (best === null) return null;
  const where = values.length > 1 ? `${path}[${best.index}]` : path;
  return {
    kind: 'pieces',
    text: `\`${where}\` has ${quoted(best.last)}, but no ${quoted(best.missing)} behind it`,
  };
}

function nearnessOf(text: string, pieces: readonly string[], index: number): Nearness | null {
  let at = 0;
  let met = 0;
  let last = '';
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found === -1) return last === '' ? null : { index, met, last, missing: piece };
    at = found + piece.length;
    met += piece.length;
    last = piece;
  }
  return null;
}

function piecesOf(pattern: string, folded: boolean): readonly string[] {
  return textOf(pattern, folded)
    .split(/[*?]+/)
    .filter((piece) => piece !== '');
}

function textOf(value: Scalar, folded: boolean): string {
  return folded ? fold(String(value)) : String(value);
}
