import type { Match } from '../engine/index.js';
import type { JoinKey, JsonObject, Ordinal, Timestamp } from '../event/index.js';
import { documentsOfText } from '../input/index.js';
import type { Input } from '../io/index.js';
import { refOf } from './event-ref.js';

/** An event of a match, whole, with the place it was read from. */
export interface FoundEvent {
  /** Empty where the event could not be read a second time, because its file changed during the scan. */
  readonly document: JsonObject;
  readonly time: Timestamp | null;
  readonly place: {
    readonly file: string;
    readonly line: number;
    readonly offset: number;
    readonly index: number;
  };
  /** `_id` and `_index` of an export. */
  readonly id: string | null;
  readonly indexName: string | null;
}

/** A match of one query with the whole of its events; null for a missing event. */
export interface FoundMatch {
  readonly query: number;
  readonly key: JoinKey;
  readonly events: readonly (FoundEvent | null)[];
}

/** Gets the whole of an event back from its reference. */
export class EventSource {
  readonly #inputs: readonly Pick<Input, 'name' | 'readAt'>[];

  constructor(inputs: readonly Pick<Input, 'name' | 'readAt'>[]) {
    this.#inputs = inputs;
  }

  found(query: number, match: Match): FoundMatch {
    return {
      query,
      key: match.key,
      events: match.events.map((ordinal) => (ordinal === null ? null : this.#event(ordinal))),
    };
  }

  #event(ordinal: Ordinal): FoundEvent {
    const { input, offset, length, index, line, raw, action } = refOf(ordinal);
    const source = this.#inputs[input];
    const text = raw ?? source?.readAt(offset, length) ?? Buffer.alloc(0);
    const found = documentsOfText(text)[index];
    return {
      document: found?.document ?? {},
      time: ordinal.time,
      place: { file: source?.name ?? '', line, offset, index },
      id: found?.id ?? action?.id ?? null,
      indexName: found?.indexName ?? action?.indexName ?? null,
    };
  }
}
