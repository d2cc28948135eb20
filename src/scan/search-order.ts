import { compareMatches } from '../engine/index.js';
import type { Pipe, Plan } from '../eql/index.js';
import type { DecidedMatch } from './correlator.js';

/**
 * The plan that gives at most `size` matches, as Elasticsearch limits a search: below the first pipe stands one of the
 * same kind with the smaller count; without a pipe, the last matches are taken. Samples, which have no pipes, are cut
 * by {@link takeSize}. Source: spec §11.
 */
export function limitPlan(plan: Plan, size: number | undefined): Plan {
  if (size === undefined || plan.kind === 'sample') return plan;
  const [first, ...rest] = plan.pipes;
  const limited: Pipe =
    first === undefined
      ? { kind: 'tail', count: size }
      : { kind: first.kind, count: Math.min(first.count, size) };
  return { ...plan, pipes: [limited, ...(first === undefined ? [] : [first, ...rest])] };
}

/** Matches in the order in which Elasticsearch's search gives them, plan by plan; of a sample the first `size`. */
export function inSearchOrder(
  decided: readonly DecidedMatch[],
  plans: readonly Plan[],
  size: number | undefined,
): readonly DecidedMatch[] {
  return plans.flatMap((plan, query) => {
    const compare = compareMatches(plan);
    const own = decided.filter((found) => found.query === query);
    return takeSize(
      own.sort((a, b) => compare(a.match, b.match)),
      plan,
      size,
    );
  });
}

/** Of a sample the first `size`, as its keys are visited in ascending order; of anything else all. */
export function takeSize<M>(
  ordered: readonly M[],
  { kind }: Plan,
  size: number | undefined,
): readonly M[] {
  return kind === 'sample' && size !== undefined ? ordered.slice(0, size) : ordered;
}
