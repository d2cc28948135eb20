// What events there are, in one sentence: of a run, and of events that are held to be asked about.
import { flow, paint, piece, type Line } from './layout.js';
import { PLAIN_PALETTE, type Palette } from './palette.js';
import type { EventCounts } from './summary.js';
import { usableWidth } from './text.js';
import { counted, cutText, dateTime, dateTimeSpan, grouped } from './words.js';

/** Parts of a sentence that commas divide; a number is never parted from what it counts. */
export type Clauses = readonly (readonly string[])[];

/** `12,000 events (process 9,410, network 2,590)`, `2026-11-19 00:00 .. 23:59Z`, `3 hosts` */
export function eventClauses(events: EventCounts): Clauses {
  return [
    [counted(events.read, 'event'), ...categories(events)],
    span(events),
    events.hosts === 0 ? [] : [counted(events.hosts, 'host')],
  ];
}

/** Clauses as one sentence, in groups that stay together. */
export function sentence(clauses: Clauses): readonly Line[] {
  const full = clauses.filter((clause) => clause.length > 0);
  return full.flatMap((clause, index) => {
    const mark = index === full.length - 1 ? '.' : ',';
    return clause.map((group, at) => [piece(at === clause.length - 1 ? group + mark : group)]);
  });
}

/** What events there are, and more clauses behind, as lines that fit. */
export function renderEventCounts(
  events: EventCounts,
  more: Clauses,
  options: { readonly width: number | undefined; readonly palette?: Palette },
): string {
  const { width, palette = PLAIN_PALETTE } = options;
  const lines = flow(sentence([...eventClauses(events), ...more]), usableWidth(width));
  return lines.map((line) => `${paint(line, palette)}\n`).join('');
}

/** `(process 9,410,` and `network 2,590)` */
function categories({ byCategory }: EventCounts): readonly string[] {
  const most = byCategory.length <= 4 ? 4 : 3;
  const named = byCategory
    .slice(0, most)
    .map(({ name, events }) => `${cutText(name, 40).kept} ${grouped(events)}`);
  const rest = byCategory.length - named.length;
  if (rest > 0) named.push(`${grouped(rest)} more`);
  return named.map((text, index) => {
    const open = index === 0 ? '(' : '';
    return `${open}${text}${index === named.length - 1 ? ')' : ','}`;
  });
}

/** To the minute; to the second when all of it took less than an hour. */
function span({ span: times }: EventCounts): readonly string[] {
  if (times === null) return [];
  const { start, end } = times;
  const digits = Date.parse(end) - Date.parse(start) >= 3_600_000 ? 5 : 8;
  const from = dateTime(start, digits);
  return [from === dateTime(end, digits) ? from : dateTimeSpan(start, end, digits)];
}
