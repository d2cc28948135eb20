/** Streams of events for a query: one that it matches, and those that it misses for one clause each. */
import type { CheckedQuery } from '../eql/index.js';
import { durationText, formatTimestamp, type JsonObject, type Value } from '../event/index.js';
import { chainTest, type TimedEvent } from './chain.js';
import type { EventDraft } from './document.js';
import { completeValues } from './fill.js';
import type { Span } from '../source/index.js';
import { allOf, opposite, type Goal } from './goal.js';
import { failuresOf } from './near-miss.js';
import { keepsNothing } from './never.js';
import { Random } from './random.js';
import { goalOn, scenarioOf, type Apart, type Part, type Scenario } from './scenario.js';
import { whyInseparable, whyNot } from './reasons.js';
import { solve, type Solution } from './solver.js';
import type { Values } from './variable.js';

export interface GenerateOptions {
  /** The same seed gives the same events. */
  readonly seed: number;
  /** Keeps the draws of one query apart from those of others: its id. */
  readonly topic: string;
  /** Index patterns that events should come from; empty: any. */
  readonly index: readonly string[];
  readonly categoryField: string;
  readonly timestampField: string;
  /** Time of the first event, epoch milliseconds. */
  readonly startMs: number;
}

/** Events in order of time, and what they are for. */
export interface Stream {
  /** The clause that fails, as the author wrote it; null: the query matches. */
  readonly clause: string | null;
  readonly events: readonly JsonObject[];
}

/** A clause that cannot fail while everything beside it holds. */
export interface Inseparable {
  readonly clause: string;
  /** Its place in the text of the query, where it is a part of a condition. */
  readonly span: Span | null;
  readonly reason: string;
}

export interface Generated {
  /** Null where no events were found that the query matches. */
  readonly witness: Stream | null;
  /** Why there is no witness. */
  readonly reason: string | null;
  readonly nearMisses: readonly Stream[];
  readonly inseparable: readonly Inseparable[];
  /** From when on other events cannot be part of a match with these, epoch milliseconds. */
  readonly nextMs: number;
}

/** Makes the witness of `query`, and with `nearMisses` those, too. */
export function generate(
  query: CheckedQuery,
  options: GenerateOptions,
  { nearMisses }: { readonly nearMisses: boolean },
): Generated {
  const generator = new Generator(query, options);
  const reason = generator.makeWitness();
  if (reason === null && nearMisses) generator.makeNearMisses();
  const { inseparable, nextMs } = generator;
  const [witness = null, ...others] = generator.streams;
  return { witness, reason, nearMisses: others, inseparable, nextMs };
}

/** Time between two events of a stream, unless maxspan leaves less. */
const STEP_MS = 1000;
/** Time between two streams, beside twice the maxspan. */
const PAUSE_MS = 60_000;
/** How often other values are drawn for a key that came out the same. */
const MOST_DRAWS = 6;

/** Where an event of a part stands in a stream: milliseconds after its start. */
interface Placed {
  readonly part: Part;
  readonly afterMs: number;
}

class Generator {
  readonly streams: Stream[] = [];
  readonly inseparable: Inseparable[] = [];
  readonly #query: CheckedQuery;
  readonly #options: GenerateOptions;
  readonly #scenario: Scenario;
  readonly #canMatch: (stream: readonly TimedEvent[]) => boolean;
  #witness: Values = new Map();
  #nextMs: number;

  constructor(query: CheckedQuery, options: GenerateOptions) {
    this.#query = query;
    this.#options = options;
    this.#scenario = scenarioOf(query, options.categoryField);
    this.#canMatch = chainTest(query, options.categoryField);
    this.#nextMs = options.startMs;
  }

  /** Time at which the next stream starts. */
  get nextMs(): number {
    return this.#nextMs;
  }

