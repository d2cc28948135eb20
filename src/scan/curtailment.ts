// What of an event was not tried: values of several lists multiply, and one hostile line would hold up a scan for minutes.
import { isBeyondCombinations, MOST_COMBINATIONS } from '../eql/index.js';
import { isBeyondKeys, MOST_JOIN_KEYS, type Event, type JoinKey } from '../event/index.js';
import type { Probe } from './probe.js';

/** Lists of one event that make more than is tried. */
export interface Curtailment {
  /** Slots of the fields that hold them. */
  readonly slots: readonly number[];
  /** What they make, and how many of these count. */
  readonly made: 'combinations' | 'join keys';
  readonly most: number;
}

/** Of an event that is judged by a probe; null where all is tried. */
export function curtailmentOf(event: Event, { run: { combined } }: Probe): Curtailment | null {
  const slots = combined.find((each) => isBeyondCombinations(event, each));
  return slots === undefined ? null : { slots, made: 'combinations', most: MOST_COMBINATIONS };
}

/** Of the join keys that an event has for a probe. */
export function keyCurtailmentOf(
  event: Event,
  { run: { keys: fields } }: Probe,
  keys: readonly JoinKey[],
): Curtailment | null {
  if (!isBeyondKeys(event, fields, keys)) return null;
  return { slots: fields.map(({ slot }) => slot), made: 'join keys', most: MOST_JOIN_KEYS };
}
