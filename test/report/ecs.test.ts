import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../src/alert/index.js';
import { isArray, isObject, type Json, type JsonObject } from '../../src/event/index.js';
import { fitOf } from '../../src/fields/index.js';
import { alertOf, CONNECTION, eventAt, EVENT_QUERY, ruleWith } from '../support/alerts.js';
import { ndjson } from '../support/cli.js';
import { reportOf } from '../support/report.js';
import { ALERTS } from './samples.js';

async function documentsOf(...alerts: readonly Alert[]): Promise<readonly JsonObject[]> {
  // Lines of JSON.
  return ndjson(await reportOf('ecs', alerts)) as readonly JsonObject[];
}

/** Alert of one event that is `document`. */
function alertWith(document: JsonObject): Alert {
  return alertOf('ecs', ruleWith({ query: EVENT_QUERY }), [eventAt(1, document)]);
}

/** Every value that stands under a field which ECS gives a type that the value does not have. */
function misfits(json: Json | undefined, path = ''): readonly string[] {
  if (json === undefined || json === null) return [];
  if (isArray(json)) return json.flatMap((item) => misfits(item, path));
  const { value, takesObjects, known } = fitOf(path);
  if (isObject(json)) {
    const own = path !== '' && !takesObjects ? [`${path}: object as ${known ?? ''}`] : [];
    const below = Object.entries(json).flatMap(([key, item]) =>
      misfits(item, path === '' ? key : `${path}.${key}`),
    );
    return [...own, ...below];
  }
  return value === null || value(json) ? [] : [`${path}: ${String(json)} as ${known ?? ''}`];
}

describe('a document for one event', () => {
  test('is the event, with what Kibana adds', async () => {
    const [document, ...others] = await documentsOf(ALERTS['event']!);
    const alert = ALERTS['event']!;
    expect(others).toEqual([]);
    expect(document).toMatchObject({
      '@timestamp': '2026-11-22T10:00:00.000Z',
      event: { kind: 'signal', category: ['process'] },
      process: { name: 'setsid', pid: 5107 },
      threat: {
        framework: 'MITRE ATT&CK',
        tactic: { id: ['TA0002', 'TA0011'] },
        technique: { id: ['T1059', 'T1071'], subtechnique: { id: ['T1059.004'] } },
      },
      'kibana.alert.uuid': alert.id,
      'kibana.alert.status': 'active',
      'kibana.alert.workflow_status': 'open',
      'kibana.alert.depth': 1,
      'kibana.alert.severity': 'high',
      'kibana.alert.risk_score': 73,
      'kibana.alert.original_time': '2026-11-20T09:30:10.002Z',
      'kibana.alert.original_event.action': ['fork', 'exec'],
      'kibana.alert.rule.rule_id': alert.rule.id,
      'kibana.alert.rule.type': 'eql',
      'kibana.alert.ancestors': [
        { id: 'samples/attack.ndjson:902', type: 'event', index: '', depth: 0 },
      ],
      rshell_scan: { source: [{ file: 'samples/attack.ndjson', line: 902 }] },
    });
    expect(document).not.toHaveProperty(['kibana.alert.building_block_type']);
    expect(document).not.toHaveProperty(['rshell_scan', 'adjusted']);
  });

  test('names the event of an export by its identity there', async () => {
    const event = eventAt(1, CONNECTION, { id: 'AX1', indexName: '.ds-logs-1' });
    const [document] = await documentsOf(alertOf('ecs', ruleWith({ query: EVENT_QUERY }), [event]));
    expect(document?.['kibana.alert.ancestors']).toMatchObject([
      { id: 'AX1', index: '.ds-logs-1' },
    ]);
  });

  test('of a building block rule is a building block', async () => {
    const rule = ruleWith({ query: EVENT_QUERY, buildingBlock: true });
    const [document] = await documentsOf(alertOf('ecs', rule, [eventAt(1, CONNECTION)]));
    expect(document?.['kibana.alert.building_block_type']).toBe('default');
  });
});

describe('documents for a sequence', () => {
  test('a building block for each event, then the shell alert of what they have alike', async () => {
    const alert = ALERTS['sequence']!;
    const documents = await documentsOf(alert);
    expect(documents.map((document) => document['kibana.alert.uuid'])).toEqual([
      `${alert.id}-0`,
      `${alert.id}-1`,
      alert.id,
    ]);
    expect(documents.map((document) => document['kibana.alert.group.id'])).toEqual(
      Array.from({ length: 3 }, () => alert.id),
    );
    const [first, second, shell] = documents;
    expect(first).toMatchObject({
      'kibana.alert.building_block_type': 'default',
      'kibana.alert.group.index': 0,
      'kibana.alert.depth': 1,
      process: { pid: 4410 },
    });
    expect(second).toMatchObject({ 'kibana.alert.group.index': 1, process: { pid: 4412 } });
    expect(shell).toMatchObject({
      'kibana.alert.depth': 2,
      'kibana.alert.original_time': alert.events[0]!.time,
      host: { name: 'web-01' },
      process: { name: 'bash', executable: '/usr/bin/bash' },
      event: { type: ['start'], kind: 'signal' },
    });
    for (const key of ['kibana.alert.building_block_type', 'kibana.alert.group.index']) {
      expect(shell).not.toHaveProperty([key]);
    }
    expect(shell).not.toHaveProperty(['process', 'pid']);
    expect(shell).not.toHaveProperty(['event', 'category']);
    expect(shell).not.toHaveProperty(['destination']);
    expect(shell?.['kibana.alert.ancestors']).toEqual([
      { id: 'samples/attack.ndjson:118', type: 'event', index: '', depth: 0 },
      { id: 'samples/attack.ndjson:121', type: 'event', index: '', depth: 0 },
      { id: `${alert.id}-0`, type: 'signal', index: '', depth: 1, rule: alert.rule.id },
      { id: `${alert.id}-1`, type: 'signal', index: '', depth: 1, rule: alert.rule.id },
    ]);
  });

  test('a missing event gives none', async () => {
    const documents = await documentsOf(ALERTS['missing event']!);
    expect(documents.map((document) => document['kibana.alert.group.index'])).toEqual([
      0,
      1,
      undefined,
    ]);
  });
});

