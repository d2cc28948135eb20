import { describe, expect, test } from '@jest/globals';
import type { Candidate } from '../../src/engine/index.js';
import type { JoinKey } from '../../src/event/index.js';
import type { DrawingCase } from '../support/drawing-case.js';
import { readDrawing, type Drawing } from '../support/drawing.js';
import { SAMPLE_TRACES, SEQUENCE_TRACES } from '../support/traces.js';
import { compareEvents, type OracleEvent } from './events.js';
import { samplesOf } from './sample.js';
import { sequencesOf } from './sequence.js';

/** What a drawing shows, by join key. */
interface Keyed {
  readonly key: JoinKey;
  /** The events that satisfy a subquery. */
  readonly satisfying: (subquery: number) => readonly OracleEvent[];
}

function byKey({ candidates }: Drawing): readonly Keyed[] {
  const events = new Map<number, OracleEvent>();
  const eventOf = ({ ordinal: { time, tiebreaker, position } }: Candidate): OracleEvent => {
    const known = events.get(position.offset);
    if (known !== undefined) return known;
    const nanos = time === null ? null : BigInt(time.ms) * 1_000_000n + BigInt(time.ns);
    const event = { document: {}, time: nanos, tiebreaker, place: position.offset };
    events.set(position.offset, event);
    return event;
  };
  const keys = new Map(candidates.map(({ key }) => [key.text, key]));
  return [...keys.values()].map((key) => ({
    key,
    satisfying: (subquery) =>
      candidates
        .filter((candidate) => candidate.key.text === key.text)
        .filter(({ subqueries }) => subqueries.includes(subquery))
        .map(eventOf),
  }));
}

/** Matches in the order of their last events; samples in that of their keys. */
function shown(
  { show }: Drawing,
  found: readonly { readonly key: JoinKey; readonly events: readonly (OracleEvent | null)[] }[],
): readonly string[] {
  return found.map(({ key, events }) =>
    show({
      key,
      events: events.map((event) =>
        event === null
          ? null
          : { time: null, tiebreaker: null, position: { input: 0, offset: event.place, index: 0 } },
      ),
    }),
  );
}

describe('the oracle follows the traces: sequences', () => {
  test.each(SEQUENCE_TRACES)('$name', ({ drawing: text, matches }: DrawingCase) => {
    const drawing = readDrawing(text);
    const { stages, until, maxspanMs } = drawing.sequence;
    const found = byKey(drawing).flatMap(({ key, satisfying }) =>
      sequencesOf({
        stages: stages.map(({ subquery, missing }) => ({ missing, events: satisfying(subquery) })),
        until: until === null ? [] : satisfying(until),
        maxspanMs,
      }).map((events) => ({ key, events })),
    );
    const last = (events: readonly (OracleEvent | null)[]): OracleEvent =>
      events.findLast((event) => event !== null)!;
    found.sort((a, b) => compareEvents(last(a.events), last(b.events)));
    expect(shown(drawing, found)).toEqual(matches);
  });
});

describe('the oracle follows the traces: samples', () => {
  test.each(SAMPLE_TRACES)('$name', ({ drawing: text, options, matches }: DrawingCase) => {
    const drawing = readDrawing(text);
    const lists = Array.from({ length: drawing.sample.size }, (_, subquery) => subquery);
    const found = byKey(drawing)
      .toSorted((a, b) => (a.key.values.join() < b.key.values.join() ? -1 : 1))
      .flatMap(({ key, satisfying }) =>
        samplesOf(lists.map(satisfying), options?.maxSamplesPerKey ?? 1).map((events) => ({
          key,
          events,
        })),
      );
    expect(shown(drawing, found)).toEqual(matches);
  });
});
