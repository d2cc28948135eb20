import { formatTimestamp, listOf, parseTimestamp } from '../event/index.js';
import type { EventView } from './event-view.js';
import type { EventIdentity, EventPlace } from './explanation.js';

/** Fields that tell people which event it is. */
export const IDENTITY_FIELDS = [
  'event.category',
  'event.action',
  'auditd.data.syscall',
  'event.id',
  'process.name',
  'process.pid',
  'host.name',
  'host.id',
] as const;

/** What an event is called: place, time, host, and `process exec bash(5107)`. */
export function identityOf(
  view: EventView,
  timestampField: string,
  { place, id }: { readonly place: EventPlace | null; readonly id: string | null },
): EventIdentity {
  const text = (path: (typeof IDENTITY_FIELDS)[number]): string =>
    view.values(path).map(String).join(',');
  const time = parseTimestamp(view.event.get(view.slot(timestampField)));
  const pid = text('process.pid');
  const name = text('process.name');
  const process = name === '' ? '' : pid === '' ? name : `${name}(${pid})`;
  const action = text('event.action') || text('auditd.data.syscall');
  const label = [text('event.category'), action, process].filter((part) => part !== '').join(' ');
  const host = text('host.name') || text('host.id');
  const own = listOf(view.event.get(view.slot('event.id')))[0];
  return {
    place,
    id: id ?? (own === undefined ? null : String(own)),
    time: time === null ? null : formatTimestamp(time),
    host: host === '' ? null : host,
    label: label === '' ? 'event' : label,
  };
}
