import type { Scalar, Value } from './value.js';

/** A point in time, exact to the nanosecond: `Date` and one JavaScript number both lose digits. See ADR 003. */
export interface Timestamp {
  /** Whole milliseconds since 1970-01-01T00:00:00Z. */
  readonly ms: number;
  /** Nanoseconds within the millisecond, 0 to 999,999. */
  readonly ns: number;
}

/** Negative, zero or positive as `a` is before, at or after `b`. */
export function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return a.ms - b.ms || a.ns - b.ns;
}

/** A time, and how much its spelling leaves open. */
export interface WrittenTime {
  readonly from: Timestamp;
  /** Milliseconds after `from` that are meant too: 999 for `10:15:30`, 3,599,999 for `T10`, none for `10:15:30.5`. */
  readonly openMs: number;
}

/**
 * Reads what event documents carry as a time: ISO 8601 from the year to any number of fraction digits (kept to nanoseconds; what
 * is left out is the first of its kind, no zone means UTC), epoch milliseconds as a number or as digits in a string. The first
 * value of an array counts. Gives null for anything else.
 * Source: Elasticsearch's `strict_date_optional_time||epoch_millis`, all of whose forms are read but zones by a region's name.
 */
export function parseTimestamp(value: Value): Timestamp | null {
  const first = typeof value === 'object' && value !== null ? (value[0] ?? null) : value;
  if (typeof first === 'number') return fromEpochMillis(first);
  if (typeof first !== 'string') return null;
  return parseUtc(first) ?? parseIso(first.trim())?.from ?? parseEpoch(first.trim());
}

/** The same, of one value, with what its spelling leaves open. What is left out below the day is; a missing month or day is not. */
export function parseWrittenTime(value: Scalar): WrittenTime | null {
  const iso = typeof value === 'string' ? parseIso(value.trim()) : null;
  if (iso !== null) return iso;
  const from = parseTimestamp(value);
  return from === null ? null : { from, openMs: 0 };
}

/**
 * The form that nearly every event has, `2026-11-21T04:13:58.224Z` with 0 to 9 fraction digits; null for any other.
 * Read digit by digit, without a regular expression: this runs for every candidate.
 */
function parseUtc(text: string): Timestamp | null {
  const last = text.length - 1;
  if (last < 19 || last > 29 || text.charCodeAt(last) !== UPPER_Z) return null;
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return null;
  // A dot stands before a digit, or there is none.
  if (text[10] !== 'T' || last === 20 || (last > 20 && text[19] !== '.')) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  const fraction = last > 19 ? digits(text, 20, last) * 10 ** (29 - last) : 0;
  // A character that is no digit makes its number NaN, and NaN is in no range.
  if (!(month >= 1 && month <= 12 && isDay(day, month, year) && hour <= 23)) return null;
  if (!(minute <= 59 && second <= 59 && fraction < 1e9 && year >= 100)) return null;
  const ms = Math.floor(fraction / 1e6);
  return { ms: Date.UTC(year, month - 1, day, hour, minute, second, ms), ns: fraction - ms * 1e6 };
}

const UPPER_Z = 0x5a;
const ZERO = 0x30;

/** The number that the characters `from` to `to` spell; NaN when one of them is no digit. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

const ISO =
  /^(?<year>[+-]?\d{4}|[+-]\d{5,6}(?=-))(?:-(?<month>\d\d)(?:-(?<day>\d\d)(?:[Tt ](?:(?<hour>\d\d)(?::(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)?)?)?)?)?\s*(?<zone>[Zz]|UTC?|GMT|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?$/;
const MOST_ZONE_MS = 18 * 3_600_000;

function parseIso(text: string): WrittenTime | null {
  const parts = ISO.exec(text)?.groups;
  if (parts === undefined || !isInRange(parts)) return null;
  const { year, month, day, hour, minute, second, fraction = '', zone } = parts;
  const date = new Date(0).setUTCFullYear(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  const seconds = Number(hour ?? 0) * 3600 + Number(minute ?? 0) * 60 + Number(second ?? 0);
  const nanos = fraction.slice(0, 9).padEnd(9, '0');
  const ms = date + seconds * 1000 + Number(nanos.slice(0, 3)) - zoneMillis(zone);
  if (Number.isNaN(ms)) return null;
  return { from: { ms, ns: Number(nanos.slice(3)) }, openMs: openMillis(parts) };
}

type Parts = Readonly<Record<string, string | undefined>>;

function openMillis({ hour, minute, second, fraction }: Parts): number {
  if (fraction !== undefined) return 0;
  if (second !== undefined) return 999;
  if (minute !== undefined) return 59_999;
  return hour === undefined ? 86_399_999 : 3_599_999;
}

function parseEpoch(text: string): Timestamp | null {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? fromEpochMillis(Number(text)) : null;
}

/** `2026-11-21T04:13:58.224Z`, with as many fraction digits as the time needs (at least milliseconds). */
export function formatTimestamp({ ms, ns }: Timestamp): string {
  const iso = new Date(ms).toISOString();
  if (ns === 0) return iso;
  return `${iso.slice(0, -1)}${String(ns).padStart(6, '0').replace(/0+$/, '')}Z`;
}

function fromEpochMillis(millis: number): Timestamp | null {
  if (!Number.isFinite(millis) || Math.abs(millis) > 8.64e15) return null;
  const ms = Math.floor(millis);
  return { ms, ns: Math.round((millis - ms) * 1e6) };
}

/** `Date` rolls 25:61 over into the next day, and 30 February into March; a timestamp that says so is not one. */
function isInRange({ year, month, day, hour, minute, second, zone }: Parts): boolean {
  return (
    between(month, 1, 12) &&
    isDay(Number(day ?? 1), Number(month ?? 1), Number(year)) &&
    between(hour, 0, 24) &&
    between(minute, 0, 59) &&
    between(second, 0, 60) &&
    Math.abs(zoneMillis(zone)) <= MOST_ZONE_MS
  );
}

/** Whether the month has the day; `day` may be NaN. */
function isDay(day: number, month: number, year: number): boolean {
  if (day <= 28) return day >= 1;
  return day <= new Date(new Date(0).setUTCFullYear(year, month, 0)).getUTCDate();
}

function between(text: string | undefined, low: number, high: number): boolean {
  return text === undefined || (Number(text) >= low && Number(text) <= high);
}

function zoneMillis(zone = 'Z'): number {
  if (!/^[+-]/.test(zone)) return 0;
  const [hours = 0, minutes = 0, seconds = 0] = (zone.match(/\d\d/g) ?? []).map(Number);
  const ms = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return zone.startsWith('-') ? -ms : ms;
}
