/**
 * Comparing one value of an event with constants. Where the field's type is known the constant is read as that type, as
 * Elasticsearch does with its mapping; else the types of value and constant decide. Source: spec §7.
 */
import { compareText, type FieldType, type Scalar } from '../event/index.js';
import type { ComparisonOperator } from './ast.js';
import { cidrMatcher, compareAddresses, parseAddress, parseCidr } from './cidr.js';
import { dateRange, millisOf } from './date-constant.js';
import { exactly, NO_TEXTS, union, type TextSet } from './text-set.js';
import { compareVersions, parseVersion } from './version.js';

export type ScalarTest = (value: Scalar) => boolean;

/** What an operator becomes when its sides change places. */
export const FLIPPED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

const NINE = '9'.charCodeAt(0);

/** Equality with any of some constants. */
export interface Equality {
  readonly test: ScalarTest;
  /** The texts that pass, where for texts the test is nothing but membership; null: it is more than that. */
  readonly texts: ReadonlySet<string> | null;
  /** Values that pass, when written as text. The same object as `possible` where there are no others. */
  readonly sure: TextSet;
  /** Holds every value that passes, when written as text; null where nothing is known of them. */
  readonly possible: TextSet | null;
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The finite number that `text` spells in decimal; null for any other text. */
export function toNumber(text: string): number | null {
  // Nearly all texts are told apart by their first character: above the digits are the letters.
  if (text.charCodeAt(0) > NINE || !NUMBER.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** The number that a value is, or spells; null for any other. */
export function numberOf(value: Scalar): number | null {
  if (typeof value === 'string') return toNumber(value);
  return typeof value === 'number' ? value : null;
}

/** Whether a value of a field of `type` equals one of `constants`. */
export function equality(constants: readonly Scalar[], type: FieldType | undefined): Equality {
  if (type === 'date') {
    return { test: dateEquality(constants), texts: null, sure: NO_TEXTS, possible: null };
  }
  if (type === 'long' || type === 'double') {
    return valueEquality(constants.flatMap((constant) => numberOf(constant) ?? []));
  }
  if (type !== 'ip' && type !== 'version' && type !== 'keyword') return valueEquality(constants);
  const texts = new Set(constants.map(String));
  const spelled = exactly(texts);
  if (type === 'ip') {
    return { test: addressEquality(texts), texts: null, sure: spelled, possible: null };
  }
  return { test: (value) => texts.has(String(value)), texts, sure: spelled, possible: spelled };
}

/** Whether a value of a field of `type` stands in the order `operator` to `constant`. */
export function ordering(
  operator: Exclude<ComparisonOperator, '==' | '!='>,
  constant: Scalar,
  type: FieldType | undefined,
): ScalarTest {
  if (type === 'date') return dateOrdering(operator, constant);
  const compare = comparer(constant, type);
  switch (operator) {
    case '<':
      return (value) => compare(value) < 0;
    case '<=':
      return (value) => compare(value) <= 0;
    case '>':
      return (value) => compare(value) > 0;
    case '>=':
      return (value) => compare(value) >= 0;
  }
}

/** Equality without a field: of what functions give. A number equals the text that spells it. */
export function equalScalars(a: Scalar, b: Scalar): boolean {
  return a === b || compareScalars(a, b) === 0;
}

/** Negative, zero or positive; NaN, which no comparison accepts, where there is no order between the two. */
export function compareScalars(a: Scalar, b: Scalar): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a === 'boolean' || typeof b === 'boolean') {
    return String(a) === String(b) ? 0 : Number.NaN;
  }
  const left = numberOf(a);
  const right = numberOf(b);
  return left === null || right === null ? Number.NaN : left - right;
}

function valueEquality(constants: readonly Scalar[]): Equality {
  const texts = new Set<string>();
  /** Numeric constants: a text may spell them in many ways. */
  const numbers = new Set<number>();
  /** Those, and the numbers that text constants spell. */
  const spelledNumbers = new Set<number>();
  for (const constant of constants) {
    if (typeof constant === 'number') {
      numbers.add(constant);
      spelledNumbers.add(constant);
      continue;
    }
    const text = String(constant);
    texts.add(text);
    const number = toNumber(text);
    if (number !== null) spelledNumbers.add(number);
  }
  const isTrue = texts.has('true');
  const isFalse = texts.has('false');
  const test = (value: Scalar): boolean => {
    if (typeof value === 'boolean') return value ? isTrue : isFalse;
    if (typeof value === 'number') return spelledNumbers.has(value);
    if (texts.has(value)) return true;
    if (numbers.size === 0) return false;
    const number = toNumber(value);
    return number !== null && numbers.has(number);
  };
  const usual = spelledNumbers.size === 0 ? texts : new Set(texts);
  for (const number of spelledNumbers) usual.add(String(number));
  // A text may be how a number is written, and only one of the two pass: 1 equals "1.0", the text "1" does not.
  const isSure = (text: string): boolean =>
    test(text) && (String(Number(text)) !== text || test(Number(text)));
  const sureTexts = [...usual].filter(isSure);
  const told = exactly(usual);
  const sure = sureTexts.length === usual.size ? told : exactly(new Set(sureTexts));
  if (numbers.size === 0) return { test, texts, sure, possible: told };
  const canBeTold = [...numbers].every((number) => Math.abs(number) < Number.MAX_SAFE_INTEGER);
  const possible = canBeTold ? union([told, UNUSUAL_NUMBERS]) : null;
  return { test, texts: null, sure, possible };
}

/**
 * Holds every text that spells a number in another way than the usual one, as `+4`, `04`, `4.0` and `40e-1` do; but for
 * numbers so large that two spellings of digits alone may be one number.
 */
const UNUSUAL_NUMBERS: TextSet = {
  ...NO_TEXTS,
  heads: new Set(['+', '-', '0']),
  parts: new Set(['.', 'e', 'E']),
};

/** By address, whatever the spelling; a block in `==` matches its addresses. What is no address compares as text. */
function addressEquality(texts: ReadonlySet<string>): ScalarTest {
  const ranges = [...texts].flatMap((text) => {
    const range = parseCidr(text);
    return range === null ? [] : [range];
  });
  const inRange = cidrMatcher(ranges);
  return (value) => texts.has(String(value)) || inRange(String(value));
}

function dateEquality(constants: readonly Scalar[]): ScalarTest {
  const ranges = constants.map(dateRange).filter((range) => range !== null);
  return (value) => {
    const ms = millisOf(value);
    return ms !== null && ranges.some(({ low, high }) => ms >= low && ms <= high);
  };
}

/** `>` and `<=` look at the end of what the constant leaves open: a day is over at its last millisecond. */
function dateOrdering(
  operator: Exclude<ComparisonOperator, '==' | '!='>,
  constant: Scalar,
): ScalarTest {
  const range = dateRange(constant);
  if (range === null) return () => false;
  const { low, high } = range;
  const compare = (value: Scalar, limit: number): number => (millisOf(value) ?? Number.NaN) - limit;
  switch (operator) {
    case '<':
      return (value) => compare(value, low) < 0;
    case '<=':
      return (value) => compare(value, high) <= 0;
    case '>':
      return (value) => compare(value, high) > 0;
    case '>=':
      return (value) => compare(value, low) >= 0;
  }
}

/** The order of a value relative to `constant`. */
function comparer(constant: Scalar, type: FieldType | undefined): (value: Scalar) => number {
  if (type === 'ip') {
    const limit = parseAddress(String(constant));
    return (value) => {
      const address = limit === null ? null : parseAddress(String(value));
      return limit === null || address === null ? Number.NaN : compareAddresses(address, limit);
    };
  }
  if (type === 'version') {
    const limit = parseVersion(String(constant));
    return (value) => compareVersions(parseVersion(String(value)), limit);
  }
  if (type === 'long' || type === 'double') {
    return (value) => {
      const number = numberOf(value);
      return number === null ? Number.NaN : compareScalars(number, constant);
    };
  }
  if (type === 'keyword') {
    const limit = String(constant);
    return (value) => compareText(String(value), limit);
  }
  return (value) => compareScalars(value, constant);
}
