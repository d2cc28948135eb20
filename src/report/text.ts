// The report for people: one card an alert. Decides what a card shows and in which order; `layout.ts` makes it fit and
// makes it safe, the palette gives it colour.
import type { Alert, AlertEvent, AlertJoinKey, AlertThreat } from '../alert/index.js';
import { endpointText, eventChain, labelOf, placesText } from './chain.js';
import {
  cutPieces,
  flow,
  labelled,
  LABELS,
  padded,
  paint,
  piece,
  spaces,
  widthOf,
  wrap,
  type Line,
} from './layout.js';
import { PLAIN_PALETTE, type Palette } from './palette.js';
import { ancestry, subjectOf } from './process-chain.js';
import type { Reporter } from './reporter.js';
import { suppressionText } from './suppression-text.js';
import { counted, dateTime, dateTimeSpan, distinct, duration, listed } from './words.js';

export interface TextOptions {
  /** Columns of the terminal; {@link DEFAULT_WIDTH} when it is not known. */
  readonly width?: number | undefined;
  readonly palette?: Palette;
}

/** Columns when nobody knows: what is piped keeps its layout. */
export const DEFAULT_WIDTH = 100;

/** No terminal is treated as narrower, and no line gets longer than an eye follows. */
const NARROWEST = 48;
const WIDEST = 160;

/** Most UTF-16 units of a command line that a card shows. */
const LONGEST_COMMAND = 1200;

/** Columns to lay text out in, on a terminal of `width`. */
export function usableWidth(width: number | undefined): number {
  return Math.max(NARROWEST, Math.min(width ?? DEFAULT_WIDTH, WIDEST));
}

/** One card an alert, with an empty line after each. */
export function textReport(options: TextOptions = {}): Reporter<string> {
  const width = usableWidth(options.width);
  const palette = options.palette ?? PLAIN_PALETTE;
  return {
    alert: (alert) => card(alert, width, palette),
    end: () => '',
  };
}

function card(alert: Alert, width: number, palette: Palette): string {
  const columns = width - LABELS;
  const present = alert.events.filter((event) => event !== null);
  const subject = subjectOf(present);
  const lines: Line[] = [...heading(alert, columns)];
  const row = (label: string, content: readonly Line[]): void => {
    lines.push(...labelled(label, content));
  };
  row('time', timeRow(alert, columns));
  row('host', hostRow(present, columns));
  if (subject !== undefined) {
    row('process', flow(chainGroups(subject, present), columns, { hanging: 2 }));
    const { command_line: command, title } = subject.process;
    const text = command ?? title;
    const label = command === null ? 'title' : 'command';
    if (text !== null) row(label, wrap(cutPieces(text, LONGEST_COMMAND), columns, 2));
  }
  if (alert.kind === 'event') {
    row('event', flow(present.flatMap(eventGroups), columns, { gap: 2, hanging: 2 }));
  } else {
    row('events', eventChain(alert, subject, columns));
  }
  row('join key', flow(joinGroups(alert), columns, { gap: 2, hanging: 2 }));
  row(
    'ATT&CK',
    alert.threat.flatMap(threatPaths).flatMap((path) => flow(path, columns, { hanging: 2 })),
  );
  row('rule', flow(ruleGroups(alert), columns, { gap: 2, hanging: 2 }));
  row('alert', flow(alertGroups(alert), columns, { gap: 2, hanging: 2 }));
  if (alert.suppressed !== null) {
    const { alert: standing } = alert.suppressed;
    const behind = standing === null ? '' : ` ${standing.slice(0, SHORT_ID)}`;
    const text = `${suppressionText(alert.suppressed)}${behind}`;
    row('why not', wrap(cutPieces(text, 300), columns, 2));
  }
  return `${lines.map((line) => paint(line, palette)).join('\n')}\n\n`;
}

const RISK_EDGE = 90;

/** Severity, name and marks of the rule; its risk score at the right end of the first line. */
function heading({ rule, suppressed }: Alert, columns: number): readonly Line[] {
  const risk = [piece(`risk ${rule.risk_score}`, 'faint')];
  const marks = [
    ...(rule.deprecated && !/^deprecated\b/i.test(rule.name) ? [' [deprecated]'] : []),
    ...(rule.building_block ? [' [building block]'] : []),
    ...(suppressed === null ? [] : [' [suppressed]']),
  ];
  const title = [
    ...cutPieces(rule.name, 300, 'strong'),
    ...marks.map((mark) => piece(mark, 'faint')),
  ];
  // At the right end, but not out of sight of a short name.
  const edge = Math.min(columns, Math.max(RISK_EDGE, widthOf(title) + 2 + widthOf(risk)));
  const [first = [], ...rest] = wrap(title, edge - 2 - widthOf(risk));
  const severity = piece(rule.severity.toUpperCase(), rule.severity);
  return [
    [...padded([severity], LABELS), ...padded(first, edge - widthOf(risk)), ...risk],
    ...rest.map((line) => [spaces(LABELS), ...line]),
  ];
}

