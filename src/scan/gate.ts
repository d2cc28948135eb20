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
  /** Events seen. */
  events: number;
}

/** The most origins kept; input that names more is made up, and its further origins are worked out each time. */
const MAX_ORIGINS = 4096;

/** Works out, for each event, which queries it is for. Remembers one verdict per origin. */
export class Gate {
  readonly #patterns: readonly (IndexPatterns | null)[];
  readonly #mode: GateMode;
  readonly #slots: readonly number[];
  readonly #origins = new Map<string, Origin>();

  constructor(patterns: readonly (IndexPatterns | null)[], mode: GateMode, fields: FieldSet) {
    this.#patterns = patterns;
    this.#mode = mode;
    this.#slots = ORIGIN_FIELDS.map((path) => fields.slot(path));
  }

  /** All origins seen, in order of appearance. */
  get origins(): readonly Origin[] {
    return [...this.#origins.values()];
  }

  /** The origin of `event`; `indexName` is its `_index`, where it was exported with one. */
  originOf(event: Event, indexName: string | null): Origin {
    let identity = indexName ?? '';
    for (const slot of this.#slots) identity += `\n${text(event.get(slot))}`;
    const known = this.#origins.get(identity);
    if (known !== undefined) {
      known.events += 1;
      return known;
    }
    const names = indexNames(identity.split('\n'));
    const origin: Origin = {
      name: names[0] ?? UNTOLD,
      open: this.#patterns.map((patterns) => this.#isOpen(patterns, names)),
      number: this.#origins.size < MAX_ORIGINS ? this.#origins.size : null,
      events: 1,
    };
    if (origin.number !== null) this.#origins.set(identity, origin);
    return origin;
  }

  #isOpen(patterns: IndexPatterns | null, names: readonly string[]): boolean {
    if (patterns === null || this.#mode === 'off') return true;
    if (names.length === 0) return this.#mode === 'auto';
    return names.some((name) => patterns.matches(name));
  }
}

/** Where an event tells its data set, in the order of {@link indexNames}' parameter (after the index name). */
const ORIGIN_FIELDS = [
  'data_stream.dataset',
  'data_stream.type',
  'data_stream.namespace',
  'event.dataset',
  'event.module',
  'agent.type',
  'event.category',
] as const;

/** Beats that write to indexes of their own name. */
const BEATS = new Set(['auditbeat', 'filebeat', 'packetbeat', 'winlogbeat', 'metricbeat']);

/**
 * Names of the indexes that Elasticsearch would hold such an event in; empty when it does not tell.
 * The export's own `_index` wins, then the data stream, then the beat, then data set and module.
 */
function indexNames(identity: readonly string[]): readonly string[] {
  const [
    index = '',
    dataset = '',
    type = '',
    namespace = '',
    eventDataset = '',
    module = '',
    agent = '',
    category = '',
  ] = identity;
  if (index !== '') return [bareIndex(index)];
  const stream = (set: string): string => `${type || 'logs'}-${set}-${namespace || 'default'}`;
  if (dataset !== '') return [stream(dataset)];
  if (BEATS.has(agent)) return [`${agent}-0`];
  if (module === 'endpoint' || agent === 'endpoint') {
    const set = eventDataset.startsWith('endpoint.') ? eventDataset : `endpoint.events.${category}`;
    return [stream(set)];
  }
  // Auditbeat's module and the Auditd Manager integration ship the same events; without agent or data stream
  // either may have.
  if (module === 'auditd') return [stream('auditd_manager.auditd'), 'auditbeat-0'];
  if (module === 'endgame') return ['endgame-0'];
  if (eventDataset.includes('.')) return [stream(eventDataset)];
  return [];
}

/** The alias or data stream behind a backing index: `.ds-logs-x-default-2024.01.01-000001` -> `logs-x-default`. */
function bareIndex(name: string): string {
  const [, stream] = /^(?:[^:]*:)?\.ds-(.+)-\d{4}\.\d\d\.\d\d-\d{6}$/.exec(name) ?? [];
  return stream ?? name;
}

function text(value: Value): string {
  const first = typeof value === 'object' && value !== null ? value[0] : value;
  return typeof first === 'string' && first.length <= 256 && !first.includes('\n') ? first : '';
}
