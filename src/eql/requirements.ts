/**
 * What an event must have for a condition to hold, as far as the condition alone proves it. Each leaf states its own
 * requirements where it is compiled; here is how `and` and `or` combine them.
 */
import { fold } from '../event/index.js';
import type { Requirement } from './query.js';

/** `and`: all requirements of all operands. One that only asks for presence adds nothing to one with values. */
export function requirementsOfAll(
  operands: readonly (readonly Requirement[])[],
): readonly Requirement[] {
  const all = operands.flat();
  const withValues = new Set(all.filter(({ values }) => values !== null).map(({ slot }) => slot));
  const present = new Set<number>();
  return all.filter(({ slot, values }) => {
    if (values !== null) return true;
    if (withValues.has(slot) || present.has(slot)) return false;
    present.add(slot);
    return true;
  });
}

/** `or`: for each field that every operand requires, one of the values that any of them asks for. */
export function requirementsOfAny(
  operands: readonly (readonly Requirement[])[],
): readonly Requirement[] {
  const [first = []] = operands;
  return [...new Set(first.map(({ slot }) => slot))].flatMap((slot) => {
    const alternatives = operands.flatMap((operand) => narrowest(operand, slot) ?? []);
    return alternatives.length === operands.length ? anyOf(alternatives) : [];
  });
}

/** Of several requirements on one field the one that fewest events meet, by the number of values. */
function narrowest(requirements: readonly Requirement[], slot: number): Requirement | undefined {
  let best: Requirement | undefined;
  for (const requirement of requirements) {
    if (requirement.slot === slot && sizeOf(requirement) < sizeOf(best)) best = requirement;
    else if (requirement.slot === slot) best ??= requirement;
  }
  return best;
}

function sizeOf(requirement: Requirement | undefined): number {
  return requirement?.values?.size ?? Infinity;
}

/** The requirement that holds where one of `alternatives`, all on one field, does. */
function anyOf(alternatives: readonly Requirement[]): readonly Requirement[] {
  const [first] = alternatives;
  if (first === undefined) return [];
  const { path, slot } = first;
  const folded = alternatives.some((requirement) => requirement.folded);
  const values = new Set<string>();
  for (const alternative of alternatives) {
    if (alternative.values === null) return [{ path, slot, folded: false, values: null }];
    for (const value of alternative.values) {
      values.add(folded && !alternative.folded ? fold(value) : value);
    }
  }
  return [{ path, slot, folded, values }];
}
