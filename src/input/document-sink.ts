// Turns one complete JSON text into documents, and keeps the place that goes with each.
import type { RecordedEvent } from '../audit/index.js';
import type { Json, JsonObject } from '../event/index.js';
import type { InputCode } from './codes.js';
import { fieldOf } from './field-of.js';
import { nestsTooDeep } from './depth.js';
import { wrappingOfFormat } from './input-format.js';
import { DocumentPlace, type BulkAction } from './place.js';
import { InputProblem, sizeText, type ProblemText } from './problem.js';
import { emptyPart, errorOf, excerptAround, type TextPart } from './text-part.js';
import { AuditAssembler, AuditMemory } from './audit-assembler.js';
import type { Bookmark, ReaderOptions, Wrapping } from './reader-options.js';
import { nestedText, unwrap, type ContentVisitor } from './unwrap.js';
import type { NoRecords, RecordWrapping } from './unwrapped.js';
import { recordWrappingOf, type Unwrapper } from './wrapped-record.js';

/** Takes what a reader finds, in input order, while the reader is being pushed. */
export interface DocumentHandler {
  /** `place` is overwritten for the next document: copy what must be kept. */
  readonly document: (document: JsonObject, place: DocumentPlace) => void;
  /** Takes events that are made of audit records, in place of {@link document}, which then takes all others. */
  readonly recorded?: (event: RecordedEvent, place: DocumentPlace) => void;
  /** A part of the input that is not an event, or not quite. */
  readonly problem: (problem: InputProblem) => void;
}

const NO_BYTES = Buffer.alloc(0);
const REPLACEMENT = '\ufffd';

/** Parses texts and reports what is wrong with them. */
export class DocumentSink {
  /** Makes events of audit records. */
  readonly events: AuditAssembler;
  readonly #handler: DocumentHandler;
  readonly #name: string;
  readonly #maxBytes: number;
  readonly #place: DocumentPlace;
  readonly #visitor: ContentVisitor;
  /** What the last text, a bulk action, says about the document of the next one. */
  #action: BulkAction | null = null;
  #sawJson = false;
  /** How audit records are wrapped; undefined as long as no document has told it. */
  #recordWrapping: RecordWrapping | null | undefined;
  /** Whether it was said what the input is. */
  readonly #isForced: boolean;
  readonly #unwrapper: Unwrapper;
  #isRefused = false;
  /** Whether documents had others in them as text. */
  #sawNested = false;
  #passedOver = 0;
  #wrapping: Wrapping = 'none';

