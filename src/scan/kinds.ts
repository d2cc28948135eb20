// Kinds of events: what tells which probes an event is for, its category and where it comes from. There are few of them, so
// that the index gate and the categories are worked out once a kind. Counts them, for the summary.
import { fold, listOf, type Event, type FieldSet } from '../event/index.js';
import { Gate, type GateMode, type Origin } from './gate.js';
import type { Probe } from './probe.js';
import type { EventFields, ScanQuery } from './query.js';

/** What all events of a kind have in common. */
export interface Kind {
  /** The probes that such events are for, ascending. */
  readonly probes: readonly Probe[];
  readonly origin: Origin;
  /** By category field: the categories. */
  readonly categories: readonly (readonly string[])[];
  readonly osTypes: readonly string[];
}

/** Input made to exhaust memory may name a category per event; beyond this many, unknown ones are counted as one. */
const MAX_CATEGORIES = 1000;
const OTHER = '(other)';
/** The most kinds kept; those of further events are worked out each time. */
const MAX_KINDS = 4096;
const MAX_OS_TYPES = 100;
const CATEGORY = 'event.category';
const OS_TYPE = 'host.os.type';

export class Kinds {
  readonly gate: Gate;
  readonly #probes: readonly Probe[];
  /** Fields that categories are read from: that of the run first, then those that rules name. */
  readonly #fields: readonly string[];
  readonly #fieldSlots: readonly number[];
  /** By query: which of the fields it reads its category from. */
  readonly #fieldOf: readonly number[];
  readonly #osType: number;
  readonly #known = new Map<string, Kind>();
  /** By category field: events by category. */
  readonly #categories: readonly Map<string, number>[];
  readonly #osTypes = new Set<string>();

  constructor(
    probes: readonly Probe[],
    queries: readonly ScanQuery[],
    fields: FieldSet,
    options: { readonly gate: GateMode; readonly eventFields: EventFields },
  ) {
    this.gate = new Gate(
      queries.map(({ index }) => index),
      options.gate,
      fields,
    );
    this.#probes = probes;
    const named = queries.map(({ eventFields }) => eventFields.category);
    this.#fields = [...new Set([options.eventFields.category, ...named])];
    this.#fieldSlots = this.#fields.map((path) => fields.slot(path));
    this.#fieldOf = named.map((path) => this.#fields.indexOf(path));
    this.#osType = fields.slot(OS_TYPE);
    this.#categories = this.#fields.map(() => new Map<string, number>());
  }

  /** Slots of all fields that a kind is told by. */
  get slots(): readonly number[] {
    return [...new Set([...this.#fieldSlots, ...this.gate.slots, this.#osType])];
  }

  /** Whether every query reads its category from the usual field. */
  get isToldByCategory(): boolean {
    return this.#fields.every((field) => field === CATEGORY);
  }

  /** The kind of `event`; `indexName` is its `_index`, where it was exported with one. */
  of(event: Event, indexName: string | null): Kind {
    const origin = this.gate.originOf(event, indexName);
    const categories = this.#fieldSlots.map((slot) => [
      ...new Set(listOf(event.get(slot)).map(String)),
    ]);
    const osTypes = listOf(event.get(this.#osType))
      .map(String)
      .filter(({ length }) => length <= 256);
    const identity = origin.number === null ? null : identityOf(origin.number, osTypes, categories);
    const known = identity === null ? undefined : this.#known.get(identity);
    if (known !== undefined) return known;
    const probes = this.#probes.filter(({ query, run }) => {
      if (origin.open[query] !== true) return false;
      return run.category === null || categories[this.#fieldOf[query] ?? 0]?.includes(run.category);
    });
    const kind = { probes, origin, categories, osTypes };
    if (identity !== null && this.#known.size < MAX_KINDS) this.#known.set(identity, kind);
    return kind;
  }

  /** Counts events of a kind. */
  count({ origin, categories, osTypes }: Kind, events: number): void {
    origin.events += events;
    for (const osType of osTypes) {
      if (this.#osTypes.size < MAX_OS_TYPES) this.#osTypes.add(osType);
    }
    for (const [field, names] of categories.entries()) {
      const counts = this.#categories[field];
      if (counts === undefined) continue;
      for (const name of names) {
        const label = counts.has(name) || counts.size < MAX_CATEGORIES ? name : OTHER;
        counts.set(label, (counts.get(label) ?? 0) + events);
      }
    }
  }

  /** Events by category, as the run's own category field tells it; most frequent first. */
  categories(): readonly { readonly name: string; readonly events: number }[] {
    return [...(this.#categories[0] ?? [])]
      .map(([name, events]) => ({ name, events }))
      .sort((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1));
  }

  /** Whether any event was of this category, by the given category field. */
  sawCategory(field: string, category: string): boolean {
    const counts = this.#categories[this.#fields.indexOf(field)];
    return counts !== undefined && (counts.has(category) || counts.has(OTHER));
  }

  /** Whether some event was of one of these operating systems, or so many were named that it is not known. */
  sawOsType(names: ReadonlySet<string>, folded: boolean): boolean {
    if (this.#osTypes.size >= MAX_OS_TYPES) return true;
    return [...this.#osTypes].some((type) => names.has(folded ? fold(type) : type));
  }

  get osTypes(): readonly string[] {
    return [...this.#osTypes].sort();
  }
}

function identityOf(
  origin: number,
  osTypes: readonly string[],
  categories: readonly (readonly string[])[],
): string {
  const [names, ...others] = categories;
  // By far the most events have one category. The length keeps a made-up name from imitating two others.
  return others.length === 0 && names?.length === 1 && osTypes.length <= 1
    ? `${origin} ${osTypes[0]?.length ?? '-'}:${osTypes[0] ?? ''}${names[0] ?? ''}`
    : JSON.stringify([origin, osTypes, categories]);
}
