// Audit records in the order of an input -> event documents.
import {
  AuditEvent,
  ProcessTable,
  RecordedEvent,
  RecordGrouper,
  type GrouperState,
  type ProcessTableState,
  gathered,
  type AuditHost,
  NO_PLACE,
  type AuditRecord,
  type RecordGroup,
  type RecordPlace,
  type WaitingEvent,
} from '../audit/index.js';
import type { AuditLog, RecordScreen } from './line-screen.js';
import { Unwrapper, type UnwrapperState } from './wrapped-record.js';

/** How audit records become events. */
export interface AuditOptions {
  /** What is known of the host better than the records tell. */
  readonly host?: AuditHost;
  /** Whether events get what the log tells of their processes: ids, and the parent by name. Default true. */
  readonly enrich?: boolean;
}

/** Takes an event that was made of records, the first of which stands at the place. */
export type TakeRecorded = (event: RecordedEvent, place: RecordPlace) => void;

/** Sequences and samples relate events by `host.id`: this stands for the one host of a log that does not tell it. */
const UNKNOWN_HOST = 'unknown';

/**
 * What records have told that goes on behind the end of their file: events whose records are not all there yet, processes, and what entries
 * of a journal leave out. For the readers of a log that is several files, one after the other.
 */
export class AuditMemory {
  readonly grouper = new RecordGrouper();
  readonly processes = new ProcessTable();
  readonly unwrapper = new Unwrapper();

  /** All of it, as plain data. */
  save(): AuditMemoryState {
    const { grouper, processes, unwrapper } = this;
    return { open: grouper.save(), processes: processes.save(), unwrapper: unwrapper.save() };
  }

  /** Takes up what another one has saved. */
  restore({ open, processes, unwrapper }: AuditMemoryState): void {
    this.grouper.restore(open);
    this.processes.restore(processes);
    this.unwrapper.restore(unwrapper);
  }
}

/** What is remembered; survives a structured clone. */
export interface AuditMemoryState {
  readonly open: GrouperState;
  readonly processes: ProcessTableState;
  readonly unwrapper: UnwrapperState;
}

export class AuditAssembler {
  readonly #grouper: RecordGrouper;
  readonly #processes: ProcessTable | null;
  readonly #host: AuditHost;
  readonly #hand: TakeRecorded;
  readonly #screen: RecordScreen | null;
  readonly #log: AuditLog;
  #records = 0;
  #lacksHost = false;

  /** `screen`: sees events first whose records stood apart, and takes those that it can settle. */
  constructor(
    { host = {}, enrich = true }: AuditOptions,
    memory: AuditMemory,
    screen: RecordScreen | null,
    hand: TakeRecorded,
  ) {
    this.#screen = screen;
    this.#host = host;
    this.#grouper = memory.grouper;
    this.#processes = enrich ? memory.processes : null;
    this.#hand = hand;
    this.#log = { host: { id: UNKNOWN_HOST, ...host }, processes: this.#processes };
  }

  /** Records taken so far. */
  get records(): number {
    return this.#records;
  }

  /** Whether some event was of a host that nobody told. */
  get lacksHost(): boolean {
    return this.#lacksHost;
  }

  add(record: AuditRecord): void {
    this.#records += 1;
    this.#handOn(this.#grouper.add(record));
  }

  /** What is known of a log whose records do not name their host. */
  get log(): AuditLog {
    return this.#log;
  }

  /** See {@link RecordGrouper.waiting}. */
  get waiting(): readonly WaitingEvent[] | null {
    return this.#grouper.waiting;
  }

  /** Whether events come the wrong way round, as ausearch writes them. */
  get isReversed(): boolean {
    return this.#grouper.isReversed;
  }

  /** Notes that somebody else has made events of records that do not name their host. */
  took(records: number, events: number): void {
    this.#records += records;
    this.#grouper.pass(events);
    if (events > 0 && this.#host.id === undefined) this.#lacksHost = true;
  }

  /** Notes a line between events, as ausearch writes them. */
  separate(): void {
    this.#handOn(this.#grouper.separate());
  }

  /** Processes that were forgotten to make room for others. */
  get forgotten(): number {
    return this.#processes?.forgotten ?? 0;
  }

  /** Whether some event waits for more records. */
  get isWaiting(): boolean {
    return this.#grouper.isWaiting;
  }

  /** Says that a while has passed in which an event is written: hands on those that have waited for several. */
  pause(): void {
    this.#handOn(this.#grouper.pause());
  }

  /** See {@link RecordGrouper.endFile}. */
  endFile(): void {
    this.#handOn(this.#grouper.endFile());
  }

  /** Says that nothing more comes for now: hands on events that wait for more records. */
  flush(): void {
    this.#handOn(this.#grouper.end());
  }

  #handOn(groups: readonly RecordGroup[]): void {
    for (const group of groups) {
      if (this.#isTaken(group)) continue;
      const event = new AuditEvent(group);
      const [first] = group;
      const host = this.#hostOf(event);
      const lineage = this.#processes?.see(event, host.id) ?? null;
      this.#hand(new RecordedEvent(event, { host, lineage }), first?.place ?? NO_PLACE);
    }
  }

  /** Whether the screen has taken an event. */
  #isTaken(group: RecordGroup): boolean {
    const [first] = group;
    if (this.#screen === null || first === undefined) return false;
    const lines = gathered(group);
    if (lines === null) return false;
    const isTaken = this.#screen.takeGathered(Buffer.from(lines), first.place, this.#log);
    if (isTaken && this.#host.id === undefined) this.#lacksHost = true;
    return isTaken;
  }

  /** The host of an event: what is known better than the log tells, or what it tells. */
  #hostOf(event: AuditEvent): AuditHost & { readonly id: string } {
    const told = this.#host.id ?? event.host.id;
    const id = told ?? UNKNOWN_HOST;
    if (told === undefined) this.#lacksHost = true;
    const name = this.#host.name ?? event.host.name;
    return name === undefined ? { id } : { id, name };
  }
}
