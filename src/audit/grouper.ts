// Records -> groups of records of one event.
import { recordTypeNumber } from './names.js';
import type { AuditRecord } from './record.js';

/** Records of one event, in the order in which the kernel wrote them; at least one. */
export type RecordGroup = readonly AuditRecord[];

/** Events whose records interleave; the oldest is taken for complete beyond it. */
const MAX_OPEN = 256;
/** An event that no record ends is complete when event time has come so far, and so many others have started. */
const PATIENCE_MS = 2000;
const PATIENCE_EVENTS = 8;

/** Of an input that is written while it is read: pauses after which an event that no record ends is complete. */
const PATIENCE_PAUSES = 2;
/** The same for one whose end is still to come, as those of the log before it tell: some two seconds, as libaudit waits. Who writes has stopped. */
const STALL_PAUSES = 13;

interface OpenGroup {
  readonly key: string;
  readonly records: AuditRecord[];
  readonly timeMs: number;
  readonly serial: number;
  readonly hostId: string;
  /** How many events had started with it. */
  readonly number: number;
  /** Whether a record names a process: then what comes later may be about that process, too. */
  namesProcess: boolean;
  isComplete: boolean;
  /** Pauses since its last record. */
  pauses: number;
}

/** An event that may get more records, while others go past it. */
export interface WaitingEvent {
  readonly serial: number;
  /** A later record may complete it. */
  readonly untilMs: number;
}

/** Events that are open; survives a structured clone. */
export interface GrouperState {
  readonly groups: readonly (readonly [string, Readonly<OpenGroup>])[];
  readonly isReversed: boolean;
  readonly marksEnds: boolean;
}

/**
 * Puts together the records of each event: those of one host, time and serial. Records of several events may interleave. An event is
 * complete with its EOE or PROCTITLE record, or when time has gone on, and is handed out when those that started before it are, as
 * far as they name processes; a record that stands alone, as those of programs do, is an event at once. Source: formats §4, "End of event".
 */
export class RecordGrouper {
  /** In order of their first records. */
  readonly #open = new Map<string, OpenGroup>();
  /** Whether ausearch wrote the records: the last one first, events parted by lines. */
  #isReversed = false;
  /** Whether system calls of this log have a record that ends them: old kernels write none, and rules may leave it out. */
  #marksEnds = false;
  /** Events so far. */
  #started = 0;

  /** The one that the last record was of, as long as it is open: nearly always that of the next one, too. */
  #last: OpenGroup | null = null;

  /** Takes the next record; gives the groups that are complete now. */
  add(record: AuditRecord): readonly RecordGroup[] {
    const { type, timeMs } = record;
    const ends = !this.#isReversed && (type === 'PROCTITLE' || isAlone(type));
    if (type === 'PROCTITLE' || type === 'EOE') this.#marksEnds = true;
    const last = this.#last;
    const isOfLast = last !== null && isOf(last, record);
    const open = isOfLast ? last : this.#find(record);
    if (open === undefined) {
      if (ends && type !== 'PROCTITLE') {
        this.#started += 1;
        return [...this.#complete(timeMs), [record]];
      }
      if (type !== 'EOE') this.#start(record, ends);
    } else {
      open.pauses = 0;
      if (type !== 'EOE') open.records.push(record);
      open.namesProcess ||= namesProcess(record);
      if (ends || type === 'EOE') open.isComplete = true;
      this.#last = open;
      // Nothing that could complete another has changed.
      if (isOfLast && !open.isComplete) return NONE;
    }
    return this.#complete(timeMs);
  }

  #find(record: AuditRecord): OpenGroup | undefined {
    return this.#open.size === 0 ? undefined : this.#open.get(keyOf(record));
  }

