// JSON texts of an input -> documents. The fast way is one text a line; what does not parse as a line goes to the record
// reader. Whatever the blocks are cut like, documents, places and problems are the same.
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
import type { ByteReader, Detect } from './byte-reader.js';
import { ByteStore } from './byte-store.js';
import { DamageSkipper } from './damage-skipper.js';
import type { DocumentSink } from './document-sink.js';
import { HEAD_BYTES } from './foreign.js';
import { LineCursor } from './line-cursor.js';
import { PatientScreen, type LineScreen } from './line-screen.js';
import { isFiller, RecordReader } from './record-reader.js';
import { StructureScanner } from './structure-scanner.js';

/** Bad lines at the start of an input that are compared with known kinds of file. */
const MAX_SUSPECTS = 10;
/** A byte-order mark before a line and a carriage return behind it do not count as its length. */
const MARGIN = 4;

/** How the next byte is read. `damaged`: skipped until a record starts; `over-long`: skipped to the end of the line. */
type Mode = 'lines' | 'records' | 'damaged' | 'over-long';

/** Where in an input a reader starts. */
interface Start {
  readonly line: number;
  readonly offset: number;
}

/** Reads one input, unless its first lines show that it is for another reader: then it hands all bytes on. */
export class JsonReader implements ByteReader {
  readonly #sink: DocumentSink;
  readonly #records: RecordReader;
  readonly #damage: DamageSkipper;
  readonly #maxBytes: number;
  readonly #screen: PatientScreen | null;
  readonly #detect: Detect;
  #mode: Mode = 'lines';
  /** Who reads on. */
  #successor: ByteReader | null = null;
  /** Whether there were texts that are no lines: arrays, or objects of several lines. */
  #sawRecords = false;
  /** Offset in the input of the next block. */
  #size = 0;
  #isLast = false;
  /** Where the byte at hand stands. */
  readonly #cursor = new LineCursor();
  /** The start of a line that goes on in the next block. */
  readonly #carry = new ByteStore();
  #carryOffset = 0;
  /** NUL bytes met between lines and not yet reported: how many, and where the first is. */
  #nuls = 0;
  #nulOffset = 0;
  #nulLine = 1;
  /** Where the line that is being skipped for its length starts. */
  #longOffset = 0;
  #longLine = 1;
  readonly #probe = new StructureScanner();
  /** Lines that were looked at for being of a foreign kind of file. */
  #suspects = 0;

  /** `detect` is asked about first lines that are not JSON. */
  constructor(
    sink: DocumentSink,
    maxBytes: number,
    screen: LineScreen | undefined,
    detect: Detect,
  ) {
    this.#sink = sink;
    this.#maxBytes = maxBytes;
    this.#records = new RecordReader(sink, maxBytes);
    this.#damage = new DamageSkipper(sink, this.#cursor);
    this.#screen = screen === undefined ? null : new PatientScreen(screen);
    this.#detect = detect;
  }

  /** Whether there were texts that are no lines: arrays, or objects of several lines. */
  get sawRecords(): boolean {
    return this.#sawRecords;
  }

  /** Number of the line that comes next; only {@link isBetweenLines}. */
  get line(): number {
    return this.#cursor.line;
  }

  /** Whether what was read ends with a line, and nothing of it goes on behind. */
  get isBetweenLines(): boolean {
    const { lineStart, isBlank } = this.#cursor;
    const isClean = this.#carry.length === 0 && this.#nuls === 0;
    return this.#mode === 'lines' && isBlank && this.#size === lineStart && isClean;
  }

  /** The start of the line at hand; null where that is part of a longer text. */
  get place(): Start | null {
    const { line, lineStart } = this.#cursor;
    return this.#mode === 'lines' ? { line, offset: lineStart } : null;
  }

  start(line: number, offset: number): void {
    this.#cursor.line = line;
    this.#size = this.#cursor.lineStart = offset;
  }

  /** Goes past whole lines that somebody else has read, all of them JSON; only {@link isBetweenLines}. */
  skip(bytes: number, lines: number): void {
    if (lines === 0) return;
    this.#size += bytes;
    this.#cursor.line += lines - 1;
    this.#cursor.next(this.#size);
  }

  push(bytes: Buffer, from: number): void {
    const base = this.#size - from;
    this.#size += bytes.length - from;
    this.#run(bytes, from, base);
  }

