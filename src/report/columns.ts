// What a table of alerts can tell, a column each: the facts that people sort, filter and count by.
import type { Alert, AlertEvent, AlertThreat } from '../alert/index.js';
import { endpointText, placesText } from './chain.js';
import { subjectOf } from './process-chain.js';
import { suppressionText } from './suppression-text.js';
import { distinct, grouped } from './words.js';

/** One alert in a column: raw text, as long as it is; empty where nothing is known. */
type Column = (alert: Alert) => string;

/** Values of one kind that stand in one cell; an alert may have any number of events. */
const MOST_VALUES = 20;

/** By name, in the order of a table that has them all. */
export const ALERT_COLUMNS = {
  time: ({ event_time }) => event_time ?? '',
  severity: ({ rule }) => rule.severity,
  risk_score: ({ rule }) => String(rule.risk_score),
  rule: ({ rule }) => rule.name,
  host: (alert) => values(alert, ({ host }) => host.name ?? host.id),
  user: (alert) => values(alert, ({ user }) => user.name ?? user.id),
  process: ({ events }) => subject(events)?.name ?? '',
  pid: ({ events }) => String(subject(events)?.pid ?? ''),
  command_line: ({ events }) => {
    const process = subject(events);
    return process?.command_line ?? process?.title ?? '';
  },
  parent: ({ events }) => subject(events)?.parent.name ?? '',
  file: (alert) => values(alert, ({ file }) => file.path),
  destination: (alert) =>
    values(alert, ({ destination: { ip, port } }) => (ip === null ? null : endpointText(ip, port))),
  tactics: ({ threat }) => cell(threat.map(({ tactic }) => tactic.name)),
  techniques: ({ threat }) => cell(techniqueIds(threat)),
  kind: ({ kind }) => kind,
  events: ({ events }) => String(present(events).length),
  reason: ({ reason }) => reason,
  place: ({ events }) => placesOf(present(events)),
  rule_id: ({ rule }) => rule.id,
  rule_version: ({ rule }) => String(rule.version ?? ''),
  alert_id: ({ id }) => id,
  suppressed: ({ suppressed }) => (suppressed === null ? '' : suppressionText(suppressed)),
} as const satisfies Readonly<Record<string, Column>>;

export type AlertColumn = keyof typeof ALERT_COLUMNS;

/** The names in that order. */
// The keys of an object literal are those of its type.
export const ALERT_COLUMN_NAMES = Object.keys(ALERT_COLUMNS) as readonly AlertColumn[];

/** Most exact ids of a mapping: sub-techniques where there are any. */
export function techniqueIds(threat: readonly AlertThreat[]): readonly string[] {
  const ids = threat.flatMap(({ technique }) =>
    technique.flatMap(({ id, subtechnique }) =>
      subtechnique.length === 0 ? [id] : subtechnique.map((sub) => sub.id),
    ),
  );
  return [...new Set(ids)];
}

function present(events: Alert['events']): readonly AlertEvent[] {
  return events.filter((event) => event !== null);
}

function subject(events: Alert['events']): AlertEvent['process'] | undefined {
  return subjectOf(present(events))?.process;
}

function values({ events }: Alert, valueOf: (event: AlertEvent) => string | null): string {
  return cell(distinct(present(events).map(valueOf)));
}

function cell(items: readonly string[]): string {
  const shown = items.slice(0, MOST_VALUES);
  const left = items.length - shown.length;
  return [...shown, ...(left === 0 ? [] : [`and ${grouped(left)} more`])].join('; ');
}

/** Where the events stand; those of several files by the file of each. */
function placesOf(events: readonly AlertEvent[]): string {
  return placesText(events) ?? cell(distinct(events.map((event) => placesText([event]))));
}
