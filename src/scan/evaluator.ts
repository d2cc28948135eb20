// The scan half: one event at a time, no state that one event leaves for the next. Says which subqueries of which
// queries an event satisfies, and with which join keys.
import type { Candidate } from '../engine/index.js';
import {
  DocumentEvent,
  joinKeys,
  listOf,
  parseTimestamp,
  type FieldSet,
  type JoinKey,
  type JsonObject,
  type Ordinal,
  type Timestamp,
  type Value,
} from '../event/index.js';
import { bitsFor, setBit, type Bits } from './bitset.js';
import type { EventRef } from './event-ref.js';
import { Gate, type GateMode, type Origin } from './gate.js';
import { ProbeIndex, type Probe } from './probe-index.js';
import type { EventFields, ScanQuery } from './query.js';

/** Takes each candidate of an event as it is found, queries in ascending order. */
export type CandidateSink = (query: number, candidate: Candidate) => void;

/** The probes for events of one category, and how many such events there were. */
interface CategoryProbes {
  readonly name: string;
  readonly index: ProbeIndex | null;
  /** By origin number: the probes that its gate leaves. */
  readonly allowed: Bits[];
  events: number;
}

/** Queries that read the event category from the same field. */
interface CategoryGroup {
  readonly path: string;
  readonly slot: number;
  readonly byCategory: Map<string, CategoryProbes>;
  readonly any: CategoryProbes;
}

/** Queries that order events by the same fields. */
interface Ordering {
  readonly timestamp: number;
  readonly tiebreaker: readonly number[];
}

/** Input made to exhaust memory may name a category per event; beyond this many, unknown ones are counted as one. */
const MAX_CATEGORIES = 1000;

/** Evaluates events against a fixed set of queries. Compile all queries with `fields` before constructing. */
export class Evaluator {
  readonly event: DocumentEvent;
  readonly gate: Gate;
  readonly #groups: readonly CategoryGroup[];
  readonly #orderings: readonly Ordering[];
  readonly #orderingOf: readonly number[];
  readonly #satisfied: Probe[] = [];
  readonly #ordinals: (Ordinal | null)[];
  /** By key list: the join keys of the event at hand, once asked for. */
  readonly #keys: (readonly JoinKey[] | null)[];
  readonly #mainTimestamp: number;

  constructor(
    queries: readonly ScanQuery[],
    fields: FieldSet,
    options: { readonly gate: GateMode; readonly eventFields: EventFields },
  ) {
    this.gate = new Gate(
      queries.map((query) => query.index),
      options.gate,
      fields,
    );
    const keyLists = new Map<string, number>();
    this.#groups = groupByCategory(queries, options.eventFields, fields, keyLists);
    this.#keys = Array.from(keyLists, () => null);
    const orderings = new Map<string, Ordering>();
    const identities = queries.map(({ eventFields: { timestamp, tiebreaker } }) => {
      const identity = JSON.stringify([timestamp, tiebreaker]);
      if (!orderings.has(identity)) {
        orderings.set(identity, {
          timestamp: fields.slot(timestamp),
          tiebreaker: tiebreaker.map((path) => fields.slot(path)),
        });
      }
      return identity;
    });
    const known = [...orderings.keys()];
    this.#orderings = [...orderings.values()];
    this.#orderingOf = identities.map((identity) => known.indexOf(identity));
    this.#ordinals = known.map(() => null);
    this.#mainTimestamp = fields.slot(options.eventFields.timestamp);
    this.event = new DocumentEvent(fields);
  }

  /** Finds the candidates of one event. `ref` is kept by the candidates, and only by them. */
  evaluate(
    document: JsonObject,
    indexName: string | null,
    ref: () => EventRef,
    sink: CandidateSink,
  ): void {
    const event = this.event;
    event.reset(document);
    const origin = this.gate.originOf(event, indexName);
    const satisfied = this.#satisfied;
    satisfied.length = 0;
    let sources = 0;
    for (const group of this.#groups) {
      const category = event.get(group.slot);
      if (typeof category === 'string') {
        sources += this.#collect(categoryOf(group, category), origin, satisfied);
      } else {
        for (const name of new Set(listOf(category))) {
          sources += this.#collect(categoryOf(group, String(name)), origin, satisfied);
        }
      }
      sources += this.#collect(group.any, origin, satisfied);
    }
    if (satisfied.length === 0) return;
    if (sources > 1) satisfied.sort((a, b) => a.query - b.query || a.subquery - b.subquery);
    this.#emit(ref(), sink);
  }

