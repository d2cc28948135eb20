// An event of audit records on its way to the rules: a document that is made only when somebody wants all of it.
import type { Json, JsonObject } from '../event/index.js';
import { AuditEvent } from './audit-event.js';
import { auditDocument, readerOf, type Surroundings } from './document.js';
import { sourceOf, type FieldSource } from './field-source.js';
import type { KnownProcess, ProcessAct } from './process-table.js';
import { NO_PLACE, parseRecord, type AuditRecord, type RecordPlace } from './record.js';

/** Reads one field of events, as it would stand in their documents; `undefined` or an empty value where they have none. */
export type FieldReader = (event: RecordedEvent) => Json | undefined;

export class RecordedEvent {
  readonly #event: AuditEvent;
  readonly #around: Surroundings;
  #document: JsonObject | null = null;

  constructor(event: AuditEvent, around: Surroundings) {
    this.#event = event;
    this.#around = around;
  }

  /** ECS categories; the same list for events that mean the same. */
  get category(): readonly string[] {
    return this.#event.category;
  }

  /** Where its records stand, in their order; of an event of a log that was rotated meanwhile, in several files. */
  get places(): readonly RecordPlace[] {
    return this.#event.records.map(({ place }) => place);
  }

  /** The document that auditbeat ships for the event. */
  get document(): JsonObject {
    return (this.#document ??= auditDocument(this.#event, this.#around));
  }

  /** A text that {@link parseRecorded} makes the event of again. */
  get text(): string {
    const { timeMs, serial, records } = this.#event;
    const kept: KeptEvent = {
      ...keptSurroundings(this.#around),
      timeMs,
      serial,
      records: records.map(({ type, body }) => [type, body] as const),
    };
    return MARK + JSON.stringify(kept);
  }

  /** Where the field at dotted `path` of all events stands that are of one shape with this one. */
  sourceOf(path: string): FieldSource {
    return sourceOf(path, this.#event);
  }

  /** Name of its call, and with what result it ended. */
  get call(): Pick<ProcessAct, 'syscall' | 'result'> {
    return this.#event;
  }

  /** The event whose records are `lines`, all that belong to it and no others; undefined where they are no records. */
  static ofLines(lines: string, around: Surroundings): RecordedEvent | undefined {
    const records: AuditRecord[] = [];
    for (const line of lines.split('\n')) {
      const record = parseRecord(line.endsWith('\r') ? line.slice(0, -1) : line, NO_PLACE);
      if (typeof record === 'string') return undefined;
      if (record.type !== 'EOE') records.push(record);
    }
    return records.length === 0 ? undefined : new RecordedEvent(new AuditEvent(records), around);
  }

  /** What {@link parseRecorded} makes an event of again, with the lines of its records behind it. */
  static head(around: Surroundings): string {
    return `${MARK}${JSON.stringify(keptSurroundings(around))}${HEAD_END}`;
  }

  /** A reader of the field at dotted `path`; null where that takes the whole document. */
  static reader(path: string): FieldReader | null {
    const read = readerOf(path);
    return read === null ? null : (event) => read(event.#event, event.#around);
  }
}

/** Starts the text of a recorded event, and no JSON text. */
const MARK = '#';
/** Ends what stands before the lines of records; not in JSON as it is written here. */
const HEAD_END = '\n';

interface KeptEvent extends Surroundings {
  readonly timeMs: number;
  readonly serial: number;
  readonly records: readonly (readonly [type: string, body: string])[];
}

function keptSurroundings({ host, lineage }: Surroundings): Surroundings {
  if (lineage === null) return { host, lineage };
  const { own, parent } = lineage;
  return { host, lineage: { own: keptProcess(own), parent: parent && keptProcess(parent) } };
}

function keptProcess({ entityId, name, executable, args }: KnownProcess): KnownProcess {
  return { entityId, name, executable, args };
}

/** Whether a text is that of a {@link RecordedEvent}. */
export function isRecorded(text: string): boolean {
  return text.startsWith(MARK);
}

/** The event of a text that {@link isRecorded}; undefined for one that only looks like it. */
export function parseRecorded(text: string): RecordedEvent | undefined {
  try {
    const headEnd = text.indexOf(HEAD_END);
    if (headEnd !== -1) {
      // Written above, too.
      const around = JSON.parse(text.slice(MARK.length, headEnd)) as Surroundings;
      const lines = text.slice(headEnd + 1);
      return typeof around.host.id === 'string' ? RecordedEvent.ofLines(lines, around) : undefined;
    }
    // Written above, or else some of this fails: a file that has changed may hold anything.
    const { timeMs, serial, records, ...around } = JSON.parse(text.slice(MARK.length)) as KeptEvent;
    const header = { host: {}, timeMs, serial, place: NO_PLACE };
    const parsed = records.map(([type, body]): AuditRecord => ({ type, body, ...header }));
    const event = new RecordedEvent(new AuditEvent(parsed), around);
    return typeof around.host.id === 'string' ? event : undefined;
  } catch {
    return undefined;
  }
}
