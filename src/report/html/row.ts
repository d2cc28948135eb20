// What lists, charts and search know of an alert: few hundred bytes, so that a browser holds them for all alerts at once.
import type { Alert, AlertEvent } from '../../alert/index.js';
import { endpointText } from '../chain.js';
import { ancestry, subjectOf } from '../process-chain.js';
import { cutText } from '../words.js';
import type { RowData } from './data.js';

/** UTF-16 units. */
const LONGEST_NAME = 120;
const LONGEST_GIST = 240;
const LONGEST_PART = 400;
const LONGEST_ALSO = 1600;

/** The row of an alert; `rule` is the place of its rule in the page. */
export function rowOf(alert: Alert, rule: number): RowData {
  const present = alert.events.filter((event) => event !== null);
  const subject = subjectOf(present);
  const gist = gistOf(alert, subject);
  return {
    id: alert.id,
    rule,
    suppressed: alert.suppressed?.by ?? null,
    time: alert.event_time === null ? null : timeOf(alert.event_time),
    host: named(alert.host, present, ({ host }) => host),
    user: named(alert.user, present, ({ user }) => user),
    chain: subject === undefined ? '' : cut(ancestry(subject, present).join(' › '), LONGEST_GIST),
    gist,
    also: alsoOf(present, gist),
  };
}

function timeOf(iso: string): number | null {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? null : time;
}

/** What all events agree on, else the first that any of them has. */
function named<Named extends { readonly id: string | null; readonly name: string | null }>(
  common: Named,
  events: readonly AlertEvent[],
  of: (event: AlertEvent) => Named,
): string | null {
  const found = [common, ...events.map(of)].map(({ name, id }) => name ?? id);
  const name = found.find((each) => each !== null) ?? null;
  return name === null ? null : cut(name, LONGEST_NAME);
}

function gistOf(alert: Alert, subject: AlertEvent | undefined): string {
  const { process, file, destination } = subject ?? {};
  const endpoint =
    destination?.ip === undefined || destination.ip === null
      ? null
      : `to ${endpointText(destination.ip, destination.port)}`;
  const text = process?.command_line ?? process?.title ?? file?.path ?? endpoint ?? alert.reason;
  return cut(text, LONGEST_GIST);
}

/** Commands, files and addresses that the row does not show. */
function alsoOf(events: readonly AlertEvent[], gist: string): string {
  const texts = events.flatMap(({ process, file, source, destination }) => [
    process.command_line ?? process.title,
    process.executable,
    process.parent.command_line,
    process.parent.executable,
    file.path,
    source.ip,
    destination.ip === null ? null : endpointText(destination.ip, destination.port),
  ]);
  const distinct = new Set(texts.filter((text) => text !== null && text !== gist));
  return cut([...distinct].map((text) => cut(text ?? '', LONGEST_PART)).join('\n'), LONGEST_ALSO);
}

function cut(text: string, most: number): string {
  const { kept, left } = cutText(text, most);
  return left > 0 ? `${kept}…` : kept;
}
