// Reads JSON that is not one text a line: arrays, pretty-printed documents, search replies of any size. Only the
// record at hand is kept in memory. After damage it says how to find the next record.
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  NEWLINE,
  OPEN_BRACE,
  RETURN,
  SPACE,
  TAB,
} from './bytes.js';
import { ByteStore } from './byte-store.js';
import type { DocumentSink } from './document-sink.js';
import { StructureScanner } from './structure-scanner.js';
import { emptyPart, type TextPart } from './text-part.js';

/** What is to happen with the bytes behind those that were read. */
export type AfterRecords =
  /** More of the same. */
  | { readonly kind: 'records' }
  /** They are lines. */
  | { readonly kind: 'lines' }
  /** They belong to something damaged, up to a line that starts a record in this column or before; null: any line. */
  | { readonly kind: 'damaged'; readonly column: number | null; readonly atLineStart: boolean };

const RECORDS: AfterRecords = { kind: 'records' };
const LINES: AfterRecords = { kind: 'lines' };

export class RecordReader {
  readonly #sink: DocumentSink;
  readonly #maxBytes: number;
  readonly #scanner = new StructureScanner();
  /** The bytes of the record at hand that came in earlier blocks. */
  readonly #kept = new ByteStore();
  #line = 1;
  #offset = 0;
  #column = 0;
  #after: AfterRecords = RECORDS;
  #brokeList = false;

  constructor(sink: DocumentSink, maxBytes: number) {
    this.#sink = sink;
    this.#maxBytes = maxBytes;
  }

  /** What the last {@link read} left. */
  get after(): AfterRecords {
    return this.#after;
  }

  /** Line of the byte behind the last one read. */
  get line(): number {
    return this.#scanner.line;
  }

  /** Offset in the input of the first byte of that line. */
  get lineStart(): number {
    return this.#scanner.lineStart;
  }

  /** Whether that byte is the first of its line that is not blank. */
  get blankLine(): boolean {
    return this.#scanner.blankLine;
  }

  /** Whether a list of records was given up before its end: its closing brackets may follow anywhere. */
  get brokeList(): boolean {
    return this.#brokeList;
  }

  /** Makes ready for a value that starts on `line`. */
  start(line: number, lineStart: number, blankLine: boolean): void {
    this.#scanner.reset(line, lineStart, blankLine);
    this.#kept.clear();
  }

  /** Reads `bytes` from `from`; gives the index of the first byte not read. */
  read(bytes: Buffer, from: number, base: number): number {
    const scanner = this.#scanner;
    let start = from;
    let at = from;
    for (;;) {
      const stop = scanner.scan(bytes, at, base);
      at = scanner.position;
      switch (stop) {
        case 'record-start':
          this.#kept.clear();
          this.#line = scanner.line;
          this.#offset = base + at;
          this.#column = this.#offset - scanner.lineStart;
          start = at;
          break;
        case 'record-end':
          this.#record(bytes, start, at, base);
          break;
        case 'wrapper':
          this.#kept.clear();
          break;
        case 'line-end':
          this.#after = LINES;
          return at;
        case 'more':
          if (scanner.inRecord) this.#keep(bytes, start, base);
          this.#after = RECORDS;
          return at;
        case 'error':
          this.#after = this.#recover(bytes, start, at, base);
          return at;
      }
    }
  }

