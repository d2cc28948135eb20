// The alerts that the report tests show, one of each kind that a card has to cope with.
import type { Alert } from '../../src/alert/index.js';
import {
  alertOf,
  BACKGROUND_SHELL,
  CONNECTION,
  EVENT_QUERY,
  eventAt,
  fileOpened,
  INTERACTIVE_SHELL,
  keyOf,
  ruleWith,
  sampleBy,
  sequenceBy,
  udpCall,
} from '../support/alerts.js';

const REVERSE_SHELL = sequenceBy([
  ['host.id', 'process.entity_id'],
  ['host.id', 'process.parent.entity_id'],
]);
const KEY = keyOf('9f2c1c9b8e7d4f6a', 'YWdlbnQtNDQxMA==');

const METERPRETER_FILES = [
  '/etc/machine-id',
  '/etc/passwd',
  '/proc/net/route',
  '/proc/net/ipv6_route',
  '/proc/net/if_inet6',
];

/** By name, in the order of the goldens. */
export const ALERTS: Readonly<Record<string, Alert>> = {
  event: alertOf(
    'event',
    ruleWith({
      id: '259be2d8-3b1a-4c2c-a0eb-0c8e77f35e39',
      name: 'Potential Reverse Shell via Background Process',
      severity: 'high',
      riskScore: 73,
      version: 4,
      query: EVENT_QUERY,
      source: { name: 'rules/elastic/reverse_shell_background.toml', text: '' },
    }),
    [eventAt(902, BACKGROUND_SHELL)],
  ),
  sequence: alertOf(
    'sequence',
    ruleWith({ query: REVERSE_SHELL }),
    [eventAt(118, CONNECTION), eventAt(121, INTERACTIVE_SHELL)],
    KEY,
  ),
  'missing event': alertOf(
    'missing event',
    ruleWith({
      name: 'Outbound Connection by a Shell without Interactive Session',
      severity: 'critical',
      riskScore: 99,
      query: sequenceBy([['host.id'], ['host.id'], ['host.id']], [1]),
    }),
    [
      eventAt(118, CONNECTION),
      null,
      eventAt(4521, { ...INTERACTIVE_SHELL, '@timestamp': '2026-11-20T08:16:06.702Z' }),
    ],
    keyOf('9f2c1c9b8e7d4f6a'),
  ),
  'deprecated rule': alertOf(
    'deprecated rule',
    ruleWith({
      id: '4b1a807a-4e7b-414e-8cea-24bf580f6fc5',
      name: 'Deprecated - Potential Reverse Shell via Suspicious Parent Process',
      maturity: 'deprecated',
      deprecated: true,
      buildingBlock: true,
      version: null,
      query: REVERSE_SHELL,
    }),
    [eventAt(118, CONNECTION), eventAt(121, INTERACTIVE_SHELL)],
    KEY,
  ),
  'sample of one process': alertOf(
    'sample of one process',
    ruleWith({
      id: '5c895b4f-9133-4e68-9e23-59902175355c',
      name: 'Potential Meterpreter Reverse Shell',
      severity: 'low',
      riskScore: 21,
      version: 8,
      source: { name: 'rules/elastic/meterpreter.toml', text: '' },
      query: sampleBy(['host.id', 'process.pid', 'user.id'], 5),
    }),
    METERPRETER_FILES.map((path, index) => eventAt(1203 + index, fileOpened(path, 3011 + index))),
    keyOf('b41d', 25459, '1000'),
  ),
  'sample of system calls': alertOf(
    'sample of system calls',
    ruleWith({
      id: 'a5eb21b7-13cc-4b94-9fe2-29bb2914e037',
      name: 'Potential Reverse Shell via UDP',
      version: 5,
      threat: [],
      query: sampleBy(['host.id', 'process.pid', 'process.parent.pid'], 3),
    }),
    [
      eventAt(18, udpCall('execve')),
      eventAt(20, udpCall('socket')),
      eventAt(21, udpCall('connect'), {
        place: {
          file: 'evidence/2026-11-21/db-02.example.internal/auditbeat-000017.ndjson.gz',
          line: 1_204_118,
          offset: 0,
          index: 2,
        },
      }),
    ],
    keyOf('b41d', 25407, 25405),
  ),
  'event that tells little': alertOf(
    'event that tells little',
    ruleWith({ threat: [], query: EVENT_QUERY }),
    [eventAt(7, { message: 'nothing that ECS knows' })],
  ),
};
