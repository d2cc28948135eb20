// Finds where JSON records start and end in bytes that come in blocks, without parsing them: a record is an object of
// its own, an element of an array, or a hit of a search reply. Strings are skipped; brackets, commas and colons are
// checked, so that a record that was cut off is noticed before it swallows what follows. Literals and escapes are left
// to JSON.parse.
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  MAX_DEPTH,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  RETURN,
  SPACE,
  TAB,
} from './bytes.js';

/**
 * Why a scan stopped. `more`: the bytes are used up. `record-start`, `record-end`: at the first byte of a record,
 * behind its last one. `wrapper`: what began as a record holds records. `line-end`: behind a newline outside of any
 * value. `error`: at a byte that cannot stand there.
 */
export type ScanStop = 'more' | 'record-start' | 'record-end' | 'wrapper' | 'line-end' | 'error';

// What is due next. Plain numbers: they are compared once a byte.
const TOP = 0; // between values
const VALUE = 1;
const VALUE_OR_END = 2; // behind `[`
const KEY = 3;
const KEY_OR_END = 4; // behind `{`
const COLON_DUE = 5;
const COMMA_OR_END = 6;
const STRING = 7;
const ESCAPE = 8;
const LITERAL = 9;
const STRING_OVER = 10; // behind a string that is a value

const OBJECT = 1;
const ARRAY = 2;

/** Keys under which `hits` of a search or EQL reply keeps records, and first keys of test files that do. */
const HITS_LISTS: ReadonlySet<string> = new Set(['hits', 'events', 'sequences']);
const FILE_LISTS: ReadonlySet<string> = new Set(['events', 'expected']);
/** The key that makes an object an event, whatever else it has. */
const TIMESTAMP = '@timestamp';
/** The longest of these. */
const KEY_BYTES = TIMESTAMP.length;
/** No records at any depth: the rest of a wrapper. */
const NOWHERE = -1;

/** A cursor over the structure of JSON text. */
export class StructureScanner {
  /** Where the last scan stopped, as an index into its bytes. */
  position = 0;
  /** 1-based line of `position`. */
  line = 1;
  /** Offset in the input of the first byte of that line. */
  lineStart = 0;
  /** Whether only blanks stand before `position` on its line. */
  blankLine = true;

  #state: number = TOP;
  #depth = 0;
  readonly #containers = new Uint8Array(MAX_DEPTH + 1);
  #inRecord = false;
  /** Depth at which a value is a record. */
  #recordDepth = 0;
  #inKey = false;
  /** First bytes of the key being read at depth 1 or 2, and the last whole keys at those depths. */
  #keyBytes = '';
  #outerKey = '';
  #innerKey = '';
  #keysSeen = 0;
  #isEvent = false;

  /** Starts between values, at `offset` bytes into line `line`. */
  reset(line: number, lineStart: number, blankLine: boolean): void {
    this.line = line;
    this.lineStart = lineStart;
    this.blankLine = blankLine;
    this.#state = TOP;
    this.#depth = 0;
    this.#inRecord = false;
    this.#recordDepth = 0;
  }

  /** Whether a record has started and not ended. */
  get inRecord(): boolean {
    return this.#inRecord;
  }

  /** Whether a value has started and not ended. */
  get isOpen(): boolean {
    return this.#depth > 0;
  }

  /** Whether the record at hand is an element of a list. */
  get isInList(): boolean {
    return this.#recordDepth > 0;
  }