  #start(record: AuditRecord, isComplete: boolean): void {
    const { timeMs, serial, host } = record;
    const key = keyOf(record);
    this.#started += 1;
    const group: OpenGroup = {
      key,
      records: [record],
      timeMs,
      serial,
      hostId: host.id ?? '',
      number: this.#started,
      namesProcess: namesProcess(record),
      isComplete,
      pauses: 0,
    };
    this.#open.set(key, group);
    this.#last = group;
  }

  /** Takes a line between events, as ausearch writes them: what was open is complete. */
  separate(): readonly RecordGroup[] {
    const complete = this.end();
    this.#isReversed = true;
    return complete;
  }

  save(): GrouperState {
    return {
      groups: [...this.#open].map(([key, group]) => [
        key,
        { ...group, records: [...group.records] },
      ]),
      isReversed: this.#isReversed,
      marksEnds: this.#marksEnds,
    };
  }

  restore({ groups, isReversed, marksEnds }: GrouperState): void {
    for (const [key, group] of groups) {
      const records = [...group.records];
      const tells = records.some(namesProcess);
      this.#open.set(key, { ...group, records, number: 0, namesProcess: tells, pauses: 0 });
    }
    this.#isReversed = isReversed;
    this.#marksEnds = marksEnds;
  }

  /** Whether some event waits for more records. */
  get isWaiting(): boolean {
    return this.#open.size > 0;
  }

  /** Whether records stand the wrong way round. */
  get isReversed(): boolean {
    return this.#isReversed;
  }

  /**
   * Events that are open; null where some other one depends on them, so that nobody else may take what comes next: they name a process, or stand the
   * wrong way round.
   */
  get waiting(): readonly WaitingEvent[] | null {
    if (this.#isReversed) return null;
    if (this.#open.size === 0) return NOTHING_WAITS;
    const waiting: WaitingEvent[] = [];
    for (const open of this.#open.values()) {
      if (open.namesProcess) return null;
      waiting.push({ serial: open.serial, untilMs: open.timeMs + PATIENCE_MS });
    }
    return waiting;
  }

  /** Notes events that somebody else has made of records between those of the {@link waiting} ones. */
  pass(events: number): void {
    this.#started += events;
    // All of these have an end.
    if (events > 0) this.#marksEnds = true;
  }

  /**
   * Says that a while has passed, longer than it takes to write an event: gives the groups that have got no record for two of them. One
   * whose end must still come waits longer, as long as it holds no other up: then its end is lost.
   */
  pause(): readonly RecordGroup[] {
    let holdsUp = false;
    for (const open of [...this.#open.values()].reverse()) {
      open.pauses += 1;
      const isCut =
        this.#marksEnds && !holdsUp && open.records.some(({ type }) => type === 'SYSCALL');
      if (open.pauses > (isCut ? STALL_PAUSES : PATIENCE_PAUSES)) open.isComplete = true;
      if (open.isComplete) holdsUp = true;
    }
    return this.#complete(Number.NEGATIVE_INFINITY);
  }

  /** Says that a file is over: what its end cuts in two goes on in the next one of its log, but nothing that ausearch wrote. */
  endFile(): readonly RecordGroup[] {
    if (!this.#isReversed) return NONE;
    const complete = this.end();
    this.#isReversed = false;
    return complete;
  }

  /** Says that there are no more records for now: gives all groups that are open. */
  end(): readonly RecordGroup[] {
    return [...this.#open.values()].map((group) => this.#close(group));
  }

  /** Closes what is complete, or has waited long enough, as far as nothing before it is open that names a process. */
  #complete(timeMs: number): readonly RecordGroup[] {
    const complete: RecordGroup[] = [];
    for (const open of this.#open.values()) {
      const isLate = timeMs - open.timeMs > PATIENCE_MS;
      const isOld = isLate && this.#started - open.number >= PATIENCE_EVENTS;
      if (open.isComplete || isOld || this.#open.size > MAX_OPEN) complete.push(this.#close(open));
      else if (open.namesProcess) break;
    }
    return complete.length === 0 ? NONE : complete;
  }

  #close(group: OpenGroup): RecordGroup {
    const { key, records } = group;
    this.#open.delete(key);
    if (this.#last === group) this.#last = null;
    return this.#isReversed ? records.toReversed() : records;
  }
}

function keyOf({ serial, timeMs, host }: AuditRecord): string {
  return `${serial} ${timeMs} ${host.id ?? ''}`;
}

function isOf(group: OpenGroup, { serial, timeMs, host }: AuditRecord): boolean {
  return group.serial === serial && group.timeMs === timeMs && group.hostId === (host.id ?? '');
}

/** Whether a record may name a process: `pid=` or `ppid=`. */
function namesProcess({ body }: AuditRecord): boolean {
  return body.includes('pid=');
}

const NONE: readonly RecordGroup[] = [];
const NOTHING_WAITS: readonly WaitingEvent[] = [];
const LAST_DAEMON = 1299;
const FIRST_USER_ANOMALY = 2100;

/** Whether a record of this type is an event by itself. */
function isAlone(type: string): boolean {
  const number = recordTypeNumber(type);
  return number !== null && (number <= LAST_DAEMON || number >= FIRST_USER_ANOMALY);
}
