import { isObject, type JsonObject } from '../event/index.js';
import type { GivenFormat } from './input-format.js';

/** What a JSON document that is no ECS event has in place of the expected keys. */
export interface UnknownShape {
  /** The first few keys of the document. */
  readonly found: readonly string[];
  /** Keys that an event has at the least. */
  readonly expected: readonly string[];
  /** With its article: `a Splunk export`; null when it looks like nothing we know. */
  readonly guess: string | null;
  readonly help: string | null;
}

const SHOWN_KEYS = 8;
const KEY_LENGTH = 40;
const EXPECTED: readonly string[] = ['@timestamp', 'event.category'];

const notFirst = (format: GivenFormat): string =>
  `the first document was another: say what the input is, with --format ${format}`;
const TO_ECS = 'convert it to ECS documents first';

interface KnownShape {
  readonly name: string;
  readonly help: string;
  readonly fits: (document: JsonObject) => boolean;
}

/** Whether a document has all of `keys`. */
const has =
  (...keys: readonly string[]) =>
  (document: JsonObject): boolean =>
    keys.every((key) => Object.hasOwn(document, key));

const startsWith = (document: JsonObject, key: string, prefix: string): boolean => {
  const value = document[key];
  return typeof value === 'string' && value.startsWith(prefix);
};

/** Most specific first. */
const SHAPES: readonly KnownShape[] = [
  {
    name: 'alerts of rshell-scan',
    help: 'scan the events that they were found in',
    fits: (document) => startsWith(document, 'schema', 'rshell-scan/'),
  },
  {
    name: 'alerts of Kibana',
    help: 'scan the events, not the alerts',
    fits: (document) => Object.keys(document).some((key) => key.startsWith('kibana.alert.')),
  },
  {
    name: 'a Splunk export',
    help: TO_ECS,
    fits: (document) =>
      has('_raw')(document) ||
      has('_time', 'sourcetype')(document) ||
      (isObject(document['result']) && has('preview')(document)),
  },
  {
    name: 'audit records of journald (journalctl -o json)',
    help: notFirst('journald'),
    fits: (document) => has('_AUDIT_TYPE_NAME')(document) || document['_TRANSPORT'] === 'audit',
  },
  {
    name: 'a journald export (journalctl -o json)',
    help: 'export the audit records: journalctl -o json --all _TRANSPORT=audit',
    fits: has('__REALTIME_TIMESTAMP'),
  },
  {
    name: 'output of laurel',
    help: notFirst('laurel'),
    fits: (document) =>
      has('ID')(document) &&
      ['SYSCALL', 'EXECVE', 'PROCTITLE', 'PATH', 'LOGIN', 'SOCKADDR'].some((type) =>
        Object.hasOwn(document, type),
      ),
  },
  {
    name: 'raw audit records in `message` (Filebeat over audit.log)',
    help: notFirst('filebeat'),
    fits: (document) => startsWith(document, 'message', 'type='),
  },
  { name: 'coalesced events of go-libaudit', help: TO_ECS, fits: has('record_type', 'sequence') },
  { name: 'alerts of Falco', help: TO_ECS, fits: has('output_fields', 'priority') },
  { name: 'output of osquery', help: TO_ECS, fits: has('hostIdentifier', 'columns') },
  { name: 'output of Suricata', help: TO_ECS, fits: has('event_type', 'flow_id') },
  {
    name: 'a Windows event log',
    help: TO_ECS,
    fits: (document) => has('System')(nested(document)),
  },
  { name: 'AWS CloudTrail', help: TO_ECS, fits: has('eventVersion', 'eventSource') },
  { name: 'OCSF events', help: TO_ECS, fits: has('class_uid', 'metadata') },
  { name: 'alerts of Wazuh', help: TO_ECS, fits: has('rule', 'decoder') },
  {
    name: 'a container log with the event as text in `log`',
    help: 'unpack it first: jq -r .log FILE | rshell-scan -',
    fits: has('log', 'stream', 'time'),
  },
];

/** Names what a document that is no ECS event has, and what tool may have written it. */
export function describeUnknownShape(document: JsonObject): UnknownShape {
  const keys = Object.keys(document);
  const found = keys.slice(0, SHOWN_KEYS).map((key) => shorten(key));
  if (keys.length > SHOWN_KEYS) found.push('…');
  const shape = SHAPES.find(({ fits }) => fits(document));
  return { found, expected: EXPECTED, guess: shape?.name ?? null, help: shape?.help ?? null };
}

function nested(document: JsonObject): JsonObject {
  const event = document['Event'];
  return isObject(event) ? event : document;
}

function shorten(key: string): string {
  return key.length > KEY_LENGTH ? `${key.slice(0, KEY_LENGTH)}…` : key;
}
