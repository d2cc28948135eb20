import { compareMatches } from '../engine/index.js';
import type { Plan } from '../eql/index.js';
import type { DecidedMatch } from './correlator.js';
import type { ScanQuery } from './query.js';

/** Matches in the order in which Elasticsearch's search gives them, query by query, each cut to `size`. */
export function inSearchOrder(
  decided: readonly DecidedMatch[],
  queries: readonly ScanQuery[],
  size: number | undefined,
): readonly DecidedMatch[] {
  return queries.flatMap(({ compiled: { plan } }, query) => {
    const compare = compareMatches(plan);
    const own = decided.filter((found) => found.query === query);
    return takeSize(
      own.sort((a, b) => compare(a.match, b.match)),
      plan,
      size,
    );
  });
}

/** The last `size` of ordered matches; of a sample the first, as its keys are visited in ascending order. */
export function takeSize<M>(
  ordered: readonly M[],
  { kind }: Plan,
  size: number | undefined,
): readonly M[] {
  if (size === undefined || ordered.length <= size) return ordered;
  return kind === 'sample' ? ordered.slice(0, size) : ordered.slice(ordered.length - size);
}
