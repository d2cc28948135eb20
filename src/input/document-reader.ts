// Bytes of one input -> event documents. The fast way is one JSON text a line; what does not parse as a line goes to
// the record reader. Whatever the blocks are cut like, documents, places and problems are the same.
import {
  COMMA,
  isBlank,
  isByteOrderMark,
  NEWLINE,
  NUL,
  OPEN_BRACE,
  OPEN_BRACKET,
  RECORD_SEPARATOR,
  RETURN,
} from './bytes.js';
import { AuditReader } from './audit-reader.js';
import { ByteStore } from './byte-store.js';
import { DocumentSink, type DocumentHandler } from './document-sink.js';
import { detectForeign, HEAD_BYTES, startsJournalExport, startsRecord } from './foreign.js';
import { JournalExportReader } from './journal-export-reader.js';
import { PatientScreen } from './line-screen.js';
import { sizeText } from './problem.js';
import { isFiller, RecordReader } from './record-reader.js';
import { StructureScanner } from './structure-scanner.js';
import { emptyPart } from './text-part.js';

import type { Bookmark, InputFormat, ReaderOptions } from './reader-options.js';

export type { DocumentHandler } from './document-sink.js';

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
/** Bad lines at the start of an input that are compared with known kinds of file. */
const MAX_SUSPECTS = 10;
/** A byte-order mark before a line and a carriage return behind it do not count as its length. */
const MARGIN = 4;

/** How the next byte is read. `damaged`: skipped until a record starts; `over-long`: skipped to the end of the line. */
type Mode = 'lines' | 'records' | 'damaged' | 'over-long' | 'audit' | 'journal' | 'stopped';

/** Reads one input. Push its blocks in order, then end it; the handler is called before these return. */
export class DocumentReader {
  readonly #sink: DocumentSink;
  readonly #records: RecordReader;
  readonly #audit: AuditReader;
  readonly #journal: JournalExportReader;
  readonly #maxBytes: number;
  readonly #screen: PatientScreen | null;
  #mode: Mode = 'lines';
  /** Whether there were texts that are no lines: arrays, or objects of several lines. */
  #sawRecords = false;
  /** Offset in the input of the next block. */
  #size = 0;
  #isLast = false;
  /** Line number of the byte at hand, the offset of its line, and whether only blanks stand before it. */
  #line = 1;
  #lineStart = 0;
  #blankLine = true;
  /** The start of a line that goes on in the next block. */
  readonly #carry = new ByteStore();
  #carryOffset = 0;
  /** NUL bytes met between lines and not yet reported: how many, and where the first is. */
  #nuls = 0;
  #nulOffset = 0;
  #nulLine = 1;
  /** The text being skipped: where it starts, and whether it is more than brackets. */
  #skipOffset = 0;
  #skipLine = 1;
  #skippedText = false;
  #skipColumn: number | null = null;
  #mayResume = false;
  readonly #probe = new StructureScanner();
  /** Lines that were looked at for being of a foreign kind of file. */
  #suspects = 0;

  constructor(handler: DocumentHandler, options: ReaderOptions) {
    this.#maxBytes = options.maxLineBytes ?? DEFAULT_MAX_BYTES;
    this.#sink = new DocumentSink(handler, options, this.#maxBytes);
    this.#records = new RecordReader(this.#sink, this.#maxBytes);
    this.#audit = new AuditReader(this.#sink, this.#sink.events, this.#maxBytes);
    this.#journal = new JournalExportReader(this.#sink, this.#maxBytes);
    this.#screen = options.screen === undefined ? null : new PatientScreen(options.screen);
    if (options.start === undefined) return;
    this.#line = options.start.line;
    this.#size = this.#lineStart = options.start.offset;
    if (!('isAudit' in options.start)) return;
    this.#sink.resume(options.start);
    if (!options.start.isAudit) return;
    this.#mode = 'audit';
    this.#audit.start(this.#line, this.#size);
  }

