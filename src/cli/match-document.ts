import type { JsonObject, Scalar } from '../event/index.js';
import type { FoundMatch } from '../scan/index.js';

/** A sequence or sample in the shape in which Elasticsearch's EQL search gives them. */
export interface MatchDocument {
  readonly join_keys: readonly (Scalar | null)[];
  readonly events: readonly unknown[];
}

/** A match as JSON: the event of an event query stands alone, as it was read. */
export function documentOf(
  { key, events }: Pick<FoundMatch, 'key' | 'events'>,
  kind: 'event' | 'sequence' | 'sample',
): JsonObject | MatchDocument {
  if (kind === 'event') return events[0]?.document ?? {};
  return {
    join_keys: key.values,
    events: events.map((event) => (event === null ? { missing: true } : event.document)),
  };
}
