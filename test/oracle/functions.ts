// §8 of the specification: what the functions give for one combination of values. Null in, null out, but for what may be left out.
import type { Scalar } from '../../src/event/index.js';
import { addressOf, isInBlock } from './address.js';
import { numberOf } from './comparison.js';
import { lower } from './text.js';

type Argument = Scalar | null;

/** The value of a function other than the arithmetic ones, which are operators. `ignoreCase`: written with `~`. */
export function call(name: string, ignoreCase: boolean, args: readonly Argument[]): Argument {
  const [first = null, second = null, third = null, fourth = null] = args;
  const fold = ignoreCase ? lower : (text: string): string => text;
  switch (name) {
    case 'concat':
      return args.includes(null) ? null : args.map(String).join('');
    case 'string':
      return first === null ? null : String(first);
    case 'length':
      return first === null ? null : String(first).length;
    case 'number':
      return first === null ? null : numberIn(String(first).trim(), wholeOf(second));
    case 'startswith':
      return onTexts(first, second, (text, part) => fold(text).startsWith(fold(part)));
    case 'endswith':
      return onTexts(first, second, (text, part) => fold(text).endsWith(fold(part)));
    case 'stringcontains':
      return onTexts(first, second, (text, part) => part !== '' && fold(text).includes(fold(part)));
    case 'indexof':
      return onTexts(first, second, (text, part) =>
        indexOf(fold(text), fold(part), Math.max(0, wholeOf(third) ?? 0)),
      );
    case 'between':
      if (third === null) return null;
      return onTexts(first, second, (text, left) =>
        between(text, fold(text), fold(left), fold(String(third)), fourth === true),
      );
    case 'substring':
      return first === null ? null : substring(String(first), wholeOf(second), wholeOf(third));
    case 'cidrmatch':
      if (args.includes(null)) return null;
      return isInSomeBlock(addressOf(String(first)), args.slice(1));
    default:
      throw new Error(`no function ${name}`);
  }
}

function isInSomeBlock(address: bigint | null, blocks: readonly (Scalar | null)[]): boolean {
  return blocks.some((block) => isInBlock(address, String(block)));
}

/** Whether `name` may do without its argument at `index` (from 0). */
export function isOptional(name: string, index: number): boolean {
  return (
    (name === 'between' && index === 3) ||
    (name === 'indexof' && index === 2) ||
    (name === 'number' && index === 1) ||
    (name === 'substring' && index === 2)
  );
}

function onTexts(a: Argument, b: Argument, give: (a: string, b: string) => Argument): Argument {
  return a === null || b === null ? null : give(String(a), String(b));
}

/** A position or a base: a whole number, or null. */
function wholeOf(value: Argument): number | null {
  const number = value === null ? null : numberOf(value);
  return number === null ? null : Math.trunc(number);
}

function indexOf(text: string, part: string, start: number): number | null {
  for (let at = start; at + part.length <= text.length; at++) {
    if (text.slice(at, at + part.length) === part) return at;
  }
  return null;
}

function between(
  text: string,
  searched: string,
  left: string,
  right: string,
  isGreedy: boolean,
): string {
  if (left === '' || right === '') return text;
  const found = indexOf(searched, left, 0);
  if (found === null) return '';
  const start = found + left.length;
  let end: number | null = null;
  for (
    let at = indexOf(searched, right, start);
    at !== null;
    at = indexOf(searched, right, at + 1)
  ) {
    if (end === null || isGreedy) end = at;
  }
  return end === null ? '' : text.slice(start, end);
}

function substring(text: string, start: number | null, end: number | null): string | null {
  if (start === null) return null;
  const place = (at: number): number =>
    Math.min(text.length, Math.max(0, at < 0 ? at + text.length : at));
  const from = place(start);
  const to = end === null ? text.length : place(end);
  return from >= to ? '' : text.substring(from, to);
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

function numberIn(text: string, base: number | null): number | null {
  const isHexadecimal = text.startsWith('0x') && (base === null || base === 16);
  if (!isHexadecimal && (base === null || base === 10)) return numberOf(text);
  const used = isHexadecimal ? 16 : base!;
  if (used < 2 || used > 36) return null;
  const [, sign = '', digits = ''] =
    /^([+-]?)(.*)$/s.exec(isHexadecimal ? text.slice(2) : text) ?? [];
  if (digits === '') return null;
  let number = 0;
  for (const digit of digits.toLowerCase()) {
    const value = DIGITS.indexOf(digit);
    if (value < 0 || value >= used) return null;
    number = number * used + value;
  }
  return sign === '-' ? -number : number;
}
