// What the events of a run had in common: for the summary, and to say why a rule stayed silent. Bounded, whatever the
// events hold.
import {
  parseTimestamp,
  type Event,
  type FieldSet,
  type JsonObject,
  type Timestamp,
  type Value,
} from '../event/index.js';
import type { Evaluator } from './evaluator.js';
import { UNTOLD } from './gate.js';
import type { EventFields } from './query.js';

/** A summary of all events read. */
export interface Sighted {
  readonly events: number;
  readonly categories: readonly { readonly name: string; readonly events: number }[];
  /** Data sets that events told of, by the index they would be in. */
  readonly origins: readonly { readonly name: string; readonly events: number }[];
  readonly first: Timestamp | null;
  readonly last: Timestamp | null;
  /** Distinct hosts; {@link MAX_HOSTS} stands for that many or more. */
  readonly hosts: number;
  readonly withoutTime: number;
  /** Events that do not tell their data set. */
  readonly withoutDataSet: number;
  /** The first document, when none had either a category or a timestamp: none was an event. */
  readonly notAnEvent: JsonObject | null;
}

/** Hosts told apart; a summary needs no more. */
export const MAX_HOSTS = 10_000;

const MAX_OS_TYPES = 100;

/** Notes what events have in common, one after the other. */
export class Sightings {
  readonly #timestamp: number;
  readonly #hostId: number;
  readonly #hostName: number;
  readonly #osType: number;
  readonly #category: number;
  readonly #hosts = new Set<string>();
  readonly #osTypes = new Set<string>();
  /** Smallest and largest timestamp texts: ISO times of one form sort as text, and that costs no parsing. */
  #firstText: string | null = null;
  #lastText: string | null = null;
  #firstNumber = Number.POSITIVE_INFINITY;
  #lastNumber = Number.NEGATIVE_INFINITY;
  #events = 0;
  #withoutTime = 0;
  #firstStrange: JsonObject | null = null;
  #anyUsable = false;

  constructor(fields: FieldSet, eventFields: EventFields) {
    this.#timestamp = fields.slot(eventFields.timestamp);
    this.#hostId = fields.slot('host.id');
    this.#hostName = fields.slot('host.name');
    this.#osType = fields.slot('host.os.type');
    this.#category = fields.slot(eventFields.category);
  }

  see(event: Event, document: JsonObject): void {
    this.#events += 1;
    if (!this.#anyUsable) this.#lookForUse(event, document);
    this.#seeTime(event.get(this.#timestamp));
    const host = event.get(this.#hostId) ?? event.get(this.#hostName);
    if (typeof host === 'string') noteIn(this.#hosts, host, MAX_HOSTS);
    const osType = event.get(this.#osType);
    if (typeof osType === 'string') noteIn(this.#osTypes, osType, MAX_OS_TYPES);
  }

  /** Whether some event was of one of these operating systems, or so many were named that it is not known. */
  sawOsType(names: ReadonlySet<string>): boolean {
    if (this.#osTypes.size >= MAX_OS_TYPES) return true;
    return [...names].some((name) => this.#osTypes.has(name));
  }

  get osTypes(): readonly string[] {
    return [...this.#osTypes];
  }

  report(evaluator: Evaluator): Sighted {
    const times = [
      this.#firstText,
      this.#lastText,
      ...(this.#firstNumber <= this.#lastNumber ? [this.#firstNumber, this.#lastNumber] : []),
    ]
      .map(parseTimestamp)
      .filter((time) => time !== null)
      .sort((a, b) => a.ms - b.ms || a.ns - b.ns);
    const origins = evaluator.gate.origins.map(({ name, events }) => ({ name, events }));
    return {
      events: this.#events,
      categories: evaluator.categories(),
      origins,
      first: times[0] ?? null,
      last: times.at(-1) ?? null,
      hosts: this.#hosts.size,
      withoutTime: this.#withoutTime,
      withoutDataSet: origins
        .filter(({ name }) => name === UNTOLD)
        .reduce((sum, { events }) => sum + events, 0),
      notAnEvent: this.#anyUsable ? null : this.#firstStrange,
    };
  }

  #lookForUse(event: Event, document: JsonObject): void {
    this.#anyUsable = event.get(this.#category) !== null || event.get(this.#timestamp) !== null;
    this.#firstStrange ??= document;
  }

  #seeTime(value: Value): void {
    if (typeof value === 'string') {
      // Only what looks like an ISO time takes part: a hostile "~" would sort after every date.
      if (value.length < 10 || value.charCodeAt(4) !== 0x2d) return;
      if (this.#firstText === null || value < this.#firstText) this.#firstText = value;
      if (this.#lastText === null || value > this.#lastText) this.#lastText = value;
    } else if (typeof value === 'number') {
      if (value < this.#firstNumber) this.#firstNumber = value;
      if (value > this.#lastNumber) this.#lastNumber = value;
    } else {
      this.#withoutTime += 1;
    }
  }
}

function noteIn(set: Set<string>, value: string, most: number): void {
  if (set.size < most && value.length <= 256) set.add(value);
}
