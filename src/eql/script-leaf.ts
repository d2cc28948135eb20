/** Leaves that are scripts: which values of an event's fields a script sees, and what its screen can tell. Source: spec §5. */
import type { Event, Scalar } from '../event/index.js';
import type { CompileContext, EventTest, Leaf } from './condition.js';
import { ANYTHING, complement, NOTHING, presence } from './screen.js';
import type { Fields, Script } from './script.js';

/** Arbitrary evaluation is dearer than any other leaf. */
const SCRIPT_COST = 30;

/**
 * Most combinations that are tried for one event. Arrays multiply: three of a thousand values make a billion, and one
 * hostile line would hold up a scan for minutes.
 */
export const MOST_COMBINATIONS = 100_000;

/**
 * A leaf that is true if `script` gives true for some combination of the values of its fields; an absent field takes
 * part as null. Of several fields the first {@link MOST_COMBINATIONS} combinations count, those of the field named last
 * varying first; of one field all of its values.
 */
export function scriptCondition(script: Script, fields: Fields, context: CompileContext): Leaf {
  const slots = [...fields.keys()].map((path) => context.slot(path));
  if (slots.length > 1) context.combines(slots);
  return {
    prepare: () => combinationsTest(script, slots),
    cost: SCRIPT_COST,
    ...screensOf(script, [...fields.keys()], slots),
  };
}

/** Whether the values of fields, which a condition combines, are more than count. */
export function isBeyondCombinations(event: Event, slots: readonly number[]): boolean {
  let combinations = 1;
  for (const slot of slots) {
    const value = event.get(slot);
    if (typeof value === 'object' && value !== null) combinations *= value.length;
  }
  return combinations > MOST_COMBINATIONS;
}

function combinationsTest(script: Script, slots: readonly number[]): EventTest {
  const frame: (Scalar | null)[] = slots.map(() => null);
  const most = slots.length > 1 ? MOST_COMBINATIONS : Number.POSITIVE_INFINITY;
  let left = most;
  const someCombination = (event: Event, from: number): boolean => {
    const slot = slots[from];
    if (slot === undefined) {
      left -= 1;
      return script(frame) === true;
    }
    const value = event.get(slot);
    if (value === null || typeof value !== 'object') {
      frame[from] = value;
      return someCombination(event, from + 1);
    }
    for (const item of value) {
      if (left === 0) return false;
      frame[from] = item;
      if (someCombination(event, from + 1)) return true;
    }
    return false;
  };
  return (event) => {
    left = most;
    return someCombination(event, 0);
  };
}

/** A script of one field gives one verdict for its absence; the other verdict then needs it to be present. */
function screensOf(
  script: Script,
  paths: readonly string[],
  slots: readonly number[],
): Pick<Leaf, 'sure' | 'possible'> {
  const [path] = paths;
  const [slot] = slots;
  if (path === undefined || slot === undefined || slots.length > 1) {
    return { sure: NOTHING, possible: () => ANYTHING };
  }
  const present = presence(path, slot);
  return script([null]) === true
    ? { sure: complement(present), possible: () => ANYTHING }
    : { sure: NOTHING, possible: () => present };
}
