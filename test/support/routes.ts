// An audit log as the tools between auditd and us write it. Source: formats §0, §3.
import { recordTypeNumber } from '../../src/audit/names.js';

const SHIPPED = '2026-11-22T00:00:00Z';

function eachLine(log: string, write: (line: string) => string): string {
  return log
    .trimEnd()
    .split('\n')
    .map((line) => `${write(line)}\n`)
    .join('');
}

interface Parts {
  readonly type: string;
  readonly seconds: string;
  readonly ms: string;
  readonly serial: string;
  readonly body: string;
}

function partsOf(line: string): Parts {
  const [, type = '', seconds = '', ms = '', serial = '', body = ''] =
    /^type=(\S+) msg=audit\((\d+)\.(\d+):(\d+)\): (.*)$/.exec(line) ?? [];
  return { type, seconds, ms, serial, body };
}

/** Events in their order, the records of each backwards. */
function byAusearch(log: string): string {
  const events = new Map<string, string[]>();
  for (const line of log.trimEnd().split('\n')) {
    const { type, seconds, ms, serial } = partsOf(line);
    // A login is an event of its own there, too.
    const key = `${seconds}.${ms}:${serial} ${type === 'LOGIN' ? type : ''}`;
    events.set(key, [line, ...(events.get(key) ?? [])]);
  }
  return [...events.values()]
    .map((records) => ['----', 'time->Sat Nov 21 04:13:58 2026', ...records, ''].join('\n'))
    .join('');
}

/** Types by number, as the kernel prints them. */
function byKernel(log: string): string {
  return eachLine(log, (line) => {
    const { type, seconds, ms, serial, body } = partsOf(line);
    return `[ 12.345678] audit: type=${recordTypeNumber(type)} audit(${seconds}.${ms}:${serial}): ${body}`;
  });
}

function entryOf(line: string): Readonly<Record<string, string>> {
  const { type, seconds, ms, serial, body } = partsOf(line);
  return {
    __CURSOR: `s=${serial}`,
    _TRANSPORT: 'audit',
    _MACHINE_ID: '7c9e6679f4254d8fb0d1a2c3e4f50617',
    _AUDIT_ID: serial,
    _SOURCE_REALTIME_TIMESTAMP: `${seconds}${ms}000`,
    MESSAGE: `${type} ${body}`,
  };
}

function exportOf(line: string): string {
  return Object.entries(entryOf(line))
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

function shippedEntryOf(line: string): object {
  const { seconds, ms } = partsOf(line);
  const { MESSAGE, _AUDIT_ID, _MACHINE_ID } = entryOf(line);
  return {
    '@timestamp': new Date(Number(`${seconds}${ms}`)).toISOString(),
    message: MESSAGE,
    host: { id: _MACHINE_ID },
    systemd: { transport: 'audit' },
    journald: { custom: { audit_id: _AUDIT_ID } },
  };
}

/** The ways in which an audit log may come to us: what becomes of its text. */
export const ROUTES: readonly (readonly [name: string, text: (log: string) => string])[] = [
  ['raw', (log) => log],
  ['raw, of another host', (log) => eachLine(log, (line) => `node=web1 ${line}`)],
  ['ausearch', byAusearch],
  ['what the kernel prints', byKernel],
  ['journalctl -o json', (log) => eachLine(log, (line) => JSON.stringify(entryOf(line)))],
  [
    'journalctl -o json-seq',
    (log) => eachLine(log, (line) => `\x1e${JSON.stringify(entryOf(line))}`),
  ],
  ['journalctl -o export', (log) => eachLine(log, exportOf)],
  [
    'Filebeat',
    (log) => eachLine(log, (message) => JSON.stringify({ '@timestamp': SHIPPED, message })),
  ],
  [
    "Filebeat's journald input",
    (log) => eachLine(log, (line) => JSON.stringify(shippedEntryOf(line))),
  ],
  [
    'Filebeat and Logstash',
    (log) =>
      eachLine(log, (message) =>
        JSON.stringify({
          '@version': '1',
          message: JSON.stringify({ '@timestamp': SHIPPED, message }),
        }),
      ),
  ],
];
