/** Whether any events could match a query at all. */
import type { CheckedQuery } from '../eql/index.js';
import { Random } from './random.js';
import { whyNot } from './reasons.js';
import { scenarioOf } from './scenario.js';
import { solve } from './solver.js';

/**
 * Why no events can match `query`, lower case, without a full stop; null where some may, or nothing is proven. Where a
 * field usually has one value, one is assumed.
 */
export function whyNeverMatching(query: CheckedQuery, categoryField: string): string | null {
  if (keepsNothing(query)) return 'a pipe keeps no match';
  const { goal, variables } = scenarioOf(query, categoryField);
  const solution = solve(goal, { variables, random: Random.of(1, 'never') });
  return solution.kind === 'impossible' ? whyNot(solution) : null;
}

/** Whether a pipe of the query leaves no match: `| head 0`. */
export function keepsNothing(query: CheckedQuery): boolean {
  return query.kind !== 'sample' && query.pipes.some(({ count }) => count === 0);
}