  /** What the input looks like so far; null before the first JSON text. */
  get format(): InputFormat | null {
    if (this.#mode === 'audit') return 'auditd';
    if (this.#mode === 'journal') return 'journald';
    const { recordWrapping } = this.#sink;
    if (recordWrapping === 'journald' || recordWrapping === 'laurel') return recordWrapping;
    if (recordWrapping === 'message') return 'auditd';
    if (!this.#sink.sawJson) return null;
    if (this.#sink.wrapping === 'bulk') return 'elasticsearch-bulk';
    if (this.#sink.wrapping === 'export') return 'elasticsearch-export';
    return this.#sawRecords ? 'json' : 'ndjson';
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

  /** Whether the input turned out to be something else than events: the rest of it is not looked at. */
  get stopped(): boolean {
    return this.#mode === 'stopped';
  }

  /** Number of the line that comes next; only {@link isBetweenLines}. */
  get line(): number {
    return this.#line;
  }

  /** Whether what was read ends with a line, and what comes next is another one: no text goes on, and none belongs to the last. */
  get isBetweenLines(): boolean {
    const isClean = this.#carry.length === 0 && this.#nuls === 0 && !this.#sink.awaitsDocument;
    // A wrapped record may belong to others.
    const isPlain = (this.#sink.recordWrapping ?? null) === null;
    return (
      isPlain &&
      this.#mode === 'lines' &&
      this.#blankLine &&
      this.#size === this.#lineStart &&
      isClean
    );
  }

  /** Where another reader may go on instead; null where that is in the middle of something. */
  get bookmark(): Bookmark | null {
    const isAudit = this.#mode === 'audit';
    const atLine = this.#mode === 'lines' && !this.#sink.awaitsDocument;
    const place = isAudit
      ? this.#audit.place
      : atLine
        ? { line: this.#line, offset: this.#lineStart }
        : null;
    if (place === null) return null;
    const { sawJson, wrapping, recordWrapping } = this.#sink;
    return { ...place, isAudit, sawJson, wrapping, recordWrapping };
  }

  /** Goes past whole lines that somebody else has read, all of them JSON; only {@link isBetweenLines}. */
  skip(bytes: number, lines: number): void {
    if (lines === 0) return;
    this.#sink.tookLines();
    this.#size += bytes;
    this.#line += lines - 1;
    this.#nextLine(this.#size);
  }

  /** Reads the next block. Nothing of it is needed afterwards: the buffer may be used again. */
  push(block: Buffer): void {
    const base = this.#size;
    this.#size += block.length;
    this.#run(block, 0, base);
  }

  /** Says that the input is over. */
  end(): void {
    this.endFile();
    this.idle();
  }

  /** Says that this file is over, but not the log that it is part of: what waits for more records goes on waiting. */
  endFile(): void {
    this.#isLast = true;
    if (this.#carry.length > 0) this.#run(this.#carry.take(), 0, this.#carryOffset);
    this.#reportNuls();
    switch (this.#mode) {
      case 'records':
        this.#records.end(this.#size);
        break;
      case 'damaged':
        this.#endDamage(this.#size);
        break;
      case 'over-long':
        this.#sink.tooLong(this.#skipLine, this.#skipOffset, this.#size - this.#skipOffset);
        break;
      case 'audit':
        this.#audit.end();
        break;
      case 'journal':
        this.#journal.end();
        break;
      case 'lines':
      case 'stopped':
        break;
    }
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

  /** Reads `bytes` from `from` to their end; `bytes[0]` stands at offset `base` of the input. */
  #run(bytes: Buffer, from: number, base: number): void {
    let at = from;
    while (at < bytes.length) {
      switch (this.#mode) {
        case 'lines':
          at = this.#lines(bytes, at, base);
          break;
        case 'records':
          at = this.#readRecords(bytes, at, base);
          break;
        case 'damaged':
          at = this.#skipDamage(bytes, at, base);
          break;
        case 'over-long':
          at = this.#skipLongLine(bytes, at, base);
          break;
        case 'audit':
          this.#audit.push(bytes, at);
          return;
        case 'journal':
          this.#journal.push(bytes, at);
          return;
        case 'stopped':
          return;
      }
    }
  }

  /** Reads lines until the bytes or the lines end; gives the index of the first byte not read. */
  #lines(bytes: Buffer, from: number, base: number): number {
    const { length } = bytes;
    let at = from;
    while (at < length) {
      if ((bytes[at] !== OPEN_BRACE || this.#nuls > 0) && this.#carry.length === 0) {
        at = this.#skipLeading(bytes, at, base);
        if (at === length) break;
        if (bytes[at] === OPEN_BRACKET && this.#startsList(bytes, at))
          return this.#enterRecords(at);
      }
      if (this.#screen !== null && bytes[at] === OPEN_BRACE && this.#carry.length === 0) {
        at = this.#screenLines(this.#screen, bytes, at, base);
        if (at === length || bytes[at] !== OPEN_BRACE) continue;
      }
      let newline = bytes.indexOf(NEWLINE, at);
      if (newline === -1) {
        if (!this.#isLast) {
          this.#keep(bytes, at, base);
          return length;
        }
        newline = length;
      }
      if (this.#carry.length > 0) {
        this.#carry.append(bytes, at, newline + 1);
        this.#run(this.#carry.take(), 0, this.#carryOffset);
        if (this.#mode !== 'lines') return newline + 1;
        at = newline + 1;
        continue;
      }
      const end = newline > at && bytes[newline - 1] === RETURN ? newline - 1 : newline;
      if (end - at > this.#maxBytes) return this.#enterLongLine(bytes, at, base);
      if (!this.#sink.text(bytes, at, end, this.#line, base + at)) {
        this.#refusedLine(bytes, at, end, newline, base);
        if (this.#mode !== 'lines') return at;
      }
      at = newline + 1;
      this.#nextLine(base + at);
    }
    return length;
  }

  /** Leaves lines to the screen; gives the index of the first line behind them. */
  #screenLines(screen: PatientScreen, bytes: Buffer, from: number, base: number): number {
    // The line after an action of a bulk request is more than it says, and so is a record that was wrapped in JSON.
    if (this.#sink.awaitsDocument || this.#sink.recordWrapping !== null) return from;
    const at = screen.take(bytes, from, this.#line, base + from);
    if (screen.taken === 0) return from;
    this.#sink.tookLines();
    this.#line += screen.taken - 1;
    this.#nextLine(base + at);
    return at;
  }

  #nextLine(start: number): void {
    this.#line++;
    this.#lineStart = start;
    this.#blankLine = true;
  }

  /** Skips what may stand before a text, blank lines included; gives the index of the text or of the end. */
  #skipLeading(bytes: Buffer, from: number, base: number): number {
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === NEWLINE) {
        this.#nextLine(base + at + 1);
      } else if (byte === NUL) {
        if (this.#nuls === 0) {
          this.#nulOffset = base + at;
          this.#nulLine = this.#line;
        }
        this.#nuls++;
      } else if (isByteOrderMark(bytes, at)) {
        at += 2;
      } else if (!isBlank(byte) && byte !== RECORD_SEPARATOR && byte !== COMMA) {
        this.#reportNuls();
        break;
      }
    }
    return at;
  }

  #reportNuls(): void {
    if (this.#nuls === 0) return;
    const count = this.#nuls;
    this.#nuls = 0;
    this.#sink.problem('RS307', emptyPart(this.#nulLine, this.#nulOffset), () => ({
      message: `${count} NUL bytes between records, as a crash or a sparse copy leaves them`,
    }));
  }

  /** Whether the bracket at `at` opens a list of records: an object follows, or nothing more on its line. */
  #startsList(bytes: Buffer, at: number): boolean {
    let next = at + 1;
    while (next < bytes.length && isBlank(bytes[next])) next++;
    if (next === bytes.length) return this.#isLast;
    return bytes[next] === OPEN_BRACE || bytes[next] === NEWLINE;
  }

  /** Keeps the start of a line until the rest of it comes. */
  #keep(bytes: Buffer, from: number, base: number): void {
    const carry = this.#carry;
    const before = carry.length;
    if (before === 0) this.#carryOffset = base + from;
    carry.append(bytes, from, bytes.length);
    const headBytes = this.#headBytes;
    if (before < headBytes && carry.length >= headBytes) {
      if (this.#isForeign(carry.bytes, 0, carry.length, this.#carryOffset)) {
        const text = carry.take();
        if (this.#mode !== 'stopped') this.#run(text, 0, this.#carryOffset);
        return;
      }
    }
    if (carry.length > this.#maxBytes + MARGIN) {
      const text = carry.take();
      const start = this.#skipLeading(text, 0, this.#carryOffset);
      this.#run(text, this.#enterLongLine(text, start, this.#carryOffset), this.#carryOffset);
    }
  }

  /** A complete line, `[from, end)` of `bytes`, that is not JSON: the start of a longer text, or bad. */
  #refusedLine(bytes: Buffer, from: number, end: number, newline: number, base: number): void {
    if (this.#isForeign(bytes, from, end, base + from)) return;
    if (this.#suspects < MAX_SUSPECTS) this.#suspects++;
    if (bytes[from] === OPEN_BRACE && this.#goesOn(bytes.subarray(from, newline + 1))) {
      this.#enterRecords(from);
      return;
    }
    if (this.#records.brokeList && bytes.subarray(from, end).every(isFiller)) return;
    const column = base + from - this.#lineStart;
    this.#sink.notJson({ bytes, start: from, end, line: this.#line, column, offset: base + from });
  }

  /** Whether a line that is not JSON may be the start of a longer text, or holds a text and more. */
  #goesOn(line: Buffer): boolean {
    const probe = this.#probe;
    probe.reset(1, 0, true);
    for (let at = 0; ; at = probe.position) {
      switch (probe.scan(line, at, 0)) {
        case 'record-start':
          continue;
        case 'record-end':
          return line.subarray(probe.position).some((byte) => !isBlank(byte) && byte !== NEWLINE);
        case 'more':
        case 'wrapper':
          return true;
        case 'line-end':
        case 'error':
          return false;
      }
    }
  }

  get #headBytes(): number {
    return Math.min(HEAD_BYTES, this.#maxBytes);
  }

  /** Whether the line `[from, end)`, as long as nothing was JSON, shows the input to be something else: audit records, or no events. */
  #isForeign(bytes: Buffer, from: number, end: number, offset: number): boolean {
    if (this.#sink.sawJson || this.#suspects === MAX_SUSPECTS) return false;
    const start = Math.min(end, from + this.#headBytes);
    const head = bytes.subarray(from, start);
    if (startsRecord(head)) {
      this.#audit.start(this.#line, offset);
      this.#mode = 'audit';
      return true;
    }
    if (startsJournalExport(head)) {
      this.#journal.start(this.#line, offset);
      this.#mode = 'journal';
      return true;
    }
    const foreign = detectForeign(head);
    if (foreign === null) return false;
    this.#sink.problem('RS308', emptyPart(this.#line, offset), () => ({
      message: `expected ECS events in JSON; this looks like ${foreign.name}`,
      ...(foreign.help === undefined ? {} : { help: foreign.help }),
    }));
    this.#mode = 'stopped';
    return true;
  }

  #enterRecords(at: number): number {
    this.#records.start(this.#line, this.#lineStart, this.#blankLine);
    this.#mode = 'records';
    this.#sawRecords = true;
    return at;
  }

  /** A line over the limit may be a search reply without line breaks; anything else is skipped. */
  #enterLongLine(bytes: Buffer, at: number, base: number): number {
    if (this.#isForeign(bytes, at, bytes.length, base + at)) return at;
    const isList = bytes[at] === OPEN_BRACKET && this.#startsList(bytes, at);
    if (isList || bytes[at] === OPEN_BRACE) return this.#enterRecords(at);
    this.#mode = 'over-long';
    this.#skipOffset = base + at;
    this.#skipLine = this.#line;
    return at;
  }

  #skipLongLine(bytes: Buffer, from: number, base: number): number {
    const newline = bytes.indexOf(NEWLINE, from);
    if (newline === -1) return bytes.length;
    this.#sink.tooLong(this.#skipLine, this.#skipOffset, base + newline - this.#skipOffset);
    this.#mode = 'lines';
    this.#nextLine(base + newline + 1);
    return newline + 1;
  }

  #readRecords(bytes: Buffer, from: number, base: number): number {
    const records = this.#records;
    const at = records.read(bytes, from, base);
    const { after } = records;
    if (after.kind === 'records') return at;
    this.#line = records.line;
    this.#lineStart = records.lineStart;
    this.#blankLine = records.blankLine;
    this.#mode = after.kind;
    if (after.kind === 'damaged') {
      this.#skipOffset = base + at;
      this.#skipLine = this.#line;
      this.#skippedText = false;
      this.#skipColumn = after.column;
      this.#mayResume = after.atLineStart && after.column !== null;
    }
    return at;
  }

  /** Skips the rest of a damaged record, to the end of its line or to where the next record starts. */
  #skipDamage(bytes: Buffer, from: number, base: number): number {
    for (let at = from; at < bytes.length; at++) {
      if (this.#skippedText && !this.#mayResume) {
        at = bytes.indexOf(NEWLINE, at);
        if (at === -1) break;
      }
      const byte = bytes[at];
      const start = base + at;
      if (byte === NEWLINE) {
        this.#nextLine(start + 1);
        this.#mayResume = this.#skipColumn !== null;
        if (!this.#mayResume) return this.#resume(at + 1, start);
      } else if (!isFiller(byte)) {
        const column = start - this.#lineStart;
        if (this.#mayResume && byte === OPEN_BRACE && column <= (this.#skipColumn ?? 0)) {
          return this.#resume(at, this.#lineStart);
        }
        this.#mayResume = false;
        this.#skippedText = true;
      }
    }
    return bytes.length;
  }

  #resume(at: number, skippedTo: number): number {
    this.#endDamage(skippedTo);
    this.#mode = 'lines';
    return at;
  }

  #endDamage(end: number): void {
    if (!this.#skippedText) return;
    const size = sizeText(end - this.#skipOffset);
    this.#sink.problem('RS309', emptyPart(this.#skipLine, this.#skipOffset), () => ({
      message: `skipped ${size} behind a damaged record to find the next one`,
    }));
  }
}