  constructor(handler: DocumentHandler, options: ReaderOptions, maxBytes: number) {
    const { name, audit = {}, memory = new AuditMemory(), format = 'auto', file = 0 } = options;
    const { recordScreen = null } = options;
    this.#place = new DocumentPlace(file);
    this.#isForced = format !== 'auto';
    this.#recordWrapping = wrappingOfFormat(format);
    this.#unwrapper = memory.unwrapper;
    this.#handler = handler;
    this.#name = name;
    this.#maxBytes = maxBytes;
    this.events = new AuditAssembler(audit, memory, recordScreen, (event, place) => {
      this.#place.setRecorded(event, place);
      if (handler.recorded === undefined) handler.document(event.document, this.#place);
      else handler.recorded(event, this.#place);
    });
    this.#visitor = this.#makeVisitor();
  }

  /** Knows what another sink knew of the input. */
  resume({ sawJson, wrapping, recordWrapping }: Bookmark): void {
    this.#sawJson = sawJson;
    this.#wrapping = wrapping;
    this.#recordWrapping = recordWrapping;
  }

  /** Number of the file that is read. */
  get file(): number {
    return this.#place.ownFile;
  }

  /** Whether it was said what the input is, so that nothing is guessed. */
  get isForced(): boolean {
    return this.#isForced;
  }

  /** Whether the start has shown the input to be something else than events: nothing more is taken. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** Whether any text so far was JSON: what follows is no foreign kind of file. */
  get sawJson(): boolean {
    return this.#sawJson;
  }

  /** Whether the last text was an action of a bulk request, which the next text belongs to. */
  get awaitsDocument(): boolean {
    return this.#action !== null;
  }

  /** How the documents wrap audit records; null where they are events as they are, undefined where none has told it. */
  get recordWrapping(): RecordWrapping | null | undefined {
    return this.#recordWrapping;
  }

  /** Whether lines are events as they are, as far as the first ones tell: then others may read them. */
  get isPlain(): boolean {
    return this.#recordWrapping === null && this.#sawJson && !this.#sawNested;
  }

  /** Entries of the journal that hold no audit record. */
  get passedOver(): number {
    return this.#passedOver;
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
    if (this.#isRefused) return true;
    const text = bytes.toString('utf8', start, end);
    if (nestsTooDeep(text, bytes, start, end)) return false;
    let json: Json;
    try {
      // JSON.parse gives any; what it gives is Json by definition.
      json = JSON.parse(text) as Json;
    } catch {
      return false;
    }
    const place = this.#place;
    place.set(line, offset, bytes, start, end - start);
    if (!this.#sawJson && !this.#isForced && this.#isOurOwn(json)) return true;
    this.#sawJson = true;
    if (this.#action !== null) {
      place.action = this.#action;
      place.indexName = this.#action.indexName;
      place.id = this.#action.id;
      this.#action = null;
    }
    const nests = nestedText(json) !== null;
    if (nests) this.#sawNested = true;
    if (!nests && isEvent(json)) {
      this.#document(json);
    } else {
      unwrap(json, this.#visitor);
    }
    this.checkText(text, { bytes, start, end, line, column: 0, offset });
    return true;
  }

  /** Takes an entry of the journal that did not come as JSON. */
  journalEntry(entry: JsonObject, line: number, offset: number): void {
    this.#place.set(line, offset, NO_BYTES, 0, 0);
    this.#unwrap('journald', entry, false);
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

  /** Reports a part whose bytes are not all in `text`, which was made of them. */
  checkText(text: string, part: TextPart): void {
    if (!text.includes(REPLACEMENT)) return;
    const { bytes, start, end } = part;
    if (Buffer.from(text).equals(bytes.subarray(start, end))) return;
    this.problem('RS305', part, () => ({
      message: 'text is not valid UTF-8; bad bytes are read as U+FFFD',
      excerpt: excerptAround(text, text.indexOf(REPLACEMENT)),
    }));
  }

  /** Reports that the input is something else than events, as its start shows; nothing more is taken. */
  refuse(line: number, offset: number, describe: () => ProblemText): void {
    this.problem('RS308', emptyPart(line, offset), describe);
    this.#isRefused = true;
  }

  /** Reports NUL bytes that a line starts with. */
  nuls(count: number, line: number, offset: number): void {
    this.problem('RS307', emptyPart(line, offset), () => ({
      message: `${count.toLocaleString('en')} NUL ${count === 1 ? 'byte' : 'bytes'} between records, as a crash or a sparse copy leaves them`,
    }));
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
    if (this.#isRefused) return;
    this.#handler.problem(new InputProblem(this.#name, code, this.#place, describe));
  }

  #document(document: JsonObject): void {
    if (this.#recordWrapping === undefined) this.#recordWrapping = recordWrappingOf(document);
    const wrapping = this.#recordWrapping ?? null;
    if (wrapping === null) this.#handler.document(document, this.#place);
    else this.#unwrap(wrapping, document, !this.#isForced);
  }

  /** Takes the records out of a document, which `mayBeEvent` as it is. */
  #unwrap(wrapping: RecordWrapping, document: JsonObject, mayBeEvent: boolean): void {
    const { file, line, offset } = this.#place;
    const found = this.#unwrapper.unwrap(wrapping, document, { file, line, offset });
    if (typeof found !== 'string') for (const record of found) this.events.add(record);
    else if (found === 'passed-over') this.#passedOver += 1;
    else if (found === 'event' && mayBeEvent) this.#handler.document(document, this.#place);
    else this.#report('RS310', () => whyUnreadable(wrapping, found, document));
  }

  /** Whether a first text is what we write ourselves; then it is told, and nothing more is taken. */
  #isOurOwn(json: Json): boolean {
    const schema = fieldOf(json, 'schema');
    if (typeof schema !== 'string' || !schema.startsWith('rshell-scan/')) return false;
    const areAlerts = /^rshell-scan\/(?:alert|report)@/.test(schema);
    const { line, offset } = this.#place;
    this.refuse(line, offset, () =>
      areAlerts
        ? {
            message: 'expected events; these are alerts of rshell-scan',
            help: `show them with \`rshell-scan report ${this.#name}\`, or scan the events that they were found in`,
          }
        : { message: `expected events; this is output of rshell-scan (${schema})` },
    );
    return true;
  }

  #makeVisitor(): ContentVisitor {
    const place = this.#place;
    return {
      document: (document, indexName, id) => {
        if (indexName !== null) place.indexName = indexName;
        if (id !== null) place.id = id;
        if (this.#wrapping === 'none' && place.indexName !== null) this.#wrapping = 'export';
        this.#document(document);
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

/** Only an object has own named properties: arrays and null are no events. */
function isEvent(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, '@timestamp');
}

/** What documents of an input that wraps records are. */
const EXPECTED: Readonly<Record<RecordWrapping, string>> = {
  journald: 'an entry of the journal',
  filebeat: 'an audit record in `message` or `event.original`',
  laurel: 'an event of laurel',
};

function whyUnreadable(
  wrapping: RecordWrapping,
  found: Exclude<NoRecords, 'passed-over'>,
  document: JsonObject,
): ProblemText {
  const excerpt = excerptAround(JSON.stringify(document), 0);
  switch (found) {
    case 'cut-off':
      return {
        message: 'journalctl left out the text of the record, which is long',
        help: 'export with all fields: journalctl -o json --all',
      };
    case 'interpreted':
      return {
        message: 'record is interpreted (`ausearch -i`): it cannot be turned back',
        excerpt,
        help: 'ship the log as auditd writes it',
      };
    case 'damaged':
      return { message: 'expected the text of an audit record in this document', excerpt };
    case 'event':
      return { message: `expected ${EXPECTED[wrapping]}, found another document`, excerpt };
  }
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
