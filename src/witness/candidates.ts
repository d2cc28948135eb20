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
import { asTyped, type Variable } from './variable.js';

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
  for (const value of valuesNear(wanting, variable, random)) yield asTyped(value, variable);
  const lists = listsOf(wanting);
  for (const text of textCandidates(lists, words, random)) yield asTyped(text, variable);
  yield* typical;
  for (const value of valuesNear(demands, variable, random)) yield asTyped(value, variable);
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
