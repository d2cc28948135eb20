import type { Value } from './value.js';

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

const ISO =
  /^([+-]?\d{4,6})-(\d\d)(?:-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)?)?)?\s*([Zz]|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * Reads what event documents carry as a time: ISO 8601 with any number of fraction digits (kept to nanoseconds; no
 * zone means UTC), epoch milliseconds as a number or as digits in a string. The first value of an array counts.
 * Gives null for anything else.
 */
export function parseTimestamp(value: Value): Timestamp | null {
  const first = typeof value === 'object' && value !== null ? (value[0] ?? null) : value;
  if (typeof first === 'number') return fromEpochMillis(first);
  if (typeof first !== 'string') return null;
  return parseUtc(first) ?? parseOther(first.trim());
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

function parseOther(text: string): Timestamp | null {
  const match = ISO.exec(text);
  if (match === null) {
    return /^-?\d+(?:\.\d+)?$/.test(text) ? fromEpochMillis(Number(text)) : null;
  }
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  if (/^\d+$/.test(text)) return fromEpochMillis(Number(text));
  const nanos = (fraction ?? '').padEnd(9, '0');
  const whole = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day ?? 1),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
    Number(nanos.slice(0, 3)),
  );
  const ms = whole - zoneMillis(zone);
  if (Number.isNaN(ms) || !inRange(match)) return null;
  return { ms, ns: Number(nanos.slice(3)) };
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

/** `Date.UTC` rolls 25:61 over into the next day, and 30 February into March; a timestamp that says so is not one. */
function inRange(match: RegExpExecArray): boolean {
  const [, year, month, day, hour, minute, second] = match;
  return (
    between(month, 1, 12) &&
    isDay(Number(day ?? 1), Number(month), Number(year)) &&
    between(hour, 0, 24) &&
    between(minute, 0, 59) &&
    between(second, 0, 60)
  );
}

/** Whether the month has the day; `day` may be NaN. */
function isDay(day: number, month: number, year: number): boolean {
  if (day <= 28) return day >= 1;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function between(text: string | undefined, low: number, high: number): boolean {
  return text === undefined || (Number(text) >= low && Number(text) <= high);
}

function zoneMillis(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
