// Whatever the bytes, a scan gives events or says what it could not read; a file and a pipe, cut anywhere, give the same.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FieldSet } from '../../src/event/index.js';
import { bytesInput } from '../../src/io/index.js';
import {
  DEFAULT_EVENT_FIELDS,
  prepareQuery,
  scanInputs,
  type FoundEvent,
  type Input,
  type InputReport,
} from '../../src/scan/index.js';
import { ROUTES } from '../support/routes.js';

/** A login is one record and one event: a line of a log that stands for itself. */
function login(serial: number): string {
  return `type=USER_LOGIN msg=audit(1795234438.224:${serial}): pid=9 uid=0 auid=1000 ses=2 msg='op=login acct="al" exe="/usr/sbin/sshd" hostname=? addr=10.0.0.9 terminal=ssh res=success'`;
}

const CALL = [
  'type=SYSCALL msg=audit(1795234438.224:3008): arch=c000003e syscall=42 success=yes exit=0 a0=3 a1=7ffd a2=10 a3=0 items=1 ppid=2 pid=3 auid=1000 uid=0 gid=0 ses=1 comm="nc" exe="/usr/bin/nc.openbsd" key="net"\x1dARCH=x86_64 SYSCALL=connect AUID="al" UID="root"',
  'type=EXECVE msg=audit(1795234438.224:3008): argc=3 a0="nc" a1=2D6520622073 a2_len=6 a2[0]=414243 a2[1]=444546',
  'type=SOCKADDR msg=audit(1795234438.224:3008): saddr=0200115C0A0000010000000000000000',
  'type=PATH msg=audit(1795234438.224:3008): item=0 name="/tmp/x" inode=2 dev=08:01 mode=0100644 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL',
  'type=CWD msg=audit(1795234438.224:3008): cwd="/srv"',
  'type=PROCTITLE msg=audit(1795234438.224:3008): proctitle=6E63002D65',
].join('\n');
const EVENT =
  '{"@timestamp":"2026-11-21T04:13:58Z","event":{"category":["process"],"action":"exec"},"process":{"args":["a","b"],"pid":3}}\n';
const LAUREL =
  '{"ID":"1795234438.224:3008","SYSCALL":{"arch":"0xc000003e","syscall":59,"pid":3,"comm":"nc","ARGV":["0x1b6"]},"PATH":[{"name":"a%ff","mode":"0o100755"}],"PROCTITLE":{"ARGV":["nc","-l"]}}\n';
const REPLY = '{"took":3,"hits":{"hits":[{"_index":"x","_id":"1","_source":{"@timestamp":1}}]}}\n';

/** By name: lines of an input of each format. */
const FORMATS: readonly (readonly [string, string])[] = [
  ...ROUTES.map(([name, write]) => [name, write(`${CALL}\n`)] as const),
  ['NDJSON', EVENT],
  ['a bulk request', `{"index":{"_index":"x"}}\n${EVENT}`],
  ['a reply', REPLY],
  ['an array', `[\n${EVENT},\n${EVENT}]\n`],
  ['laurel', LAUREL],
];

/** What a scan of one input gave. */
interface Found {
  readonly events: readonly (readonly [line: number, document: string])[];
  readonly report: Pick<InputReport, 'events' | 'badLines' | 'records' | 'format'>;
  readonly said: readonly string[];
}

async function scanned(input: Input): Promise<Found> {
  const fields = new FieldSet();
  const { scanQuery } = prepareQuery({ name: 'q', text: 'any where true' }, fields, {});
  if (scanQuery === null) throw new Error('no query');
  const found: FoundEvent[] = [];
  const settings = {
    gate: 'off' as const,
    eventFields: DEFAULT_EVENT_FIELDS,
    reorderWindowMs: 0,
    maxLineBytes: 4096,
    matcher: {},
  };
  const result = await scanInputs([input], [scanQuery], fields, settings, {
    match: ({ events }) => {
      for (const event of events) if (event !== null) found.push(event);
      return Promise.resolve();
    },
  });
  const events = found.map(
    ({ place, document }) => [place.line, JSON.stringify(document)] as const,
  );
  const [report] = result.inputs;
  if (report === undefined) throw new Error('no report');
  const { badLines, records, format } = report;
  expect(result.sighted.events).toBe(events.length);
  return {
    events: events.sort(([a, first], [b, second]) => a - b || (first < second ? -1 : 1)),
    report: { events: report.events, badLines, records, format },
    said: result.diagnostics.map(({ code, place }) => `${code} ${place?.name ?? ''}`),
  };
}

