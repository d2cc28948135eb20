import { compareKeys, compareOrdinals, type Ordinal } from '../event/index.js';
import type { Plan } from '../eql/index.js';
import type { Match } from './matcher.js';

/**
 * The official order of the matches of a query, for `sort`: events by ordinal; sequences by the ordinal of their last
 * event, then by join key; samples by join key, those of one key left in the order in which they came.
 * Source: spec §9.6, §10, §11.
 */
export function compareMatches(plan: Plan): (a: Match, b: Match) => number {
  switch (plan.kind) {
    case 'event':
    case 'sequence':
      // Total: no two matches of one key end at the same event.
      return (a, b) => compareOrdinals(lastEvent(a), lastEvent(b)) || compareKeys(a.key, b.key);
    case 'sample':
      return (a, b) => compareKeys(a.key, b.key);
  }
}

const BEFORE_ALL: Ordinal = {
  time: null,
  tiebreaker: null,
  position: { input: -1, offset: -1, index: -1 },
};

function lastEvent({ events }: Match): Ordinal {
  return events.reduce<Ordinal>((last, event) => event ?? last, BEFORE_ALL);
}