  /** Goes on from `bytes[from]`, which stands at offset `base + from` of the input, until something is found. */
  scan(bytes: Buffer, from: number, base: number): ScanStop {
    let at = from;
    const to = bytes.length;
    while (at < to) {
      if (this.#state === STRING) {
        at = this.#string(bytes, at);
        if (at < 0) return this.#stop(~at, 'error');
        continue;
      }
      if (this.#state === STRING_OVER) {
        if (this.#endValue()) return this.#stop(at, 'record-end');
        continue;
      }
      if (this.#state === ESCAPE) {
        if (bytes[at] === NEWLINE) return this.#stop(at, 'error');
        this.#state = STRING;
        at++;
        continue;
      }
      const byte = bytes[at] ?? 0;
      if (this.#state === LITERAL) {
        if (isLiteral(byte)) {
          at++;
        } else if (this.#endValue()) {
          return this.#stop(at, 'record-end');
        }
        continue;
      }
      if (byte === SPACE || byte === TAB || byte === RETURN) {
        at++;
        continue;
      }
      if (byte === NEWLINE) {
        at++;
        this.line++;
        this.lineStart = base + at;
        this.blankLine = true;
        if (this.#state === TOP) return this.#stop(at, 'line-end');
        continue;
      }
      if (this.#startsValue(byte)) {
        if (
          !this.#inRecord &&
          this.#depth === this.#recordDepth &&
          !(this.#depth === 0 && byte === OPEN_BRACKET)
        ) {
          this.#inRecord = true;
          return this.#stop(at, 'record-start');
        }
        this.blankLine = false;
        at++;
        if (byte === QUOTE) {
          this.#inKey = false;
          this.#state = STRING;
        } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
          if (this.#depth === MAX_DEPTH) return this.#stop(at - 1, 'error');
          if (this.#open(byte)) return this.#stop(at, 'wrapper');
        } else {
          this.#state = LITERAL;
        }
        continue;
      }
      if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (!this.#mayClose(byte)) return this.#stop(at, 'error');
        this.blankLine = false;
        at++;
        this.#depth--;
        if (this.#endValue()) return this.#stop(at, 'record-end');
        continue;
      }
      if (!this.#punctuation(byte)) return this.#stop(at, 'error');
      this.blankLine = false;
      at++;
    }
    return this.#stop(to, 'more');
  }

  #stop(at: number, stop: ScanStop): ScanStop {
    this.position = at;
    return stop;
  }

  /** Skips a string; gives the index behind its end or of what is not there yet, or `~index` of a raw newline. */
  #string(bytes: Buffer, from: number): number {
    const to = bytes.length;
    let at = from;
    while (at < to && isPlain(bytes[at])) at++;
    if (this.#inKey && this.#depth <= 2 && this.#keyBytes.length <= KEY_BYTES) {
      this.#keyBytes += bytes.toString('latin1', from, Math.min(at, from + KEY_BYTES + 1));
    }
    if (at === to) return to;
    if (bytes[at] === NEWLINE) return ~at;
    if (bytes[at] === BACKSLASH) {
      this.#state = ESCAPE;
      // A key with an escape is none of those that are looked for.
      if (this.#inKey) this.#keyBytes = '\\'.repeat(KEY_BYTES + 1);
    } else if (this.#inKey) {
      this.#endKey();
    } else {
      this.#state = STRING_OVER;
    }
    return at + 1;
  }

  #endKey(): void {
    this.#state = COLON_DUE;
    if (this.#depth > 2) return;
    if (this.#keyBytes === TIMESTAMP) this.#isEvent = true;
    if (this.#depth === 2) {
      this.#innerKey = this.#keyBytes;
    } else {
      this.#outerKey = this.#keyBytes;
      this.#keysSeen++;
    }
  }

  /** Whether `byte` starts a value and one may stand here. */
  #startsValue(byte: number): boolean {
    switch (this.#state) {
      case TOP:
        return byte === OPEN_BRACE || byte === OPEN_BRACKET;
      case VALUE:
      case VALUE_OR_END:
        return byte === QUOTE || byte === OPEN_BRACE || byte === OPEN_BRACKET || isLiteral(byte);
      default:
        return false;
    }
  }

  /** Enters a container; gives whether its elements are records and what surrounds them is none. */
  #open(byte: number): boolean {
    const isArray = byte === OPEN_BRACKET;
    const holdsRecords = isArray && (this.#depth === 0 || this.#isListOfRecords());
    this.#depth++;
    this.#containers[this.#depth] = isArray ? ARRAY : OBJECT;
    this.#state = isArray ? VALUE_OR_END : KEY_OR_END;
    if (this.#depth === 1) {
      this.#keysSeen = 0;
      this.#isEvent = false;
      this.#outerKey = '';
    }
    if (!holdsRecords) return false;
    this.#inRecord = false;
    this.#recordDepth = this.#depth;
    return true;
  }

  /** Whether the array about to be opened is where a search reply or a test file keeps its documents. */
  #isListOfRecords(): boolean {
    if (this.isInList || this.#isEvent) return false;
    if (this.#depth === 1) return this.#keysSeen === 1 && FILE_LISTS.has(this.#outerKey);
    const isInHits =
      this.#depth === 2 && this.#containers[2] === OBJECT && this.#outerKey === 'hits';
    return isInHits && HITS_LISTS.has(this.#innerKey);
  }

  #mayClose(byte: number): boolean {
    const container = this.#containers[this.#depth];
    if (this.#depth === 0) return false;
    if (byte === CLOSE_BRACE) {
      return container === OBJECT && (this.#state === KEY_OR_END || this.#state === COMMA_OR_END);
    }
    return container === ARRAY && (this.#state === VALUE_OR_END || this.#state === COMMA_OR_END);
  }

  /** Takes `,`, `:` or the quote that opens a key; gives whether it may stand here. */
  #punctuation(byte: number): boolean {
    switch (this.#state) {
      case TOP:
        return byte === COMMA;
      case KEY:
      case KEY_OR_END:
        if (byte !== QUOTE) return false;
        this.#inKey = true;
        this.#keyBytes = '';
        this.#state = STRING;
        return true;
      case COLON_DUE:
        if (byte !== COLON) return false;
        this.#state = VALUE;
        return true;
      case COMMA_OR_END:
        if (byte !== COMMA) return false;
        this.#state = this.#containers[this.#depth] === OBJECT ? KEY : VALUE;
        return true;
      default:
        return false;
    }
  }

  /** A value is over; gives whether it was a record. */
  #endValue(): boolean {
    this.#state = this.#depth === 0 ? TOP : COMMA_OR_END;
    if (this.#inRecord && this.#depth === this.#recordDepth) {
      this.#inRecord = false;
      return true;
    }
    if (this.#depth === 0) this.#recordDepth = 0;
    else if (this.#depth < this.#recordDepth) this.#recordDepth = NOWHERE;
    return false;
  }
}

/** Whether a string goes on behind `byte`. */
function isPlain(byte: number | undefined): boolean {
  return byte !== QUOTE && byte !== BACKSLASH && byte !== NEWLINE;
}

/** Bytes of numbers, `true`, `false`, `null`, and of words that are none of these. */
function isLiteral(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) || // 0-9
    (byte >= 0x61 && byte <= 0x7a) || // a-z
    (byte >= 0x41 && byte <= 0x5a) || // A-Z
    byte === 0x2d || // -
    byte === 0x2b || // +
    byte === 0x2e // .
  );
}
