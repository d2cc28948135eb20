// The slow and whole way over inputs, for explanations and tests of rules: every event is parsed and judged by every subquery, and no
// candidate is pruned. It needs no tables, so where there are few events it is the fast way, too.
import type { Candidate, MatcherOptions, MatcherStats } from '../engine/index.js';
import {
  NO_KEY,
  type Event,
  type FieldSet,
  type JsonObject,
  type Ordinal,
  type Timestamp,
} from '../event/index.js';
import type { DocumentPlace } from '../input/index.js';
import type { Input } from '../io/index.js';
import type { Diagnostic } from '../source/index.js';
import { CandidateStore } from './candidate-store.js';
import { Correlator, decideAll } from './correlator.js';
import { Evaluator } from './evaluator.js';
import { EventSource, type FoundEvent, type FoundMatch } from './event-source.js';
import { FlatMemory } from './flat-memory.js';
import type { InputReport } from './input-log.js';
import { Kinds, type Kind } from './kinds.js';
import { probesOf, type Probe } from './probe.js';
import type { ScanQuery } from './query.js';
import { readDocuments, type DocumentsRead, type DocumentTaker } from './read-documents.js';
import type { ReadSettings, ScanSettings } from './settings.js';
import { silencesOf, type Silence } from './silence.js';
import { Sightings, type Sighted } from './sightings.js';

/** Distinct hosts that are counted; a scan counts no more either. */
const MAX_HOSTS = 10_000;

/** One event of a survey; all but the document is overwritten for the next one. */
export interface SurveyedEvent {
  readonly document: JsonObject;
  /** Number of its input. */
  readonly input: number;
  readonly place: DocumentPlace;
  readonly event: Event;
  readonly kind: Kind;
}

/** Hears of each event before its subqueries are judged; false: enough, stop reading. */
export type SurveyListener = (event: SurveyedEvent) => boolean;

export type SurveySettings = ReadSettings & Pick<ScanSettings, 'gate' | 'eventFields'>;

/** Reads inputs once; then gives what its queries found in ordinal order. Memory is that of a scan: flat. */
export class Survey {
  readonly #inputs: readonly Input[];
  readonly #queries: readonly ScanQuery[];
  readonly #fields: FieldSet;
  readonly #probes: readonly Probe[];
  readonly #kinds: Kinds;
  readonly #evaluator: Evaluator;
  readonly #sightings: Sightings;
  readonly #store = new CandidateStore();
  readonly #events: EventSource;
  readonly #memory = new FlatMemory();
  readonly #reading: ReadSettings;
  readonly #hosts = new Set<string>();
  #parsedBytes = 0;
  #read: DocumentsRead = { inputs: [], diagnostics: [], failed: false };

  /** Compile all queries with `fields` before constructing. */
  constructor(
    inputs: readonly Input[],
    queries: readonly ScanQuery[],
    fields: FieldSet,
    { gate, eventFields, ...reading }: SurveySettings,
  ) {
    this.#inputs = inputs;
    this.#queries = queries;
    this.#fields = fields;
    this.#probes = probesOf(queries);
    this.#kinds = new Kinds(this.#probes, queries, fields, { gate, eventFields });
    this.#evaluator = new Evaluator(this.#probes, queries, this.#kinds, fields, eventFields);
    this.#sightings = new Sightings(fields, eventFields);
    this.#events = new EventSource(inputs);
    this.#reading = reading;
  }

  /**
   * Reads all inputs, until `listen` has enough, or until `signal` is aborted. An input that fails is reported; the others
   * are still read.
   */
  async read(listen: SurveyListener, signal?: AbortSignal): Promise<void> {
    const take: DocumentTaker = (document, place) => {
      this.#parsedBytes += place.length;
      this.#memory.read(place.length, this.#parsedBytes);
      return this.#take(document, place, listen);
    };
    this.#read = await readDocuments(this.#inputs, this.#reading, take, signal);
  }

  /** What was found, in ordinal order, to be read once: an event that satisfies several queries comes once for each. */
  candidates(): Generator<{ readonly query: number; readonly candidate: Candidate }> {
    return this.#store.inOrder(this.#queries.map(() => []));
  }

  /** What a scan of the same inputs gives, once, in place of {@link candidates}. */
  decide(options: MatcherOptions): {
    readonly matches: readonly FoundMatch[];
    /** By query. */
    readonly stats: readonly MatcherStats[];
  } {
    const plans = this.#queries.map(({ compiled }) => compiled.plan);
    const correlator = new Correlator(plans, options);
    const decided = [...decideAll(this.#store, plans, correlator, this.last, null)];
    const matches = decided.map(({ query, match }) => this.#events.found(query, match));
    return { matches, stats: correlator.stats };
  }

  /** Why the query with this number could not have matched; null where it could. */
  silence(query: number): Silence | null {
    const own = this.#queries[query];
    const surveyed = { kinds: this.#kinds, fields: this.#fields, sightings: this.#sightings };
    return own === undefined ? null : (silencesOf(own, query, surveyed)[0] ?? null);
  }

  /** The whole of the events behind some candidates. */
  found(events: readonly (Ordinal | null)[]): readonly (FoundEvent | null)[] {
    return this.#events.found(0, { key: NO_KEY, events }).events;
  }

  /** The latest time of an event. */
  get last(): Timestamp | null {
    return this.#sightings.last;
  }

  get sighted(): Sighted {
    return this.#sightings.report(this.#kinds, this.#hosts.size);
  }

  /** Whether some event had the field. */
  sawField(slot: number): boolean {
    return this.#sightings.sawField(slot);
  }

  /** Whether events of this origin are for the first query; see {@link Sighted.origins}. */
  isOpen(origin: string): boolean {
    return this.#kinds.gate.origins.some(({ name, open }) => name === origin && open[0] === true);
  }

  /** Whether all inputs can be read again: then what is known of an event does not hold its text. */
  get seekable(): boolean {
    return this.#inputs.every(({ seekable }) => seekable);
  }

  get inputs(): readonly InputReport[] {
    return this.#read.inputs;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#read.diagnostics;
  }

  /** Whether some input could not be read to its end. */
  get failed(): boolean {
    return this.#read.failed;
  }

  #take(document: JsonObject, place: DocumentPlace, listen: SurveyListener): boolean {
    const input = place.file;
    const seekable = this.#inputs[input]?.seekable === true;
    const evaluator = this.#evaluator;
    const kind = evaluator.turnTo(document, place.indexName);
    this.#kinds.count(kind, 1);
    const host = this.#sightings.seeEvent(evaluator.event, () => document);
    if (host !== null && this.#hosts.size < MAX_HOSTS) this.#hosts.add(host);
    const goOn = listen({ document, input, place, event: evaluator.event, kind });
    if (evaluator.satisfied(kind.probes).length === 0) return goOn;
    const { offset, line, index, action } = place;
    const raw = seekable && !place.isDerived ? null : place.copyText();
    const length = raw?.length ?? place.length;
    evaluator.emit({ input, offset, index, length, line, raw, action }, (query, candidate) => {
      this.#store.add(query, candidate);
    });
    return goOn;
  }
}
