// The events that a shell holds: parsed, in the order of their input, up to a bound. Their fields are counted as they come; the values
// of one field when they are asked for first.
import {
  compareTimestamps,
  Field,
  listOf,
  parseTimestamp,
  type FieldType,
  type JsonObject,
  type Scalar,
  type Timestamp,
} from '../../event/index.js';
import { FieldCensus, type JsonType, type SeenField } from '../../fields/index.js';
import type { DocumentPlace } from '../../input/index.js';
import type { EventFields, FoundEvent } from '../../scan/index.js';

/** Most events, and most bytes of their text, that are held. */
export interface Bounds {
  readonly events: number;
  readonly bytes: number;
}

/** A value, and how many events have it. */
export interface SeenValue {
  readonly value: Scalar;
  readonly events: number;
}

/** The values of one field over all events held. */
export interface SeenValues {
  /** Events with a value. */
  readonly events: number;
  /** Most frequent first; at most {@link MOST_VALUES}. */
  readonly values: readonly SeenValue[];
  /** Whether there are more values than these. */
  readonly isCut: boolean;
}

/** Most distinct values of one field that are told apart. */
export const MOST_VALUES = 10_000;

const TYPE_OF: Readonly<Record<JsonType, FieldType>> = {
  string: 'keyword',
  number: 'double',
  boolean: 'boolean',
  object: 'object',
};

const HOST = [new Field('host.id'), new Field('host.name'), new Field('host.hostname')];

export class HeldEvents {
  readonly bounds: Bounds;
  readonly #time: Field;
  readonly #category: Field;
  readonly #events: FoundEvent[] = [];
  readonly #categories = new Map<string, number>();
  readonly #hosts = new Set<string>();
  #bytes = 0;
  #isFull = false;
  #withoutTime = 0;
  #first: Timestamp | null = null;
  #last: Timestamp | null = null;
  readonly #census = new FieldCensus([]);
  #fields: readonly SeenField[] | null = null;
  readonly #values = new Map<string, SeenValues>();

  constructor(bounds: Bounds, { timestamp, category }: EventFields) {
    this.bounds = bounds;
    this.#time = new Field(timestamp);
    this.#category = new Field(category);
  }

  /** Takes an event; false, and does not, where that would go beyond a bound. */
  add(document: JsonObject, place: DocumentPlace, file: string): boolean {
    const { events, bytes } = this.bounds;
    this.#isFull = this.#events.length >= events || this.#bytes + place.length > bytes;
    if (this.#isFull) return false;
    // A line of several events counts once.
    if (place.index === 0) this.#bytes += place.length;
    const time = parseTimestamp(this.#time.read(document));
    const { line, offset, index, id, indexName } = place;
    this.#events.push({ document, time, place: { file, line, offset, index }, id, indexName });
    this.#see(document, time);
    return true;
  }

  get list(): readonly FoundEvent[] {
    return this.#events;
  }

  /** Whether the last event was not taken. */
  get isFull(): boolean {
    return this.#isFull;
  }

  get withoutTime(): number {
    return this.#withoutTime;
  }

  /** The first document, where none has a category or a time: none is an event. */
  get notAnEvent(): JsonObject | null {
    const isAny = this.#categories.size > 0 || this.#first !== null;
    return isAny ? null : (this.#events[0]?.document ?? null);
  }

  get hosts(): number {
    return this.#hosts.size;
  }

  /** The time of the earliest and of the latest event; null where none has one. */
  get span(): { readonly first: Timestamp; readonly last: Timestamp } | null {
    return this.#first === null || this.#last === null
      ? null
      : { first: this.#first, last: this.#last };
  }

  /** Most frequent first. An event of two categories counts in both. */
  get categories(): readonly { readonly name: string; readonly events: number }[] {
    return [...this.#categories]
      .map(([name, events]) => ({ name, events }))
      .sort((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1));
  }

  /** All fields in which some event has a value, by name. */
  get fields(): readonly SeenField[] {
    return (this.#fields ??= this.#census.fields());
  }

  /** Whether some event has a value in the field at `path`. */
  hasField(path: string): boolean {
    return this.#census.saw(path);
  }

  /** The type that Elasticsearch would give a field with such values; undefined for one that no event has. */
  typeOf(path: string): FieldType | undefined {
    const types = this.fields.find((field) => field.path === path)?.types;
    const [first, ...others] = types ?? [];
    if (first === undefined) return undefined;
    return others.length === 0 ? TYPE_OF[first] : 'keyword';
  }

  /** The values of the field at `path`. Linear in the number of events the first time. */
  valuesOf(path: string): SeenValues {
    const known = this.#values.get(path);
    if (known !== undefined) return known;
    const values = seenValues(this.#events, new Field(path));
    this.#values.set(path, values);
    return values;
  }

  #see(document: JsonObject, time: Timestamp | null): void {
    this.#census.take(document, null);
    this.#fields = null;
    this.#values.clear();
    if (time === null) this.#withoutTime += 1;
    else {
      if (this.#first === null || compareTimestamps(time, this.#first) < 0) this.#first = time;
      if (this.#last === null || compareTimestamps(time, this.#last) > 0) this.#last = time;
    }
    for (const category of new Set(listOf(this.#category.read(document)))) {
      const name = String(category);
      if (this.#categories.has(name) || this.#categories.size < MOST_VALUES) {
        this.#categories.set(name, (this.#categories.get(name) ?? 0) + 1);
      }
    }
    for (const field of HOST) {
      const [host] = listOf(field.read(document));
      if (host === undefined) continue;
      if (this.#hosts.size < MOST_VALUES) this.#hosts.add(String(host));
      return;
    }
  }
}

function seenValues(events: readonly FoundEvent[], field: Field): SeenValues {
  const counts = new Map<Scalar, number>();
  let withValue = 0;
  let isCut = false;
  for (const { document } of events) {
    const value = field.read(document);
    if (value === null) continue;
    withValue += 1;
    for (const one of new Set(listOf(value))) {
      const known = counts.get(one);
      if (known === undefined && counts.size >= MOST_VALUES) isCut = true;
      else counts.set(one, (known ?? 0) + 1);
    }
  }
  const values = [...counts]
    .map(([value, found]) => ({ value, events: found }))
    .sort((a, b) => b.events - a.events || (String(a.value) < String(b.value) ? -1 : 1));
  return { events: withValue, values, isCut };
}
