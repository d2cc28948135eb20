// Documents of alerts that stand for others, held until it is known for how many: Kibana keeps the count in the document of the
// alert, and what was written is not written again. Where too much would be held, a document goes with the count it has, and the
// next repeat opens a document of its own: documents and what they count always add up to the alerts.
import type { Alert } from '../alert/index.js';

/** Bytes that are held; beyond, the document whose last repeat is longest ago goes first. */
const MOST_BYTES = 64 * 1024 * 1024;

/** What an alert stands for. */
export interface Repeats {
  /** Times of the first and the last of them, itself included; null where none has one. */
  readonly start: string | null;
  readonly end: string | null;
  /** Itself not counted. */
  readonly count: number;
}

interface Held extends Repeats {
  /** The text as far as it does not depend on the repeats. */
  readonly bytes: Buffer;
  readonly alert: Pick<Alert, 'rule' | 'grouped_by'>;
}

/** How a document is written, in two parts. */
export interface TwoParts {
  readonly first: (alert: Alert) => Buffer;
  readonly second: (alert: Pick<Alert, 'rule' | 'grouped_by'>, repeats: Repeats) => string;
}

export class HeldDocuments {
  readonly #parts: TwoParts;
  readonly #most: number;
  /** By the id of the alert that stands for the others; the order is that of use. */
  readonly #held = new Map<string, Held>();
  #bytes = 0;

  constructor(parts: TwoParts, most = MOST_BYTES) {
    this.#parts = parts;
    this.#most = most;
  }

  /** Takes an alert that may stand for others, or repeats one that does. Gives the documents that cannot be held any longer. */
  take(alert: Alert): Buffer {
    const id = alert.suppressed?.alert ?? alert.id;
    const { rule, grouped_by } = alert;
    const time = timeOf(alert);
    const known = this.#held.get(id);
    if (known === undefined) {
      const bytes = this.#parts.first(alert);
      this.#bytes += bytes.length;
      const own = { rule, grouped_by };
      this.#held.set(id, { bytes, alert: own, start: time, end: time, count: 0 });
    } else {
      this.#held.delete(id);
      this.#held.set(id, { ...known, ...withTime(known, time), count: known.count + 1 });
    }
    const gone: Buffer[] = [];
    for (const [oldest, held] of this.#held) {
      if (this.#bytes <= this.#most) break;
      this.#held.delete(oldest);
      this.#bytes -= held.bytes.length;
      gone.push(this.#whole(held));
    }
    return Buffer.concat(gone);
  }

  /** The documents that are still held. */
  rest(): Buffer {
    return Buffer.concat([...this.#held.values()].map((held) => this.#whole(held)));
  }

  #whole({ bytes, alert, ...repeats }: Held): Buffer {
    return Buffer.concat([bytes, Buffer.from(this.#parts.second(alert, repeats))]);
  }
}

/** What a document that stands for nothing but itself says of that. */
export function noRepeats(alert: Alert): Repeats {
  const time = timeOf(alert);
  return { start: time, end: time, count: 0 };
}

/** The time that Kibana has as `kibana.alert.original_time`. */
export function timeOf({ events }: Pick<Alert, 'events'>): string | null {
  return events.find((event) => event !== null)?.time ?? null;
}

/** Times are in UTC, but differ in their fractions. */
function withTime({ start, end }: Repeats, time: string | null): Pick<Repeats, 'start' | 'end'> {
  if (time === null) return { start, end };
  const of = (text: string | null): number => Date.parse(text ?? time);
  return {
    start: start !== null && of(start) <= of(time) ? start : time,
    end: end !== null && of(end) >= of(time) ? end : time,
  };
}
