// Bytes of one input -> event documents: by the reader of its format, which is told from its first lines or was given.
import { AuditReader } from './audit-reader.js';
import type { ByteReader } from './byte-reader.js';
import { DocumentSink, type DocumentHandler } from './document-sink.js';
import { detectForeign, refusalOf, startsJournalExport, startsRecord } from './foreign.js';
import { JournalExportReader } from './journal-export-reader.js';
import { JsonReader } from './json-reader.js';

import type { Bookmark, InputFormat, ReaderOptions } from './reader-options.js';

export type { DocumentHandler } from './document-sink.js';

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

/** Reads what is no input for us: nothing of it is looked at. */
const NOBODY: ByteReader = {
  place: null,
  start() {
    // Has no place.
  },
  push() {
    // Not looked at.
  },
  end() {
    // Was told when it began.
  },
};

/** Reads one input. Push its blocks in order, then end it; the handler is called before these return. */
export class DocumentReader {
  readonly #sink: DocumentSink;
  readonly #json: JsonReader;
  readonly #audit: AuditReader;
  readonly #journal: JournalExportReader;
  /** Who reads: {@link #json}, until that finds the input to be for another one. */
  #reader: ByteReader;

  constructor(handler: DocumentHandler, options: ReaderOptions) {
    const { maxLineBytes = DEFAULT_MAX_BYTES, format = 'auto', screen, start } = options;
    const { recordScreen = null } = options;
    this.#sink = new DocumentSink(handler, options, maxLineBytes);
    this.#audit = new AuditReader(this.#sink, this.#sink.events, maxLineBytes, recordScreen);
    this.#journal = new JournalExportReader(this.#sink, maxLineBytes);
    this.#json = new JsonReader(this.#sink, maxLineBytes, screen, (head, line, offset) =>
      this.#sink.isForced ? null : this.#detect(head, line, offset),
    );
    this.#reader =
      format === 'auditd' ? this.#audit : format === 'journald-export' ? this.#journal : this.#json;
    if (start === undefined) return;
    if ('reader' in start) {
      this.#sink.resume(start);
      if (start.reader === 'auditd') this.#reader = this.#audit;
      else if (start.reader === 'journald-export') this.#reader = this.#journal;
    }
    this.#reader.start(start.line, start.offset);
  }

  get #readerName(): Bookmark['reader'] {
    if (this.#reader === this.#audit) return 'auditd';
    return this.#reader === this.#journal ? 'journald-export' : 'json';
  }

  /** What the input looks like so far; null before the first JSON text. */
  get format(): InputFormat | null {
    const reader = this.#readerName;
    if (reader !== 'json') return reader;
    const { recordWrapping, sawJson, wrapping } = this.#sink;
    if (!sawJson) return null;
    if (recordWrapping !== null && recordWrapping !== undefined) return recordWrapping;
    if (wrapping === 'bulk') return 'elasticsearch-bulk';
    if (wrapping === 'export') return 'elasticsearch-export';
    return this.#json.sawRecords ? 'json' : 'ndjson';
  }

  /** Audit records that events were made of, and entries beside them that hold none; null where events came as they are. */
  get records(): { readonly read: number; readonly passedOver: number } | null {
    const { events, passedOver } = this.#sink;
    return events.records + passedOver === 0 ? null : { read: events.records, passedOver };
  }

  /** Processes of an audit log that were forgotten to make room for others. */
  get forgotten(): number {
    return this.#sink.events.forgotten;
  }

  /** Whether some event was of a host that nobody told. */
  get lacksHost(): boolean {
    return this.#sink.events.lacksHost;
  }

  /** Whether the input turned out to be something else than events: the rest of it is not looked at. */
  get stopped(): boolean {
    return this.#sink.isRefused;
  }

  /** Number of the line that comes next; only {@link isBetweenLines}. */
  get line(): number {
    return this.#json.line;
  }

  /** Whether what was read ends with a line, and what comes next is another one: no text goes on, and none belongs to the last. */
  get isBetweenLines(): boolean {
    const { isPlain, awaitsDocument } = this.#sink;
    // A wrapped record may belong to others.
    return isPlain && !awaitsDocument && this.#reader === this.#json && this.#json.isBetweenLines;
  }

  /** Where another reader may go on instead; null where that is in the middle of something. */
  get bookmark(): Bookmark | null {
    const { sawJson, wrapping, isPlain, recordWrapping, awaitsDocument } = this.#sink;
    const place = awaitsDocument ? null : this.#reader.place;
    if (place === null) return null;
    const known = recordWrapping === null && !isPlain ? undefined : recordWrapping;
    return { ...place, reader: this.#readerName, sawJson, wrapping, recordWrapping: known };
  }

  /** Goes past whole lines that somebody else has read, all of them JSON; only {@link isBetweenLines}. */
  skip(bytes: number, lines: number): void {
    if (lines === 0) return;
    this.#sink.tookLines();
    this.#json.skip(bytes, lines);
  }

  /** Reads the next block. Nothing of it is needed afterwards: the buffer may be used again. */
  push(block: Buffer): void {
    this.#reader.push(block, 0);
  }

  /** Says that the input is over. */
  end(): void {
    this.endFile();
    this.idle();
  }

  /** Says that this file is over, but not the log that it is part of: what waits for more records goes on waiting. */
  endFile(): void {
    this.#reader.end();
    this.#sink.events.endFile();
  }

  /** Whether some event waits for more records. */
  get isWaiting(): boolean {
    return this.#sink.events.isWaiting;
  }

  /** Says that a while has passed, longer than it takes to write an event: hands on those that have waited for several. */
  pause(): void {
    this.#sink.events.pause();
  }

  /** Says that nothing comes for now: hands on what waited for more records. */
  idle(): void {
    this.#sink.events.flush();
  }

  /** Who reads an input that starts with a line that is not JSON: audit records, the journal, or nobody, which is told. */
  #detect(head: Buffer, line: number, offset: number): ByteReader | null {
    const reader = startsRecord(head)
      ? this.#audit
      : startsJournalExport(head)
        ? this.#journal
        : this.#refuse(head, line, offset);
    if (reader === null) return null;
    reader.start(line, offset);
    this.#reader = reader;
    return reader;
  }

  #refuse(head: Buffer, line: number, offset: number): ByteReader | null {
    const foreign = detectForeign(head);
    if (foreign === null) return null;
    this.#sink.refuse(line, offset, () => refusalOf(foreign));
    return NOBODY;
  }
}
