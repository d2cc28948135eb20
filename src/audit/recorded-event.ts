// An event of audit records on its way to the rules: a document that is made only when somebody wants all of it.
import type { Json, JsonObject } from '../event/index.js';
import { AuditEvent } from './audit-event.js';
import { auditDocument, readerOf, type Surroundings } from './document.js';
import type { KnownProcess } from './process-table.js';
import type { AuditRecord } from './record.js';

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

  /** The lines that its records stand on, in the order of the records. */
  get lines(): readonly number[] {
    return this.#event.records.map(({ line }) => line);
  }

  /** The document that auditbeat ships for the event. */
  get document(): JsonObject {
    return (this.#document ??= auditDocument(this.#event, this.#around));
  }

  /** A text that {@link parseRecorded} makes the event of again. */
  get text(): string {
    const { timeMs, serial, records } = this.#event;
    const { host, lineage } = this.#around;
    const kept: KeptEvent = {
      host,
      lineage:
        lineage === null
          ? null
          : {
              own: keptProcess(lineage.own),
              parent: lineage.parent && keptProcess(lineage.parent),
            },
      timeMs,
      serial,
      records: records.map(({ type, body }) => [type, body] as const),
    };
    return MARK + JSON.stringify(kept);
  }

  /** A reader of the field at dotted `path`; null where that takes the whole document. */
  static reader(path: string): FieldReader | null {
    const read = readerOf(path);
    return read === null ? null : (event) => read(event.#event, event.#around);
  }
}

/** Starts the text of a recorded event, and no JSON text. */
const MARK = '#';

interface KeptEvent extends Surroundings {
  readonly timeMs: number;
  readonly serial: number;
  readonly records: readonly (readonly [type: string, body: string])[];
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
    // Written above, or else some of this fails: a file that has changed may hold anything.
    const { timeMs, serial, records, ...around } = JSON.parse(text.slice(MARK.length)) as KeptEvent;
    const place = { host: {}, timeMs, serial, line: 1, offset: 0 };
    const parsed = records.map(([type, body]): AuditRecord => ({ type, body, ...place }));
    const event = new RecordedEvent(new AuditEvent(parsed), around);
    return typeof around.host.id === 'string' ? event : undefined;
  } catch {
    return undefined;
  }
}
