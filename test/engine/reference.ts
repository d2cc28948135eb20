import type { SequencePlan } from '../../src/eql/index.js';
import type { Candidate } from '../../src/engine/index.js';
import { compareOrdinals, type Ordinal, type Timestamp } from '../../src/event/index.js';

/** What the slow matcher says of one complete sequence. */
export interface ReferenceMatch {
  readonly events: readonly (Ordinal | null)[];
  readonly key: string;
  readonly fate: 'match' | 'dropped' | 'pending';
}

interface Pending {
  readonly events: readonly Ordinal[];
}

/**
 * A sequence matcher that follows the words of the specification (§9.4, §9.5) and nothing else: it keeps every event
 * and every pending sequence, discards only when an event asks for it, and looks for missing events afterwards, in
 * all that there is. Obvious and slow: what the real one is held against. `candidates` are in ordinal order.
 */
export function referenceSequences(
  plan: SequencePlan,
  candidates: readonly Candidate[],
): ReferenceMatch[] {
  const timed = candidates.filter(({ ordinal }) => ordinal.time !== null);
  const keys = [...new Set(timed.map(({ key }) => key.text))];
  const end = timed.at(-1)?.ordinal;
  return keys.flatMap((key) => {
    const events = timed.filter((candidate) => candidate.key.text === key);
    return completeSequences(plan, events).map(({ events: matched }) => ({
      events: withSlots(plan, matched),
      key,
      fate: fateOf(plan, matched, events, end),
    }));
  });
}

function completeSequences(plan: SequencePlan, events: readonly Candidate[]): Pending[] {
  const positive = plan.stages.filter(({ missing }) => !missing);
  const states: Pending[][] = positive.map(() => []);
  const complete: Pending[] = [];
  for (const { ordinal, subqueries } of events) {
    for (let stage = positive.length - 1; stage >= 0; stage--) {
      if (!subqueries.includes(positive[stage]!.subquery)) continue;
      let sequence: Pending = { events: [ordinal] };
      if (stage > 0) {
        const state = states[stage - 1]!;
        const latest = state.findLastIndex(
          (pending) => compareOrdinals(pending.events.at(-1)!, ordinal) < 0,
        );
        if (latest < 0) continue;
        const pending = state[latest]!;
        state.splice(0, latest + 1);
        if (isOver(plan, nanos(ordinal) - nanos(pending.events[0]!))) continue;
        if (isEnded(plan, pending.events.at(-1)!, ordinal, events)) continue;
        sequence = { events: [...pending.events, ordinal] };
      }
      if (stage === positive.length - 1) complete.push(sequence);
      else states[stage]!.push(sequence);
    }
  }
  return complete;
}

function isEnded(
  plan: SequencePlan,
  last: Ordinal,
  next: Ordinal,
  events: readonly Candidate[],
): boolean {
  const until = events.findLast(
    ({ ordinal, subqueries }) =>
      plan.until !== null && subqueries.includes(plan.until) && compareOrdinals(ordinal, next) < 0,
  );
  return until !== undefined && compareOrdinals(until.ordinal, last) >= 0;
}

function fateOf(
  plan: SequencePlan,
  matched: readonly Ordinal[],
  events: readonly Candidate[],
  end: Ordinal | undefined,
): ReferenceMatch['fate'] {
  const first = matched[0]!;
  const last = matched.at(-1)!;
  const gaps = gapsOf(plan);
  const hits = (gap: number): Ordinal[] =>
    events
      .filter(({ subqueries }) => gaps[gap]!.some((subquery) => subqueries.includes(subquery)))
      .map(({ ordinal }) => ordinal);
  for (let gap = 1; gap < matched.length; gap++) {
    const [before, after] = [matched[gap - 1]!, matched[gap]!];
    const isBetween = (hit: Ordinal): boolean =>
      compareOrdinals(hit, before) > 0 && compareOrdinals(hit, after) < 0;
    if (hits(gap).some(isBetween)) return 'dropped';
  }
  const hasLeading = gaps[0]!.length > 0;
  const hasTrailing = gaps.at(-1)!.length > 0;
  if (!hasLeading && !hasTrailing) return 'match';
  const leading = hasLeading ? hits(0).findLast((hit) => compareOrdinals(hit, first) < 0) : first;
  const trailing = hasTrailing
    ? hits(gaps.length - 1).find((hit) => compareOrdinals(hit, last) > 0)
    : last;
  if (leading === undefined) return 'match';
  if (trailing !== undefined) {
    return isOver(plan, nanos(trailing) - nanos(leading)) ? 'match' : 'dropped';
  }
  return isOver(plan, nanos(end!) - nanos(leading)) ? 'match' : 'pending';
}

/** The subqueries of the missing events before, between and after the positive stages. */
function gapsOf({ stages }: SequencePlan): number[][] {
  const gaps: number[][] = [[]];
  for (const { subquery, missing } of stages) {
    if (missing) gaps.at(-1)!.push(subquery);
    else gaps.push([]);
  }
  return gaps;
}

function withSlots({ stages }: SequencePlan, matched: readonly Ordinal[]): (Ordinal | null)[] {
  const left = [...matched];
  return stages.map(({ missing }) => (missing ? null : left.shift()!));
}

function isOver({ maxspanMs }: SequencePlan, span: bigint): boolean {
  return maxspanMs !== null && span > BigInt(maxspanMs) * 1_000_000n;
}

function nanos({ time }: Ordinal): bigint {
  const { ms, ns }: Timestamp = time!;
  return BigInt(ms) * 1_000_000n + BigInt(ns);
}
