// §9.4, §9.5 and §9.6 of the specification: the state machine of a sequence, over all events of one join key.
import { compareEvents, type OracleEvent } from './events.js';

/** A stage with the events that satisfy it, in the order of their ordinals. */
export interface Stage {
  readonly missing: boolean;
  readonly events: readonly OracleEvent[];
}

/** Everything of a sequence query that has one join key. */
export interface KeyedSequence {
  readonly stages: readonly Stage[];
  /** The until events. */
  readonly until: readonly OracleEvent[];
  readonly maxspanMs: number | null;
}

/** A sequence that has got to some stage: its events so far. */
type Pending = readonly OracleEvent[];

/** The sequences that match: an event for each stage, null for a missing one. */
export function sequencesOf(sequence: KeyedSequence): readonly (readonly (OracleEvent | null)[])[] {
  return completed(sequence)
    .filter((events) => !isSpoiled(events, sequence))
    .map((events) => {
      const left = [...events];
      return sequence.stages.map(({ missing }) => (missing ? null : left.shift()!));
    });
}

/** §9.4: the machine runs over the stages that are not missing. */
function completed(sequence: KeyedSequence): readonly Pending[] {
  const stages = sequence.stages.filter(({ missing }) => !missing);
  const last = stages.length - 1;
  /** By stage: the sequences whose last match it is, oldest first. */
  const states: Pending[][] = stages.map(() => []);
  const complete: Pending[] = [];
  for (const event of inOrder(stages.flatMap(({ events }) => events))) {
    for (let stage = last; stage >= 0; stage--) {
      if (!stages[stage]!.events.includes(event)) continue;
      const continued = stage === 0 ? [] : takeLatest(states[stage - 1]!, event);
      if (continued === null) continue;
      const [first = event] = continued;
      if (isTooLong(first, event, sequence) || isEnded(continued, event, sequence)) continue;
      (stage === last ? complete : states[stage]!).push([...continued, event]);
    }
  }
  return complete;
}

/** The latest that ends before the event. It and all older ones leave the state, whatever becomes of it. */
function takeLatest(state: Pending[], event: OracleEvent): Pending | null {
  const at = state.findLastIndex((pending) => compareEvents(pending.at(-1)!, event) < 0);
  return state.splice(0, at + 1).at(-1) ?? null;
}

function isTooLong(
  { time: from }: OracleEvent,
  { time: to }: OracleEvent,
  { maxspanMs }: KeyedSequence,
): boolean {
  return maxspanMs !== null && to! - from! > BigInt(maxspanMs) * 1_000_000n;
}

/** Whether the latest until event before `event` is not before the last match. */
function isEnded(continued: Pending, event: OracleEvent, { until }: KeyedSequence): boolean {
  const last = continued.at(-1);
  const ending = until.findLast((other) => compareEvents(other, event) < 0);
  return last !== undefined && ending !== undefined && compareEvents(ending, last) >= 0;
}

/** §9.5: whether an event came that had to be missing. */
function isSpoiled(events: Pending, sequence: KeyedSequence): boolean {
  const gaps = gapsOf(sequence);
  const first = events[0]!;
  const last = events.at(-1)!;
  const isBetween = events
    .slice(1)
    .some((after, at) =>
      gaps[at + 1]!.some(
        (other) => compareEvents(other, events[at]!) > 0 && compareEvents(other, after) < 0,
      ),
    );
  if (isBetween) return true;
  const hasLeading = sequence.stages[0]!.missing;
  const hasTrailing = sequence.stages.at(-1)!.missing;
  if (!hasLeading && !hasTrailing) return false;
  const from = hasLeading ? gaps[0]!.findLast((other) => compareEvents(other, first) < 0) : first;
  const to = hasTrailing ? gaps.at(-1)!.find((other) => compareEvents(other, last) > 0) : last;
  return from !== undefined && to !== undefined && !isTooLong(from, to, sequence);
}

/** The events of missing stages before the first match, between each two, and after the last. */
function gapsOf({ stages }: KeyedSequence): readonly (readonly OracleEvent[])[] {
  const gaps: OracleEvent[][] = [[]];
  for (const { missing, events } of stages) {
    if (missing) gaps.at(-1)!.push(...events);
    else gaps.push([]);
  }
  return gaps.map(inOrder);
}

function inOrder(events: readonly OracleEvent[]): OracleEvent[] {
  return [...new Set(events)].sort(compareEvents);
}
