import { parseTimestamp, type Scalar } from '../event/index.js';

/** The milliseconds that a constant leaves open, both ends inclusive. */
export interface DateRange {
  readonly low: number;
  readonly high: number;
}

const PARTS =
  /^[+-]?\d{4,6}(?:-\d\d){0,2}(?:[Tt ](?<hour>\d\d)(?::(?<minute>\d\d)(?::(?<second>\d\d)(?<fraction>[.,]\d+)?)?)?)?/;
const YEAR = /^\d{4}$/;

/**
 * The time that a constant compared with a date field means; null when it spells none. What is left out below the day
 * is open (`2017-08-30T20:47:33Z` is a whole second), and dates have millisecond precision. Source: spec §7; the
 * rounding is that of Elasticsearch's range queries.
 */
export function dateRange(constant: Scalar): DateRange | null {
  const text = typeof constant === 'string' && YEAR.test(constant) ? `${constant}-01` : constant;
  const low = millisOf(text);
  if (low === null) return null;
  return { low, high: low + (typeof text === 'string' ? openMillis(text) : 0) };
}

/** The time of an event's value, to the millisecond as a date field stores it; null when it has none. */
export function millisOf(value: Scalar): number | null {
  return parseTimestamp(value)?.ms ?? null;
}

/** Whether `constant` is date math (`now-1d`, `2017-01-01||/M`): its meaning depends on when the query runs. */
export function isDateMath(constant: Scalar): boolean {
  return typeof constant === 'string' && /^now|\|\|/.test(constant);
}

function openMillis(text: string): number {
  // Digits alone are epoch milliseconds.
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return 0;
  const parts = PARTS.exec(text)?.groups ?? {};
  if (parts['fraction'] !== undefined) return 0;
  if (parts['second'] !== undefined) return 999;
  if (parts['minute'] !== undefined) return 59_999;
  return parts['hour'] === undefined ? 86_399_999 : 3_599_999;
}