  /** Null, or why there is none. */
  makeWitness(): string | null {
    const scenario = this.#scenario;
    if (keepsNothing(this.#query)) return 'a pipe keeps no match';
    const solution = this.#solve(scenario, scenario.goal, new Map());
    if (solution.kind !== 'solved') return whyNot(solution);
    this.#witness = this.#withoutFreeKeys(solution.values);
    const events = this.#draw(scenario, solution, this.#inOrder(scenario));
    if (!this.#canMatch(events)) return 'the events that were found do not match';
    this.#add(null, events);
    return null;
  }

  makeNearMisses(): void {
    for (const part of this.#scenario.parts) if (part.role === 'stage') this.#missClauses(part);
    if (this.#query.kind === 'event') return;
    for (const path of this.#lastKeys()) this.#missKey(path);
    if (this.#query.kind === 'sample') return;
    this.#missMaxspan();
    this.#missOrder();
    this.#insertMissing();
    this.#insertUntil();
  }

  /** For each clause of a subquery, the stream in which the last event of that subquery fails it. */
  #missClauses(part: Part): void {
    const stage = this.#scenario.stages.lastIndexOf(part);
    const scenario = this.#apart({ stage, unsharedField: null });
    const last = scenario.stages[stage];
    if (last === undefined) return;
    const lead = this.#query.kind === 'event' ? '' : `subquery ${this.#subqueryNumber(part)}: `;
    for (const { clause, span, goal, own } of failuresOf(last.filter)) {
      const named = lead + clause;
      const others = scenario.parts.filter((other) => other.role === 'stage' && other !== last);
      const all = allOf([
        goal,
        ...others.map((other) => other.goal),
        ...keyGoals(last),
        ...scenario.undisturbed,
      ]);
      const solution = this.#solve(scenario, all, this.#witnessFor(stage, part));
      if (solution.kind !== 'solved') {
        this.inseparable.push({ clause: named, span, reason: whyInseparable(solution, own) });
        continue;
      }
      const events = this.#draw(scenario, solution, this.#inOrder(scenario));
      this.#addMiss(named, events, 'an event that fails it is part of another match');
    }
  }

  /** One event has another value for one join key: the last one, or else the one before it that can. */
  #missKey(path: string): void {
    const clause = `by ${path}`;
    const stages = [...this.#scenario.stages.entries()].filter(([, { role }]) => role === 'stage');
    if (stages.length < 2) {
      this.#cannotFail(clause, 'there is no second event to share it with');
      return;
    }
    // Keys of stages go together by their places; their names may differ.
    const place = stages.at(-1)?.[1].subquery.keys.findIndex((key) => key.path === path) ?? -1;
    for (const [stage, part] of stages.reverse()) {
      const own = part.subquery.keys[place]?.path;
      const events = own === undefined ? null : this.#withOwnKey(stage, part, own);
      if (events === null) continue;
      this.#add(clause, events);
      return;
    }
    this.#cannotFail(clause, 'the query leaves its values no choice');
  }

  /** Events that match but for the value that `stage` alone has at `path`; null where none are found. */
  #withOwnKey(stage: number, part: Part, path: string): readonly TimedEvent[] | null {
    const scenario = this.#apart({ stage, unsharedField: path });
    const preferred = new Map(this.#witnessFor(stage, part));
    preferred.delete(`${stage}:${path}`);
    for (let drawn = 0; drawn < MOST_DRAWS; drawn++) {
      const solution = this.#solve(scenario, scenario.goal, preferred, drawn);
      if (solution.kind !== 'solved') return null;
      const events = this.#draw(scenario, solution, this.#inOrder(scenario));
      if (!this.#canMatch(events)) return events;
    }
    return null;
  }

  #missMaxspan(): void {
    const { maxspanMs, stages } = this.#scenario;
    if (maxspanMs === null) return;
    const clause = `maxspan=${durationText(maxspanMs)}`;
    if (stages.filter(({ role }) => role === 'stage').length < 2) {
      this.#cannotFail(clause, 'a single event spans no time');
      return;
    }
    const placed = this.#inOrder(this.#scenario);
    const late = placed.map((item, index) =>
      index === placed.length - 1 ? { ...item, afterMs: maxspanMs + 1 } : item,
    );
    this.#missByPlacing(clause, late, 'the events match in another way');
  }

  /** The same events the other way round. */
  #missOrder(): void {
    const placed = this.#inOrder(this.#scenario);
    if (placed.length < 2) return;
    const parts = placed.map(({ part }) => part).reverse();
    const reversed = placed.map(({ afterMs }, index) => ({
      part: parts[index] ?? parts[0],
      afterMs,
    }));
    this.#missByPlacing(
      'order of events',
      reversed.flatMap(({ part, afterMs }) => (part === undefined ? [] : [{ part, afterMs }])),
      'its events pass the subqueries in any order',
    );
  }

  #missByPlacing(clause: string, placed: readonly Placed[], reason: string): void {
    const solution = this.#solve(this.#scenario, this.#scenario.goal, this.#witness);
    if (solution.kind !== 'solved') return;
    this.#addMiss(clause, this.#draw(this.#scenario, solution, placed), reason);
  }

  /** For each `![…]`, the stream in which such an event is there; those at the two ends only count together. */
  #insertMissing(): void {
    const { stages } = this.#scenario;
    const first = stages.findIndex(({ role }) => role === 'stage');
    const last = stages.findLastIndex(({ role }) => role === 'stage');
    const missing = stages.flatMap((part, stage) =>
      part.role === 'missing' ? [{ part, stage }] : [],
    );
    const leading = missing.filter(({ stage }) => stage < first).slice(0, 1);
    const trailing = missing.filter(({ stage }) => stage > last).slice(0, 1);
    for (const item of missing) {
      const isMiddle = item.stage > first && item.stage < last;
      if (isMiddle && stages[item.stage - 1] !== item.part)
        this.#insert([item], `missing event ${this.#subqueryNumber(item.part)}`);
    }
    const ends = [...leading, ...trailing];
    if (ends.length > 0) {
      this.#insert(
        ends,
        `missing event ${ends.map(({ part }) => this.#subqueryNumber(part)).join(' and ')}`,
      );
    }
  }

  #insertUntil(): void {
    const { stages, until } = this.#scenario;
    if (until === null) return;
    const last = stages.findLastIndex(({ role }) => role === 'stage');
    this.#insert([{ part: until, stage: last - 0.5 }], 'until');
  }