  /** The time of the event evaluated last, as the run's own timestamp field tells it. */
  time(): Timestamp | null {
    return parseTimestamp(this.event.get(this.#mainTimestamp));
  }

  /** Events by category, as the first category field tells it; most frequent first. */
  categories(): readonly { readonly name: string; readonly events: number }[] {
    return [...(this.#groups[0]?.byCategory.values() ?? [])]
      .filter(({ events }) => events > 0)
      .map(({ name, events }) => ({ name, events }))
      .sort((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1));
  }

  /** Whether any event was of this category, by the given category field. */
  sawCategory(field: string, category: string): boolean {
    const group = this.#groups.find(({ path }) => path === field);
    return (group?.byCategory.get(category)?.events ?? 0) > 0;
  }

  #collect(category: CategoryProbes, origin: Origin, satisfied: Probe[]): number {
    category.events += 1;
    if (category.index === null) return 0;
    const before = satisfied.length;
    const allowed =
      origin.number === null
        ? allowedProbes(category.index, origin)
        : (category.allowed[origin.number] ??= allowedProbes(category.index, origin));
    category.index.collect(this.event, allowed, satisfied);
    return satisfied.length > before ? 1 : 0;
  }

  /** Hands on the satisfied probes, grouped by query and join key. */
  #emit(ref: EventRef, sink: CandidateSink): void {
    const satisfied = this.#satisfied;
    this.#ordinals.fill(null);
    this.#keys.fill(null);
    for (let from = 0; from < satisfied.length;) {
      const first = satisfied[from];
      if (first === undefined) return;
      let to = from + 1;
      while (satisfied[to]?.query === first.query) to += 1;
      const keys = this.#keysOf(first);
      if (to === from + 1) {
        for (const key of keys) {
          sink(first.query, {
            ordinal: this.#ordinal(first.query, ref),
            key,
            subqueries: first.alone,
          });
        }
      } else {
        for (const [key, subqueries] of this.#byKey(from, to)) {
          sink(first.query, { ordinal: this.#ordinal(first.query, ref), key, subqueries });
        }
      }
      from = to;
    }
  }

  /** Join keys of the satisfied probes `from` to `to`, each with the subqueries that share it. */
  #byKey(from: number, to: number): Iterable<readonly [JoinKey, readonly number[]]> {
    const groups = new Map<string, [JoinKey, number[]]>();
    for (const probe of this.#satisfied.slice(from, to)) {
      for (const key of this.#keysOf(probe)) {
        const group = groups.get(key.text);
        if (group === undefined) groups.set(key.text, [key, [probe.subquery]]);
        else group[1].push(probe.subquery);
      }
    }
    return groups.values();
  }

  /** The join keys of the event for a probe: worked out once for all probes with the same key fields. */
  #keysOf({ keyList, run }: Probe): readonly JoinKey[] {
    return (this.#keys[keyList] ??= joinKeys(this.event, run.keys));
  }

  #ordinal(query: number, position: EventRef): Ordinal {
    const ordering = this.#orderingOf[query] ?? 0;
    const known = this.#ordinals[ordering];
    if (known !== null && known !== undefined) return known;
    const fields = this.#orderings[ordering];
    const time = fields === undefined ? null : parseTimestamp(this.event.get(fields.timestamp));
    let tiebreaker: number | null = null;
    for (const slot of fields?.tiebreaker ?? []) {
      tiebreaker = toNumber(this.event.get(slot));
      if (tiebreaker !== null) break;
    }
    const ordinal = { time, tiebreaker, position };
    this.#ordinals[ordering] = ordinal;
    return ordinal;
  }
}

function groupByCategory(
  queries: readonly ScanQuery[],
  eventFields: EventFields,
  fields: FieldSet,
  keyLists: Map<string, number>,
): readonly CategoryGroup[] {
  const byField = new Map<string, { named: Map<string, Probe[]>; any: Probe[] }>();
  byField.set(eventFields.category, { named: new Map(), any: [] });
  for (const [query, scanQuery] of queries.entries()) {
    const path = scanQuery.eventFields.category;
    const group = byField.get(path) ?? { named: new Map<string, Probe[]>(), any: [] };
    byField.set(path, group);
    for (const [subquery, run] of scanQuery.compiled.subqueries.entries()) {
      const identity = JSON.stringify(run.keys);
      const keyList = keyLists.get(identity) ?? keyLists.size;
      keyLists.set(identity, keyList);
      const probe: Probe = { query, subquery, run, alone: [subquery], keyList };
      if (run.category === null) group.any.push(probe);
      else group.named.set(run.category, [...(group.named.get(run.category) ?? []), probe]);
    }
  }
  return [...byField].map(([path, { named, any }]) => ({
    path,
    slot: fields.slot(path),
    byCategory: new Map(
      [...named].map(([name, probes]) => [name, categoryProbes(name, probes)] as const),
    ),
    any: categoryProbes('any', any),
  }));
}

function categoryProbes(name: string, probes: readonly Probe[]): CategoryProbes {
  const index = probes.length > 0 ? new ProbeIndex(probes) : null;
  return { name, index, allowed: [], events: 0 };
}

function categoryOf(group: CategoryGroup, name: string): CategoryProbes {
  const known = group.byCategory.get(name);
  if (known !== undefined) return known;
  const label = group.byCategory.size < MAX_CATEGORIES ? name : '(other)';
  const fresh = group.byCategory.get(label) ?? categoryProbes(label, []);
  group.byCategory.set(label, fresh);
  return fresh;
}

function allowedProbes(index: ProbeIndex, origin: Origin): Bits {
  const bits = bitsFor(index.probes.length);
  for (const [number, probe] of index.probes.entries()) {
    if (origin.open[probe.query] === true) setBit(bits, number);
  }
  return bits;
}

function toNumber(value: Value): number | null {
  const first = typeof value === 'object' && value !== null ? (value[0] ?? null) : value;
  if (typeof first === 'number') return first;
  if (typeof first !== 'string' || first.trim() === '') return null;
  const number = Number(first);
  return Number.isFinite(number) ? number : null;
}
