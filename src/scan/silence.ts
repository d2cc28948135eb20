// Why a query could not have matched an input: said in every summary, because a rule that never had a chance must not
// look like a rule that found nothing. Source: design §6.
import { isExact, type Subquery } from '../eql/index.js';
import type { Evaluator } from './evaluator.js';
import { neededSubqueries, type ScanQuery } from './query.js';
import type { Sightings } from './sightings.js';

/** The reason that holds for every event of the input. */
export type Silence =
  | { readonly reason: 'no-category'; readonly category: string }
  | { readonly reason: 'no-index' }
  | {
      readonly reason: 'other-os';
      readonly wanted: readonly string[];
      readonly seen: readonly string[];
    }
  | { readonly reason: 'field-absent'; readonly field: string };

/** The first reason why the query had no chance; null when it had one. `candidates` by subquery. */
export function explainSilence(
  query: ScanQuery,
  number: number,
  candidates: readonly number[],
  evaluator: Evaluator,
  sightings: Sightings,
): Silence | null {
  const { plan, subqueries } = query.compiled;
  for (const index of neededSubqueries(plan)) {
    const subquery = subqueries[index];
    if (subquery === undefined || (candidates[index] ?? 0) > 0) continue;
    const reason = whyNoCandidate(query, number, subquery, evaluator, sightings);
    if (reason !== null) return reason;
  }
  return null;
}

function whyNoCandidate(
  query: ScanQuery,
  number: number,
  subquery: Subquery,
  evaluator: Evaluator,
  sightings: Sightings,
): Silence | null {
  const { category } = subquery;
  if (category !== null && !evaluator.sawCategory(query.eventFields.category, category)) {
    return { reason: 'no-category', category };
  }
  if (!evaluator.gate.origins.some(({ open }) => open[number] === true)) {
    return { reason: 'no-index' };
  }
  for (const { path, slot, texts } of subquery.requirements) {
    const names = texts !== null && isExact(texts) ? texts.exact : null;
    if (path === 'host.os.type' && names !== null && !sightings.sawOsType(names)) {
      return { reason: 'other-os', wanted: [...names], seen: sightings.osTypes };
    }
    if (evaluator.event.neverPresent(slot)) return { reason: 'field-absent', field: path };
  }
  return null;
}
