// Matches as a compact table, one event a row: for who looks through many. The cards of `text.ts` tell more of each.
import type { AlertEvent, AlertJoinKey } from '../alert/index.js';
import { endpointText } from './chain.js';
import { cutPieces, flow, padded, paint, piece, spaces, truncated, type Line } from './layout.js';
import { PLAIN_PALETTE, type Palette, type Style } from './palette.js';
import { processLabel } from './process-chain.js';
import { cutText, dateTime, duration } from './words.js';

/** A match as a table shows it. */
export interface TableMatch {
  /** What a person names it by. */
  readonly number: number;
  /** Null for a match of an event query, which has one row; others have a heading, and a row a stage. */
  readonly joinKeys: readonly AlertJoinKey[] | null;
  /** In stage order; null for a missing event. */
  readonly events: readonly (AlertEvent | null)[];
}

export interface TableOptions {
  /** Columns of the terminal; undefined where lines may be of any length. */
  readonly width: number | undefined;
  readonly palette?: Palette;
}

/** Columns between time and details, and how wide they get at most. Where there is no room, the first one goes first. */
const MIDDLE = [
  { name: 'host', style: null, most: 16, of: hostOf },
  { name: 'user', style: null, most: 10, of: userOf },
  { name: 'process', style: 'strong', most: 18, of: processOf },
] as const;
/** Columns that are kept for details. */
const LEAST_DETAILS = 12;

const NARROWEST = 32;
/** A time is cut to seconds on terminals narrower than this. */
const FULL_TIME_FROM = 64;
/** Longest text in a cell, in UTF-16 units. */
const LONGEST = 1200;
const GAP = 2;

/** The table with its head, every line ending in a newline; empty without matches. Meant for a few thousand at most. */
export function renderMatchTable(
  matches: readonly TableMatch[],
  { width, palette = PLAIN_PALETTE }: TableOptions,
): string {
  if (matches.length === 0) return '';
  const columns = width === undefined ? Number.POSITIVE_INFINITY : Math.max(NARROWEST, width);
  const events = matches.flatMap((match) => match.events.filter((event) => event !== null));
  const layout = layoutOf(matches, events, columns);
  const lines = [
    headOf(layout),
    ...matches.flatMap((match) => [
      ...headingOf(match, layout, columns),
      ...match.events.map((event, stage) => rowOf(match, event, stage, layout, columns)),
    ]),
  ];
  return lines.map((line) => `${paint(line, palette)}\n`).join('');
}

interface Column {
  readonly name: string;
  readonly style: Style | null;
  readonly width: number;
  readonly of: (event: AlertEvent) => string;
}

interface Layout {
  /** Columns of the numbers. */
  readonly numbers: number;
  /** Time and what is in the middle: only what some event has. */
  readonly columns: readonly Column[];
}

function layoutOf(
  matches: readonly TableMatch[],
  events: readonly AlertEvent[],
  columns: number,
): Layout {
  const numbers = Math.max(
    ...matches.map(({ number, joinKeys, events: stages }) =>
      joinKeys === null
        ? String(number).length
        : Math.max(String(stages.length).length + 2, String(number).length + 1),
    ),
  );
  const day = commonDay(events);
  const digits = columns < FULL_TIME_FROM ? 8 : 12;
  const time = {
    name: day ?? 'time',
    style: 'faint' as const,
    most: Number.POSITIVE_INFINITY,
    of: ({ time: at }: AlertEvent): string =>
      at === null ? '' : dateTime(at, digits).slice(day === null ? 0 : day.length + 1),
  };
  const [first = [], ...middle] = [time, ...MIDDLE].map(({ name, style, most, of }) => {
    const texts = events.map(of);
    if (texts.every((text) => text === '')) return [];
    const widest = Math.max(...[name, ...texts].map((text) => piece(text).width));
    return [{ name, style, width: Math.min(most, widest), of }];
  });
  let layout = { numbers, columns: [...first, ...middle.flat()] };
  while (startOfDetails(layout) + LEAST_DETAILS > columns && middle.length > 0) {
    middle.shift();
    layout = { numbers, columns: [...first, ...middle.flat()] };
  }
  return layout;
}

