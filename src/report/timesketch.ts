// JSON lines as Timesketch imports them: one event of an alert a line, with the columns that it asks for.
// Source: https://timesketch.org/guides/user/import-from-json-csv/
import type { Alert, AlertEvent } from '../alert/index.js';
import { parseTimestamp } from '../event/index.js';
import { techniqueIds } from './columns.js';
import { jsonText } from './json-text.js';
import { placesText } from './chain.js';
import type { MakeReporter } from './reporter.js';
import { shortened } from './words.js';

const LONGEST = 32_000;
/** Timesketch takes no row without a time; Plaso gives this one to what has none. */
const NO_TIME = '1970-01-01T00:00:00.000Z';

export const timesketchReport: MakeReporter = () => ({
  alert: (alert) =>
    alert.events
      .flatMap((event, stage) => (event === null ? [] : [rowOf(alert, event, stage)]))
      .join(''),
  end: () => '',
});

function rowOf(alert: Alert, event: AlertEvent, stage: number): string {
  const { id, kind, rule, threat } = alert;
  const { host, user, process, file, source, destination } = event;
  const time = event.time ?? alert.event_time;
  const parsed = time === null ? null : parseTimestamp(time);
  const what = event.event.action.join(', ') || (event.syscall ?? 'event');
  const command = process.command_line ?? process.title;
  const details = [process.name ?? process.executable, command, file.path, destination.ip];
  return `${jsonText(
    {
      message: `${rule.name}: ${[what, ...details.filter((text) => text !== null)].join(' · ')}`,
      datetime: (time ?? NO_TIME).replace(/(\.\d{6})\d+/, '$1'),
      timestamp_desc: whenOf(alert, event),
      // Microseconds since 1970: what Timesketch sorts by.
      timestamp: parsed === null ? 0 : parsed.ms * 1000 + Math.floor(parsed.ns / 1000),
      data_type: 'rshell_scan:alert:event',
      tag: ['rshell-scan', rule.severity, ...techniqueIds(threat)],
      rule: rule.name,
      rule_id: rule.id,
      severity: rule.severity,
      risk_score: rule.risk_score,
      alert_id: id,
      alert_kind: kind,
      alert_event: stage + 1,
      alert_events: alert.events.length,
      reason: alert.reason,
      hostname: host.name ?? host.id,
      username: user.name ?? user.id,
      process_name: process.name,
      pid: process.pid,
      command_line: command,
      parent_name: process.parent.name,
      parent_pid: process.parent.pid,
      file_path: file.path,
      src_ip: source.ip,
      src_port: source.port,
      dst_ip: destination.ip,
      dst_port: destination.port,
      source_file: placesText([event]),
    },
    (_key, value) => (typeof value === 'string' ? shortened(value, LONGEST) : value),
  )}\n`;
}

/** What the time is of. */
function whenOf({ event_time, kind }: Alert, { time }: AlertEvent): string {
  if (time === null && event_time === null) return 'No time known';
  if (time === null) return 'Time of the last event of the alert';
  return kind === 'event' ? 'Event matched by a rule' : `Event of a ${kind} matched by a rule`;
}
