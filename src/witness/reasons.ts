/** What is said of goals that cannot be reached. */
import type { Demand } from './goal.js';
import type { Solution } from './solver.js';

type Unsolved = Exclude<Solution, { readonly kind: 'solved' }>;

/** Why a query has no events. */
export function whyNot({ kind, because }: Unsolved): string {
  const clauses = listed(because);
  return kind === 'impossible'
    ? `no event can satisfy ${clauses}`
    : `no values were found for ${clauses}`;
}

/** Why the clause with the demands `own` cannot fail alone. */
export function whyInseparable(solution: Unsolved, own: readonly Demand[]): string {
  const others = solution.because.filter((demand) => !own.includes(demand));
  if (solution.kind === 'gave-up') return 'no values were found with which only this clause fails';
  return others.length === 0 ? 'it is always true' : `it follows from ${listed(others)}`;
}

const MOST_LISTED = 3;

function listed(demands: readonly Demand[]): string {
  const texts = [...new Set(demands.map(({ text }) => `\`${text()}\``))];
  const more = texts.length > MOST_LISTED ? ` and ${texts.length - MOST_LISTED} more` : '';
  return texts.slice(0, MOST_LISTED).join(' with ') + more;
}
