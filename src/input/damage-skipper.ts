// What is behind a damaged record -> where the next one starts; what was skipped is told, with its size.
import { NEWLINE, OPEN_BRACE, RECORD_SEPARATOR } from './bytes.js';
import type { DocumentSink } from './document-sink.js';
import type { LineCursor } from './line-cursor.js';
import { sizeText } from './problem.js';
import { isFiller, type AfterRecords } from './record-reader.js';
import { emptyPart } from './text-part.js';

export class DamageSkipper {
  readonly #sink: DocumentSink;
  readonly #cursor: LineCursor;
  #offset = 0;
  #line = 1;
  /** Whether more than brackets was skipped. */
  #sawText = false;
  /** A line starts a record in this column or before; null: any line does. */
  #column: number | null = null;
  #mayResume = false;

  constructor(sink: DocumentSink, cursor: LineCursor) {
    this.#sink = sink;
    this.#cursor = cursor;
  }

  /** Makes ready for what is behind the damage, at `offset` of the input. */
  start(offset: number, { column, atLineStart }: AfterRecords & { kind: 'damaged' }): void {
    this.#offset = offset;
    this.#line = this.#cursor.line;
    this.#sawText = false;
    this.#column = column;
    this.#mayResume = atLineStart && column !== null;
  }

  /** Skips to the end of the line or to where the next record starts; gives the index of that, -1 where it is not among `bytes`. */
  skip(bytes: Buffer, from: number, base: number): number {
    const cursor = this.#cursor;
    for (let at = from; at < bytes.length; at++) {
      if (this.#sawText && !this.#mayResume) {
        at = bytes.indexOf(NEWLINE, at);
        if (at === -1) break;
      }
      const byte = bytes[at];
      const start = base + at;
      if (byte === NEWLINE) {
        cursor.next(start + 1);
        this.#mayResume = this.#column !== null;
        if (this.#mayResume) continue;
        this.end(start);
        return at + 1;
      }
      if (isFiller(byte)) continue;
      const column = start - cursor.lineStart;
      const opens = byte === OPEN_BRACE && column <= (this.#column ?? 0);
      // A separator never stands within a record: what it starts, the damage before it cannot hide.
      if (this.#mayResume && (opens || byte === RECORD_SEPARATOR)) {
        this.end(cursor.lineStart);
        return at;
      }
      this.#mayResume = false;
      this.#sawText = true;
    }
    return -1;
  }

  /** Tells what was skipped, up to offset `end`. */
  end(end: number): void {
    if (!this.#sawText) return;
    const size = sizeText(end - this.#offset);
    this.#sink.problem('RS309', emptyPart(this.#line, this.#offset), () => ({
      message: `skipped ${size} behind a damaged record to find the next one`,
    }));
  }
}
