/** A value for one variable: what is preferred, else what its demands suggest, else what is usual. */
import { fromScalars, listOf, type Scalar, type Value } from '../event/index.js';
import { candidatesFor, MOST_CANDIDATES } from './candidates.js';
import { contradictionIn, forbidsValue, needsValue } from './contradiction.js';
import type { Demand } from './goal.js';
import type { Random } from './random.js';
import { mend } from './mend.js';
import { typicalValues } from './typical.js';
import { isMet, type Values, type Variable } from './variable.js';

/** What a search for a value gave. */
export type Found =
  | { readonly kind: 'value'; readonly value: Value }
  /** Proven that there is none: these demands contradict each other. */
  | { readonly kind: 'contradiction'; readonly demands: readonly Demand[] }
  | { readonly kind: 'none-found' };

export interface ValueQuestion {
  readonly variable: Variable;
  /** Everything that is asked of the variable, alone or with others. */
  readonly demands: readonly Demand[];
  /** The other variables. */
  readonly values: Values;
  /** Values to take, if they will do, before all others. */
  readonly preferred: readonly Value[];
  readonly random: Random;
}

/** Looks for a value of `variable` that meets `demands`, the other variables being what they are. */
export function findValue(question: ValueQuestion): Found {
  const { variable, demands, values, preferred } = question;
  const meets = (value: Value): boolean =>
    demands.every((demand) => isMet(demand, values, variable.id, value));
  for (const value of preferred) if (meets(value)) return { kind: 'value', value };
  const single = demands.filter(({ leaf }) => leaf.fields.length === 1);
  if (demands.some(forbidsValue) && meets(null)) return { kind: 'value', value: null };
  const contradiction = contradictionIn(variable, single);
  if (contradiction !== null) return { kind: 'contradiction', demands: contradiction };
  const value =
    (variable.isList ? findList(question, meets) : null) ?? findSingle(question, demands, meets);
  if (value !== null) return { kind: 'value', value };
  return meets(null) ? { kind: 'value', value: null } : { kind: 'none-found' };
}

function findSingle(
  { variable, preferred, values, random }: ValueQuestion,
  demands: readonly Demand[],
  meets: (value: Scalar) => boolean,
): Scalar | null {
  const words = [...preferred, ...values.values()]
    .flatMap(listOf)
    .filter((value) => typeof value === 'string' && !/[\s/]/.test(value))
    .map(String)
    .slice(0, 8);
  const typical = variable.paths.flatMap((path) => typicalValues(path, random));
  let tries = 0;
  for (const value of candidatesFor(variable, demands, words, typical, random)) {
    if (meets(value)) return value;
    if (++tries > MOST_CANDIDATES) break;
  }
  const suitable = [...values.values()].flatMap(listOf).find(meets);
  return suitable ?? mend(variable, demands, values, ['', 0, ...typical]);
}

/** A list with a value for each demand that needs one. What a value must not be, none of them is. */
function findList(question: ValueQuestion, meets: (value: Value) => boolean): Value {
  const { variable, demands, values } = question;
  const needy = demands.filter(needsValue);
  const others = demands.filter((demand) => !needy.includes(demand));
  const isAllowed = (value: Scalar): boolean =>
    others.every((demand) => isMet(demand, values, variable.id, value));
  const found: Scalar[] = [];
  for (const demand of needy) {
    const satisfies = (value: Scalar): boolean =>
      isMet(demand, values, variable.id, value) && isAllowed(value);
    if (found.some(satisfies)) continue;
    const value = findSingle(question, [demand, ...others], satisfies);
    if (value === null) return null;
    found.push(value);
  }
  const list = fromScalars(found);
  return found.length > 0 && meets(list) ? list : null;
}
