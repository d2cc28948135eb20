// `--since` and `--until`: which times they name, and which events are of another time.
import {
  compareTimestamps,
  parseTimestamp,
  type Event,
  type FieldSet,
  type Timestamp,
} from '../event/index.js';

/** From `since` on and before `until`; null: no bound. */
export interface TimeSpan {
  readonly since: Timestamp | null;
  readonly until: Timestamp | null;
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Reads a time as a person writes it: ISO 8601 (a date is its midnight, no zone means UTC), `now`, or how long before now, with or
 * without a sign: `-2h`, `24h`, `7d`, or seconds (9 to 11 digits) or milliseconds (12 to 14) since 1970. Null for anything else.
 * `now` in milliseconds since 1970.
 */
export function parseMoment(text: string, now: number): Timestamp | null {
  const written = text.trim();
  if (written === 'now') return { ms: now, ns: 0 };
  const [, amount, unit] = /^-?(\d{1,9})([smhdw])$/.exec(written) ?? [];
  const factor = UNITS[unit ?? ''];
  if (factor !== undefined) return { ms: now - Number(amount) * factor, ns: 0 };
  const [, seconds, fraction = ''] = /^(\d{9,11})(?:\.(\d{1,9}))?$/.exec(written) ?? [];
  if (seconds !== undefined) {
    const nanos = Number(fraction.padEnd(9, '0'));
    return { ms: Number(seconds) * 1000 + Math.floor(nanos / 1e6), ns: nanos % 1e6 };
  }
  if (/^\d{12,14}$/.test(written)) return { ms: Number(written), ns: 0 };
  // Four digits are a year; of others nobody knows what they count.
  const isUnclear = /^[+-]?\d+(?:\.\d*)?$/.test(written) && !/^\d{4}$/.test(written);
  return isUnclear ? null : parseTimestamp(written);
}

/**
 * What is true of events outside of a span, by the time in `timestampField`. One without a readable time is in no span. Null where
 * the span has no bounds.
 */
export function outsideOf(
  { since, until }: TimeSpan,
  fields: FieldSet,
  timestampField: string,
): ((event: Event) => boolean) | null {
  if (since === null && until === null) return null;
  const slot = fields.slot(timestampField);
  return (event) => {
    const time = parseTimestamp(event.get(slot));
    if (time === null) return true;
    if (since !== null && compareTimestamps(time, since) < 0) return true;
    return until !== null && compareTimestamps(time, until) >= 0;
  };
}
