// §7 and §9.3 of the specification: what counts as a time, to the nanosecond, and what a date in a query leaves open.
import type { Scalar } from '../../src/event/index.js';

const DATE_TIME =
  /^(?<year>\d{4})(?:-(?<month>\d\d)(?:-(?<day>\d\d)(?:[Tt ](?:(?<hour>\d\d)(?::(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)?)?)?)?)?(?<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?$/;

/** Nanoseconds since 1970; null for what is no time. */
export function nanosOf(value: Scalar | null): bigint | null {
  if (typeof value === 'number') return nanosOfMillis(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  const parts = DATE_TIME.exec(text)?.groups;
  if (parts === undefined)
    return /^-?\d+(?:\.\d+)?$/.test(text) ? nanosOfMillis(Number(text)) : null;
  const { year, month = '01', day = '01', hour = '00', minute = '00', second = '00' } = parts;
  const isTime = Number(hour) <= 24 && Number(minute) <= 59 && Number(second) <= 60;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const isDay = inRange(month, 1, 12) && inRange(day, 1, days);
  if (!isTime || !isDay) return null;
  const date = [year, month, day, hour, minute, second].map(Number);
  const millis = Date.UTC(date[0]!, date[1]! - 1, date[2], date[3], date[4], date[5]);
  const fraction = BigInt((parts['fraction'] ?? '').slice(0, 9).padEnd(9, '0'));
  return BigInt(millis - zoneMillis(parts['zone'])) * 1_000_000n + fraction;
}

/** Whole milliseconds since 1970, as a date field keeps them. */
export function millisOf(value: Scalar): number | null {
  const nanos = nanosOf(value);
  if (nanos === null) return null;
  const rest = ((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return Number((nanos - rest) / 1_000_000n);
}

/** First and last millisecond of what a constant names; null where it names no time. A missing month is January. */
export function spanOf(constant: Scalar): readonly [number, number] | null {
  const from = millisOf(constant);
  if (from === null) return null;
  const parts = typeof constant === 'string' ? DATE_TIME.exec(constant.trim())?.groups : undefined;
  if (parts === undefined) return [from, from];
  if (parts['fraction'] !== undefined) return [from, from];
  if (parts['second'] !== undefined) return [from, from + 1000 - 1];
  if (parts['minute'] !== undefined) return [from, from + 60_000 - 1];
  if (parts['hour'] !== undefined) return [from, from + 3_600_000 - 1];
  return [from, from + 86_400_000 - 1];
}

function nanosOfMillis(millis: number): bigint | null {
  if (!Number.isFinite(millis) || Math.abs(millis) > 8.64e15) return null;
  const whole = Math.floor(millis);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((millis - whole) * 1_000_000));
}

function zoneMillis(zone = 'Z'): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || '0');
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function inRange(text: string, least: number, most: number): boolean {
  return Number(text) >= least && Number(text) <= most;
}