  /** Events of `extra` parts at their places among the stages, which they must not fill themselves. */
  #insert(extra: readonly { readonly part: Part; readonly stage: number }[], clause: string): void {
    const scenario = this.#scenario;
    const goals = extra.flatMap(({ part, stage }) => {
      const next = scenario.stages.find(({ role }, index) => role === 'stage' && index > stage);
      const isNext =
        next === undefined ? [] : [goalOn(part, next.subquery.filter, this.#options.categoryField)];
      return [part.goal, ...isNext.map(opposite)];
    });
    const solution = this.#solve(scenario, allOf([scenario.goal, ...goals]), this.#witness);
    if (solution.kind !== 'solved') {
      this.#cannotFail(clause, whyInseparable(solution, []));
      return;
    }
    const all = [
      ...scenario.stages.flatMap((part, stage) => (part.role === 'stage' ? [{ part, stage }] : [])),
      ...extra,
    ].toSorted((a, b) => a.stage - b.stage);
    const step = this.#stepFor(all.length);
    const placed = all.map(({ part }, index) => ({ part, afterMs: index * step }));
    this.#add(clause, this.#draw(scenario, solution, placed));
  }

  #apart(apart: Apart): Scenario {
    return scenarioOf(this.#query, this.#options.categoryField, apart);
  }

  #solve(scenario: Scenario, goal: Goal, preferred: Values, draw = 0): Solution {
    const { seed, topic } = this.#options;
    return solve(goal, {
      variables: scenario.variables,
      preferred,
      random: Random.of(seed, `${topic} ${this.streams.length} ${draw}`),
    });
  }