  /** Says that the input, of `size` bytes, is over. */
  end(size: number): void {
    const scanner = this.#scanner;
    if (scanner.inRecord) {
      const length = size - this.#offset;
      if (length > this.#maxBytes) {
        this.#sink.tooLong(this.#line, this.#offset, length);
        return;
      }
      const part = this.#part(this.#kept.bytes, 0, this.#kept.length);
      if (this.#salvage(part) > 0) this.#sink.notJson(part);
      else this.#sink.cutOff(part);
    } else if (scanner.isOpen) {
      this.#sink.problem('RS302', emptyPart(scanner.line, size), () => ({
        message: 'the list of records is cut off: expected `]` or another record',
        note: 'it may still be being written',
      }));
    }
  }

  #record(bytes: Buffer, start: number, end: number, base: number): void {
    const length = base + end - this.#offset;
    if (length > this.#maxBytes) {
      this.#sink.tooLong(this.#line, this.#offset, length);
      return;
    }
    const part = this.#gather(bytes, start, end);
    if (this.#scanner.isInList && isNull(part)) return;
    if (!this.#sink.text(part.bytes, part.start, part.end, part.line, part.offset)) {
      this.#sink.notJson(part);
    }
  }

  #keep(bytes: Buffer, start: number, base: number): void {
    if (base + bytes.length - this.#offset > this.#maxBytes) this.#kept.clear();
    else this.#kept.append(bytes, start, bytes.length);
  }

  /** The record at hand, which ends at `end` of `bytes`. */
  #gather(bytes: Buffer, start: number, end: number): TextPart {
    if (this.#kept.length === 0) return this.#part(bytes, start, end);
    this.#kept.append(bytes, start, end);
    return this.#part(this.#kept.bytes, 0, this.#kept.length);
  }

  #part(bytes: Buffer, start: number, end: number): TextPart {
    return { bytes, start, end, line: this.#line, column: this.#column, offset: this.#offset };
  }

  /** Reports what the byte at `at` makes impossible, and says how to go on. */
  #recover(bytes: Buffer, start: number, at: number, base: number): AfterRecords {
    const scanner = this.#scanner;
    const atLineStart = scanner.blankLine;
    if (!scanner.inRecord) {
      if (!scanner.isOpen) return LINES;
      this.#brokeList = true;
      // A comma too few or too many between records loses nothing; whatever else stands there is a bad line.
      if (scanner.isInList) return LINES;
      const column = base + at - scanner.lineStart;
      const { line } = scanner;
      this.#sink.notJson({ bytes, start: at, end: at + 1, line, column, offset: base + at });
      return { kind: 'damaged', column: 0, atLineStart };
    }
    const { isInList } = scanner;
    if (isInList) this.#brokeList = true;
    const length = base + at - this.#offset;
    if (length > this.#maxBytes) {
      this.#sink.tooLong(this.#line, this.#offset, length);
    } else {
      // The offending byte makes the reason clear, except where the line simply ends.
      const byte = bytes[at] ?? NEWLINE;
      const end = byte === NEWLINE || byte > 0x7f ? at : at + 1;
      const part = this.#gather(bytes, start, end);
      this.#sink.notJson(part);
      this.#salvage(part);
    }
    const isOneLine = scanner.line === this.#line && !isInList;
    return { kind: 'damaged', column: isOneLine ? null : this.#column + 1, atLineStart };
  }

  /**
   * Reads the lines of a damaged record that are records themselves, as when a line of NDJSON was cut where the next
   * line could go on; gives their number. Nested objects are told from records by their indentation.
   */
  #salvage({ bytes, start, end, line, offset }: TextPart): number {
    let found = 0;
    let number = line;
    let from = bytes.indexOf(NEWLINE, start) + 1;
    while (from > 0 && from < end) {
      number++;
      const newline = bytes.indexOf(NEWLINE, from);
      let to = newline === -1 ? end : Math.min(newline, end);
      while (to > from && isBlankOrComma(bytes[to - 1])) to--;
      let first = from;
      while (first < to && isBlankOrComma(bytes[first])) first++;
      const starts = bytes[first] === OPEN_BRACE && first - from <= this.#column + 1;
      if (starts && this.#sink.text(bytes, first, to, number, offset + first - start)) found++;
      from = newline + 1;
    }
    return found;
  }
}

/** Integrations write null in a list where their pipeline dropped a document. */
function isNull({ bytes, start, end }: TextPart): boolean {
  return end - start === 4 && bytes.toString('latin1', start, end) === 'null';
}

function isBlankOrComma(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB || byte === RETURN || byte === COMMA;
}

/** Whether `byte` may stand between records without being one: a blank, a comma, a closing bracket. */
export function isFiller(byte: number | undefined): boolean {
  return isBlankOrComma(byte) || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte === NEWLINE;
}
