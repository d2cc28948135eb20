// `journalctl -o export` -> audit records. An entry is fields, one a line, and ends with an empty line; a value that is no plain text
// has its length in front, and may hold anything. Source: formats §3.
import type { JsonObject } from '../event/index.js';
import { NEWLINE } from './bytes.js';
import { ByteStore } from './byte-store.js';
import type { DocumentSink } from './document-sink.js';

/** Fields that audit records are made of. */
const WANTED: ReadonlySet<string> = new Set([
  'MESSAGE',
  '_AUDIT_ID',
  '_HOSTNAME',
  '_MACHINE_ID',
  '_SOURCE_REALTIME_TIMESTAMP',
  '_TRANSPORT',
]);
const LENGTH_BYTES = 8;
const EQUALS = 0x3d;

/** Reads the entries of one input. What the blocks are cut like changes nothing. */
export class JournalExportReader {
  readonly #sink: DocumentSink;
  readonly #maxBytes: number;
  /** A field that goes on in the next block. */
  readonly #carry = new ByteStore();
  #entry: Record<string, string> = {};
  #isEmpty = true;
  #line = 1;
  #offset = 0;
  #entryLine = 1;
  #entryOffset = 0;

  constructor(sink: DocumentSink, maxBytes: number) {
    this.#sink = sink;
    this.#maxBytes = maxBytes;
  }

  /** Makes ready for the line that starts at `offset`. */
  start(line: number, offset: number): void {
    this.#line = line;
    this.#offset = offset;
  }

  /** Reads `bytes` from `from` to their end. */
  push(bytes: Buffer, from: number): void {
    if (this.#carry.length === 0) {
      const at = this.#readFields(bytes, from);
      this.#carry.append(bytes, at, bytes.length);
      return;
    }
    this.#carry.append(bytes, from, bytes.length);
    const held = this.#carry.take();
    this.#carry.append(held, this.#readFields(held, 0), held.length);
  }

  /** Says that the input is over. */
  end(): void {
    const rest = this.#carry.take();
    if (rest.length > 0) this.#readFields(Buffer.concat([rest, Buffer.from('\n')]), 0);
    this.#endEntry();
  }

  /** Reads complete fields; gives the index of the first that is not. */
  #readFields(bytes: Buffer, from: number): number {
    let at = from;
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
    if (this.#isEmpty) {
      this.#entryLine = this.#line;
      this.#entryOffset = this.#offset;
      this.#isEmpty = false;
    }
    const equals = bytes.subarray(start, newline).indexOf(EQUALS);
    if (equals !== -1) {
      this.#keep(bytes, [start, start + equals], [start + equals + 1, newline]);
      return newline + 1;
    }
    const text = newline + 1 + LENGTH_BYTES;
    if (text > bytes.length) return -1;
    const length = Number(bytes.readBigUInt64LE(newline + 1));
    // No such value: it was a line of something else.
    if (length > this.#maxBytes) return newline + 1;
    if (text + length + 1 > bytes.length) return -1;
    this.#keep(bytes, [start, newline], [text, text + length]);
    return text + length + 1;
  }

  #keep(bytes: Buffer, name: readonly [number, number], value: readonly [number, number]): void {
    const key = bytes.toString('latin1', ...name);
    if (WANTED.has(key)) this.#entry[key] = bytes.toString('utf8', ...value);
  }

  #endEntry(): void {
    const entry: JsonObject = this.#entry;
    if (!this.#isEmpty) this.#sink.journalEntry(entry, this.#entryLine, this.#entryOffset);
    this.#entry = {};
    this.#isEmpty = true;
  }
}
