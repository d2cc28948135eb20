import { parseTimestamp, parseWrittenTime, type Scalar } from '../event/index.js';

/** The milliseconds that a constant leaves open, both ends inclusive. */
export interface DateRange {
  readonly low: number;
  readonly high: number;
}

/**
 * The time that a constant compared with a date field means; null when it spells none. What is left out below the day
 * is open (`2017-08-30T20:47:33Z` is a whole second), and dates have millisecond precision. Source: spec §7; the
 * rounding is that of Elasticsearch's range queries.
 */
export function dateRange(constant: Scalar): DateRange | null {
  const written = parseWrittenTime(constant);
  if (written === null) return null;
  const low = written.from.ms;
  return { low, high: low + written.openMs };
}

/** The time of an event's value, to the millisecond as a date field stores it; null when it has none. */
export function millisOf(value: Scalar): number | null {
  return parseTimestamp(value)?.ms ?? null;
}

/** Whether `constant` is date math (`now-1d`, `2017-01-01||/M`): its meaning depends on when the query runs. */
export function isDateMath(constant: Scalar): boolean {
  return typeof constant === 'string' && /^now|\|\|/.test(constant);
}
