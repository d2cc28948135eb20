// What the events of a run had in common: for the summary, and to say why a rule stayed silent. Bounded, whatever the
// events hold.
import {
  compareText,
  compareTimestamps,
  parseTimestamp,
  type Event,
  type FieldSet,
  type JsonObject,
  type Timestamp,
  type Value,
} from '../event/index.js';
import type { Census } from '../kernel/index.js';
import { UNTOLD } from './gate.js';
import type { Kinds } from './kinds.js';
import type { EventFields } from './query.js';

/** A summary of all events read. */
export interface Sighted {
  readonly events: number;
  readonly categories: readonly { readonly name: string; readonly events: number }[];
  /** Data sets that events told of, by the index they would be in. */
  readonly origins: readonly { readonly name: string; readonly events: number }[];
  readonly first: Timestamp | null;
  readonly last: Timestamp | null;
  /** Distinct hosts; 10,000 stands for that many or more. */
  readonly hosts: number;
  readonly withoutTime: number;
  /** Events that do not tell their data set. */
  readonly withoutDataSet: number;
  /** The first document, when none had either a category or a timestamp: none was an event. */
  readonly notAnEvent: JsonObject | null;
}

/** Notes what events have in common: of documents one by one, of what the kernel took by its census. */
export class Sightings {
  readonly #timestamp: number;
  readonly #hostId: number;
  readonly #hostName: number;
  readonly #category: number;
  /** By slot: 1 for a field that some event had. */
  readonly #present: Uint8Array;
  #events = 0;
  #withoutTime = 0;
  #first: Timestamp | null = null;
  #last: Timestamp | null = null;
  #firstStrange: JsonObject | null = null;
  #anyUsable = false;
  #lastText: Value = null;
  #lastTime: Timestamp | null = null;

  /** Compile all queries with `fields` before constructing. */
  constructor(fields: FieldSet, eventFields: EventFields) {
    this.#timestamp = fields.slot(eventFields.timestamp);
    this.#hostId = fields.slot(HOST_ID);
    this.#hostName = fields.slot(HOST_NAME);
    this.#category = fields.slot(eventFields.category);
    this.#present = new Uint8Array(fields.fields.length);
  }

  /** Notes an event that no kernel took, and that has `document`; gives its host, where it tells one. */
  seeEvent(event: Event, document: () => JsonObject): string | null {
    this.#events += 1;
    const time = event.get(this.#timestamp);
    if (!this.#anyUsable) {
      this.#anyUsable = event.get(this.#category) !== null || time !== null;
      this.#firstStrange ??= document();
    }
    const at = this.#parse(time);
    if (at === null) this.#withoutTime += 1;
    else this.#seeTimes(at, at);
    for (let slot = 0; slot < this.#present.length; slot++) {
      if (this.#present[slot] === 0 && event.get(slot) !== null) this.#present[slot] = 1;
    }
    const host = event.get(this.#hostId) ?? event.get(this.#hostName);
    return typeof host === 'string' ? host : null;
  }

  /** Events that follow each other often have the same time. */
  #parse(time: Value): Timestamp | null {
    if (time !== this.#lastText) {
      this.#lastText = time;
      this.#lastTime = parseTimestamp(time);
    }
    return this.#lastTime;
  }

  /** Notes `events` events that a kernel took. */
  addCensus(census: Census, events: number): void {
    if (events === 0) return;
    this.#events += events;
    // The kernel takes no event without a time.
    this.#anyUsable = true;
    this.#seeTimes(
      { ms: census.firstMs, ns: census.firstNs },
      { ms: census.lastMs, ns: census.lastNs },
    );
    for (const slot of census.seen) this.#present[slot] = 1;
  }

  /** The latest time of an event so far. */
  get last(): Timestamp | null {
    return this.#last;
  }

  /** Whether some event had the field. */
  sawField(slot: number): boolean {
    return this.#present[slot] !== 0;
  }

  report(kinds: Kinds, hosts: number): Sighted {
    const origins = kinds.gate.origins
      .filter(({ events }) => events > 0)
      .map(({ name, events }) => ({ name, events }))
      .sort((a, b) => b.events - a.events || compareText(a.name, b.name));
    return {
      events: this.#events,
      categories: kinds.categories(),
      origins,
      first: this.#first,
      last: this.#last,
      hosts,
      withoutTime: this.#withoutTime,
      withoutDataSet: origins
        .filter(({ name }) => name === UNTOLD)
        .reduce((sum, { events }) => sum + events, 0),
      notAnEvent: this.#anyUsable ? null : this.#firstStrange,
    };
  }

  #seeTimes(first: Timestamp, last: Timestamp): void {
    if (this.#first === null || compareTimestamps(first, this.#first) < 0) this.#first = first;
    if (this.#last === null || compareTimestamps(last, this.#last) > 0) this.#last = last;
  }
}

/** Where an event tells its host: by the id or, without one, the name. */
export const HOST_ID = 'host.id';
export const HOST_NAME = 'host.name';

/** What was sighted by two, one after the other; hosts that both have met count once, as far as can be told. */
export function addSighted(former: Sighted | null, next: Sighted): Sighted {
  if (former === null) return next;
  const usable = former.notAnEvent === null && former.events > 0;
  return {
    events: former.events + next.events,
    categories: addCounts(former.categories, next.categories),
    origins: addCounts(former.origins, next.origins),
    first: edge(former.first, next.first, -1),
    last: edge(former.last, next.last, 1),
    hosts: Math.max(former.hosts, next.hosts),
    withoutTime: former.withoutTime + next.withoutTime,
    withoutDataSet: former.withoutDataSet + next.withoutDataSet,
    notAnEvent: usable ? null : next.events > 0 ? next.notAnEvent : former.notAnEvent,
  };
}

type Counts = Sighted['categories'];

function addCounts(a: Counts, b: Counts): Counts {
  const events = new Map(a.map(({ name, events: count }) => [name, count]));
  for (const { name, events: count } of b) events.set(name, (events.get(name) ?? 0) + count);
  return [...events]
    .map(([name, count]) => ({ name, events: count }))
    .sort((x, y) => y.events - x.events || compareText(x.name, y.name));
}

/** The earlier of two times, or with `side` 1 the later. */
function edge(a: Timestamp | null, b: Timestamp | null, side: 1 | -1): Timestamp | null {
  if (a === null || b === null) return a ?? b;
  return Math.sign(compareTimestamps(a, b)) === side ? a : b;
}
