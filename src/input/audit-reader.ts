// Lines of a raw audit log -> event documents. Records of one event stand in several lines, between those of others.
import { parseRecord } from '../audit/index.js';
import type { AuditAssembler } from './audit-assembler.js';
import { NEWLINE, NUL, RETURN } from './bytes.js';
import type { ByteReader } from './byte-reader.js';
import { ByteStore } from './byte-store.js';
import type { DocumentSink } from './document-sink.js';
import { INTERPRETED, refusalOf } from './foreign.js';
import type { RecordScreen } from './line-screen.js';
import { emptyPart, excerptAround } from './text-part.js';

/**
 * What is decoded at a time. A record keeps the text that it was cut out of in memory until its event is complete, and there may be hundreds
 * that are not.
 */
const DECODED_BYTES = 32 * 1024;

const BYTE_ORDER_MARK = 0xfeff;
const REPLACEMENT = '\ufffd';

/** Reads the lines of one input. What the blocks are cut like changes nothing. */
export class AuditReader implements ByteReader {
  readonly #sink: DocumentSink;
  readonly #events: AuditAssembler;
  readonly #maxBytes: number;
  readonly #screen: RecordScreen | null;
  /** The start of a line that goes on in the next block. */
  readonly #carry = new ByteStore();
  #line = 1;
  #lineStart = 0;
  /** Bytes of a line that is too long, so far. */
  #skipped = 0;

  constructor(
    sink: DocumentSink,
    events: AuditAssembler,
    maxBytes: number,
    screen: RecordScreen | null,
  ) {
    this.#screen = screen;
    this.#sink = sink;
    this.#events = events;
    this.#maxBytes = maxBytes;
  }

  /** The start of the line at hand; null where that line is too long to be read. */
  get place(): ByteReader['place'] {
    return this.#skipped > 0 ? null : { line: this.#line, offset: this.#lineStart };
  }

  start(line: number, offset: number): void {
    this.#line = line;
    this.#lineStart = offset;
  }

  push(bytes: Buffer, from: number): void {
    let at = from;
    if (this.#carry.length > 0 || this.#skipped > 0) {
      const newline = bytes.indexOf(NEWLINE, at);
      if (newline !== -1) {
        this.#endLine(bytes, at, newline);
        at = newline + 1;
      }
    }
    if (this.#screen !== null) at = this.#screenEvents(this.#screen, bytes, at);
    at = this.#readLines(bytes, at);
    if (this.#skipped === 0) this.#carry.append(bytes, at, bytes.length);
    else this.#skipped += bytes.length - at;
    if (this.#carry.length > this.#maxBytes) {
      this.#skipped = this.#carry.length;
      this.#carry.clear();
    }
  }

  /** Leaves events to the screen, and reads those that it leaves, as long as there are whole lines; gives the index behind them. */
  #screenEvents(screen: RecordScreen, bytes: Buffer, from: number): number {
    const events = this.#events;
    let at = from;
    while (!events.isReversed && !this.#sink.isRefused) {
      const { waiting } = events;
      if (waiting !== null) {
        const next = screen.take(bytes, at, this.#line, this.#lineStart, events.log, waiting);
        events.took(screen.taken, screen.events);
        this.#line += screen.taken;
        this.#lineStart += next - at;
        at = next;
      }
      // What belongs to an event that was left is read line by line: where it ends, the screen goes on.
      const newline = bytes.indexOf(NEWLINE, at);
      if (newline === -1) return at;
      this.#readLine(bytes, at, newline);
      at = newline + 1;
    }
    return at;
  }

  /** Reads whole lines, many at a time; gives the index behind the last. */
  #readLines(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length) {
      const most = bytes.lastIndexOf(NEWLINE, at + DECODED_BYTES);
      const newline = most < at ? bytes.indexOf(NEWLINE, at) : most;
      if (newline === -1) break;
      const text = bytes.toString('utf8', at, newline + 1);
      // One character a byte: an index of one is that of the other.
      const isPlain = text.length === newline + 1 - at && !text.includes(REPLACEMENT);
      if (isPlain) this.#readText(text);
      else this.#readEach(bytes, at, newline + 1);
      at = newline + 1;
    }
    return at;
  }

