// Why a query could not have matched an input: said in every summary, because a rule that never had a chance must not
// look like a rule that found nothing. Source: design §6.
import type { FieldSet } from '../event/index.js';
import { isExact, type AddressScreen, type FieldScreen, type Subquery } from '../eql/index.js';
import type { Kinds } from './kinds.js';
import type { Revision } from './live-options.js';
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

/**
 * What of the query the input did not have: a category, the `index` of the rule, operating systems, a field. The same for
 * rules that write the same in another order.
 */
export function silenceDetail(silence: Silence, index: readonly string[]): string {
  switch (silence.reason) {
    case 'no-category':
      return silence.category;
    case 'no-index':
      return index.toSorted().join(', ');
    case 'other-os':
      return silence.wanted.toSorted().join(', ');
    case 'field-absent':
      return silence.field;
  }
}

/** What is known of an input when it has been read. */
export interface Surveyed {
  readonly kinds: Kinds;
  readonly fields: FieldSet;
  readonly sightings: Pick<Sightings, 'sawField'>;
}

/** Names of the queries that had a chance. */
export function heardOf(
  { queries, names = [], fields }: Pick<Revision, 'queries' | 'names' | 'fields'>,
  { kinds, sightings }: Omit<Surveyed, 'fields'>,
): readonly string[] {
  return names.filter((_, number) => {
    const query = queries[number];
    const surveyed = { kinds, sightings, fields };
    return query !== undefined && silencesOf(query, number, surveyed).length === 0;
  });
}

/** Why the query had no chance: every reason found, each once; none when it had one. `number` is its own in the scan. */
export function silencesOf(
  query: ScanQuery,
  number: number,
  surveyed: Surveyed,
): readonly Silence[] {
  const { plan, subqueries } = query.compiled;
  const found = new Map<string, Silence>();
  for (const index of neededSubqueries(plan)) {
    const subquery = subqueries[index];
    if (subquery === undefined) continue;
    for (const silence of whyNoCandidate(query, number, subquery, surveyed)) {
      found.set(JSON.stringify(silence), silence);
    }
  }
  return [...found.values()];
}

function* whyNoCandidate(
  query: ScanQuery,
  number: number,
  subquery: Subquery,
  { kinds, fields, sightings }: Surveyed,
): Generator<Silence> {
  const { category, keys } = subquery;
  if (category !== null && !kinds.sawCategory(query.eventFields.category, category)) {
    yield { reason: 'no-category', category };
  }
  if (!kinds.gate.wasOpen(number)) yield { reason: 'no-index' };
  for (const test of neededTests(subquery)) {
    if (test.path === 'host.os.type' && test.kind === 'field') {
      const names = test.texts !== null && isExact(test.texts) ? test.texts.exact : null;
      const seen = kinds.osTypes;
      if (names !== null && seen.length > 0 && !kinds.sawOsType(names, test.folded)) {
        yield { reason: 'other-os', wanted: [...names], seen };
        continue;
      }
    }
    if (!sightings.sawField(test.slot)) yield { reason: 'field-absent', field: test.path };
  }
  for (const { slot, optional } of keys) {
    if (optional || sightings.sawField(slot)) continue;
    yield { reason: 'field-absent', field: fields.fields[slot]?.path ?? '' };
  }
}

/** Tests of one field each that an event must pass, and only an event with the field can. */
function neededTests({ screen }: Subquery): readonly (FieldScreen | AddressScreen)[] {
  const parts = screen.kind === 'all' ? screen.of : [screen];
  return parts.flatMap((part) =>
    (part.kind === 'field' || part.kind === 'address') && !part.negated ? [part] : [],
  );
}
