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
  const [first = [], ...others] = operands;
  const requirements: Requirement[] = [];
  for (const slot of new Set(first.map((requirement) => requirement.slot))) {
    let union = narrowest(first, slot);
    for (const operand of others) {
      const next = narrowest(operand, slot);
      union = union !== undefined && next !== undefined ? either(union, next) : undefined;
    }
    if (union !== undefined) requirements.push(union);
  }
  return requirements;
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

function either(a: Requirement, b: Requirement): Requirement {
  const { path, slot } = a;
  if (a.values === null || b.values === null) return { path, slot, folded: false, values: null };
  if (a.folded === b.folded) {
    return { path, slot, folded: a.folded, values: new Set([...a.values, ...b.values]) };
  }
  return { path, slot, folded: true, values: new Set([...a.values, ...b.values].map(fold)) };
}