  /** Reads lines that were decoded together. */
  #readText(text: string): void {
    let start = 0;
    for (;;) {
      const newline = text.indexOf('\n', start);
      if (newline === -1) return;
      const end =
        newline > start && text.charCodeAt(newline - 1) === RETURN ? newline - 1 : newline;
      if (end - start > this.#maxBytes)
        this.#sink.tooLong(this.#line, this.#lineStart, end - start);
      else this.#take(text.slice(start, end));
      this.#next(newline - start);
      start = newline + 1;
    }
  }

  /** Reads lines one by one. */
  #readEach(bytes: Buffer, from: number, to: number): void {
    for (let at = from; at < to;) {
      const newline = bytes.indexOf(NEWLINE, at);
      this.#readLine(bytes, at, newline);
      at = newline + 1;
    }
  }

  end(): void {
    if (this.#carry.length > 0 || this.#skipped > 0) this.#endLine(Buffer.alloc(0), 0, 0);
  }

  /** A line whose last part is `[from, newline)` of `bytes`. */
  #endLine(bytes: Buffer, from: number, newline: number): void {
    if (this.#skipped > 0) {
      this.#sink.tooLong(this.#line, this.#lineStart, this.#skipped + newline - from);
      this.#next(this.#skipped + newline - from);
      this.#skipped = 0;
    } else if (this.#carry.length > 0) {
      this.#carry.append(bytes, from, newline);
      this.#readLine(this.#carry.bytes, 0, this.#carry.length);
      this.#carry.clear();
    } else {
      this.#readLine(bytes, from, newline);
    }
  }

  #next(length: number): void {
    this.#line += 1;
    this.#lineStart += length + 1;
  }

  #readLine(bytes: Buffer, start: number, newline: number): void {
    const end = newline > start && bytes[newline - 1] === RETURN ? newline - 1 : newline;
    if (end - start > this.#maxBytes) {
      this.#sink.tooLong(this.#line, this.#lineStart, end - start);
      this.#next(newline - start);
      return;
    }
    const text = bytes.toString('utf8', start, end);
    this.#take(text);
    const part = { ...emptyPart(this.#line, this.#lineStart), bytes, start, end };
    this.#sink.checkText(text, part);
    this.#next(newline - start);
  }

  /** Reads the text of a line, without its end. */
  #take(line: string): void {
    if (this.#sink.isRefused) return;
    const first = line.charCodeAt(0);
    const text =
      first === BYTE_ORDER_MARK ? line.slice(1) : first === NUL ? this.#afterNuls(line) : line;
    const { file } = this.#sink;
    const record = parseRecord(text, { file, line: this.#line, offset: this.#lineStart });
    if (typeof record !== 'string') {
      this.#events.add(record);
    } else if (record === 'interpreted' && this.#events.records === 0 && !this.#sink.isForced) {
      this.#sink.refuse(this.#line, this.#lineStart, () => refusalOf(INTERPRETED));
    } else if (record !== 'separator') {
      this.#refuse(text, record === 'interpreted');
    } else if (text.trim() !== '') {
      this.#events.separate();
    }
  }

  /** A line without the NUL bytes that it starts with, as a crash leaves them. */
  #afterNuls(line: string): string {
    let count = 1;
    while (line.charCodeAt(count) === NUL) count += 1;
    this.#sink.nuls(count, this.#line, this.#lineStart);
    return line.slice(count);
  }

  #refuse(text: string, isInterpreted: boolean): void {
    this.#sink.problem('RS310', emptyPart(this.#line, this.#lineStart), () => ({
      message: isInterpreted
        ? 'record is interpreted (`ausearch -i`): it cannot be turned back'
        : 'line is not an audit record: expected `type=… msg=audit(…): …`',
      excerpt: excerptAround(text, 0),
      ...(isInterpreted ? { help: 'leave out `-i`: ausearch --raw' } : {}),
    }));
  }
}
