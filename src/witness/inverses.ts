/** The functions of EQL backwards: what the first argument may be for the function to give a result, made from the text that it is now. */
import type { Scalar } from '../event/index.js';
import { cutTo, filled, having, placed, without } from './text-edits.js';

export interface Question {
  /** The first argument as it is now. */
  readonly text: string;
  /** What the function is to give; null: nothing. */
  readonly result: Scalar | null;
  /** The other arguments; null where there is none. */
  readonly second: Scalar | null;
  readonly third: Scalar | null;
  /** A character to fill up texts with. */
  readonly filler: string;
}

type Inverse = (question: Question) => Iterable<Scalar>;

/** By the name of the function in lower case. Those of several arguments that count alike are undone elsewhere. */
export const INVERSES: ReadonlyMap<string, Inverse> = new Map<string, Inverse>([
  ['length', ({ text, result, filler }) => ofLength(text, numberIn(result), filler)],
  ['indexof', withPartAt],
  [
    'startswith',
    ({ text, result, second, filler }) =>
      result === true ? placed(text, textIn(second), 0, filler) : [`${filler}${text}`],
  ],
  ['endswith', endingWith],
  [
    'stringcontains',
    ({ text, result, second, filler }) => {
      const part = textIn(second);
      return result === true
        ? having(text, ['', part, ''])
        : [without(text, part, text.length, filler)];
    },
  ],
  [
    'between',
    ({ text, result, second, third }) =>
      having(text, ['', `${textIn(second)}${textIn(result)}${textIn(third)}`, '']),
  ],
  ['substring', withSlice],
  [
    'number',
    ({ text, result, second }) => {
      const number = numberIn(result);
      return number === null ? ['none'] : spellingsOf(number, numberIn(second), text.length);
    },
  ],
  ['string', ({ result }) => [result, numberIn(result)].filter((value) => value !== null)],
]);

function* ofLength(text: string, length: number | null, filler: string): Generator<string> {
  if (length === null) return;
  yield* cutTo(text, length);
  yield* filled(text, length, filler);
}

function withPartAt({ text, result, second, filler }: Question): readonly string[] {
  const part = textIn(second);
  const place = numberIn(result);
  if (place === null) return [without(text, part, text.length, filler)];
  return placed(without(text, part, place, filler), part, place, filler);
}

function endingWith({ text, result, second, filler }: Question): readonly string[] {
  if (result !== true) return [`${text}${filler}`];
  const part = textIn(second);
  return [`${text}${part}`, ...placed(text, part, Math.max(0, text.length - part.length), filler)];
}

function withSlice({ text, result, second, third, filler }: Question): readonly string[] {
  const start = numberIn(second) ?? 0;
  const end = numberIn(third);
  const head = start < 0 ? text.slice(0, start) : text.slice(0, start).padEnd(start, filler);
  const tail = end === null ? '' : text.slice(end);
  return [`${head}${textIn(result)}${tail}`, `${head}${textIn(result)}`];
}

/** How a number is written in a base; without one, in the base of ten or sixteen. Zeros before it may give it `length`. */
function spellingsOf(number: number, base: number | null, length: number): readonly string[] {
  const radix = base ?? 10;
  if (!Number.isInteger(number) || radix < 2 || radix > 36) return [String(number)];
  const digits = number.toString(radix);
  const spellings = [digits, digits.padStart(length, '0')];
  if (radix !== 16 && base !== null) return spellings;
  const sixteen = number.toString(16);
  return [...spellings, `0x${sixteen}`, `0x${sixteen.padStart(length - 2, '0')}`];
}

/** The number that a value is or spells; null for any other. */
export function numberIn(value: Scalar | null): number | null {
  if (value === null || value === '' || typeof value === 'boolean') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function textIn(value: Scalar | null): string {
  return value === null ? '' : String(value);
}
