// The scan half for a document that is at hand, and so the judge of what the kernel only suspects: which probes the event satisfies,
// and with which join keys. No state that one event leaves for the next.
import type { RecordedEvent } from '../input/index.js';
import type { Candidate } from '../engine/index.js';
import {
  DocumentEvent,
  joinKeys,
  parseTimestamp,
  type Event,
  type FieldSet,
  type JoinKey,
  type JsonObject,
  type Ordinal,
  type Timestamp,
  type Value,
} from '../event/index.js';
import { curtailmentOf, keyCurtailmentOf, type Curtailment } from './curtailment.js';
import type { EventFilter } from './event-filter.js';
import type { EventRef } from './event-ref.js';
import type { Kind, Kinds } from './kinds.js';
import type { Probe } from './probe.js';
import type { QueryClock } from './profile.js';
import type { EventFields, ScanQuery } from './query.js';
import { RecordedFields } from './recorded-fields.js';

/** Takes each candidate of an event as it is found, queries in ascending order. */
export type CandidateSink = (query: number, candidate: Candidate) => void;

/** Queries that order events by the same fields. */
interface Ordering {
  readonly timestamp: number;
  readonly tiebreaker: readonly number[];
}

/** Evaluates one event after the other. Compile all queries, and what `filter` asks, with `fields` before constructing. */
export class Evaluator {
  readonly #documents: DocumentEvent;
  readonly #fields: FieldSet;
  /** Made for the first event of audit records: most inputs have none. */
  #recorded: RecordedFields | null = null;
  /** By the list of its categories: of events made of audit records, all else that tells a kind is the same. */
  readonly #recordedKinds = new WeakMap<readonly string[], Kind>();
  #event: Event;
  readonly #kinds: Kinds;
  readonly #orderings: readonly Ordering[];
  readonly #orderingOf: readonly number[];
  readonly #satisfied: Probe[] = [];
  readonly #ordinals: (Ordinal | null)[];
  /** By key list: the join keys of the event at hand, once asked for. */
  readonly #keys: (readonly JoinKey[] | null)[];
  readonly #mainTimestamp: number;
  readonly #filter: EventFilter | null;
  #curtailment: Curtailment | null = null;

  constructor(
    probes: readonly Probe[],
    queries: readonly ScanQuery[],
    kinds: Kinds,
    fields: FieldSet,
    eventFields: EventFields,
    filter: EventFilter | null = null,
  ) {
    this.#filter = filter;
    this.#kinds = kinds;
    this.#keys = Array.from(new Set(probes.map(({ keyList }) => keyList)), () => null);
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
    this.#mainTimestamp = fields.slot(eventFields.timestamp);
    this.#documents = new DocumentEvent(fields);
    this.#fields = fields;
    this.#event = this.#documents;
  }

  /** Turns to the next event; gives its kind. */
  turnTo(document: JsonObject, indexName: string | null): Kind {
    this.#documents.reset(document);
    this.#event = this.#documents;
    this.#filter?.nextEvent();
    return this.#kinds.of(this.#event, indexName);
  }

  /** The same for an event that was made of audit records. */
  turnToRecorded(event: RecordedEvent): Kind {
    this.#recorded ??= new RecordedFields(this.#fields);
    this.#recorded.reset(event);
    this.#event = this.#recorded;
    this.#filter?.nextEvent();
    const { category } = event;
    const known = this.#recordedKinds.get(category);
    if (known !== undefined) return known;
    const kind = this.#kinds.of(this.#event, null);
    if (category.length > 0 && this.#kinds.isToldByCategory) {
      this.#recordedKinds.set(category, kind);
    }
    return kind;
  }

  /** The same for an event that somebody else has read, and whose kind is known. */
  turnToLine(event: Event): void {
    this.#event = event;
    this.#filter?.nextEvent();
  }

  /** The event at hand. */
  get event(): Event {
    return this.#event;
  }

  /** What of the event at hand was not tried, as far as it was asked about; null where all was. */
  get curtailment(): Curtailment | null {
    return this.#curtailment;
  }

  /** Those of `probes`, ascending, that the event satisfies and that may have it; good until the next call. */
  satisfied(probes: readonly Probe[], clock: QueryClock | null = null): readonly Probe[] {
    this.#satisfied.length = 0;
    this.#ordinals.fill(null);
    this.#keys.fill(null);
    this.#curtailment = null;
    clock?.start();
    for (const probe of probes) {
      if (probe.run.combined.length > 0) this.#curtailment ??= curtailmentOf(this.#event, probe);
      if (
        probe.run.matches(this.#event) &&
        (this.#filter === null || this.#filter.admits(probe.query, this.#event))
      ) {
        this.#satisfied.push(probe);
      }
      clock?.lap(probe.query);
    }
    return this.#satisfied;
  }

  /** The join keys of the event for a probe: worked out once for all probes with the same key fields. */
  keysOf(probe: Probe): readonly JoinKey[] {
    const known = this.#keys[probe.keyList];
    if (known !== null && known !== undefined) return known;
    const keys = joinKeys(this.#event, probe.run.keys);
    this.#curtailment ??= keyCurtailmentOf(this.#event, probe, keys);
    this.#keys[probe.keyList] = keys;
    return keys;
  }

  /** The time of the event, as the run's own timestamp field tells it. */
  time(): Timestamp | null {
    return parseTimestamp(this.#event.get(this.#mainTimestamp));
  }

  /** Hands on the candidates that the probes satisfied make, by query and join key. `ref` is kept by them. */
  emit(ref: EventRef, sink: CandidateSink): void {
    const satisfied = this.#satisfied;
    for (let from = 0; from < satisfied.length;) {
      const first = satisfied[from];
      if (first === undefined) return;
      let to = from + 1;
      while (satisfied[to]?.query === first.query) to += 1;
      if (to === from + 1) {
        for (const key of this.keysOf(first)) {
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
      for (const key of this.keysOf(probe)) {
        const group = groups.get(key.text);
        if (group === undefined) groups.set(key.text, [key, [probe.subquery]]);
        else group[1].push(probe.subquery);
      }
    }
    return groups.values();
  }

  #ordinal(query: number, position: EventRef): Ordinal {
    const ordering = this.#orderingOf[query] ?? 0;
    const known = this.#ordinals[ordering];
    if (known !== null && known !== undefined) return known;
    const fields = this.#orderings[ordering];
    const time = fields === undefined ? null : parseTimestamp(this.#event.get(fields.timestamp));
    let tiebreaker: number | null = null;
    for (const slot of fields?.tiebreaker ?? []) {
      tiebreaker = toNumber(this.#event.get(slot));
      if (tiebreaker !== null) break;
    }
    const ordinal = { time, tiebreaker, position };
    this.#ordinals[ordering] = ordinal;
    return ordinal;
  }
}

function toNumber(value: Value): number | null {
  const first = typeof value === 'object' && value !== null ? (value[0] ?? null) : value;
  if (typeof first === 'number') return first;
  if (typeof first !== 'string' || first.trim() === '') return null;
  const number = Number(first);
  return Number.isFinite(number) ? number : null;
}
