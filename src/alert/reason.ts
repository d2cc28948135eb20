import type { AlertEvent, AlertJoinKey, AlertKind, AlertSpan } from './alert.js';

/** Longest piece of an event's text in a reason, in UTF-16 units; the whole stands in the event. */
const LONGEST = 80;

/** What {@link reasonOf} tells about. */
export interface Reasons {
  readonly kind: AlertKind;
  readonly events: readonly (AlertEvent | null)[];
  readonly span: AlertSpan;
  readonly joinKeys: readonly AlertJoinKey[];
  readonly hostName: string | null;
}

/** Why there is an alert, in one sentence without full stop. Text from events is cut but not escaped. */
export function reasonOf({ kind, events, span, joinKeys, hostName }: Reasons): string {
  const present = events.filter((event) => event !== null);
  const [only] = present;
  if (kind === 'event' && only !== undefined) return reasonOfEvent(only);
  const missing = events.length - present.length;
  const parts = [`${kind} of ${present.length} ${present.length === 1 ? 'event' : 'events'}`];
  if (missing > 0) parts.push(` and ${missing} missing`);
  if (span.duration !== null && present.length > 1) {
    parts.push(` within ${(span.duration / 1e9).toFixed(3)} s`);
  }
  if (joinKeys.length > 0) {
    const keys = joinKeys.map((key) => key.fields.join(' = '));
    parts.push(`, by ${keys.join(', ')}`);
  }
  if (hostName !== null) parts.push(`, on ${cut(hostName)}`);
  return parts.join('');
}

function reasonOfEvent({ event, process, user, host, file, destination }: AlertEvent): string {
  const parts = [`${event.category.map(cut).join(', ') || 'uncategorized'} event`];
  const [action] = event.action;
  if (action !== undefined) parts.push(` ${cut(action)}`);
  if (process.name !== null) {
    parts.push(` of ${cut(process.name)}${process.pid === null ? '' : ` (pid ${process.pid})`}`);
  }
  if (process.parent.name !== null) parts.push(`, child of ${cut(process.parent.name)}`);
  if (file.path !== null) parts.push(`, file ${cut(file.path)}`);
  if (destination.ip !== null) {
    const port = destination.port === null ? '' : ` port ${destination.port}`;
    parts.push(`, to ${cut(destination.ip)}${port}`);
  }
  if (user.name !== null) parts.push(`, by ${cut(user.name)}`);
  if (host.name !== null) parts.push(`, on ${cut(host.name)}`);
  return parts.join('');
}

function cut(text: string): string {
  if (text.length <= LONGEST) return text;
  const kept = text.slice(0, LONGEST);
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`; // not half a surrogate pair
}
