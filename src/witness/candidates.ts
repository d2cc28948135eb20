/**
 * Values worth trying for one variable: made from the constants of its demands, the likeliest first. They are only
 * candidates: whether they will do is asked of the predicates.
 */
import { formatTimestamp, parseTimestamp, type Scalar } from '../event/index.js';
import { addressesIn, addressesNear } from './addresses.js';
import { needsValue } from './contradiction.js';
import type { Demand } from './goal.js';
import type { Entry, LeafShape } from './leaf.js';
import type { Random } from './random.js';
import { textCandidates } from './text-candidates.js';
import type { Variable } from './variable.js';

/** Most values that are tried for one variable at a time. */
export const MOST_CANDIDATES = 4000;
/** What may lie between two times of a query. */
const DISTANCES_MS: readonly number[] = [
  1000,
  60_000,
  3_600_000,
  86_400_000,
  400 * 86_400_000,
].flatMap((ms) => [ms, -ms]);

/**
 * Candidates for a single value that meets as many of `demands` as may be. `words` are likely parts of texts, `typical`
 * are values that the field usually has.
 */
export function* candidatesFor(
  variable: Variable,
  demands: readonly Demand[],
  words: readonly string[],
  typical: readonly Scalar[],
  random: Random,
): Generator<Scalar> {
  const wanting = demands.filter(needsValue);
  for (const value of valuesNear(wanting, variable, random)) yield typed(value, variable);
  const lists = listsOf(wanting);
  const computed = wanting.flatMap(({ leaf: { shape } }) =>
    shape.kind === 'computed' ? [shape.constants] : [],
  );
  for (const text of textCandidates(lists, words, random, lengthsAt(computed.flat()))) {
    yield typed(text, variable);
  }
  for (const constants of computed) {
    for (const value of computedFrom(constants, random)) yield typed(value, variable);
  }
  for (const value of togetherFrom(computed.flat(), demands, lists, random)) {
    yield typed(value, variable);
  }
  yield* typical;
  for (const value of valuesNear(demands, variable, random)) yield typed(value, variable);
}

/** The lists of patterns that a text has to match, one of each. */
function listsOf(demands: readonly Demand[]): readonly Extract<LeafShape, { kind: 'entries' }>[] {
  return demands.flatMap(({ leaf: { shape }, wanted }) =>
    wanted && shape.kind === 'entries' ? [shape] : [],
  );
}

/** Values at and about the constants of leaves that are no patterns. */
function* valuesNear(
  demands: readonly Demand[],
  { type }: Variable,
  random: Random,
): Generator<Scalar> {
  for (const { leaf, wanted } of demands) {
    const { shape } = leaf;
    switch (shape.kind) {
      case 'order':
        yield* constantsNear(shape.constant, type === 'ip');
        break;
      case 'blocks':
        for (const { range } of shape.blocks) {
          yield* wanted ? addressesIn(range, random) : addressesNear(range);
        }
        break;
      case 'entries':
        yield* type === 'keyword' ? [] : entriesNear(shape.entries, type === 'ip');
        break;
      case 'exists':
      case 'computed':
        break;
    }
  }
}

function* entriesNear(entries: readonly Entry[], isAddress: boolean): Generator<Scalar> {
  for (const { node, kind } of entries) {
    if (kind === 'exact' && node.value !== null) yield* constantsNear(node.value, isAddress);
  }
}

function* constantsNear(constant: Scalar, isAddress: boolean): Generator<Scalar> {
  yield constant;
  if (typeof constant === 'number') {
    yield* [constant + 1, constant - 1, constant + 0.5, constant * 2, constant - 1000];
    return;
  }
  if (typeof constant === 'boolean') {
    yield !constant;
    return;
  }
  if (isAddress) {
    yield* addressesNear(constant);
    return;
  }
  const time = parseTimestamp(constant);
  if (time !== null) {
    for (const ms of DISTANCES_MS) {
      yield formatTimestamp({ ...time, ms: time.ms + ms });
    }
  }
  const number = Number(constant);
  if (constant !== '' && Number.isFinite(number)) yield* [String(number + 1), String(number - 1)];
  yield* [`${constant}0`, `${constant}a`, constant.slice(0, -1), '~', '0'];
}

/** Most constants of one leaf that are put together in every order. */
const MOST_PERMUTED = 4;
const SMALL_NUMBERS = Array.from({ length: 21 }, (_, number) => number);
/** The longest text made to have a certain length. */
const LONGEST = 20_000;

