// Events against those that go-libaudit, auditbeat and laurel made of the same records. Source: formats §8.
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { auditDocument, AuditEvent } from '../../src/audit/index.js';
import { RecordFields } from '../../src/audit/fields.js';
import { NO_PLACE, parseRecord, type AuditRecord } from '../../src/audit/record.js';
import type { JsonObject } from '../../src/event/index.js';
import { HAS_SHARED, shared } from '../support/shared.js';
import { documentsOf, essence, eventsOf } from './events.js';

const suite = HAS_SHARED ? describe : describe.skip;
const real = (...parts: readonly string[]): string => shared('inputs', 'real', ...parts);
const read = (file: string): string => readFileSync(file, 'utf8');
const unpack = (file: string): string => gunzipSync(readFileSync(file)).toString('utf8');
const objects = (text: string): readonly JsonObject[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonObject);

interface Coalesced extends JsonObject {
  readonly '@timestamp': string;
  readonly sequence: number;
  readonly record_type: string;
  readonly user: JsonObject;
  readonly ecs: { readonly event: JsonObject };
}

/** An event of ours in the shape of go-libaudit's, as far as they say the same. */
function inTheirShape(event: AuditEvent): unknown {
  const { process, summary, file } = event;
  return essence({
    '@timestamp': event.timeMs,
    sequence: event.serial,
    record_type: event.recordType.toLowerCase(),
    result: event.result,
    session: event.session,
    tags: event.tags,
    summary: {
      actor: { primary: summary.actorPrimary, secondary: summary.actorSecondary },
      action: event.action,
      object: {
        type: summary.objectType,
        primary: summary.objectPrimary,
        secondary: summary.objectSecondary,
      },
      how: summary.how,
    },
    user: { ids: event.ids, selinux: event.selinux },
    process: {
      pid: process.pid,
      ppid: process.parentPid,
      title: process.title,
      name: process.name,
      exe: process.executable,
      cwd: process.workingDirectory,
      args: process.args,
    },
    file: file === null ? null : { ...file, owner: null, group: null },
    source: event.source,
    destination: event.destination,
    network: { direction: event.direction },
    data: event.data,
    paths: event.paths,
    ecs: { event: { category: event.category, type: event.type } },
  });
}

/** Their event without names of the machine it was read on, and without what auditbeat leaves out. */
function theirs(event: Coalesced): unknown {
  const { category, type } = event.ecs.event;
  return essence({
    ...event,
    '@timestamp': Date.parse(event['@timestamp']),
    category: null,
    user: { ...event.user, names: null },
    ecs: { event: { category, type } },
  });
}

suite('go-libaudit, a recorded log (needs ../shared)', () => {
  const ours = HAS_SHARED ? eventsOf(unpack(shared('inputs', 'recorded', 'audit.log.gz'))) : [];
  const expected = HAS_SHARED
    ? (objects(unpack(shared('inputs', 'recorded', 'coalesced.ndjson.gz'))) as Coalesced[])
    : [];
  const keyed = (event: AuditEvent): string => `${event.serial} ${event.recordType.toLowerCase()}`;

  test('the same 687 events', () => {
    expect(ours.map(keyed).toSorted()).toEqual(
      expected.map((event) => `${event.sequence} ${event.record_type}`).toSorted(),
    );
    expect(ours).toHaveLength(687);
  });

  test('every field of every event', () => {
    const byKey = new Map(ours.map((event) => [keyed(event), event]));
    for (const event of expected) {
      const own = byKey.get(`${event.sequence} ${event.record_type}`);
      expect(own === undefined ? null : inTheirShape(own)).toEqual(theirs(event));
    }
  });
});

const COALESCED = [
  'random-internet',
  'rhel-7-linux-3.10.0',
  'ubuntu-16.10-linux-4.8.0',
  'ubuntu-20.04.6-linux-5.15.0-1034-gcp',
];

