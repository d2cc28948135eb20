// Why a rule did not match the events of a case: which event comes nearest to the part of the query that has none, or, where all parts
// have one, which event is what, and with which join key.
import type { MatcherStats } from '../engine/index.js';
import { parseTimestamp } from '../event/index.js';
import {
  explainEvent,
  type Clause,
  type EventExplanation,
  type SeenField,
  type SubqueryExplanation,
} from '../explain/index.js';
import type { RunnableRule } from '../library/index.js';
import type { Rule } from '../rule/index.js';
import { keyWords } from './judge.js';
import type { CaseRun } from './run-case.js';

/** Events told of one by one. */
const MOST_EVENTS = 8;
/** Longest value of a field that is shown. */
const LONGEST_VALUE = 60;

interface Explained {
  /** `event 2 (line 14)` */
  readonly name: string;
  readonly event: EventExplanation;
}

/** The reasons, a line each. `lines`: where each event of the case is written. */
export function whyNoMatch(
  { rule, query: { eventFields } }: RunnableRule,
  { stats, documents }: CaseRun,
  lines: readonly number[],
): readonly string[] {
  const target = {
    query: rule.query,
    querySource: rule.querySource,
    index: rule.index,
    eventFields,
  };
  const events = (documents ?? []).map((document, index) => ({
    name: `event ${index + 1} (line ${lines[index] ?? 0})`,
    event: explainEvent(target, document),
  }));
  const [first] = events;
  const counts = stats === null ? [] : countWords(stats);
  if (first === undefined) return counts;
  if (events.every(({ event }) => !event.gate.isOpen)) return [gateWords(first.event)];
  const needed = first.event.subqueries.flatMap(({ role }, index) =>
    role === 'until' || role === 'missing' ? [] : [index],
  );
  const lacking = needed.filter((index) => !events.some(({ event }) => isPart(event, index)));
  if (lacking.length > 0) return lacking.map((index) => lackWords(events, index));
  const start = first.event.event.time;
  return [
    ...events.slice(0, MOST_EVENTS).map((explained) => roleWords(explained, start)),
    ...counts,
    ...spanWords(rule, events),
  ];
}

function isPart({ gate, subqueries }: EventExplanation, index: number): boolean {
  return gate.isOpen && subqueries[index]?.isSatisfied === true;
}

function gateWords({ gate }: EventExplanation): string {
  const patterns = gate.patterns.join(', ');
  return `no event is for the rule: it reads ${patterns}, the first event would be in ${gate.index ?? 'another index'}`;
}

/** `no event is stage 2: event 2 (line 14) lacks process.args : "-i" (process.args is "-l")` */
function lackWords(events: readonly Explained[], index: number): string {
  const candidates = events.flatMap(({ name, event }) => {
    const subquery = event.subqueries[index];
    return subquery === undefined || !event.gate.isOpen ? [] : [{ name, subquery }];
  });
  const [some] = candidates;
  if (some === undefined) return 'no event is for the rule';
  const head = `no event is ${partName(some.subquery)}`;
  const [nearest] = candidates
    .filter(({ subquery: { category, firstFalse } }) => category.holds && firstFalse !== null)
    .toSorted((a, b) => a.subquery.condition.shortBy - b.subquery.condition.shortBy);
  if (nearest === undefined) {
    return `${head}: none is of category ${some.subquery.category.wanted ?? 'any'}`;
  }
  const { firstFalse } = nearest.subquery;
  return `${head}: ${nearest.name} lacks ${firstFalse === null ? '' : clauseWords(firstFalse)}`;
}

function clauseWords({ text, fields }: Clause): string {
  const seen = fields.map(fieldWords).join(', ');
  return seen === '' ? text : `${text} (${seen})`;
}

function fieldWords({ path, state, values }: SeenField): string {
  if (state !== 'present') return `${path} is ${state}`;
  const shown = values.map(valueWords).join(', ');
  return `${path} is ${values.length > 1 ? `[${shown}]` : shown}`;
}

function valueWords(value: string | number | boolean): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** `event 2 (line 14), +6 s, is stage 2, join key (web-01, 812)` */
function roleWords({ name, event }: Explained, start: string | null): string {
  const roles = event.gate.isOpen
    ? event.subqueries.filter(({ isSatisfied }) => isSatisfied).map(subqueryWords)
    : [];
  const ms = millisBetween(start, event.event.time);
  const time = ms === null || ms === 0 ? '' : `, ${ms > 0 ? '+' : ''}${ms / 1000} s,`;
  return `${name}${time} is ${roles.length === 0 ? 'no part of a match' : roles.join('; ')}`;
}

/** What maxspan allows, where the events take longer. */
function spanWords({ query }: Rule, events: readonly Explained[]): readonly string[] {
  if (query.kind !== 'sequence' || query.maxspanMs === null) return [];
  const ms = millisBetween(
    events[0]?.event.event.time ?? null,
    events.at(-1)?.event.event.time ?? null,
  );
  if (ms === null || ms <= query.maxspanMs) return [];
  return [`maxspan is ${query.maxspanMs / 1000} s from the first event of a match to its last`];
}

function millisBetween(start: string | null, end: string | null): number | null {
  const [from, to] = [parseTimestamp(start), parseTimestamp(end)];
  return from === null || to === null ? null : to.ms - from.ms;
}

function subqueryWords(subquery: SubqueryExplanation): string {
  const { keys, joinKeys } = subquery;
  const name = partName(subquery);
  if (keys.length === 0) return name;
  if (joinKeys.length > 0) return `${name}, join key ${joinKeys.map(keyWords).join(' or ')}`;
  const absent = keys
    .filter(({ optional, field }) => !optional && field.state !== 'present')
    .map(({ field }) => field.path);
  return `${name}, but without a join key: no ${absent.join(', ')}`;
}

function partName({ role, places }: SubqueryExplanation): string {
  const numbers = places.join(' and ');
  switch (role) {
    case 'event':
      return 'what the query asks for';
    case 'stage':
      return `stage ${numbers}`;
    case 'missing':
      return `stage ${numbers}, which must be missing`;
    case 'until':
      return 'what ends the sequence (until)';
    case 'member':
      return `subquery ${numbers}`;
  }
}

/** What became of sequences that were begun. */
function countWords(stats: MatcherStats): readonly string[] {
  const counts = [
    [stats.rejectedByMaxspan, 'begun, but maxspan was over before the next stage'],
    [stats.rejectedByUntil, 'ended by `until`'],
    [stats.rejectedByMissing, 'ended by an event that had to be missing'],
    [stats.pending, 'complete, but open: a later event must show that nothing came within maxspan'],
    [stats.withoutTime, 'left out: an event without a time'],
  ] as const;
  return counts.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`]));
}