/** Values for a leaf that computes something: from its constants, put together and taken apart. */
function* computedFrom(constants: readonly Scalar[], random: Random): Generator<Scalar> {
  const numbers = constants.filter((constant) => typeof constant === 'number');
  const texts = constants.filter((constant) => typeof constant === 'string');
  for (const order of ordersOf(texts.slice(0, MOST_PERMUTED))) {
    yield order.join('');
    yield order.join(' ');
    for (const number of numbers) {
      for (const length of [number, number + 1]) {
        if (length > 0 && length < LONGEST) yield 'x'.repeat(length) + order.join('');
      }
    }
  }
  for (const text of texts) {
    yield* [text, `${text}x`, `x${text}`, `x${text}x`];
  }
  yield* piecesOf(texts);
  for (const number of numbers) {
    yield* [number, number + 1, number - 1, -number];
    for (const length of lengthsAt([number])) yield textOfLength(length, texts, random);
    for (const other of numbers) {
      yield* [number + other, number - other, number * other, number / other, number * other + 1];
    }
  }
  for (const number of SMALL_NUMBERS) yield* [number, String(number), -number];
  yield* [true, false, '', 'x'];
}

/** What stands on either side of one constant in another: `foo` and `3` in `concat(name, "-", count) == "foo-3"`. */
export function* piecesOf(constants: readonly Scalar[]): Generator<string> {
  const texts = constants.filter((constant) => typeof constant === 'string');
  for (const text of texts) {
    for (const part of texts) {
      for (let at = text.indexOf(part); part !== '' && at !== -1; at = text.indexOf(part, at + 1)) {
        yield* [text.slice(0, at), text.slice(at + part.length)];
      }
    }
  }
}

/** Lengths that a text may be asked to have where these constants are compared with something computed. */
function lengthsAt(constants: readonly Scalar[]): readonly number[] {
  return constants
    .filter((constant) => typeof constant === 'number')
    .flatMap((number) => [number, number + 1, number - 1])
    .filter((length) => Number.isInteger(length) && length >= 0 && length <= LONGEST);
}

/** Most constants of which values for several demands at once are made, and most texts that are put together for that. */
const MOST_TOGETHER = 6;
const MOST_BASES = 12;
const MOST_PARTS = 60;

/** Values for leaves that compute something beside others: texts that have the patterns, too; numbers about all constants. */
function* togetherFrom(
  constants: readonly Scalar[],
  demands: readonly Demand[],
  lists: ReturnType<typeof listsOf>,
  random: Random,
): Generator<Scalar> {
  if (constants.length === 0) return;
  const computed = constants.slice(0, MOST_TOGETHER);
  const parts = [...computedFrom(computed, random)].filter((part) => typeof part === 'string');
  for (const part of parts.slice(0, MOST_PARTS)) {
    for (const length of lengthsAt(computed)) {
      if (length > part.length) yield part.padEnd(length, 'x');
    }
  }
  let bases = 0;
  for (const base of textCandidates(lists, [], random)) {
    if (++bases > MOST_BASES) break;
    for (const part of parts.slice(0, MOST_PARTS)) yield* [`${part}${base}`, `${base}${part}`];
  }
  const limits = demands.flatMap(({ leaf: { shape } }) =>
    shape.kind === 'order' ? [shape.constant] : [],
  );
  const numbers = [...computed, ...limits]
    .filter((constant) => typeof constant === 'number')
    .slice(0, MOST_TOGETHER);
  for (const number of numbers) {
    for (const small of SMALL_NUMBERS) yield* [number + small, number - small];
    for (const step of numbers) {
      // The first multiple from `number` on, and what is left of it.
      const multiple = step * Math.ceil(number / step);
      if (step > 1) yield* numbers.map((rest) => multiple + rest);
    }
  }
}

function textOfLength(length: number, parts: readonly string[], random: Random): string {
  const part = random.pick(parts) ?? '';
  return part.padEnd(length, 'abcdefgh ').slice(0, length);
}

function ordersOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, index) =>
    ordersOf(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

/** A value as the field's type has it in JSON. */
function typed(value: Scalar, { type }: Variable): Scalar {
  switch (type) {
    case 'long':
    case 'double': {
      const number = typeof value === 'string' && value !== '' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isFinite(number)) return value;
      // An index keeps no fraction of a long.
      return type === 'long' ? Math.trunc(number) : number;
    }
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value;
    case 'keyword':
    case 'ip':
    case 'version':
      return typeof value === 'string' ? value : String(value);
    case 'date':
    case 'object':
    case undefined:
      return value;
  }
}