describe('what Elasticsearch would refuse', () => {
  test.each(Object.entries(ALERTS))('nothing: %s', async (_, alert) => {
    for (const document of await documentsOf(alert)) expect(misfits(document)).toEqual([]);
  });

  test.each<[string, JsonObject, string]>([
    ['a text as number', { process: { pid: 'x' } }, 'process.pid: left out, no long'],
    ['a number too large', { process: { pid: 1e300 } }, 'process.pid: left out, no long'],
    ['a text as object', { process: 'bash' }, 'process: left out, no object'],
    [
      'an object as text',
      { 'host.name': { a: 1 } },
      'host.name: left out, an object and no keyword',
    ],
    ['one bad address of two', { host: { ip: ['10.0.0.1', 'x'] } }, 'host.ip: left out, no ip'],
    ['an empty name', { '': 1 }, 'a field: left out, a name that Elasticsearch refuses'],
    [
      'a name with an empty part',
      { labels: { 'a..b': 'x' } },
      'labels: left out, a name that Elasticsearch refuses',
    ],
    [
      'half a surrogate pair',
      { user: { name: '\ud800x' } },
      'user.name: halves of surrogate pairs are U+FFFD',
    ],
    [
      'a term too long',
      { process: { name: 'é'.repeat(40_000) } },
      'process.name: cut at 32766 of 80000 bytes',
    ],
  ])('%s is mended, and said', async (_, document, said) => {
    const [written] = await documentsOf(alertWith(document));
    expect(written).toMatchObject({ rshell_scan: { adjusted: [said] } });
    expect(misfits(written)).toEqual([]);
  });

  test('levels beyond what an index takes', async () => {
    let deep: JsonObject = { x: 1 };
    for (let level = 0; level < 100; level++) deep = { a: deep };
    const [written] = await documentsOf(alertWith(deep));
    expect(written).toMatchObject({
      rshell_scan: { adjusted: [expect.stringContaining('too many levels')] },
    });
  });

  test('thousands of misfits are counted', async () => {
    const pids = Array.from({ length: 5000 }, (_, n) => [`f${n}`, { '': n }] as const);
    const [written] = await documentsOf(alertWith(Object.fromEntries(pids)));
    const { adjusted } = written?.['rshell_scan'] as unknown as { adjusted: string[] };
    expect(adjusted).toHaveLength(101);
    expect(adjusted.at(-1)).toBe('and 4,900 more fields');
  });
});

describe('what an event cannot say for the alert', () => {
  test('fields of an alert, in any spelling', async () => {
    const [written] = await documentsOf(
      alertWith({
        kibana: { alert: { severity: 'low' } },
        'kibana.alert.severity': 'low',
        'kibana.alert': { rule: { name: 'forged' } },
        signal: { rule: {} },
        rshell_scan: { alert_id: 'forged' },
        'event.kind': 'state',
        event: { kind: 'state', action: 'a' },
        threat: { tactic: { id: 'TA9' }, 'technique.id': 'T9', indicator: { type: 'x' } },
        data_stream: { dataset: 'd' },
        'data_stream.type': 'logs',
      }),
    );
    expect(JSON.stringify(written)).not.toMatch(/forged|TA9|T9|"low"/);
    expect(written).toMatchObject({
      event: { kind: 'signal', action: 'a' },
      threat: { indicator: { type: 'x' } },
      'kibana.alert.original_event.kind': 'state',
      'kibana.alert.original_data_stream.dataset': 'd',
      'kibana.alert.original_data_stream.type': 'logs',
    });
    expect(written).not.toHaveProperty(['data_stream']);
    expect(written).not.toHaveProperty(['event.kind']);
  });

  test('names of prototypes are names', async () => {
    const document = JSON.parse(
      '{"__proto__":{"polluted":1},"labels":{"constructor":"x"}}',
    ) as JsonObject;
    const text = await reportOf('ecs', [alertWith(document)]);
    expect(text).toContain('"__proto__":{"polluted":1}');
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('a bulk request', () => {
  test('creates every document under the id of its alert', async () => {
    const alerts = Object.values(ALERTS);
    const lines = ndjson(await reportOf('bulk', alerts));
    const documents = await documentsOf(...alerts);
    expect(lines.filter((_, index) => index % 2 === 1)).toEqual(documents);
    expect(lines.filter((_, index) => index % 2 === 0)).toEqual(
      documents.map((document) => ({
        create: { _index: 'logs-rshell_scan.alerts-default', _id: document['kibana.alert.uuid'] },
      })),
    );
  });

  test('goes where it is told to', async () => {
    const text = await reportOf('bulk', [ALERTS['event']!], { settings: { bulkIndex: 'mine' } });
    expect(ndjson(text)[0]).toMatchObject({ create: { _index: 'mine' } });
  });
});
