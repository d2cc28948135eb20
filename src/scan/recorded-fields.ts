// The fields of events that are made of audit records: read one by one, so that no document is made of an event that does not matter.
import { RecordedEvent, type FieldReader } from '../input/index.js';
import {
  DocumentEvent,
  foldValue,
  toValue,
  type Event,
  type FieldSet,
  type Value,
} from '../event/index.js';

/** What stands in a cache that was not asked. */
const UNREAD = Symbol('unread');

/** One instance serves a whole run: {@link RecordedFields.reset} points it at the next event. */
export class RecordedFields implements Event {
  /** By slot; null for fields that take the whole document. */
  readonly #readers: readonly (FieldReader | null)[];
  readonly #whole: DocumentEvent;
  #isWhole = false;
  #event: RecordedEvent | null = null;
  readonly #values: (Value | typeof UNREAD)[];
  readonly #folded: (Value | typeof UNREAD)[];

  /** Compile all queries with `fields` before constructing. */
  constructor(fields: FieldSet) {
    this.#readers = fields.fields.map(({ path }) => RecordedEvent.reader(path));
    this.#whole = new DocumentEvent(fields);
    this.#values = this.#readers.map(() => UNREAD);
    this.#folded = this.#readers.map(() => UNREAD);
  }

  reset(event: RecordedEvent): void {
    this.#event = event;
    this.#isWhole = false;
    this.#values.fill(UNREAD);
    this.#folded.fill(UNREAD);
  }

  get(slot: number): Value {
    const known = this.#values[slot];
    if (known !== undefined && known !== UNREAD) return known;
    return (this.#values[slot] = this.#read(slot));
  }

  folded(slot: number): Value {
    const known = this.#folded[slot];
    if (known !== undefined && known !== UNREAD) return known;
    return (this.#folded[slot] = foldValue(this.get(slot)));
  }

  #read(slot: number): Value {
    const event = this.#event;
    if (event === null) return null;
    const reader = this.#readers[slot];
    if (reader === null) return this.#readWhole(event, slot);
    const json = reader?.(event);
    // Parts of documents that say nothing are left out.
    return json === '' ? null : toValue(json);
  }

  #readWhole(event: RecordedEvent, slot: number): Value {
    if (!this.#isWhole) this.#whole.reset(event.document);
    this.#isWhole = true;
    return this.#whole.get(slot);
  }
}
