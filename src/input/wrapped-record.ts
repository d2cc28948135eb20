// Audit records that came as JSON: from the journal, as lines of a log that a shipper sent, or as laurel puts them.
import { parseRecord, type RecordPlace } from '../audit/index.js';
import type { JsonObject } from '../event/index.js';
import { fieldOf } from './field-of.js';
import { hostOf, isJournalEntry, Journal, ShippedJournal } from './journal-record.js';
import { hasLaurelId, isLaurel, laurelRecords } from './laurel.js';
import type { RecordWrapping, Unwrapped } from './unwrapped.js';

/** What a document says about those behind it; null: they are events as they are; undefined: that cannot be told from this one. */
export function recordWrappingOf(document: JsonObject): RecordWrapping | null | undefined {
  if (isJournalEntry(document)) return 'journald';
  if (isLaurel(document)) return 'laurel';
  if (isWholeEvent(document)) return null;
  const text = lineOf(document);
  if (text === null) return null;
  const isShipped = ShippedJournal.isEntry(document) || looksRecorded(text);
  return isShipped ? 'filebeat' : undefined;
}

/** What an {@link Unwrapper} remembers; survives a structured clone. */
export interface UnwrapperState {
  readonly journal: ReturnType<Journal['save']>;
  readonly shipped: ReturnType<ShippedJournal['save']>;
}

/** Takes the records out of the documents of one input, or of the files of one log. Source: formats §0, §3, §6. */
export class Unwrapper {
  readonly #journal = new Journal();
  readonly #shipped = new ShippedJournal();

  save(): UnwrapperState {
    return { journal: this.#journal.save(), shipped: this.#shipped.save() };
  }

  restore({ journal, shipped }: UnwrapperState): void {
    this.#journal.restore(journal);
    this.#shipped.restore(shipped);
  }

  /** The records of a document that stands at `place`. */
  unwrap(wrapping: RecordWrapping, document: JsonObject, place: RecordPlace): Unwrapped {
    switch (wrapping) {
      case 'journald':
        return isJournalEntry(document) ? this.#journal.records(document, place) : 'event';
      case 'filebeat':
        return ShippedJournal.isEntry(document)
          ? this.#shipped.records(document, place)
          : fromMessage(document, place);
      case 'laurel':
        return laurelRecords(document, place) ?? (hasLaurelId(document) ? 'damaged' : 'event');
    }
  }
}

/** Whether a document tells by itself what happened; one of the integration that ships a document a record does not. */
function isWholeEvent(document: JsonObject): boolean {
  return fieldOf(document, 'event.category') !== undefined && !isOfOneRecord(document);
}

function isOfOneRecord(document: JsonObject): boolean {
  return (
    fieldOf(document, 'auditd.log') !== undefined ||
    Object.keys(document).some((key) => key.startsWith('auditd.log.'))
  );
}

/** The line of a log that Filebeat or Logstash sent. */
function lineOf(document: JsonObject): string | null {
  const { message } = document;
  const original = fieldOf(document, 'event.original');
  if (typeof original === 'string' && (typeof message !== 'string' || looksRecorded(original))) {
    return original;
  }
  return typeof message === 'string' ? message : null;
}

/** Whether a line is an audit record, a damaged one included. */
function looksRecorded(text: string): boolean {
  return /^(?:node=\S{1,255} )?type=\S{1,64} msg=/.test(text) || /\baudit\(\d/.test(text);
}

function fromMessage(document: JsonObject, place: RecordPlace): Unwrapped {
  const text = lineOf(document);
  if (text === null || isWholeEvent(document)) return 'event';
  const record = parseRecord(text, place);
  if (record === 'interpreted') return 'interpreted';
  if (typeof record === 'string') return looksRecorded(text) ? 'damaged' : 'passed-over';
  return [{ ...record, host: hostOf(document, record.host) }];
}