  end(): void {
    this.#isLast = true;
    if (this.#carry.length > 0) this.#run(this.#carry.take(), 0, this.#carryOffset);
    this.#reportNuls();
    if (this.#successor !== null) {
      this.#successor.end();
      return;
    }
    switch (this.#mode) {
      case 'records':
        this.#records.end(this.#size);
        break;
      case 'damaged':
        this.#damage.end(this.#size);
        break;
      case 'over-long':
        this.#sink.tooLong(this.#longLine, this.#longOffset, this.#size - this.#longOffset);
        break;
      case 'lines':
        break;
    }
  }

  /** Reads `bytes` from `from` to their end; `bytes[0]` stands at offset `base` of the input. */
  #run(bytes: Buffer, from: number, base: number): void {
    let at = from;
    while (at < bytes.length) {
      if (this.#successor !== null) {
        this.#successor.push(bytes, at);
        return;
      }
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
      }
    }
  }

  /** Whether the next bytes are for the loop of {@link #lines}. */
  get #isAtLines(): boolean {
    return this.#mode === 'lines' && this.#successor === null;
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
        if (!this.#isAtLines) return newline + 1;
        at = newline + 1;
        continue;
      }
      const end = newline > at && bytes[newline - 1] === RETURN ? newline - 1 : newline;
      if (end - at > this.#maxBytes) return this.#enterLongLine(bytes, at, base);
      if (!this.#sink.text(bytes, at, end, this.#cursor.line, base + at)) {
        this.#refusedLine(bytes, at, end, newline, base);
        if (!this.#isAtLines) return at;
      }
      at = newline + 1;
      this.#cursor.next(base + at);
    }
    return length;
  }

  /** Leaves lines to the screen; gives the index of the first line behind them. */
  #screenLines(screen: PatientScreen, bytes: Buffer, from: number, base: number): number {
    // The line after an action of a bulk request is more than it says, and so is a record that was wrapped in JSON.
    if (this.#sink.awaitsDocument || !this.#sink.isPlain) return from;
    const at = screen.take(bytes, from, this.#cursor.line, base + from);
    if (screen.taken === 0) return from;
    this.#sink.tookLines();
    this.#cursor.line += screen.taken - 1;
    this.#cursor.next(base + at);
    return at;
  }

  /** Skips what may stand before a text, blank lines included; gives the index of the text or of the end. */
  #skipLeading(bytes: Buffer, from: number, base: number): number {
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === NEWLINE) {
        this.#cursor.next(base + at + 1);
      } else if (byte === NUL) {
        if (this.#nuls === 0) {
          this.#nulOffset = base + at;
          this.#nulLine = this.#cursor.line;
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
    this.#sink.nuls(count, this.#nulLine, this.#nulOffset);
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
        this.#run(text, 0, this.#carryOffset);
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
    const column = base + from - this.#cursor.lineStart;
    this.#sink.notJson({
      bytes,
      start: from,
      end,
      line: this.#cursor.line,
      column,
      offset: base + from,
    });
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

  /** Whether the line `[from, end)`, as long as nothing was JSON, shows the input to be for another reader. */
  #isForeign(bytes: Buffer, from: number, end: number, offset: number): boolean {
    if (this.#sink.sawJson || this.#suspects === MAX_SUSPECTS) return false;
    const head = bytes.subarray(from, Math.min(end, from + this.#headBytes));
    this.#successor = this.#detect(head, this.#cursor.line, offset);
    return this.#successor !== null;
  }

  #enterRecords(at: number): number {
    this.#records.start(this.#cursor.line, this.#cursor.lineStart, this.#cursor.isBlank);
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
    this.#longOffset = base + at;
    this.#longLine = this.#cursor.line;
    return at;
  }

  #skipLongLine(bytes: Buffer, from: number, base: number): number {
    const newline = bytes.indexOf(NEWLINE, from);
    if (newline === -1) return bytes.length;
    this.#sink.tooLong(this.#longLine, this.#longOffset, base + newline - this.#longOffset);
    this.#mode = 'lines';
    this.#cursor.next(base + newline + 1);
    return newline + 1;
  }

  #readRecords(bytes: Buffer, from: number, base: number): number {
    const records = this.#records;
    const at = records.read(bytes, from, base);
    const { after } = records;
    if (after.kind === 'records') return at;
    this.#cursor.line = records.line;
    this.#cursor.lineStart = records.lineStart;
    this.#cursor.isBlank = records.blankLine;
    this.#mode = after.kind;
    if (after.kind === 'damaged') this.#damage.start(base + at, after);
    return at;
  }

  #skipDamage(bytes: Buffer, from: number, base: number): number {
    const at = this.#damage.skip(bytes, from, base);
    if (at === -1) return bytes.length;
    this.#mode = 'lines';
    return at;
  }
}
