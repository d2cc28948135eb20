// Numbers, times and durations for people. No locale: a report reads the same everywhere.

/** `12,400` */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 alert`, `12,400 alerts` */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

const NAMES = new Intl.Collator('en', { numeric: true });

/** Order of names as people count: `host-2` before `host-10`. */
export function byName(a: string, b: string): number {
  return NAMES.compare(a, b) || (a < b ? -1 : 1);
}

/** How times are shown: in UTC, or where the reader is. */
export type Zone = 'utc' | 'local';

/** `2026-11-20 08:14:02.118` */
export function dateTime(ms: number, zone: Zone): string {
  return `${day(ms, zone)} ${clock(ms, zone)}`;
}

/** `2026-11-20` */
export function day(ms: number, zone: Zone): string {
  return shifted(ms, zone).slice(0, 10);
}

/** `08:14:02.118` */
export function clock(ms: number, zone: Zone): string {
  return shifted(ms, zone).slice(11, 23);
}

/** An ISO time whose digits are those of a clock in `zone`. */
function shifted(ms: number, zone: Zone): string {
  const minutes = zone === 'utc' ? 0 : new Date(ms).getTimezoneOffset();
  const date = new Date(ms - minutes * 60_000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** `UTC`, `UTC+02:00` */
export function zoneName(ms: number, zone: Zone): string {
  if (zone === 'utc') return 'UTC';
  const minutes = -new Date(ms).getTimezoneOffset();
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const digits = [hours, rest].map((part) => String(part).padStart(2, '0')).join(':');
  return `UTC${minutes < 0 ? '-' : '+'}${digits}`;
}

const STEPS = [
  [86_400e9, 'd'],
  [3_600e9, 'h'],
  [60e9, 'min'],
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
] as const;

/** `416 ms`, `1.2 s`, `3.4 h` of nanoseconds. */
export function duration(ns: number): string {
  for (const [step, unit] of STEPS) {
    if (ns < step) continue;
    const value = ns / step;
    return `${value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${unit}`;
  }
  return ns === 0 ? '0 s' : `${ns} ns`;
}

const SIZES = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `1.2 MB` */
export function bytes(count: number): string {
  let [value, unit] = [count, 0];
  while (value >= 1000 && unit < SIZES.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${SIZES[unit] ?? ''}`;
}
