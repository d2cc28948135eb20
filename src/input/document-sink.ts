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
import { DocumentPlace, type BulkAction } from './place.js';
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

/** A text of at most this many bytes cannot nest deeper than {@link MAX_DEPTH}: each level takes two. */
const SHALLOW_BYTES = 2 * MAX_DEPTH;
const REPLACEMENT = '\ufffd';

/** `export`: documents with their `_index`; `bulk`: lines of the bulk API. */
export type Wrapping = 'none' | 'export' | 'bulk';

/** Parses texts and reports what is wrong with them. */
export class DocumentSink {
  readonly #handler: DocumentHandler;
  readonly #name: string;
  readonly #maxBytes: number;
  readonly #place = new DocumentPlace();
  readonly #visitor: ContentVisitor;
  /** What the last text, a bulk action, says about the document of the next one. */
  #action: BulkAction | null = null;
  #sawJson = false;
  #wrapping: Wrapping = 'none';

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

  /** Whether the last text was an action of a bulk request, which the next text belongs to. */
  get awaitsDocument(): boolean {
    return this.#action !== null;
  }

  /** Notes that somebody else read texts that were JSON. */
  tookLines(): void {
    this.#sawJson = true;
  }

  /** What Elasticsearch's tools put around the documents so far. */
  get wrapping(): Wrapping {
    return this.#wrapping;
  }

  /** Hands on the documents of a text; false when it is not JSON, with nothing reported. */
  text(bytes: Buffer, start: number, end: number, line: number, offset: number): boolean {
    const text = bytes.toString('utf8', start, end);
    if (end - start > SHALLOW_BYTES && opensMany(text) && isTooDeep(bytes, start, end)) {
      return false;
    }
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
    if (this.#action !== null) {
      place.action = this.#action;
      place.indexName = this.#action.indexName;
      place.id = this.#action.id;
      this.#action = null;
    }
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
        if (this.#wrapping === 'none' && place.indexName !== null) this.#wrapping = 'export';
        this.#handler.document(document, place);
        place.index += 1;
        place.indexName = null;
        place.id = null;
        place.action = null;
      },
      stray: (value) => {
        this.#report('RS306', () => ({
          message: `expected an event (a JSON object), found ${kindOf(value)}`,
          excerpt: excerptAround(JSON.stringify(value), 0),
        }));
      },
      action: (indexName, id) => {
        this.#action = { indexName, id };
        this.#wrapping = 'bulk';
      },
    };
  }
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

/** Whether there are brackets enough to nest deeper than {@link MAX_DEPTH}: by a search that hops from one to the next. */
function opensMany(text: string): boolean {
  let left = MAX_DEPTH;
  for (let at = text.indexOf('{'); at !== -1 && left >= 0; at = text.indexOf('{', at + 1)) left--;
  for (let at = text.indexOf('['); at !== -1 && left >= 0; at = text.indexOf('[', at + 1)) left--;
  return left < 0;
}

/** Whether brackets outside of strings nest deeper than {@link MAX_DEPTH}: byte by byte, and so not for every text. */
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