function startOfDetails({ numbers, columns }: Layout): number {
  return columns.reduce((sum, { width }) => sum + width + GAP, numbers + GAP);
}

/** The day that all events are of, such as `2026-11-20`; null where there are several. */
function commonDay(events: readonly AlertEvent[]): string | null {
  const days = new Set(events.map(({ time }) => time?.slice(0, time.indexOf('T')) ?? null));
  const [day = null] = days;
  return days.size === 1 ? day : null;
}

function headOf({ numbers, columns }: Layout): Line {
  const head = columns.flatMap(({ name, width }) => padded([piece(name, 'faint')], width + GAP));
  return [
    ...padded([piece('#'.padStart(numbers), 'faint')], numbers + GAP),
    ...head,
    piece('details', 'faint'),
  ];
}

/** `#3  host.id = 5f0c…  process.pid = 4412  within 0.412 s`; none for an event that stands alone. */
function headingOf(
  { number, joinKeys, events }: TableMatch,
  { numbers }: Layout,
  columns: number,
): readonly Line[] {
  if (joinKeys === null) return [];
  const keys = joinKeys.map(({ fields, value }): Line => [
    piece(`${fields.join(' = ')} `, 'faint'),
    value === null ? piece('null', 'faint') : truncated(String(value), 48, 'accent'),
  ]);
  const after = Math.max(...events.map((event) => event?.after_ns ?? 0));
  const took = after === 0 ? [] : [[piece(`within ${duration(after)}`, 'faint')]];
  const head = piece(`#${number}`.padEnd(numbers), 'strong');
  return flow([[head], ...keys, ...took], columns, { gap: GAP, hanging: numbers + GAP });
}

function rowOf(
  { number, joinKeys }: TableMatch,
  event: AlertEvent | null,
  stage: number,
  layout: Layout,
  columns: number,
): Line {
  const label = String(joinKeys === null ? number : stage + 1).padStart(layout.numbers);
  const head = padded([piece(label, 'faint')], layout.numbers + GAP);
  if (event === null) return [...head, piece('no such event, as asked for', 'faint')];
  const cells = layout.columns.flatMap(({ of, style, width }) =>
    padded([truncated(cutText(of(event), LONGEST).kept, width, style)], width + GAP),
  );
  const room = columns - startOfDetails(layout);
  return [...head, ...cells, ...detailsWithin(detailsOf(event), room)];
}

function detailsWithin(text: string, room: number): Line {
  if (room === Number.POSITIVE_INFINITY) return cutPieces(text, LONGEST);
  return room < 2 ? [spaces(0)] : [truncated(cutText(text, LONGEST).kept, room)];
}

function hostOf({ host }: AlertEvent): string {
  return host.name ?? host.id ?? '';
}

function userOf({ user }: AlertEvent): string {
  return user.name ?? user.id ?? '';
}

function processOf({ process }: AlertEvent): string {
  return processLabel(process) ?? '';
}

/** What happened, in one line: of a process its command; of a connection or a file the action and the other end. */
function detailsOf({ event, syscall, process, file, source, destination }: AlertEvent): string {
  const action = event.action.length > 0 ? event.action.join(',') : (syscall ?? '');
  const targets = [
    ...(file.path === null ? [] : [file.path]),
    ...(destination.ip === null ? [] : [`to ${endpointText(destination.ip, destination.port)}`]),
    ...(destination.ip !== null || source.ip === null
      ? []
      : [`from ${endpointText(source.ip, source.port)}`]),
  ];
  const command = process.command_line ?? process.title;
  if (command !== null && event.category.includes('process')) return command;
  if (targets.length > 0) return [action, ...targets].join(' ').trim();
  return command ?? (action === '' ? event.category.join(',') : action);
}
