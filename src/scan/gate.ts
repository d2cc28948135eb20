// Which queries an event is for: a rule names index patterns, an event tells its data set. Source: design §6,
// rules-survey §3 "Must index gate?".
import type { Event, FieldSet, Value } from '../event/index.js';
import type { IndexPatterns } from '../rule/index.js';

/** `auto`: an event that does not tell its data set is for every rule; `strict`: for none; `off`: no gate at all. */
export type GateMode = 'auto' | 'strict' | 'off';

/** What an event that tells nothing of its origin is called in statistics. */
export const UNTOLD = '(data set not told)';

/** The verdict for all events of one origin. */
export interface Origin {
  /** The index name that the event would have had, or {@link UNTOLD}. */
  readonly name: string;
  /** By query number: whether events of this origin are for the query. */
  readonly open: readonly boolean[];
  /** A number for each distinct origin, from 0; null for one that is not remembered. */
  readonly number: number | null;
  /** Events counted, by whoever counts them. */
  events: number;
}

/** The most origins kept; input that names more is made up, and its further origins are worked out each time. */
const MAX_ORIGINS = 4096;

/** Works out, for each event, which queries it is for. Remembers one verdict per origin. */
export class Gate {
  readonly #patterns: readonly (IndexPatterns | null)[];
  readonly #mode: GateMode;
  readonly #slots: Readonly<Record<keyof typeof ORIGIN_FIELDS, number>>;
  readonly #origins = new Map<string, Origin>();
  readonly #byDataset = new Map<
    string,
    { readonly type: Value; readonly namespace: Value; readonly origin: Origin }
  >();

  constructor(patterns: readonly (IndexPatterns | null)[], mode: GateMode, fields: FieldSet) {
    this.#patterns = patterns;
    this.#mode = mode;
    this.#slots = {
      dataset: fields.slot(ORIGIN_FIELDS.dataset),
      type: fields.slot(ORIGIN_FIELDS.type),
      namespace: fields.slot(ORIGIN_FIELDS.namespace),
      eventDataset: fields.slot(ORIGIN_FIELDS.eventDataset),
      module: fields.slot(ORIGIN_FIELDS.module),
      agent: fields.slot(ORIGIN_FIELDS.agent),
      category: fields.slot(ORIGIN_FIELDS.category),
    };
  }

  /** Slots of the fields that tell an origin. */
  get slots(): readonly number[] {
    return Object.values(this.#slots);
  }

  /** All origins asked for, in order of appearance. */
  get origins(): readonly Origin[] {
    return [...this.#origins.values()];
  }

  /** Whether some event was for the query, or there were so many origins that it is not known. */
  wasOpen(query: number): boolean {
    return (
      this.#origins.size >= MAX_ORIGINS ||
      [...this.#origins.values()].some(({ open, events }) => events > 0 && open[query] === true)
    );
  }

  /** The origin of `event`; `indexName` is its `_index`, where it was exported with one. */
  originOf(event: Event, indexName: string | null): Origin {
    return this.#recent(event, indexName) ?? this.#find(event, indexName);
  }

  /** The origin that an event of the same data set had last: saves building its name anew. */
  #recent(event: Event, indexName: string | null): Origin | null {
    if (indexName !== null) return null;
    const dataset = event.get(this.#slots.dataset);
    if (typeof dataset !== 'string') return null;
    const recent = this.#byDataset.get(dataset);
    return recent?.namespace === event.get(this.#slots.namespace) &&
      recent.type === event.get(this.#slots.type)
      ? recent.origin
      : null;
  }

  #find(event: Event, indexName: string | null): Origin {
    const identity = this.#identity(event, indexName);
    const known = this.#origins.get(identity);
    if (known !== undefined) return known;
    const names = identity === '' ? [] : identity.split('\n');
    const origin: Origin = {
      name: names[0] ?? UNTOLD,
      open: this.#patterns.map((patterns) => this.#isOpen(patterns, names)),
      number: this.#origins.size < MAX_ORIGINS ? this.#origins.size : null,
      events: 0,
    };
    if (origin.number !== null) this.#remember(identity, origin, event, indexName);
    return origin;
  }

  #remember(identity: string, origin: Origin, event: Event, indexName: string | null): void {
    this.#origins.set(identity, origin);
    const dataset = event.get(this.#slots.dataset);
    if (indexName !== null || typeof dataset !== 'string') return;
    this.#byDataset.set(dataset, {
      type: event.get(this.#slots.type),
      namespace: event.get(this.#slots.namespace),
      origin,
    });
  }

  /**
   * Names of the indexes that Elasticsearch would hold such an event in, one a line; empty when it does not tell. The
   * export's own `_index` wins, then the data stream, then the beat, then module and data set. Asked for every event:
   * reads no more fields than it needs.
   */
  #identity(event: Event, indexName: string | null): string {
    if (indexName !== null) return bareIndex(indexName);
    const slots = this.#slots;
    const dataset = text(event.get(slots.dataset));
    if (dataset !== '') return this.#stream(event, dataset);
    const agent = text(event.get(slots.agent));
    const beat = BEATS.get(agent);
    if (beat !== undefined) return beat;
    const module = text(event.get(slots.module));
    const eventDataset = text(event.get(slots.eventDataset));
    if (module === 'endpoint' || agent === 'endpoint') {
      return this.#stream(
        event,
        eventDataset.startsWith('endpoint.')
          ? eventDataset
          : `endpoint.events.${text(event.get(slots.category))}`,
      );
    }
    // Auditbeat's module and the Auditd Manager integration ship the same events; without agent or data stream
    // either may have.
    if (module === 'auditd') return `${this.#stream(event, 'auditd_manager.auditd')}\nauditbeat-0`;
    if (module === 'endgame') return 'endgame-0';
    return eventDataset.includes('.') ? this.#stream(event, eventDataset) : '';
  }

  #stream(event: Event, dataset: string): string {
    const type = text(event.get(this.#slots.type));
    const namespace = text(event.get(this.#slots.namespace));
    return `${type || 'logs'}-${dataset}-${namespace || 'default'}`;
  }

  #isOpen(patterns: IndexPatterns | null, names: readonly string[]): boolean {
    if (patterns === null || this.#mode === 'off') return true;
    if (names.length === 0) return this.#mode === 'auto';
    return names.some((name) => patterns.matches(name));
  }
}

/** Where an event tells its data set. */
const ORIGIN_FIELDS = {
  dataset: 'data_stream.dataset',
  type: 'data_stream.type',
  namespace: 'data_stream.namespace',
  eventDataset: 'event.dataset',
  module: 'event.module',
  agent: 'agent.type',
  category: 'event.category',
} as const;

/** Beats write to indexes of their own name. */
const BEATS: ReadonlyMap<string, string> = new Map(
  ['auditbeat', 'filebeat', 'packetbeat', 'winlogbeat', 'metricbeat'].map((beat) => [
    beat,
    `${beat}-0`,
  ]),
);

/** The alias or data stream behind a backing index: `.ds-logs-x-default-2024.01.01-000001` -> `logs-x-default`. */
function bareIndex(name: string): string {
  const [, stream] = /^(?:[^:]*:)?\.ds-(.+)-\d{4}\.\d\d\.\d\d-\d{6}$/.exec(name) ?? [];
  return stream ?? name;
}

function text(value: Value): string {
  const first = typeof value === 'object' && value !== null ? value[0] : value;
  return typeof first === 'string' && first.length <= 256 && !first.includes('\n') ? first : '';
}