suite('go-libaudit, events one by one (needs ../shared)', () => {
  const folder = real('go-libaudit', 'aucoalesce');
  const cases = !HAS_SHARED
    ? []
    : COALESCED.flatMap((name) => {
        const records = recordsByTest(read(`${folder}/${name}.yaml`));
        const golden = JSON.parse(read(`${folder}/${name}.json.golden`)) as readonly {
          readonly test_name: string;
          readonly event: Coalesced;
        }[];
        return golden.map(({ test_name: test, event }) => {
          return [`${name}: ${test}`, records.get(test) ?? [], event] as const;
        });
      });

  test('27 events', () => {
    expect(cases).toHaveLength(27);
  });

  test.each(cases)('%s', (_name, records, event) => {
    expect(inTheirShape(new AuditEvent(records))).toEqual(theirs(event));
  });
});

/** Records of a YAML file of go-libaudit: a map of names to texts. */
function recordsByTest(yaml: string): ReadonlyMap<string, readonly AuditRecord[]> {
  const tests = new Map<string, AuditRecord[]>();
  let records: AuditRecord[] = [];
  for (const line of yaml.split('\n')) {
    const name = /^ {2}(\S.*): [|>]-?$/.exec(line)?.[1];
    if (name !== undefined) tests.set(name.replace(/^(['"])(.*)\1$/, '$2'), (records = []));
    const record = parseRecord(line.trim(), NO_PLACE);
    if (typeof record !== 'string' && record.type !== 'EOE') records.push(record);
  }
  return tests;
}

suite('go-libaudit, record by record (needs ../shared)', () => {
  const folder = real('go-libaudit', 'auparse');
  const cases = !HAS_SHARED
    ? []
    : ['audit-rhel7', 'audit-ubuntu16', 'test2'].flatMap((name) => {
        const lines = read(`${folder}/${name}.log`).trim().split('\n');
        const golden = JSON.parse(read(`${folder}/${name}.log.golden`)) as readonly JsonObject[];
        return lines.flatMap((line, index) => {
          // A damaged record, for which the golden file has an error.
          if (line.endsWith('msg=?')) return [];
          return [[`${name} line ${index + 1}`, line, golden[index] ?? {}] as const];
        });
      });

  test.each(cases)('%s', (_name, line, golden) => {
    const record = parseRecord(line, NO_PLACE);
    if (typeof record === 'string') throw new Error(`${record}: ${line}`);
    const { values, result, tags } = new RecordFields(record);
    expect({
      type: record.type.toLowerCase(),
      serial: record.serial,
      time: record.timeMs,
      tags,
      data: { ...Object.fromEntries(values), ...(result === null ? {} : { result }) },
    }).toEqual({
      type: golden['record_type'],
      serial: golden['sequence'],
      time: Date.parse(golden['@timestamp'] as string),
      // Their files of records have none; those of events do.
      tags,
      data: golden['data'] ?? {},
    });
  });
});

suite('auditbeat (needs ../shared)', () => {
  const folder = real('beats-auditbeat-auditd', 'testdata');

  test.each(['auditlogin', 'centos7', 'sudo', 'useradd'])('%s.log', (name) => {
    const expected = JSON.parse(read(`${folder}/${name}.log-expected.json`)) as JsonObject[];
    const ours = documentsOf(read(`${folder}/${name}.log`));
    // auditbeat looked the numbers of users up on a machine that knew them: the log does not tell.
    expect(ours.map((document) => essence(numbered(document)))).toEqual(
      expected.map((document) => essence(numbered(document))),
    );
  });
});

/** Users and groups of the machine that auditbeat's test ran on. */
const NUMBERS: Readonly<Record<string, string>> = {
  root: '0',
  vagrant: '1000',
  alice: '1001',
  oldbob: '1002',
  charlie: '1003',
  testuser: '1004',
  testgroup: '1004',
  bob: '9999',
};

/** A document with users and groups by number wherever there are any, and without what only a beat adds. */
function numbered(document: JsonObject): JsonObject {
  const byNumber = (json: unknown): unknown => {
    if (typeof json !== 'object' || json === null) return json;
    if (Array.isArray(json)) return json.map(byNumber);
    const { name, id, ...rest } = json as JsonObject;
    const number = id ?? (typeof name === 'string' ? (NUMBERS[name] ?? name) : undefined);
    const parts = Object.entries(rest).map(([key, value]) => {
      return [key.replaceAll('-', '_'), byNumber(value)] as const;
    });
    return { ...Object.fromEntries(parts), who: number };
  };
  const rest = without(document, '@timestamp', 'host', 'related');
  const event = without(rest['event'] as JsonObject, 'module', 'original');
  const summary = (rest['auditd'] as JsonObject)['summary'] as JsonObject;
  const actors = Object.entries((summary['actor'] ?? {}) as JsonObject).map(([key, value]) => {
    return [key, NUMBERS[value as string] ?? value] as const;
  });
  return {
    ...rest,
    event,
    auditd: {
      ...(rest['auditd'] as JsonObject),
      summary: { ...summary, actor: Object.fromEntries(actors) },
    },
    user: withoutSame(byNumber(rest['user']) as JsonObject),
    group: byNumber(rest['group']) as JsonObject,
  };
}

function without(json: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([key]) => !keys.includes(key)));
}

/** By name two users may differ that are one by number. */
function withoutSame(user: JsonObject): JsonObject {
  const { effective, ...rest } = user;
  const same = (effective as JsonObject | undefined)?.['who'] === user['who'];
  return same ? rest : user;
}

suite('laurel (needs ../shared)', () => {
  const folder = real('laurel');
  const names = !HAS_SHARED
    ? []
    : readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .map((file) => file.slice(0, -5))
        // Two events, each in two forms.
        .filter((name) => name !== 'record-syscall-key');

  test.each(names)('%s: arguments, names of files, users', (name) => {
    const expected = JSON.parse(read(`${folder}/${name}.json`)) as Readonly<
      Record<string, JsonObject>
    >;
    const [event, ...others] = eventsOf(read(`${folder}/${name}.txt`));
    expect(others).toEqual([]);
    if (event === undefined) throw new Error('no event');
    const { EXECVE: execve, CWD: cwd, SYSCALL: syscall } = expected;
    const paths = expected['PATH'] as unknown as readonly JsonObject[] | undefined;
    if (execve !== undefined) expect(event.process.args).toEqual(execve['ARGV']);
    if (cwd !== undefined) expect(event.process.workingDirectory).toBe(cwd['cwd']);
    expect(event.paths.map((path) => path['name'])).toEqual(
      (paths ?? []).map((path) => path['name']),
    );
    if (syscall === undefined) return;
    expect(Number(event.process.pid)).toBe(syscall['pid']);
    if (typeof syscall['UID'] === 'string') expect(event.names.get('uid')).toBe(syscall['UID']);
  });
});

suite('the ways to the same events (needs ../shared)', () => {
  test('ausearch writes the records of an event backwards', () => {
    const folder = real('derived-from-recorded');
    expect(documentsOf(read(`${folder}/ausearch-default.txt`))).toEqual(
      documentsOf(read(`${folder}/subset-raw.log`)),
    );
  });

  test('records out of order', () => {
    const folder = real('go-libaudit', 'reassembler');
    const sorted = (file: string): readonly string[] =>
      documentsOf(read(`${folder}/${file}`))
        .map((document) => JSON.stringify(essence(document)))
        .toSorted();
    expect(sorted('out_of_order.log')).toEqual(sorted('normal.log'));
  });

  test('the documents that were derived by the same mapping', () => {
    const log = unpack(shared('inputs', 'recorded', 'audit.log.gz'));
    const derived = objects(unpack(real('derived-from-recorded', 'auditbeat.ndjson.gz')));
    const key = (document: JsonObject): string => {
      const auditd = document['auditd'] as JsonObject;
      return JSON.stringify([auditd['sequence'], auditd['message_type']]);
    };
    const byKey = new Map(
      eventsOf(log)
        .map((event) => auditDocument(event, { host: { id: 'unknown' }, lineage: null }))
        .map((document) => [key(document), document]),
    );
    const common = (document: JsonObject): unknown => {
      const time = Date.parse(document['@timestamp'] as string);
      return essence({ ...without(document, 'host', 'agent', 'ecs'), '@timestamp': time });
    };
    for (const document of derived) {
      expect(common(byKey.get(key(document)) ?? {})).toEqual(common(document));
    }
  });
});
