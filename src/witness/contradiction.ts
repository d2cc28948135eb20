/**
 * Proofs that no value of a field can meet several demands at once. A proof is exact: what it says never happens. Where
 * there is none, a value may or may not exist; the search tells.
 */
import { dateRange } from '../eql/index.js';
import type { Scalar } from '../event/index.js';
import type { Demand } from './goal.js';
import type { Entry, Leaf } from './leaf.js';
import { Random } from './random.js';
import { areDisjoint, covers, type TextShape } from './text-shape.js';
import type { Variable } from './variable.js';

/** Demands that no value meets together; null where that is not proven. `demands` are about `variable` alone. */
export function contradictionIn(
  variable: Variable,
  demands: readonly Demand[],
): readonly Demand[] | null {
  const needy = demands.filter(needsValue);
  const [need] = needy;
  if (need === undefined) return null;
  const absent = demands.find(forbidsValue);
  if (absent !== undefined) return [need, absent];
  for (const demand of needy) {
    if (isImpossible(demand)) return [demand];
    const rejecters = rejectersOf(demand, demands, variable);
    if (rejecters !== null) return [demand, ...rejecters];
  }
  return variable.isList ? null : emptyInterval(needy, variable);
}

/** Whether an absent field does not do. */
export function needsValue({ leaf, wanted }: Demand): boolean {
  // Most demands are told by their form, which saves compiling them.
  if (isPlainTest(leaf)) return wanted;
  return !leaf.holds(
    leaf.fields.map(() => null),
    wanted,
  );
}

/** Whether a leaf asks if a field has one of some values, none of which is null: that is false of an absent field. */
function isPlainTest({ expression, shape }: Leaf): boolean {
  if (shape.kind !== 'entries' || shape.entries.length === 0) return false;
  if (expression.kind === 'in') return shape.entries.length === expression.values.length;
  return expression.kind === 'comparison' || expression.kind === 'match';
}

/** Whether any value at all is too much. */
export function forbidsValue({ leaf: { shape }, wanted }: Demand): boolean {
  if (shape.kind === 'exists') return !wanted;
  return shape.kind === 'entries' && shape.entries.length === 0 && wanted;
}

/**
 * Whether, whatever the value, `rejecter` fails where the entry of `demand` matches. On a list of values only
 * what no value may be rejects; a single value is also rejected by what it would have to be besides.
 */
export function rejects(
  rejecter: Demand,
  entry: Entry,
  demand: Demand,
  variable: Variable,
): boolean {
  const { shape, holds } = rejecter.leaf;
  const entries = demand.leaf.shape;
  if (variable.isList && needsValue(rejecter)) return false;
  const folded = entries.kind === 'entries' && entries.folded;
  if (isExactValue(entry, folded, variable)) return !holds([entry.node.value], rejecter.wanted);
  if (shape.kind !== 'entries' || variable.type === 'date' || variable.type === 'ip') return false;
  if (entry.kind === 'regex') return false;
  const patterns = shape.entries.filter(({ kind }) => kind !== 'regex');
  const ignoresCase = shape.folded || folded;
  if (rejecter.wanted) {
    const isTold = patterns.length === shape.entries.length;
    return isTold && patterns.every((other) => areDisjoint(of(other), of(entry), ignoresCase));
  }
  // An entry that ignores case matches texts that a case-sensitive one lets pass.
  if (folded && !shape.folded) return false;
  return patterns.some((other) => covers(of(other), of(entry), shape.folded));
}

/** The demands of which one rejects each of the entries of `demand`; null where some entry is not rejected. */
function rejectersOf(
  demand: Demand,
  demands: readonly Demand[],
  variable: Variable,
): readonly Demand[] | null {
  const { shape } = demand.leaf;
  if (shape.kind !== 'entries' || !demand.wanted || shape.entries.length === 0) return null;
  const others = demands.filter((other) => other !== demand);
  const found = new Set<Demand>();
  for (const entry of shape.entries) {
    const rejecter = others.find((other) => rejects(other, entry, demand, variable));
    if (rejecter === undefined) return null;
    found.add(rejecter);
  }
  return [...found];
}

