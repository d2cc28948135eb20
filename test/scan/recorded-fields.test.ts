// Fields that are read of records one by one, against those of the whole document.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '../../src/audit/index.js';
import { DocumentEvent, FieldSet, isArray, isObject, type Json } from '../../src/event/index.js';
import { DocumentReader } from '../../src/input/index.js';
import { RecordedFields } from '../../src/scan/recorded-fields.js';
import { HAS_SHARED, shared } from '../support/shared.js';

/** Paths of fields that auditd's documents do not have, and of objects, which are no fields. */
const OTHERS = [
  'process.command_line',
  'process.parent',
  'process.args.x',
  'auditd.data',
  'auditd.data.argc',
  'auditd.data.pid',
  'auditd.data.uid',
  'auditd.data.ses',
  'auditd.data.subj_user',
  'auditd.data.__proto__',
  'auditd.paths.name',
  'user.constructor',
  'file.extension',
  'host',
  'message',
  'rshell_scan.enriched',
];

/** Dotted paths of all fields in `json`. */
function pathsOf(json: Json | undefined, path: string, found: Set<string>): void {
  if (isObject(json)) {
    for (const [key, value] of Object.entries(json)) pathsOf(value, `${path}.${key}`, found);
  } else {
    found.add(path.slice(1));
    if (isArray(json)) for (const item of json) if (isObject(item)) pathsOf(item, path, found);
  }
}

/** Compares all fields of all events in a text. */
function compare(text: string | Buffer): number {
  const events: RecordedEvent[] = [];
  const reader = new DocumentReader(
    {
      document() {
        throw new Error('all events are made of records');
      },
      recorded(event) {
        events.push(event);
      },
      problem() {
        // Any text will do.
      },
    },
    { name: 'audit.log' },
  );
  reader.push(Buffer.from(text));
  reader.end();
  const paths = new Set(OTHERS);
  // Read first: a document that is there must not be what the fields come from.
  for (const event of events) pathsOf(event.document, '', paths);
  const fields = new FieldSet();
  const slots = [...paths].map((path) => fields.slot(path));
  const recorded = new RecordedFields(fields);
  const whole = new DocumentEvent(fields);
  const valuesOf = (event: RecordedFields | DocumentEvent): unknown =>
    Object.fromEntries(
      slots.flatMap((slot, index) => [
        [[...paths][index], event.get(slot)],
        [`${String([...paths][index])} folded`, event.folded(slot)],
      ]),
    );
  for (const event of events) {
    recorded.reset(event);
    whole.reset(event.document);
    expect(valuesOf(recorded)).toEqual(valuesOf(whole));
  }
  return events.length;
}

const RECORDS = [
  'type=SYSCALL msg=audit(1795234438.224:3008): arch=c000003e syscall=59 success=yes exit=0 a0=3 a1=5 items=2 ppid=2 pid=3 auid=1000 uid=0 euid=33 ses=1 subj=a:b:c:s0:c1 comm=6E63 exe="/usr/bin/nc" key="net"\x1dUID="root" EUID="www"',
  'type=EXECVE msg=audit(1795234438.224:3008): argc=3 a0="nc" a1=2D6520622073 a2="10.0.0.1"',
  'type=SYSCALL msg=audit(1795234438.225:3009): arch=c000003e syscall=42 success=no exit=-115 ppid=2 pid=3 uid=0 comm="nc" exe="/usr/bin/nc"',
  'type=SOCKADDR msg=audit(1795234438.225:3009): saddr=02001161C0A801020000000000000000',
  'type=PATH msg=audit(1795234438.224:3008): item=0 name="/usr/bin/nc" mode=0100755 ouid=0 nametype=NORMAL obj=a:b:c:s0',
  'type=PROCTITLE msg=audit(1795234438.224:3008): proctitle=6E63002D65',
  'type=CWD msg=audit(1795234438.225:3009): cwd="/"',
  `type=USER_LOGIN msg=audit(1795234438.300:3010): pid=9 uid=0 auid=1000 ses=2 msg='op=login acct="alice" exe="/usr/sbin/sshd" hostname=h addr=10.0.0.9 res=success'`,
  'type=CONFIG_CHANGE msg=audit(1795234438.225:3009): auid=1 ses=2 op=add_rule key="exec" list=4 res=1',
  'type=AVC msg=audit(1795234438.226:3011): avc:  denied  { read } for  pid=1 comm="x" scontext=a',
];

describe('fields of records', () => {
  test('are those of the document', () => {
    expect(compare(RECORDS.join('\n'))).toBeGreaterThan(3);
  });

  test('whatever the records', () => {
    const mutated = fc
      .constantFrom(...RECORDS)
      .chain((line) =>
        fc
          .tuple(
            fc.nat({ max: line.length }),
            fc.nat({ max: 20 }),
            fc.constantFrom(
              '',
              ' ',
              '=',
              '"',
              "'",
              '?',
              ' pid=7',
              ' addr=1.2.3.4',
              ' res=0',
              'ÿ',
              '\x1d',
            ),
          )
          .map(([at, length, text]) => line.slice(0, at) + text + line.slice(at + length)),
      );
    const log = fc.array(fc.oneof(fc.constantFrom(...RECORDS), mutated), { maxLength: 12 });
    fc.assert(
      fc.property(log, (lines) => {
        compare([RECORDS[0], ...lines].join('\n'));
      }),
    );
  });

  (HAS_SHARED ? test : test.skip)('of the recorded log (needs ../shared)', () => {
    const log = gunzipSync(readFileSync(shared('inputs', 'recorded', 'audit.log.gz')));
    expect(compare(log)).toBe(687);
  });
});
