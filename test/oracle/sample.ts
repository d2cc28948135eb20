// §10 of the specification and ADR 006: the samples of one join key.
import { compareEvents, type OracleEvent } from './events.js';

/**
 * At most `most` combinations of different events, one of each list: those that are there first when events come one
 * after the other, of those that one event completes the first in depth-first order.
 */
export function samplesOf(
  lists: readonly (readonly OracleEvent[])[],
  most: number,
): readonly (readonly OracleEvent[])[] {
  const newest = (events: readonly OracleEvent[]): OracleEvent =>
    [...events].sort(compareEvents).at(-1)!;
  return combinations(lists, [])
    .sort((a, b) => compareEvents(newest(a), newest(b)))
    .slice(0, most);
}

/** Depth first: the first list outermost. */
function combinations(
  lists: readonly (readonly OracleEvent[])[],
  chosen: readonly OracleEvent[],
): (readonly OracleEvent[])[] {
  const list = lists[chosen.length];
  if (list === undefined) return [chosen];
  return list
    .filter((event) => !chosen.includes(event))
    .flatMap((event) => combinations(lists, [...chosen, event]));
}
