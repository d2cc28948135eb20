// `journalctl -o export` -> audit records. An entry is fields, one a line, and ends with an empty line; a value that is no plain text
// has its length in front, and may hold anything. Source: formats §3.
import type { JsonObject } from '../event/index.js';
import { NEWLINE } from './bytes.js';
import type { ByteReader } from './byte-reader.js';
import { ByteStore } from './byte-store.js';
import type { DocumentSink } from './document-sink.js';
import { emptyPart, excerptAround } from './text-part.js';

/** Fields that audit records are made of. */
const WANTED: ReadonlySet<string> = new Set([
  'MESSAGE',
  '__REALTIME_TIMESTAMP',
  '_AUDIT_ID',
  '_HOSTNAME',
  '_MACHINE_ID',
  '_SOURCE_REALTIME_TIMESTAMP',
  '_TRANSPORT',
]);
const NAME = /^[A-Z0-9_]{1,255}$/;
const LENGTH_BYTES = 8;
const LINE_END = Buffer.from('\n');
const EQUALS = 0x3d;

/** Reads the entries of one input. What the blocks are cut like changes nothing. */
export class JournalExportReader implements ByteReader {
  readonly #sink: DocumentSink;
  readonly #maxBytes: number;
  /** A field that goes on in the next block. */
  readonly #carry = new ByteStore();
  #entry: Record<string, string> = {};
  #isEmpty = true;
  /** Bytes of the field that is held, once its length is known; 0 where it ends with its line. */
  #needed = 0;
  /** Bytes of a field that is too long, so far. */
  #skipped = 0;
  #line = 1;
  #offset = 0;
  #entryLine = 1;
  #entryOffset = 0;

  constructor(sink: DocumentSink, maxBytes: number) {
    this.#sink = sink;
    this.#maxBytes = maxBytes;
  }

  /** The start of the entry at hand: all of it is needed. */
  get place(): NonNullable<ByteReader['place']> {
    return this.#isEmpty
      ? { line: this.#line, offset: this.#offset }
      : { line: this.#entryLine, offset: this.#entryOffset };
  }

  start(line: number, offset: number): void {
    this.#line = line;
    this.#offset = offset;
  }

  push(bytes: Buffer, from: number): void {
    const start = this.#skipped > 0 ? this.#skipLine(bytes, from) : from;
    const held = this.#carry.length;
    const isMore = held > 0 && !this.#isReady(bytes, start);
    if (held === 0) this.#carry.append(bytes, this.#readFields(bytes, start), bytes.length);
    else this.#carry.append(bytes, start, bytes.length);
    if (held > 0 && !isMore) {
      const text = this.#carry.take();
      this.#carry.append(text, this.#readFields(text, 0), text.length);
    }
    if (this.#needed > 0 || this.#carry.length <= this.#maxBytes) return;
    this.#skipped = this.#carry.length;
    this.#carry.clear();
  }

  end(): void {
    const rest = this.#carry.take();
    if (this.#skipped > 0) this.#tellSkipped(0);
    const isCut = rest.length > 0 && this.#readFields(Buffer.concat([rest, LINE_END]), 0) <= 0;
    if (!isCut) {
      this.#endEntry();
      return;
    }
    this.#sink.problem('RS302', emptyPart(this.#entryLine, this.#entryOffset), () => ({
      message: 'last record is cut off: it ends inside a field',
      note: 'it may still be being written',
    }));
  }

  /** Whether the field that is held goes on no further than `bytes` from `from`, as far as that is known. */
  #isReady(bytes: Buffer, from: number): boolean {
    return this.#needed > 0
      ? this.#carry.length + bytes.length - from >= this.#needed
      : bytes.indexOf(NEWLINE, from) !== -1;
  }

  /** Skips what is left of a field that is too long; gives the index behind it. */
  #skipLine(bytes: Buffer, from: number): number {
    const newline = bytes.indexOf(NEWLINE, from);
    if (newline === -1) {
      this.#skipped += bytes.length - from;
      return bytes.length;
    }
    this.#tellSkipped(newline - from);
    return newline + 1;
  }

  #tellSkipped(rest: number): void {
    const length = this.#skipped + rest;
    this.#sink.tooLong(this.#line, this.#offset, length);
    this.#offset += length + 1;
    this.#line += 1;
    this.#skipped = 0;
  }

  /** Reads complete fields; gives the index of the first that is not. */
  #readFields(bytes: Buffer, from: number): number {
    let at = from;
    this.#needed = 0;
    for (;;) {
      const newline = bytes.indexOf(NEWLINE, at);
      if (newline === -1) return at;
      const end = newline === at ? newline + 1 : this.#readField(bytes, at, newline);
      if (end === -1) return at;
      for (let each = newline; each !== -1 && each < end; each = bytes.indexOf(NEWLINE, each + 1)) {
        this.#line += 1;
      }
      this.#offset += end - at;
      if (newline === at) this.#endEntry();
      at = end;
    }
  }

  /** Reads the field of the line `[start, newline)`; gives the index behind it, -1 where not all of it is here. */
  #readField(bytes: Buffer, start: number, newline: number): number {
    if (newline - start > this.#maxBytes) {
      this.#sink.tooLong(this.#line, this.#offset, newline - start);
      return newline + 1;
    }
    const equals = bytes.subarray(start, newline).indexOf(EQUALS);
    const nameEnd = equals === -1 ? newline : start + equals;
    const name = NAME.exec(bytes.toString('latin1', start, Math.min(nameEnd, start + 256)))?.[0];
    if (name === undefined) return this.#refuse(bytes, start, newline);
    if (equals !== -1) {
      this.#keep(name, bytes, nameEnd + 1, newline);
      return newline + 1;
    }
    const text = newline + 1 + LENGTH_BYTES;
    const length = text > bytes.length ? 0 : bytes.readBigUInt64LE(newline + 1);
    if (length > this.#maxBytes) return this.#refuse(bytes, start, newline);
    // The value, and the end of its line.
    const end = text + (text > bytes.length ? 0 : Number(length) + 1);
    if (end > bytes.length) {
      this.#needed = end - start;
      return -1;
    }
    this.#keep(name, bytes, text, end - 1);
    return end;
  }

  /** Tells of a line that is no field; gives the index behind it. */
  #refuse(bytes: Buffer, start: number, newline: number): number {
    this.#sink.problem('RS310', emptyPart(this.#line, this.#offset), () => ({
      message: 'line is no field of the journal: expected `NAME=value`',
      excerpt: excerptAround(bytes.toString('utf8', start, newline), 0),
    }));
    return newline + 1;
  }

  #keep(name: string, bytes: Buffer, from: number, to: number): void {
    if (this.#isEmpty) {
      this.#entryLine = this.#line;
      this.#entryOffset = this.#offset;
      this.#isEmpty = false;
    }
    if (WANTED.has(name)) this.#entry[name] = bytes.toString('utf8', from, to);
  }

  #endEntry(): void {
    const entry: JsonObject = this.#entry;
    if (!this.#isEmpty) this.#sink.journalEntry(entry, this.#entryLine, this.#entryOffset);
    this.#entry = {};
    this.#isEmpty = true;
  }
}
