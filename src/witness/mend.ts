/**
 * A value for leaves that compute something, found by mending: where a demand is not met, its expression is undone, from the result that
 * it should have back to the field (`length(x) == 3`: a text is cut or filled up), and what comes out is mended for the next. The
 * changes are only proposals, most promising first; whether a value will do is asked of the predicates.
 */
import { invariant } from '../source/index.js';
import { listOf, type Scalar } from '../event/index.js';
import type { Demand } from './goal.js';
import { valuesFor, type Setting } from './undo.js';
import { asTyped, isMet, type Values, type Variable } from './variable.js';

/** Most values that are looked at. */
const MOST_LOOKED_AT = 3000;

/** A value of `variable` that meets `demands`, mended from one of `starts`; null when none was found. */
export function mend(
  variable: Variable,
  demands: readonly Demand[],
  values: Values,
  starts: Iterable<Scalar>,
): Scalar | null {
  const filler = fillerFor(demands);
  const seen = new Set<Scalar>();
  /** Values to be mended, by how many demands they do not meet. */
  const open: Scalar[][] = Array.from({ length: demands.length + 1 }, () => []);
  let found: Scalar | null = null;
  const look = (proposed: Scalar): boolean => {
    const value = asTyped(proposed, variable);
    if (seen.has(value)) return false;
    seen.add(value);
    const unmet = demands.filter((demand) => !isMet(demand, values, variable.id, value)).length;
    if (unmet === 0) found = value;
    else open[unmet]?.push(value);
    return unmet === 0;
  };
  for (const start of starts) if (look(start)) return found;
  while (seen.size < MOST_LOOKED_AT) {
    const value = open.find((list) => list.length > 0)?.shift();
    if (value === undefined) return null;
    for (const demand of demands) {
      if (isMet(demand, values, variable.id, value)) continue;
      for (const other of valuesFor(
        demand.leaf.expression,
        demand.wanted,
        settingOf(demand, value),
      )) {
        if (look(other)) return found;
      }
    }
  }
  return null;

  function settingOf({ leaf, variables }: Demand, value: Scalar): Setting {
    const isOwn = (path: string): boolean => variables[leaf.fields.indexOf(path)] === variable.id;
    return {
      isOwn,
      filler,
      valueOf: (path) => {
        const id = variables[leaf.fields.indexOf(path)];
        invariant(id !== undefined, 'the leaf reads its fields');
        return id === variable.id ? value : (listOf(values.get(id) ?? null)[0] ?? null);
      },
    };
  }
}

const FILLERS = ['x', 'q', 'z', 'k', '7'] as const;

/** A character that no constant of the demands has, to fill up texts with. */
function fillerFor(demands: readonly Demand[]): string {
  const known = demands.map(({ text }) => text().toLowerCase().replaceAll(/\w+\(/g, '')).join(' ');
  return FILLERS.find((filler) => !known.includes(filler)) ?? FILLERS[0];
}
