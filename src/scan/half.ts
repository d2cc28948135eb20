// The scan half, set up for the queries of one run: the kernel that screens lines, the evaluator that judges documents, and
// what both are told by.
import type { FieldSet, JsonObject } from '../event/index.js';
import {
  DocumentReader,
  type DocumentHandler,
  type DocumentPlace,
  type LineScreen,
  type ReaderOptions,
  type RecordScreen,
} from '../input/index.js';
import { readBundledFile, type Input } from '../io/index.js';
import { Kernel, type Census } from '../kernel/index.js';
import { Evaluator } from './evaluator.js';
import type { InputLog } from './input-log.js';
import { KernelScreen, LearntKinds, type LeadSink } from './kernel-screen.js';
import { Kinds, type Kind } from './kinds.js';
import { probesOf, type Probe } from './probe.js';
import { QueryClock } from './profile.js';
import { DEFAULT_EVENT_FIELDS, type ScanQuery } from './query.js';
import { RecordRegisters, Shapes } from './record-plan.js';
import { KernelRecordScreen, type RecordLeadSink, type ScreenedRecords } from './record-screen.js';
import { readerOptionsOf, type ReadSettings, type ScanSettings } from './settings.js';
import { HOST_ID, HOST_NAME, Sightings } from './sightings.js';

/** What a reader of an input hands on. */
export interface ReadingSink extends LeadSink, RecordLeadSink {
  /** An event that was read as a document, and the probes that it satisfies. */
  readonly document: (place: DocumentPlace, satisfied: readonly Probe[]) => void;
}

/** What a reader works with: where documents go, and who looks at lines before. */
export interface Desk extends DocumentHandler {
  readonly screen: LineScreen | null;
  readonly recordScreen: RecordScreen | null;
}

export class ScanHalf {
  readonly probes: readonly Probe[];
  readonly kinds: Kinds;
  readonly evaluator: Evaluator;
  readonly sightings: Sightings;
  readonly kernel: Kernel;
  /** What {@link kernel} has learnt. */
  readonly learnt: LearntKinds;
  /** Where a profile was asked for. */
  readonly clock: QueryClock | null;
  /** Events that the kernel settled, and those that were parsed. */
  screened = 0;
  parsed = 0;
  /** Bytes that were parsed. */
  parsedBytes = 0;
  readonly #fields: FieldSet;
  readonly #reading: ReadSettings;
  readonly #isScreened: boolean;
  /** Null where audit records are not screened. */
  readonly #records: ScreenedRecords | null;
  /** Of the last event judged. */
  #lastHost = '';

  /** Compile all queries with `fields` before constructing. */
  constructor(queries: readonly ScanQuery[], fields: FieldSet, settings: ScanSettings) {
    const { eventFields, maxLineBytes } = settings;
    this.#fields = fields;
    this.#reading = settings;
    this.clock = settings.profile === true ? new QueryClock(queries.length) : null;
    this.#isScreened = settings.decoder !== 'json';
    this.probes = probesOf(queries);
    // Asked for before anything is made that knows how many fields there are.
    const hostSlots = { hostIdSlot: fields.slot(HOST_ID), hostNameSlot: fields.slot(HOST_NAME) };
    this.kinds = new Kinds(this.probes, queries, fields, settings);
    this.evaluator = new Evaluator(
      this.probes,
      queries,
      this.kinds,
      fields,
      eventFields,
      settings.filter ?? null,
    );
    this.sightings = new Sightings(fields, eventFields);
    const slots = {
      kindSlots: this.kinds.slots,
      timeSlot: fields.slot(eventFields.timestamp),
      ...hostSlots,
    };
    const registers = new RecordRegisters(fields);
    this.kernel = Kernel.of(new WebAssembly.Module(readBundledFile('dist/kernel.wasm')), {
      ...slots,
      fields: fields.fields.map(({ path }) => path),
      probes: this.probes.map(({ run: { screen, keys } }) => ({ screen, keys })),
      longestLine: maxLineBytes,
      records: registers.plan,
    });
    this.learnt = new LearntKinds(this.kinds, this.probes.length);
    const { kernel, learnt, sightings } = this;
    const shapes = new Shapes(fields, registers);
    // All events of a shape are of one kind, and their records tell their time.
    const isUsual =
      this.kinds.isToldByCategory && eventFields.timestamp === DEFAULT_EVENT_FIELDS.timestamp;
    this.#records =
      this.#isScreened && isUsual
        ? { kernel, learnt, fields, registers, shapes, sightings, calls: [] }
        : null;
  }

  /** A reader of one input, `part` of a log as the case may be: its lines go through the kernel; what the kernel leaves, document by document to the evaluator. */
  reader(
    input: Pick<Input, 'name'>,
    log: InputLog,
    sink: ReadingSink,
    part: Pick<ReaderOptions, 'file' | 'memory'> = {},
  ): DocumentReader {
    const { screen, recordScreen, ...handler } = this.desk(log, sink);
    return new DocumentReader(handler, {
      ...readerOptionsOf(input, this.#reading),
      ...(screen === null ? {} : { screen }),
      ...(recordScreen === null ? {} : { recordScreen }),
      ...part,
    });
  }

  /** What a reader of one input needs to hand on to `sink` what this half finds in it. */
  desk(log: InputLog, sink: ReadingSink): Desk {
    return {
      document: (document, place) => {
        log.countEvents(1);
        this.parsedBytes += place.length;
        sink.document(place, this.judge(document, place.indexName));
        this.tellCurtailed(log, place);
      },
      recorded: (event, place) => {
        log.countEvents(1);
        const kind = this.evaluator.turnToRecorded(event);
        sink.document(
          place,
          this.#judgeAs(kind, () => event.document),
        );
        this.tellCurtailed(log, place);
      },
      problem: (problem) => {
        log.problem(problem);
      },
      screen: this.#isScreened ? new KernelScreen(this.kernel, this.learnt, sink) : null,
      recordScreen: this.#records === null ? null : new KernelRecordScreen(this.#records, sink),
    };
  }

  /** Passes on what the kernel counted; gives the number of events. */
  report(): number {
    return this.addCensus(this.learnt, this.kernel.census());
  }

  /** Notes what a kernel counted that has learnt its kinds by `learnt`; gives the number of events. */
  addCensus(learnt: LearntKinds, census: Census): number {
    const events = learnt.report(census, this.sightings);
    this.screened += events;
    return events;
  }

  /** Tells `log` where not all of the event at hand, which has been judged, was tried. */
  tellCurtailed(log: InputLog, place: Parameters<InputLog['curtailed']>[0]): void {
    const { curtailment } = this.evaluator;
    if (curtailment === null) return;
    const paths = curtailment.slots.map((slot) => this.#fields.fields[slot]?.path ?? '');
    log.curtailed(place, curtailment, paths);
  }

  /** The probes that a document satisfies, of those that it is for. Counts it. */
  judge(document: JsonObject, indexName: string | null): readonly Probe[] {
    return this.#judgeAs(this.evaluator.turnTo(document, indexName), () => document);
  }

  /** Judges the event at hand, which is of `kind` and has `document`. */
  #judgeAs(kind: Kind, document: () => JsonObject): readonly Probe[] {
    this.parsed += 1;
    this.kinds.count(kind, 1);
    const host = this.sightings.seeEvent(this.evaluator.event, document);
    if (host !== null && host !== this.#lastHost) this.kernel.addHost((this.#lastHost = host));
    return this.evaluator.satisfied(kind.probes, this.clock);
  }
}
