// Why a query could not have matched an input: said in every summary, because a rule that never had a chance must not
// look like a rule that found nothing. Source: design §6.
import { isExact, type FieldScreen, type Subquery } from '../eql/index.js';
import type { Kinds } from './kinds.js';
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

/** The first reason why the query had no chance; null when it had one. */
export function explainSilence(
  query: ScanQuery,
  number: number,
  kinds: Kinds,
  sightings: Sightings,
): Silence | null {
  const { plan, subqueries } = query.compiled;
  for (const index of neededSubqueries(plan)) {
    const subquery = subqueries[index];
    if (subquery === undefined) continue;
    const reason = whyNoCandidate(query, number, subquery, kinds, sightings);
    if (reason !== null) return reason;
  }
  return null;
}

function whyNoCandidate(
  query: ScanQuery,
  number: number,
  subquery: Subquery,
  kinds: Kinds,
  sightings: Sightings,
): Silence | null {
  const { category } = subquery;
  if (category !== null && !kinds.sawCategory(query.eventFields.category, category)) {
    return { reason: 'no-category', category };
  }
  if (!kinds.gate.wasOpen(number)) {
    return { reason: 'no-index' };
  }
  for (const { path, slot, folded, texts } of neededFields(subquery)) {
    const names = texts !== null && isExact(texts) ? texts.exact : null;
    if (path === 'host.os.type' && names !== null && !kinds.sawOsType(names, folded)) {
      return { reason: 'other-os', wanted: [...names], seen: kinds.osTypes };
    }
    if (!sightings.sawField(slot)) return { reason: 'field-absent', field: path };
  }
  return null;
}

/** Tests of one field each that an event must pass. */
function neededFields({ screen }: Subquery): readonly FieldScreen[] {
  const parts = screen.kind === 'all' ? screen.of : [screen];
  return parts.filter((part): part is FieldScreen => part.kind === 'field' && !part.negated);
}