/** Whether the entry stands for one value, which can simply be tried. */
function isExactValue({ kind, node }: Entry, folded: boolean, { type }: Variable): boolean {
  if (kind !== 'exact' || type === 'date') return false;
  const text = String(node.value);
  if (type === 'ip' && text.includes('/')) return false;
  return !folded || text.toLowerCase() === text.toUpperCase();
}

/** A leaf that reads no field is what it is. */
function isImpossible({ leaf, wanted }: Demand): boolean {
  return leaf.fields.length === 0 && !leaf.holds([], wanted);
}

interface Bound {
  readonly limit: number;
  readonly isOpen: boolean;
  readonly demand: Demand;
}

/** Numbers, or times, as bounds that leave nothing between them. */
function emptyInterval(demands: readonly Demand[], { type }: Variable): readonly Demand[] | null {
  let low: Bound | null = null;
  let high: Bound | null = null;
  for (const demand of demands) {
    const bounds = type === 'date' ? timeBoundsOf(demand) : boundsOf(demand);
    for (const { side, limit, isOpen } of bounds) {
      const bound = { limit, isOpen, demand };
      if (side === 'low' && (low === null || isTighter(limit - low.limit, isOpen))) low = bound;
      if (side === 'high' && (high === null || isTighter(high.limit - limit, isOpen))) high = bound;
    }
  }
  if (low === null || high === null || low.demand === high.demand) return null;
  const isEmpty =
    low.limit > high.limit || (low.limit === high.limit && (low.isOpen || high.isOpen));
  return isEmpty ? [low.demand, high.demand] : null;
}

function isTighter(difference: number, isOpen: boolean): boolean {
  return difference > 0 || (difference === 0 && isOpen);
}

interface Limit {
  readonly side: 'low' | 'high';
  readonly limit: number;
  readonly isOpen: boolean;
}

/** In milliseconds, which is how exact a date field is; a constant leaves its smaller parts open. */
function timeBoundsOf({ leaf: { shape }, wanted }: Demand): readonly Limit[] {
  if (!wanted) return [];
  const bound = (side: Limit['side'], limit: number): Limit => ({ side, limit, isOpen: false });
  if (shape.kind === 'order') {
    const range = dateRange(shape.constant);
    if (range === null) return [];
    switch (shape.operator) {
      case '>':
        return [bound('low', range.high + 1)];
      case '>=':
        return [bound('low', range.low)];
      case '<':
        return [bound('high', range.low - 1)];
      case '<=':
        return [bound('high', range.high)];
    }
  }
  if (shape.kind !== 'entries' || shape.entries.length === 0) return [];
  const ranges = shape.entries.flatMap(({ node: { value } }) =>
    value === null ? [] : (dateRange(value) ?? []),
  );
  if (ranges.length < shape.entries.length) return [];
  return [
    bound('low', Math.min(...ranges.map(({ low }) => low))),
    bound('high', Math.max(...ranges.map(({ high }) => high))),
  ];
}

function boundsOf({ leaf: { shape }, wanted }: Demand): readonly Limit[] {
  if (!wanted) return [];
  if (shape.kind === 'order') {
    const { operator, constant } = shape;
    if (typeof constant !== 'number') return [];
    const side = operator.startsWith('>') ? 'low' : 'high';
    return [{ side, limit: constant, isOpen: !operator.endsWith('=') }];
  }
  if (shape.kind !== 'entries' || shape.entries.length === 0) return [];
  const numbers = shape.entries.flatMap(({ node: { value } }) => numberOf(value));
  if (numbers.length < shape.entries.length) return [];
  return [
    { side: 'low', limit: Math.min(...numbers), isOpen: false },
    { side: 'high', limit: Math.max(...numbers), isOpen: false },
  ];
}

function numberOf(value: Scalar | null): readonly number[] {
  return typeof value === 'number' ? [value] : [];
}

/** Patterns that are no regular expressions have one shape. */
const FIXED = new Random(0);

function of(entry: Entry): TextShape {
  return entry.shape(FIXED);
}
