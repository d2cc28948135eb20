import type { RecordedEvent, RecordPlace } from '../audit/index.js';
import type { InputPlace } from '../source/index.js';

const EMPTY = Buffer.alloc(0);

/** What an action line of a bulk request says about the document on the next line. */
export interface BulkAction {
  readonly indexName: string | null;
  readonly id: string | null;
}

/**
 * Where a document stands in its input. One instance serves a whole reader and is overwritten for the next document:
 * copy what must be kept.
 */
export class DocumentPlace {
  /** Number of the file that is read; see `ReaderOptions`. */
  readonly ownFile: number;
  /** Number of the file that the document stands in, or starts in: an event of audit records may go on in the next one. */
  file: number;
  /** 1-based line on which the text starts. */
  line = 1;
  /** Offset in bytes of the text in the (decompressed) input. */
  offset = 0;
  /** Length of the text in bytes; 0 for one that {@link isDerived}. */
  length = 0;
  /** Number of the document within the text: one line may hold a whole search reply. */
  index = 0;
  /** `_index` of an export; null elsewhere. */
  indexName: string | null = null;
  /** `_id` of an export; null elsewhere. */
  id: string | null = null;
  /** Where {@link indexName} and {@link id} are not in the text itself, but in the line before. */
  action: BulkAction | null = null;
  #bytes: Buffer = EMPTY;
  #start = 0;
  #recorded: RecordedEvent | null = null;

  constructor(file = 0) {
    this.ownFile = file;
    this.file = file;
  }

  /** Points at the text `[start, start + length)` of `bytes`. */
  set(line: number, offset: number, bytes: Buffer, start: number, length: number): void {
    this.file = this.ownFile;
    this.line = line;
    this.offset = offset;
    this.length = length;
    this.index = 0;
    this.indexName = null;
    this.id = null;
    this.action = null;
    this.#bytes = bytes;
    this.#start = start;
    this.#recorded = null;
  }

  /** Points at an event that was made of records, the first of which stands at the place. */
  setRecorded(event: RecordedEvent, { file, line, offset }: RecordPlace): void {
    this.set(line, offset, EMPTY, 0, 0);
    this.file = file;
    this.#recorded = event;
  }

  /** Whether the event does not stand in the input as one text: to read it again, keep {@link copyText}. */
  get isDerived(): boolean {
    return this.#recorded !== null;
  }

  /** Whether the text starts on this line of this file, or one of the records that the event was made of stands there. */
  isOn(line: number, file = this.file): boolean {
    if (line === this.line && file === this.file) return true;
    const places = this.#recorded?.places ?? [];
    return places.some((place) => place.line === line && place.file === file);
  }

  /**
   * The text that `documentsOfText` turns into the document again. Only while the handler is being called; empty
   * for a problem whose text was too long to keep.
   */
  copyText(): Buffer {
    if (this.#recorded !== null) return Buffer.from(this.#recorded.text);
    return Buffer.from(this.#bytes.subarray(this.#start, this.#start + this.length));
  }

  /** The place as a diagnostic shows it. */
  toInputPlace(name: string, excerpt?: string): InputPlace {
    const { line, offset } = this;
    return excerpt === undefined
      ? { name, line, byteOffset: offset }
      : { name, line, byteOffset: offset, excerpt };
  }
}
