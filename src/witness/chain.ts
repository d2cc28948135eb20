/**
 * Whether a match of a query can be in a stream at all: events that pass the stages in their order, with one join key and
 * within maxspan, whatever `until` and missing events make of them. Where there is none, no matcher finds a match.
 */
import { compile, type CheckedQuery, type Plan, type Subquery } from '../eql/index.js';
import { DocumentEvent, FieldSet, joinKeys, listOf, type JsonObject } from '../event/index.js';

/** One event of a stream and its time in milliseconds. */
export interface TimedEvent {
  readonly timeMs: number;
  readonly document: JsonObject;
}

/** A test of streams for `query`; `categoryField` holds the category of an event. */
export function chainTest(
  query: CheckedQuery,
  categoryField: string,
): (stream: readonly TimedEvent[]) => boolean {
  const fields = new FieldSet();
  const { query: compiled } = compile(query, { fields, source: { name: '', text: '' } });
  if (compiled === null) return () => false;
  const { plan, subqueries } = compiled;
  const categorySlot = fields.slot(categoryField);
  const stages = neededSubqueries(plan).flatMap((stage) => subqueries[stage] ?? []);
  const maxspanMs = plan.kind === 'sequence' ? (plan.maxspanMs ?? Infinity) : Infinity;
  return (stream) => {
    const event = new DocumentEvent(fields);
    const passed = stream.map(({ timeMs, document }) => {
      event.reset(document);
      const keys = stages.map((stage) => keysOf(stage, event, categorySlot));
      return { timeMs, keys };
    });
    return plan.kind === 'sample'
      ? hasSample(passed, stages.length)
      : hasChain(passed, stages.length, maxspanMs);
  };
}

/** Indexes of the subqueries that must have an event, stage by stage. */
function neededSubqueries(plan: Plan): readonly number[] {
  switch (plan.kind) {
    case 'event':
      return [0];
    case 'sequence':
      return plan.stages.filter(({ missing }) => !missing).map(({ subquery }) => subquery);
    case 'sample':
      return Array.from({ length: plan.size }, (_, subquery) => subquery);
  }
}

/** An event as stages see it: the texts of its join keys at each stage that it passes, none at others. */
interface Passed {
  readonly timeMs: number;
  readonly keys: readonly (readonly string[])[];
}

function keysOf(
  { category, matches, keys }: Subquery,
  event: DocumentEvent,
  categorySlot: number,
): readonly string[] {
  if (category !== null && !listOf(event.get(categorySlot)).includes(category)) return [];
  return matches(event) ? joinKeys(event, keys).map(({ text }) => text) : [];
}

/** Taking the earliest event for each stage leaves the most room for the rest. */
function hasChain(stream: readonly Passed[], length: number, maxspanMs: number): boolean {
  return stream.some((first, from) =>
    (first.keys[0] ?? []).some((key) => {
      let stage = 1;
      for (const { timeMs, keys } of stream.slice(from + 1)) {
        if (timeMs - first.timeMs > maxspanMs) break;
        if (keys[stage]?.includes(key) === true) stage += 1;
      }
      return stage >= length;
    }),
  );
}

/** Whether each subquery can have an event of its own, all with one key. */
function hasSample(stream: readonly Passed[], size: number): boolean {
  const fill = (subquery: number, key: string, used: readonly Passed[]): boolean =>
    subquery === size ||
    stream.some(
      (passed) =>
        !used.includes(passed) &&
        passed.keys[subquery]?.includes(key) === true &&
        fill(subquery + 1, key, [...used, passed]),
    );
  const keys = new Set(stream.flatMap((passed) => passed.keys[0] ?? []));
  return [...keys].some((key) => fill(0, key, []));
}