  /** The events of a solution, each part at its places. */
  #draw(
    scenario: Scenario,
    { values, demands }: Extract<Solution, { readonly kind: 'solved' }>,
    placed: readonly Placed[],
  ): readonly TimedEvent[] {
    const { seed, topic, index, categoryField, timestampField } = this.#options;
    const used = scenario.parts.filter((part) => placed.some((item) => item.part === part));
    const drafts = completeValues(used, values, demands, {
      index,
      categoryField,
      identity: Random.of(seed, `${topic} identity ${this.streams.length}`),
      style: Random.of(seed, `${topic} style`),
    });
    const draftOf = new Map(
      drafts.map((draft): readonly [Part, EventDraft] => [draft.part, draft]),
    );
    return placed.flatMap(({ part, afterMs }) => {
      const draft = draftOf.get(part);
      if (draft === undefined) return [];
      const timeMs = this.#nextMs + afterMs;
      const time = formatTimestamp({ ms: timeMs, ns: 0 });
      return [{ timeMs, document: draft.document(time, timestampField) }];
    });
  }

  #inOrder({ stages }: Scenario): readonly Placed[] {
    const present = stages.filter(({ role }) => role === 'stage');
    const step = this.#stepFor(present.length);
    return present.map((part, index) => ({ part, afterMs: index * step }));
  }

  /** As much time between `count` events as fits into maxspan. */
  #stepFor(count: number): number {
    const { maxspanMs } = this.#scenario;
    return maxspanMs === null ? STEP_MS : Math.min(STEP_MS, Math.floor(maxspanMs / count));
  }

  #addMiss(clause: string, events: readonly TimedEvent[], reason: string): void {
    if (this.#canMatch(events)) this.#cannotFail(clause, reason);
    else this.#add(clause, events);
  }

  /** Notes a clause that is no part of a condition. */
  #cannotFail(clause: string, reason: string): void {
    this.inseparable.push({ clause, span: null, reason });
  }

  #add(clause: string | null, events: readonly TimedEvent[]): void {
    this.streams.push({ clause, events: events.map(({ document }) => document) });
    const endMs = events.at(-1)?.timeMs ?? this.#nextMs;
    this.#nextMs = endMs + 2 * (this.#scenario.maxspanMs ?? 0) + PAUSE_MS;
  }

  /** Values of the witness, as preferred ones for a scenario in which `stage` is a part of its own. */
  #witnessFor(stage: number, part: Part): Values {
    const values = new Map<string, Value>(this.#witness);
    const prefix = `${part.number}:`;
    for (const [id, value] of this.#witness) {
      if (id.startsWith(prefix)) values.set(`${stage}:${id.slice(prefix.length)}`, value);
    }
    return values;
  }

  /** Join keys of which nothing is asked but to be there are drawn anew for each stream, and so keep streams apart. */
  #withoutFreeKeys(values: Values): Values {
    const kept = new Map<string, Value>(values);
    const asked = new Set(this.#scenario.parts.flatMap(({ filter }) => variablesIn(filter)));
    for (const { id } of this.#scenario.keys) if (!asked.has(id)) kept.delete(id);
    return kept;
  }

  /** The fields of the last event that are join keys, none twice. */
  #lastKeys(): readonly string[] {
    const last = this.#scenario.stages.findLast(({ role }) => role === 'stage');
    return [...new Set(last?.subquery.keys.map(({ path }) => path))];
  }

  /** Which of the subqueries, counted from 1 as written, a part stands for. */
  #subqueryNumber(part: Part): number {
    return this.#scenario.parts.indexOf(part) + 1;
  }
}

function keyGoals({ goal, filter }: Part): readonly Goal[] {
  return goal.kind === 'all' ? goal.of.filter((item) => item !== filter) : [];
}

function variablesIn(goal: Goal): readonly string[] {
  return goal.kind === 'demand' ? goal.variables : goal.of.flatMap(variablesIn);
}
