/**
 * What an event must have for a condition to hold, as far as the condition alone proves it. Each leaf states its own
 * requirements where it is compiled; here is how `and` and `or` combine them.
 */
import { fold } from '../event/index.js';
import type { Requirement } from './query.js';
import { exactly, isExact, sizeOf, union, type TextSet } from './text-set.js';

/** `and`: all requirements of all operands. One that only asks for presence adds nothing to one with texts. */
export function requirementsOfAll(
  operands: readonly (readonly Requirement[])[],
): readonly Requirement[] {
  const all = operands.flat();
  const withTexts = new Set(all.filter(({ texts }) => texts !== null).map(({ slot }) => slot));
  const present = new Set<number>();
  return all.filter(({ slot, texts }) => {
    if (texts !== null) return true;
    if (withTexts.has(slot) || present.has(slot)) return false;
    present.add(slot);
    return true;
  });
}

/** `or`: for each field that every operand requires, one of the texts that any of them asks for. */
export function requirementsOfAny(
  operands: readonly (readonly Requirement[])[],
): readonly Requirement[] {
  const [first = []] = operands;
  return [...new Set(first.map(({ slot }) => slot))].flatMap((slot) => {
    const alternatives = operands.flatMap((operand) => narrowest(operand, slot) ?? []);
    return alternatives.length === operands.length ? anyOf(alternatives) : [];
  });
}

/** Of several requirements on one field the one that fewest events meet, by the number of texts. */
function narrowest(requirements: readonly Requirement[], slot: number): Requirement | undefined {
  let best: Requirement | undefined;
  for (const requirement of requirements) {
    if (requirement.slot === slot && breadth(requirement) < breadth(best)) best = requirement;
    else if (requirement.slot === slot) best ??= requirement;
  }
  return best;
}

function breadth(requirement: Requirement | undefined): number {
  const texts = requirement?.texts ?? null;
  return texts === null ? Infinity : sizeOf(texts);
}

/** The requirement that holds where one of `alternatives`, all on one field, does. */
function anyOf(alternatives: readonly Requirement[]): readonly Requirement[] {
  const [first] = alternatives;
  if (first === undefined) return [];
  const { path, slot } = first;
  const folded = alternatives.some((requirement) => requirement.folded);
  const sets = alternatives.flatMap((alternative) => {
    const { texts } = alternative;
    return (folded && !alternative.folded ? foldTexts(texts) : texts) ?? [];
  });
  if (sets.length < alternatives.length) return [{ path, slot, folded: false, texts: null }];
  return [{ path, slot, folded, texts: union(sets) }];
}

/** Equal texts are equal in lower case; of their ends that cannot be said of half a surrogate pair. */
function foldTexts(texts: TextSet | null): TextSet | null {
  return texts !== null && isExact(texts) ? exactly(new Set([...texts.exact].map(fold))) : null;
}
