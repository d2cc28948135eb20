/** Texts that match one pattern of each of several lists: what `*` and `?` stand for is drawn. */
import { fold } from '../event/index.js';
import type { Entry, LeafShape } from './leaf.js';
import type { Random } from './random.js';
import { areDisjoint, fillShape, mergeShapes, type TextShape } from './text-shape.js';

type EntryList = Extract<LeafShape, { readonly kind: 'entries' }>;

/** How often one combination of entries is filled in anew. */
const MOST_FILLINGS = 12;
/** Most entries of further lists that are tried beside one of the first. */
const MOST_PARTNERS = 40;

/** Neutral words, unlike what rules look for. */
const WORDS: readonly string[] = [
  'alpha',
  'delta',
  'kilo',
  'lima',
  'omega',
  'quartz',
  'sigma',
  'tango',
  'velvet',
  'zulu',
  'mango',
  'nectar',
];
const ONES = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Candidates that have a pattern of each of `lists`; `words` stand in gaps first. */
export function* textCandidates(
  lists: readonly EntryList[],
  words: readonly string[],
  random: Random,
): Generator<string> {
  const [first, ...rest] = lists.toSorted((a, b) => a.entries.length - b.entries.length);
  if (first === undefined) return;
  const folded = lists.some((list) => list.folded);
  for (const entry of random.rotated(first.entries)) {
    for (const shapes of partnersOf(entry.shape(random), rest, folded, random)) {
      const merged = mergeShapes(shapes, folded);
      if (merged === null) continue;
      yield* fillings(merged, isRegex(entry) ? 1 : MOST_FILLINGS, words, random);
    }
    if (isRegex(entry)) yield* redrawn(entry, rest, folded, words, random);
    if (folded && entry.kind === 'exact') yield* casesOf(String(entry.node.value));
  }
}

/** Other draws from a regular expression. */
function* redrawn(
  entry: Entry,
  rest: readonly EntryList[],
  folded: boolean,
  words: readonly string[],
  random: Random,
): Generator<string> {
  for (let drawn = 0; drawn < MOST_PARTNERS; drawn++) {
    for (const shapes of partnersOf(entry.shape(random), rest, folded, random)) {
      const merged = mergeShapes(shapes, folded);
      if (merged !== null) yield* fillings(merged, 2, words, random);
      break;
    }
  }
}

/** `shape` with one shape of each of `lists` that does not rule it out. */
function* partnersOf(
  shape: TextShape,
  lists: readonly EntryList[],
  folded: boolean,
  random: Random,
): Generator<readonly TextShape[]> {
  const [list, ...rest] = lists;
  if (list === undefined) {
    yield [shape];
    return;
  }
  let partners = 0;
  for (const entry of random.rotated(list.entries)) {
    const other = entry.shape(random);
    if (entry.kind !== 'regex' && areDisjoint(shape, other, folded)) continue;
    if (++partners > MOST_PARTNERS) return;
    for (const more of partnersOf(shape, rest, folded, random)) yield [other, ...more];
  }
}

function* fillings(
  shape: TextShape,
  most: number,
  words: readonly string[],
  random: Random,
): Generator<string> {
  const isFixed = shape.length === 1 && shape[0]?.includes(null) !== true;
  const one = (): string => ONES.charAt(random.below(ONES.length));
  if (isFixed) {
    yield fillShape(shape, () => '', one);
    return;
  }
  for (const word of waitsForName(shape) ? words : []) {
    yield fillShape(shape, onlyAtEnd(shape, word), one);
  }
  yield fillShape(shape, (before, after) => plainFiller(before, after, random), one);
  yield fillShape(shape, () => '', one);
  for (let tries = 0; tries < most; tries++) {
    const filler = (): string => `${random.pick(WORDS) ?? ''}${random.below(100)}`;
    yield fillShape(shape, filler, one);
  }
  yield fillShape(shape, () => random.hex(4).toUpperCase(), one);
  yield fillShape(shape, () => ' ', one);
}

/** Whether the shape ends in a directory: `/tmp/*`. */
function waitsForName(shape: TextShape): boolean {
  return shape.at(-1)?.length === 0 && shape.at(-2)?.at(-1) === '/';
}

/** Puts `word` where the last piece is open, neutral words into other gaps. */
function onlyAtEnd(shape: TextShape, word: string): (before: string, after: string) => string {
  const isOpen = shape.at(-1)?.length === 0;
  let gap = 0;
  return (before) => {
    gap += 1;
    if (isOpen && gap === shape.length - 1) return word;
    return before.endsWith('/') ? (WORDS[gap % WORDS.length] ?? '') : '';
  };
}

/** A word where a path, a name or an option waits for one, else nothing. */
function plainFiller(before: string, after: string, random: Random): string {
  const waits = /[/=\s\\_-]$/.test(before) || /^[/.=_-]/.test(after) || before === '';
  return waits ? (random.pick(WORDS) ?? '') : '';
}

function* casesOf(text: string): Generator<string> {
  yield* [text, fold(text), text.toUpperCase()];
  yield text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
  yield text.slice(0, 1).toLowerCase() + text.slice(1).toUpperCase();
}

function isRegex({ kind }: Entry): boolean {
  return kind === 'regex';
}
