// The timeline: lanes of hosts, alerts of a lane gathered in columns of equal time, and the ticks of its axis.
import { byName } from './words.js';
import { hostOf, SEVERITIES, type ReportRow, type Severity, type TimeSpan } from './report.js';

/** The alerts of one lane in one column. */
export interface Bin {
  /** Number of the column, from 0. */
  readonly column: number;
  readonly count: number;
  readonly worst: Severity;
  /** The only alert; null where there are several. */
  readonly only: string | null;
}

export interface Lane {
  /** Null: all hosts that have no lane of their own. */
  readonly host: string | null;
  readonly hosts: number;
  readonly count: number;
  readonly bins: readonly Bin[];
}

/** Lanes of the hosts with the most alerts, at most `most`, others together in a last one. Only what is in `span` counts. */
export function lanesOf(
  rows: readonly ReportRow[],
  span: TimeSpan,
  columns: number,
  most: number,
): readonly Lane[] {
  const byHost = new Map<string, ReportRow[]>();
  for (const row of rows) {
    if (row.time === null || row.time < span.from || row.time > span.to) continue;
    const host = hostOf(row);
    const lane = byHost.get(host);
    if (lane === undefined) byHost.set(host, [row]);
    else lane.push(row);
  }
  const hosts = [...byHost].sort(([a, x], [b, y]) => y.length - x.length || byName(a, b));
  const own = hosts.length <= most ? hosts : hosts.slice(0, most - 1);
  const rest = hosts.slice(own.length);
  const lanes = own.map(([host, alerts]): Lane => ({
    host,
    hosts: 1,
    count: alerts.length,
    bins: binsOf(alerts, span, columns),
  }));
  if (rest.length === 0) return lanes;
  const alerts = rest.flatMap(([, group]) => group);
  const bins = binsOf(alerts, span, columns);
  return [...lanes, { host: null, hosts: rest.length, count: alerts.length, bins }];
}

/** `rows` in columns; those outside `span` are left out. */
export function binsOf(
  rows: readonly ReportRow[],
  span: TimeSpan,
  columns: number,
): readonly Bin[] {
  const bins = new Map<number, { count: number; rank: number; only: string }>();
  for (const { time, rank, id } of rows) {
    if (time === null || time < span.from || time > span.to) continue;
    const column = columnOf(time, span, columns);
    const bin = bins.get(column);
    if (bin === undefined) bins.set(column, { count: 1, rank, only: id });
    else {
      bin.count += 1;
      bin.rank = Math.min(bin.rank, rank);
    }
  }
  return [...bins].map(([column, { count, rank, only }]) => ({
    column,
    count,
    worst: SEVERITIES[rank] ?? 'low',
    only: count === 1 ? only : null,
  }));
}

function columnOf(time: number, { from, to }: TimeSpan, columns: number): number {
  const part = to === from ? 0.5 : (time - from) / (to - from);
  return Math.min(columns - 1, Math.floor(part * columns));
}

/** The time that a column stands for. */
export function spanOfColumn(column: number, { from, to }: TimeSpan, columns: number): TimeSpan {
  if (to === from) return { from, to };
  const width = (to - from) / columns;
  return {
    from: Math.floor(from + column * width),
    to: column === columns - 1 ? to : Math.ceil(from + (column + 1) * width) - 1,
  };
}

/** `span` with a little room, so that its first and last alert are not at the edge; at least a second. */
export function roomy({ from, to }: TimeSpan): TimeSpan {
  const room = Math.max(500, (to - from) * 0.02);
  return { from: Math.floor(from - room), to: Math.ceil(to + room) };
}

/** `span` made longer (`factor` over 1) or shorter around `at`, within `limit`. */
export function zoomed(span: TimeSpan, factor: number, at: number, limit: TimeSpan): TimeSpan {
  const length = Math.max(2, (span.to - span.from) * factor);
  const share = span.to === span.from ? 0.5 : (at - span.from) / (span.to - span.from);
  return within({ from: at - length * share, to: at + length * (1 - share) }, limit);
}

/** `span` moved by a part of its length, within `limit`. */
export function moved(span: TimeSpan, part: number, limit: TimeSpan): TimeSpan {
  const by = (span.to - span.from) * part;
  return within({ from: span.from + by, to: span.to + by }, limit);
}

function within({ from, to }: TimeSpan, limit: TimeSpan): TimeSpan {
  const length = Math.min(to - from, limit.to - limit.from);
  const start = Math.min(Math.max(from, limit.from), limit.to - length);
  return { from: Math.round(start), to: Math.round(start + length) };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 30, 60, 90, 180, 365, 730, 1825, 3650].map((count) => count * DAY),
];

export interface Tick {
  readonly time: number;
  /** Which digits tell it from its neighbours. */
  readonly detail: 'day' | 'minute' | 'second' | 'millisecond';
}

/** Round times in `span`, about `wanted` of them. `offset`: milliseconds that the reader's clock is ahead of UTC. */
export function ticksOf({ from, to }: TimeSpan, wanted: number, offset: number): readonly Tick[] {
  const step = STEPS.find((each) => (to - from) / each <= wanted) ?? 3650 * DAY;
  const detail =
    step >= DAY ? 'day' : step >= MINUTE ? 'minute' : step >= SECOND ? 'second' : 'millisecond';
  const ticks: Tick[] = [];
  const first = Math.ceil((from + offset) / step) * step - offset;
  for (let time = first; time <= to && ticks.length < 100; time += step)
    ticks.push({ time, detail });
  return ticks;
}
