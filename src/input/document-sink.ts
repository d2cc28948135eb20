// Turns one complete JSON text into documents, and keeps the place that goes with each.
import type { Json, JsonObject } from '../event/index.js';
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  MAX_DEPTH,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './bytes.js';
import type { InputCode } from './codes.js';
import { DocumentPlace } from './place.js';
import { InputProblem, sizeText, type ProblemText } from './problem.js';
import { emptyPart, errorOf, excerptAround, type TextPart } from './text-part.js';
import { unwrap, type ContentVisitor } from './unwrap.js';

/** Takes what a reader finds, in input order, while the reader is being pushed. */
export interface DocumentHandler {
  /** `place` is overwritten for the next document: copy what must be kept. */
  readonly document: (document: JsonObject, place: DocumentPlace) => void;
  /** A part of the input that is not an event, or not quite. */
  readonly problem: (problem: InputProblem) => void;
}

/** A text of at most this many bytes cannot nest so deep that recursion over it is a risk. */
const SHALLOW_BYTES = 4 * MAX_DEPTH;
const REPLACEMENT = '\ufffd';

/** Parses texts and reports what is wrong with them. */
export class DocumentSink {
  readonly #handler: DocumentHandler;
  readonly #name: string;
  readonly #maxBytes: number;
  readonly #place = new DocumentPlace();
  readonly #visitor: ContentVisitor;
  /** What the last text, a bulk action, says about the document of the next one. */
  #actionIndex: string | null = null;
  #actionId: string | null = null;
  #sawJson = false;

  constructor(handler: DocumentHandler, name: string, maxBytes: number) {
    this.#handler = handler;
    this.#name = name;
    this.#maxBytes = maxBytes;
    this.#visitor = this.#makeVisitor();
  }

  /** Whether any text so far was JSON: what follows is no foreign kind of file. */
  get sawJson(): boolean {
    return this.#sawJson;
  }

  /** Hands on the documents of a text; false when it is not JSON, with nothing reported. */
  text(bytes: Buffer, start: number, end: number, line: number, offset: number): boolean {
    if (end - start > SHALLOW_BYTES && isTooDeep(bytes, start, end)) return false;
    const text = bytes.toString('utf8', start, end);
    let json: Json;
    try {
      // JSON.parse gives any; what it gives is Json by definition.
      json = JSON.parse(text) as Json;
    } catch {
      return false;
    }
    const place = this.#place;
    place.set(line, offset, bytes, start, end - start);
    this.#sawJson = true;
    place.indexName = this.#actionIndex;
    place.id = this.#actionId;
    this.#actionIndex = null;
    this.#actionId = null;
    if (typeof json === 'object' && json !== null && Object.hasOwn(json, '@timestamp')) {
      // Only an object has own named properties: arrays and null are out.
      this.#handler.document(json as JsonObject, place);
    } else {
      unwrap(json, this.#visitor);
    }
    if (text.includes(REPLACEMENT) && !Buffer.from(text).equals(bytes.subarray(start, end))) {
      place.index = 0;
      this.#report('RS305', () => ({
        message: 'text is not valid UTF-8; bad bytes are read as U+FFFD',
        excerpt: excerptAround(text, text.indexOf(REPLACEMENT)),
      }));
    }
    return true;
  }

  /** Reports a text that {@link text} refused. */
  notJson(part: TextPart): void {
    this.problem('RS301', part, () => {
      const { noun, reason, where, excerpt } = errorOf(part);
      return { message: `${noun} is not JSON: ${reason}, at ${where}`, excerpt };
    });
  }

  /** Reports a text that the input ends in the middle of. */
  cutOff(part: TextPart): void {
    this.problem('RS302', part, () => {
      const { reason, where, excerpt } = errorOf(part);
      return {
        message: `last record is cut off: it ${reason}, at ${where}`,
        excerpt,
        note: 'it may still be being written',
      };
    });
  }

  /** Reports a text of `length` bytes that was not kept. */
  tooLong(line: number, offset: number, length: number): void {
    this.problem('RS304', emptyPart(line, offset), () => ({
      message: `record of ${sizeText(length)} is over the limit of ${sizeText(this.#maxBytes)}`,
      help: 'raise the limit with --max-line',
    }));
  }

  problem(code: InputCode, part: TextPart, describe: () => ProblemText): void {
    const { bytes, start, end, line, offset } = part;
    this.#place.set(line, offset, bytes, start, end - start);
    this.#report(code, describe);
  }

  #report(code: InputCode, describe: () => ProblemText): void {
    this.#handler.problem(new InputProblem(this.#name, code, this.#place, describe));
  }

  #makeVisitor(): ContentVisitor {
    const place = this.#place;
    return {
      document: (document, indexName, id) => {
        if (indexName !== null) place.indexName = indexName;
        if (id !== null) place.id = id;
        this.#handler.document(document, place);
        place.index += 1;
        place.indexName = null;
        place.id = null;
      },
      stray: (value) => {
        this.#report('RS306', () => ({
          message: `expected an event (a JSON object), found ${kindOf(value)}`,
          excerpt: JSON.stringify(value).slice(0, 60),
        }));
      },
      action: (indexName, id) => {
        this.#actionIndex = indexName;
        this.#actionId = id;
      },
    };
  }
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

function isTooDeep(bytes: Buffer, start: number, end: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) {
      inString = true;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (++depth > MAX_DEPTH) return true;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth--;
    }
  }
  return false;
}
