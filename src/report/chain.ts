// The events of a sequence or sample, one below the other: stage, time since the first, what happened, where it stands.
import type { Alert, AlertEvent } from '../alert/index.js';
import { cutPieces, flow, padded, piece, spaces, widthOf, wrap, type Line } from './layout.js';
import { isSame, processLabel } from './process-chain.js';
import { duration } from './words.js';

/** Columns that long details need beside the label of an event; with less they go below it. */
const ROOM_FOR_DETAILS = 44;

/** Longest piece of an event's text in a chain; the card's own rows and the document have more. */
const LONGEST = 200;

/** The rows of the chain in at most `columns`. `subject`: the event whose process the card has shown already. */
export function eventChain(
  alert: Alert,
  subject: AlertEvent | undefined,
  columns: number,
): readonly Line[] {
  const present = alert.events.filter((event) => event !== null);
  const file = commonFile(present);
  const oneProcess =
    subject !== undefined && present.every(({ process }) => isSame(process, subject.process));
  const rows = alert.events.map((event, stage): Row => {
    const number = piece(String(stage + 1), 'faint');
    if (event === null) {
      return {
        number,
        delta: [],
        label: [piece('no such event', 'strong')],
        details: [],
        place: [],
      };
    }
    return {
      number,
      delta: event.after_ns === null ? [] : [piece(`+${duration(event.after_ns)}`)],
      label: labelOf(event) ?? [piece('event')],
      details: detailsOf(event, oneProcess ? subject : undefined, subject),
      place: [piece(file === null ? placeText(event) : lineText(event), 'faint')],
    };
  });
  const numbers = Math.max(...rows.map(({ number }) => number.width));
  const deltas = Math.max(...rows.map(({ delta }) => widthOf(delta)));
  const labels = Math.max(...rows.map(({ label }) => widthOf(label)));
  const start = numbers + 2 + (deltas === 0 ? 0 : deltas + 2);
  const places = Math.max(...rows.map(({ place }) => widthOf(place)));
  const widest = Math.max(...rows.map(({ details }) => widthOf(inOneLine(details))));
  const besides = columns - start - labels - 2 - places - GAP;
  const beside = besides >= Math.min(widest, ROOM_FOR_DETAILS);
  const indent = beside ? start + labels + 2 : start;
  const room = beside ? besides : columns - indent;
  const blocks = rows.map(({ number, delta, label, details, place }): Block => {
    const lead = [spaces(numbers - number.width), number, spaces(2)];
    const when = deltas === 0 ? [] : [spaces(deltas - widthOf(delta)), ...delta, spaces(2)];
    const head = [...lead, ...when, ...label];
    const texts = flow(details, room, { gap: DETAIL_GAP, hanging: 2 });
    const indented = texts.map((text) => [spaces(indent), ...text]);
    if (beside) {
      const first = [...padded(head, indent), ...(texts[0] ?? [])];
      return { first, rest: indented.slice(1), place };
    }
    const [first = [], ...rest] = wrap(head, columns, indent);
    return { first, rest: [...rest, ...indented], place };
  });
  const firsts = Math.max(...blocks.map(({ first }) => widthOf(first)));
  return blocks.flatMap((block) => withPlace(block, firsts + GAP, columns, indent));
}

/** Columns between the text of an event and its place. */
const GAP = 3;

interface Row {
  readonly number: Line[number];
  readonly delta: Line;
  readonly label: Line;
  readonly details: readonly Line[];
  readonly place: Line;
}

/** Columns between two details. */
const DETAIL_GAP = 2;

function inOneLine(details: readonly Line[]): Line {
  return details.flatMap((line, index) => (index === 0 ? line : [spaces(DETAIL_GAP), ...line]));
}

/** The lines of one event; its place goes beside the first or below all. */
interface Block {
  readonly first: Line;
  readonly rest: readonly Line[];
  readonly place: Line;
}

/** Puts the place at column `at` of the first line, or on lines of its own where it does not fit. */
function withPlace(
  { first, rest, place }: Block,
  at: number,
  columns: number,
  indent: number,
): readonly Line[] {
  if (place.length === 0) return [first, ...rest];
  if (at + widthOf(place) <= columns) return [[...padded(first, at), ...place], ...rest];
  return [first, ...rest, ...wrap([spaces(indent), ...place], columns, indent)];
}

/** `network connection_attempted`; the system call where auditd names no action; null when nothing is told. */
export function labelOf({ event, syscall }: AlertEvent): Line | null {
  const action = event.action.length > 0 ? event.action.join(',') : (syscall ?? '');
  const label = `${event.category.join(',')} ${action}`.trim();
  return label === '' ? null : cutPieces(label, 48);
}

/**
 * What tells the event from the others: process, command line, file, destination. The process is left out where all
 * events are of the one that the card shows, and a command line that the card shows is not repeated.
 */
function detailsOf(
  { process, file, source, destination, event }: AlertEvent,
  shownProcess: AlertEvent | undefined,
  shownCommand: AlertEvent | undefined,
): readonly Line[] {
  const parts: Line[] = [];
  const label = shownProcess === undefined ? processLabel(process) : null;
  if (label !== null) parts.push([piece(label)]);
  const command = process.command_line ?? process.title;
  const shown = shownCommand?.process.command_line ?? shownCommand?.process.title;
  if (command !== null && command !== shown) {
    parts.push(cutPieces(command, LONGEST));
  }
  if (file.path !== null) parts.push(cutPieces(file.path, LONGEST));
  const accepted = event.action.some((action) => action.includes('accepted'));
  if (accepted && source.ip !== null) {
    parts.push([piece('from '), ...cutPieces(endpointText(source.ip, source.port), LONGEST)]);
  }
  if (destination.ip !== null) {
    parts.push([
      piece('to '),
      ...cutPieces(endpointText(destination.ip, destination.port), LONGEST),
    ]);
  }
  return parts;
}

/** `203.0.113.7:4444`, `[2001:db8::7]:4444` */
export function endpointText(ip: string, port: number | null): string {
  if (port === null) return ip;
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** The file that all events stand in; null when there are several. */
function commonFile(events: readonly AlertEvent[]): string | null {
  const [first] = events;
  if (first === undefined) return null;
  return events.every(({ place }) => place.file === first.place.file) ? first.place.file : null;
}

/** Lines named after a file; the chain has them all. */
const MOST_LINES = 6;

/** `events.ndjson:118, :121`; null where a chain of several files names each. */
export function placesText(events: readonly AlertEvent[]): string | null {
  const file = commonFile(events);
  if (file === null) return null;
  const lines = events.slice(0, MOST_LINES).map(lineText);
  return `${file}${lines.join(', ')}${events.length > MOST_LINES ? ', …' : ''}`;
}

function placeText(event: AlertEvent): string {
  return `${event.place.file}${lineText(event)}`;
}

/** `:118`; an event within a line that holds several has its number after a `#`. */
function lineText({ place: { line, index } }: AlertEvent): string {
  return `:${line}${index === 0 ? '' : `#${index + 1}`}`;
}
