// What other tools made of the same records: OpenTelemetry, laurel, auparse of the audit system, Elastic's integration for logs. Each field
// is compared, or the reason why it is not stands here. Source: formats §8.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { decodeHex } from '../../src/audit/decode.js';
import { RecordFields } from '../../src/audit/fields.js';
import { readPairs, unquote } from '../../src/audit/pairs.js';
import { NO_PLACE, parseRecord, type AuditRecord } from '../../src/audit/record.js';
import { isObject, type Json, type JsonObject } from '../../src/event/index.js';
import { Unwrapper } from '../../src/input/wrapped-record.js';
import { documentsOf } from '../input/read.js';
import { HAS_SHARED, shared } from '../support/shared.js';

const suite = HAS_SHARED ? describe : describe.skip;
const real = (...parts: readonly string[]): string => shared('inputs', 'real', ...parts);
const read = (file: string): string => readFileSync(file, 'utf8');

function recordOf(line: string): AuditRecord {
  const record = parseRecord(line, NO_PLACE);
  if (typeof record === 'string') throw new Error(`${record}: ${line}`);
  return record;
}

/** What a record says by a key: as written, without quotes, out of hexadecimal, and as we understand it. */
function textsOf(record: AuditRecord | undefined): (key: string) => readonly string[] {
  if (record === undefined) throw new Error('no record');
  const pairs = readPairs(record.body);
  const { values } = new RecordFields(record);
  return (key) => {
    const raw = pairs.get(key) ?? '';
    // Old messages of PAM end with a bracket; go-libaudit leaves it there, and so do we.
    const plain = raw.replace(/\)$/, '');
    const decoded = decodeHex(raw)?.toString('utf8');
    return [raw, plain, unquote(raw), decoded ?? raw, values.get(key) ?? raw];
  };
}

suite('OpenTelemetry, from the journal (needs ../shared)', () => {
  test('the record is rebuilt to the byte', () => {
    const entry = JSON.parse(read(real('journald', 'otel-sample.json'))) as JsonObject;
    const found = new Unwrapper().unwrap('journald', entry, NO_PLACE);
    if (typeof found === 'string') throw new Error(found);
    const texts = found.map(({ type, timeMs, serial, body }) => {
      return `type=${type} msg=audit(${(timeMs / 1000).toFixed(3)}:${serial}): ${body}`;
    });
    expect(texts).toEqual([read(real('journald', 'otel-sample-expected-raw.log')).trimEnd()]);
  });
});

suite('laurel, and the records that it read (needs ../shared)', () => {
  const folder = real('laurel');
  const names = !HAS_SHARED
    ? []
    : readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .map((file) => file.slice(0, -5));
  const audit = { host: { id: 'h' }, enrich: false };

  test.each(names)('%s: the same document, field by field', (name) => {
    const theirs = documentsOf(readFileSync(`${folder}/${name}.json`), audit);
    const ours = documentsOf(readFileSync(`${folder}/${name}.txt`), audit);
    expect(ours.length).toBeGreaterThan(0);
    expect(theirs.map(withoutZeros)).toEqual(ours.map(withoutZeros));
  });
});

/** A document without sets of capabilities that are empty, which laurel writes as one zero. */
function withoutZeros(document: JsonObject): unknown {
  return JSON.parse(
    JSON.stringify(document, (key, value: unknown) =>
      /^cap_f[pi]$/.test(key) ? Number(value) : value,
    ),
  );
}

suite('auparse of the audit system (needs ../shared)', () => {
  /** Records of the fourth test, which walks test.log: type, and fields as written. */
  const records = !HAS_SHARED ? [] : walked();

  function walked(): readonly (readonly [string, readonly (readonly [string, string])[]])[] {
    const [, section = ''] =
      /Starting Test 4,[^\n]*\n([^]*?)Test 4 Done/.exec(
        read(real('audit-userspace', 'auparse_test.ref')),
      ) ?? [];
    return section.split(/^ {4}record \d+ of type /m).flatMap((text) => {
      const fields = [...text.matchAll(/^ {8}(\S+)=(.*)$/gm)].map(
        ([, key = '', value = '']) => [key, value] as const,
      );
      const [type, ...others] = fields;
      return type === undefined ? [] : [[type[1], others] as const];
    });
  }

  test('the same fields in the same records', () => {
    const lines = read(real('audit-userspace', 'test.log')).trimEnd().split('\n').map(recordOf);
    expect(records.map(([type]) => type)).toEqual(lines.map(({ type }) => type));
    for (const [number, [type, fields]] of records.entries()) {
      const texts = textsOf(lines[number]);
      for (const [key, value] of fields) {
        if (isLeftOut(key, value)) continue;
        expect([type, key, texts(key)]).toEqual([type, key, expect.arrayContaining([value])]);
      }
    }
  });
});

/** What auparse calls by a name of its own, and values that say nothing. */
function isLeftOut(key: string, value: string): boolean {
  return /^se(?:result|perms)$/.test(key) || ['?', '(null)', ''].includes(value);
}

suite("Elastic's integration for logs (needs ../shared)", () => {
  const folder = real('integrations-auditd-log', '2021-06');
  const lines = !HAS_SHARED ? [] : read(`${folder}/test-auditd-raw.log`).trimEnd().split('\n');
  const { expected } = !HAS_SHARED
    ? { expected: [] }
    : (JSON.parse(read(`${folder}/test-auditd-raw.log-expected.json`)) as {
        expected: readonly JsonObject[];
      });

  const numbered = lines.map((line, index) => [index + 1, line] as const);

  test('a line without a stamp is none', () => {
    const broken = numbered.filter(([, line]) => parseRecord(line, NO_PLACE) === 'unknown');
    expect(broken.map(([number]) => number)).toEqual([42]);
  });

  test.each(numbered.filter(([number]) => number !== 42))('line %d', (number, line) => {
    const theirs = expected[number - 1] ?? {};
    const record = recordOf(line);
    const texts = textsOf(record);
    const at = (path: string): Json | undefined =>
      path
        .split('.')
        .reduce<Json | undefined>((json, key) => (isObject(json) ? json[key] : undefined), theirs);
    // Their documents have a time, and no values but texts and numbers.
    expect(record.timeMs).toBe(Date.parse(at('@timestamp') as string));
    expect(record.serial).toBe(at('auditd.log.sequence'));
    const log = at('auditd.log');
    for (const [key, value] of Object.entries(isObject(log) ? log : {})) {
      if (NOT_PAIRS.has(key)) continue;
      expect([key, texts(key)]).toEqual([
        key,
        expect.arrayContaining([`${value as string | number}`]),
      ]);
    }
  });
});

/** Fields of theirs that are not as the record has them, or not in it. */
const NOT_PAIRS: ReadonlySet<string> = new Set([
  // Of the header.
  'sequence',
  'record_type',
  'node',
  // What was typed, where they write control characters with a caret.
  'data',
]);
