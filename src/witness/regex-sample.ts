/** Texts that a regular expression matches. */
import type { RegexNode } from '../eql/index.js';
import type { Random } from './random.js';
import type { Piece, TextShape } from './text-shape.js';

/** The most characters drawn for one class before taking whatever it holds. */
const FAMILIAR = [0x61, 0x65, 0x6f, 0x74, 0x31, 0x37, 0x2d, 0x2f, 0x5f, 0x2e, 0x41, 0x20];
/** How often more than the least a repetition is drawn. */
const MOST_EXTRA = 3;
const LAST = 0x10_ffff;

/**
 * A shape of which all texts match `node`, as far as intersections and complements let one tell: those are only tried.
 * `.*` stays open, so that the shape can be put together with others.
 */
export function regexShape(node: RegexNode, random: Random): TextShape {
  switch (node.kind) {
    case 'nothing':
      return [[]];
    case 'characters':
      return [[characterOf(node, random)]];
    case 'concat':
      return node.items.map((item) => regexShape(item, random)).reduce(append, [[]]);
    case 'union': {
      const item = random.pick(node.items);
      return item === undefined ? [[]] : regexShape(item, random);
    }
    case 'repeat': {
      if (node.min === 0 && node.max === Infinity && isAnyCharacter(node.item)) return [[], []];
      const extra = random.below(Math.min(node.max - node.min, MOST_EXTRA) + 1);
      let shape: TextShape = [[]];
      for (let times = 0; times < node.min + extra; times++) {
        shape = append(shape, regexShape(node.item, random));
      }
      return shape;
    }
    case 'intersection': {
      const told = node.items.filter(({ kind }) => kind !== 'complement');
      const item = random.pick(told.length > 0 ? told : node.items);
      return item === undefined ? [[]] : regexShape(item, random);
    }
    case 'complement':
      return [[], []];
  }
}

function append(shape: TextShape, more: TextShape): TextShape {
  const [first = [], ...rest] = more;
  const joined: Piece = [...(shape.at(-1) ?? []), ...first];
  return [...shape.slice(0, -1), joined, ...rest];
}

function isAnyCharacter(node: RegexNode): boolean {
  return node.kind === 'characters' && node.set[0]?.[0] === 0 && node.set[0][1] === LAST;
}

function characterOf(
  { set }: Extract<RegexNode, { readonly kind: 'characters' }>,
  random: Random,
): string {
  const familiar = random
    .rotated(FAMILIAR)
    .find((code) => set.some(([low, high]) => code >= low && code <= high));
  const [low, high] = random.pick(set) ?? [0x3f, 0x3f];
  return String.fromCodePoint(familiar ?? low + random.below(Math.min(high - low, 25) + 1));
}
