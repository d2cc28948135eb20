import type { RegexNode } from './regex-node.js';
import type { Piece } from './text-set.js';

/** Most texts that one piece may stand for: of a list of words. */
const MOST_TEXTS = 128;
/** Most texts of a class of characters or a repetition: beyond that it is as good as anything. */
const MOST_REPEATED = 16;

/**
 * What every text that `node` matches is made of, in order, with any text or none between each two pieces: of `a[bc].*d`
 * they are `ab` or `ac`, and `d`. Pieces at either end are empty where the text may begin or end with anything.
 */
export function piecesOf(node: RegexNode): readonly Piece[] {
  const pieces: Piece[] = [['']];
  for (const item of unrolled(node)) {
    const texts = textsOf(item);
    const longer = texts === null ? null : product(pieces.at(-1) ?? [''], texts);
    if (longer !== null) pieces.splice(-1, 1, longer);
    else if (texts !== null) pieces.push(texts);
    else if (item.kind === 'union') pieces.push(choiceOf(item.items), ['']);
    else pieces.push(['']);
  }
  return pieces;
}

/** What every text that one of `nodes` matches has somewhere in it: one of these. */
function choiceOf(nodes: readonly RegexNode[]): Piece {
  return nodes.map(tellingPiece).reduce(both, []) ?? [''];
}

/** The piece of `node` whose texts are longest: the fewest texts have one. */
function tellingPiece(node: RegexNode): Piece {
  return piecesOf(node).reduce((best, piece) => (lengthOf(piece) > lengthOf(best) ? piece : best));
}

/** Of the shortest of its texts. */
function lengthOf(piece: Piece): number {
  return Math.min(...piece.map(({ length }) => length));
}

/** The parts that `node` is put together from; what is repeated too often to be told stands there once for itself. */
function unrolled(node: RegexNode): readonly RegexNode[] {
  if (node.kind === 'concat') return node.items.flatMap(unrolled);
  if (node.kind !== 'repeat' || node.min === 0 || textsOf(node) !== null) return [node];
  return [...unrolled(node.item), { ...node, min: node.min - 1, max: node.max - 1 }];
}

/** All texts that `node` matches; null where they are too many. */
function textsOf(node: RegexNode): Piece | null {
  switch (node.kind) {
    case 'nothing':
      return [];
    case 'characters': {
      const size = node.set.reduce((sum, [low, high]) => sum + high - low + 1, 0);
      if (size > MOST_REPEATED) return null;
      return node.set.flatMap(([low, high]) =>
        Array.from({ length: high - low + 1 }, (_, index) => String.fromCodePoint(low + index)),
      );
    }
    case 'concat':
      return node.items.map(textsOf).reduce(product, ['']);
    case 'union':
      return node.items.map(textsOf).reduce(both, []);
    case 'repeat': {
      if (node.max > MOST_REPEATED) return null;
      const once = textsOf(node.item);
      let some: Piece | null = [''];
      let all: Piece | null = [];
      for (let times = 0; times <= node.max && all !== null; times++) {
        if (times >= node.min) all = both(all, some);
        some = product(some, once);
      }
      return all !== null && all.length <= MOST_REPEATED ? all : null;
    }
    case 'intersection':
    case 'complement':
      return null;
  }
}

function both(a: Piece | null, b: Piece | null): Piece | null {
  return a === null || b === null || a.length + b.length > MOST_TEXTS ? null : [...a, ...b];
}

function product(a: Piece | null, b: Piece | null): Piece | null {
  if (a === null || b === null || a.length * b.length > MOST_TEXTS) return null;
  return a.flatMap((head) => b.map((tail) => head + tail));
}