/** The bytes as they come through a pipe, in pieces. */
function pipe(bytes: Buffer, cuts: readonly number[]): Input {
  const places = [
    0,
    ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b),
    bytes.length,
  ];
  return {
    name: 'in',
    compression: 'none',
    size: null,
    seekable: false,
    isStream: true,
    file: null,
    bytesRead: 0,
    readAt: () => Buffer.alloc(0),
    close: () => undefined,
    async *blocks() {
      for (const [number, start] of places.entries()) {
        yield await Promise.resolve(Buffer.from(bytes.subarray(start, places[number + 1])));
      }
    },
  };
}

/** Text with a piece of it replaced. */
function mutated(text: string, insert: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat({ max: text.length }), fc.nat({ max: 12 }), insert)
    .map(([from, length, piece]) => text.slice(0, from) + piece + text.slice(from + length));
}

const ODD = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '=',
  "'",
  '(',
  ')',
  '\0',
  '\x1d',
  '\x1e',
  '\ufeff',
  '\ufffd',
  'é',
  ' ',
  '9'.repeat(30),
  'msg=',
  'audit(',
  '__proto__',
];
const onOneLine = fc.oneof(
  fc.constantFrom(...ODD),
  fc.string().map((text) => text.replaceAll(/[\r\n]/g, ' ')),
);
const anything = fc.oneof(
  onOneLine,
  fc.constantFrom('\n', '\r\n', '\n\n', '\r', EVENT, CALL, LAUREL),
);
const cuts = fc.array(fc.nat({ max: 6000 }), { maxLength: 6 });

describe('a log with damage anywhere', () => {
  test.each(FORMATS)('%s: from a file and through a pipe, the same', async (_name, text) => {
    const damaged = fc
      .array(fc.oneof(fc.constant(text), mutated(text, anything)), { minLength: 1, maxLength: 4 })
      .map((parts) => Buffer.from(parts.join('')));
    await fc.assert(
      fc.asyncProperty(damaged, cuts, async (bytes, places) => {
        const whole = await scanned(bytesInput('in', bytes));
        expect(await scanned(pipe(bytes, places))).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });

  test('any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), cuts, async (array, places) => {
        const bytes = Buffer.from(array);
        const whole = await scanned(bytesInput('in', bytes));
        expect(await scanned(pipe(bytes, places))).toEqual(whole);
        // Nothing came of it and nothing was said: there was nothing.
        const { events, badLines } = whole.report;
        if (events + badLines === 0 && whole.said.length === 0) {
          expect(bytes.toString('latin1').replaceAll(/[\s,\x1e]|\xef\xbb\xbf/g, '')).toBe('');
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a damaged line costs no other line', () => {
  const SERIALS = [1, 2, 3, 4];
  test.each(ROUTES)('%s', async (_name, write) => {
    const whole = SERIALS.map((serial) => write(`${login(serial)}\n`));
    const bad = mutated(write(`${login(99)}\n`).trimEnd(), onOneLine);
    await fc.assert(
      fc.asyncProperty(fc.array(bad, { minLength: 1, maxLength: 3 }), async (lines) => {
        const mixed = whole.flatMap((line, index) => [
          line,
          ...lines.slice(index, index + 1).map((each) => `${each}\n\n`),
        ]);
        const { events } = await scanned(bytesInput('in', Buffer.from(mixed.join(''))));
        const serials = events.map(([, text]) => {
          const { auditd } = JSON.parse(text) as {
            readonly auditd?: { readonly sequence: number };
          };
          return auditd?.sequence;
        });
        for (const serial of SERIALS) expect(serials).toContain(serial);
      }),
      { numRuns: 20 },
    );
  });

  test('every line of an audit log is a record, stands between records, or is told', async () => {
    const lines = fc.array(mutated(login(7), onOneLine), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(lines, async (bad) => {
        const text = [login(1), '----', ...bad, ''].join('\n');
        const { report } = await scanned(bytesInput('in', Buffer.from(text)));
        const told = (report.records?.read ?? 0) + report.badLines;
        const between = bad.filter((line) => /^(?:[\0\ufeff]?\s*$|----|time->)/.test(line)).length;
        expect(told + between).toBe(1 + bad.length);
      }),
      { numRuns: 60 },
    );
  });
});