function timeRow({ event: { start, end, duration: ns } }: Alert, columns: number): readonly Line[] {
  if (start === null || end === null || ns === null) return [];
  if (start === end) return [[piece(dateTime(start))]];
  const groups = [[piece(dateTimeSpan(start, end))], [piece(`(${duration(ns)})`)]];
  return flow(groups, columns, { gap: 2 });
}

/** All hosts and users of the events: where they differ, that tells something. */
function hostRow(events: readonly AlertEvent[], columns: number): readonly Line[] {
  const hosts = distinct(events.map(({ host }) => host.name ?? host.id));
  const users = distinct(events.map(({ user }) => user.name ?? user.id));
  if (hosts.length + users.length === 0) return [];
  const host = cutPieces(hosts.length === 0 ? 'unknown' : listed(hosts, 4), 300);
  const user = [piece('user ', 'faint'), ...cutPieces(listed(users, 4), 300)];
  return flow(users.length === 0 ? [host] : [host, user], columns, { gap: 3, hanging: 2 });
}

/** Ancestors, and last the process itself. */
function chainGroups(subject: AlertEvent, present: readonly AlertEvent[]): readonly Line[] {
  const chain = ancestry(subject, present);
  return chain.map((label, index) => [
    ...(index === 0 ? [] : [piece('> ', 'faint')]),
    piece(label, index === chain.length - 1 ? 'strong' : null),
  ]);
}

/** `process exec` and what else tells about a single event. */
function eventGroups(event: AlertEvent): readonly Line[] {
  const label = labelOf(event);
  const { file, destination } = event;
  return [
    ...(label === null ? [] : [label]),
    ...(file.path === null ? [] : [cutPieces(file.path, 300)]),
    ...(destination.ip === null
      ? []
      : [[piece('to '), ...cutPieces(endpointText(destination.ip, destination.port), 100)]]),
  ];
}

/** `process.pid 4410`, `host.id 5f0c…`: each key with its field or fields; what tells people nothing comes last. */
function joinGroups({ join_keys: keys }: Alert): readonly Line[] {
  const isTelling = ({ value }: AlertJoinKey): boolean =>
    value !== null && !isOpaque(String(value));
  return [...keys.filter(isTelling), ...keys.filter((key) => !isTelling(key))].map(
    ({ fields, value }) => [
      piece(`${fields.join(' = ')} `, 'faint'),
      ...(value === null ? [piece('absent', 'faint')] : cutPieces(shortId(String(value)), 100)),
    ],
  );
}

const LONGEST_ID = 24;

/** Whether a value is an id that means nothing to people. */
function isOpaque(text: string): boolean {
  return text.length > LONGEST_ID && /^[\w+=-][\w+/=-]*$/.test(text) && /\d/.test(text);
}

/** An opaque id by its two ends; JSON has the whole. Anything else as it is. */
export function shortId(text: string): string {
  return isOpaque(text) ? `${text.slice(0, 12)}…${text.slice(-4)}` : text;
}

/** Each path from the tactic as far down as the rule goes. */
function threatPaths({ tactic, technique }: AlertThreat): readonly (readonly Line[])[] {
  const head = entry(tactic);
  if (technique.length === 0) return [[head]];
  return technique.flatMap((tech) => {
    const path = [head, below(entry(tech))];
    if (tech.subtechnique.length === 0) return [path];
    return tech.subtechnique.map((sub) => [...path, below(entry(sub))]);
  });
}

function entry({ id, name }: { readonly id: string; readonly name: string }): Line {
  return [...cutPieces(name, 100), piece(' '), ...cutPieces(id, 20, 'accent')];
}

function below(line: Line): Line {
  return [piece('> ', 'faint'), ...line];
}

/** Digits of an alert id that a card shows. */
export const SHORT_ID = 8;

/** Several rules may share a name: id, version and file say which one it is. */
function ruleGroups({ rule }: Alert): readonly Line[] {
  const version = rule.version === null ? [] : [piece(` version ${rule.version}`, 'faint')];
  return [[...cutPieces(rule.id, 100), ...version], [piece(rule.file, 'faint')]];
}

/** The short id, what it stands for, and where. */
function alertGroups({ id, kind, events }: Alert): readonly Line[] {
  const places = placesText(events.filter((event) => event !== null));
  const of = kind === 'event' ? [] : [[piece(`${kind} of ${counted(events.length, 'event')}`)]];
  return [
    [piece(id.slice(0, SHORT_ID), 'accent')],
    ...of,
    ...(places === null ? [] : [[piece(places, 'faint')]]),
  ];
}
