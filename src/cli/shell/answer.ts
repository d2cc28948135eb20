// What a query found, and how it is shown: as a table or as JSON, so many matches at a time.
import { joinKeysOf, summarizeEvent } from '../../alert/index.js';
import type { CheckedQuery } from '../../eql/index.js';
import { compareTimestamps, NO_KEY, type Timestamp } from '../../event/index.js';
import {
  jsonText,
  renderMatchTable,
  type TableMatch,
  type TableOptions,
} from '../../report/index.js';
import type { DocumentMatch, FoundEvent, FoundMatch } from '../../scan/index.js';
import { documentOf } from '../match-document.js';

export const FORMATS = ['table', 'json'] as const;
export type ShellFormat = (typeof FORMATS)[number];

/** The matches of one query over events that are held. */
export class Answer {
  /** Null: no query was asked, these are the events themselves. */
  readonly query: CheckedQuery | null;
  readonly #matches: readonly DocumentMatch[];
  readonly #events: readonly FoundEvent[];
  #shown = 0;

  constructor(
    query: CheckedQuery | null,
    matches: readonly DocumentMatch[],
    events: readonly FoundEvent[],
  ) {
    this.query = query;
    this.#matches = matches;
    this.#events = events;
  }

  /** All events, in their order. */
  static ofEvents(events: readonly FoundEvent[]): Answer {
    const all = events.map((_, number) => ({ key: NO_KEY, documents: [number] }));
    return new Answer(null, all, events);
  }

  /** How many matches there are. */
  get size(): number {
    return this.#matches.length;
  }

  /** Matches that were not yet shown. */
  get left(): number {
    return this.size - this.#shown;
  }

  /** The text of the next `most` matches, which count as shown then. */
  next(most: number, format: ShellFormat, options: TableOptions): string {
    const from = this.#shown;
    const to = Math.min(this.size, from + most);
    this.#shown = to;
    if (format === 'json') {
      let text = '';
      for (let number = from; number < to; number++) text += `${this.json(number)}\n`;
      return text;
    }
    const rows = Array.from({ length: to - from }, (_, index) => this.#row(from + index));
    return renderMatchTable(rows, options);
  }

  /** The whole events of match `number`, from 0; null for a missing event. */
  events(number: number): FoundMatch['events'] {
    const { documents = [] } = this.#matches[number] ?? {};
    return documents.map((at) => (at === null ? null : (this.#events[at] ?? null)));
  }

  /** Match `number`, from 0, as one line of JSON. */
  json(number: number): string {
    const match = this.#matches[number];
    if (match === undefined) return '';
    const events = this.events(number);
    return jsonText(documentOf({ key: match.key, events }, this.query?.kind ?? 'event'));
  }

  #row(number: number): TableMatch {
    const match = this.#matches[number];
    const events = this.events(number);
    const start = earliest(events);
    return {
      number: number + 1,
      joinKeys:
        this.query === null || this.query.kind === 'event' || match === undefined
          ? null
          : joinKeysOf(this.query, match.key),
      events: events.map((event) => (event === null ? null : summarizeEvent(event, start))),
    };
  }
}

function earliest(events: FoundMatch['events']): Timestamp | null {
  let start: Timestamp | null = null;
  for (const event of events) {
    const time = event?.time ?? null;
    if (time !== null && (start === null || compareTimestamps(time, start) < 0)) start = time;
  }
  return start;
}
