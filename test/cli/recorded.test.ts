// The recorded audit log of real reverse shells, in every way it may come: the rules must fire
// on exactly the processes that were worked out by hand from the ground truth.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { recordTypeNumber } from '../../src/audit/names.js';
import type { Alert } from '../../src/index.js';
import { withFiles } from '../io/files.js';
import { ndjson, runCli } from '../support/cli.js';
import { HAS_SHARED, shared } from '../support/shared.js';

const EXPECTED = [
  ['Potential Meterpreter Reverse Shell', 25459],
  ['Potential Reverse Shell via UDP', 25407],
  ['Potential Reverse Shell via UDP', 25436],
  ['Potential Reverse Shell via UDP', 25453],
];

const suite = HAS_SHARED ? describe : describe.skip;

/** The steps of the recording, attacks and ordinary commands. */
function steps(): readonly {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}[] {
  const lines = readFileSync(shared('inputs', 'recorded', 'steps.tsv'), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => {
    const [label = '', from, to] = line.split('\t');
    return { label, from: Number(from) * 1000, to: Number(to) * 1000 };
  });
}

/** The recorded log as it may come to us: the text of each way. */
const ROUTES: readonly (readonly [name: string, text: (log: string) => string | Buffer])[] = [
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
  [
    'laurel',
    () => readFileSync(shared('inputs', 'real', 'derived-from-recorded', 'laurel-0.5.1.jsonl.gz')),
  ],
];

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

/** What a scan of an input finds: attacks, steps that are none, and where Elastic's rules fire. */
async function findings(args: readonly string[], stdin?: Buffer): Promise<unknown> {
  const options = stdin === undefined ? {} : { stdin };
  const { stdout, stderr } = await runCli([...args, '--json'], options);
  const alerts = ndjson(stdout) as unknown as readonly Alert[];
  const times = alerts.flatMap(({ events }) =>
    events.map((event) => Date.parse(event?.time ?? '')),
  );
  const hit = steps().filter(({ from, to }) =>
    times.some((ms) => ms >= Math.floor(from) && ms <= Math.ceil(to)),
  );
  return {
    steps: hit.map(({ label }) => label).sort(),
    elastic: alerts
      .filter(({ rule }) => rule.name.startsWith('Potential'))
      .map(({ rule, join_keys }) => [rule.name, pidIn(join_keys)])
      .sort(),
    isComplete: stderr.replaceAll(/\s+/g, ' ').includes(' -> 687 events'),
  };
}

function pidIn(keys: Alert['join_keys']): unknown {
  return keys.find(({ fields }) => fields.includes('process.pid'))?.value;
}

suite('recorded attacks, however the log comes (need ../shared/inputs)', () => {
  const log = HAS_SHARED
    ? gunzipSync(readFileSync(shared('inputs', 'recorded', 'audit.log.gz'))).toString('utf8')
    : '';
  const attacks = (): readonly string[] =>
    steps()
      .map(({ label }) => label)
      .filter((label) => !label.startsWith('benign-'))
      .sort();

  test.each(ROUTES)(
    '%s: each of the 18 attacks, nothing benign, the five rules where they should',
    async (_name, write) => {
      await withFiles({ input: write(log) }, async (root) => {
        const found = await findings([path.join(root, 'input')]);
        expect(attacks()).toHaveLength(18);
        expect(found).toEqual({ steps: attacks(), elastic: EXPECTED, isComplete: true });
      });
    },
  );

  test('through a pipe', async () => {
    const found = await findings(['-'], Buffer.from(log));
    expect(found).toEqual({ steps: attacks(), elastic: EXPECTED, isComplete: true });
  });
});

suite('recorded attacks (need ../shared/inputs)', () => {
  test.each(['auditbeat', 'auditd_manager'])('%s documents', async (name) => {
    const file = shared('inputs', 'real', 'derived-from-recorded', `${name}.ndjson.gz`);
    const { stdout, code } = await runCli([file, '--json', '-q', '--rule', 'Potential*']);
    const found = ndjson(stdout).map((line) => {
      const { rule, join_keys } = line as unknown as Alert;
      return [rule.name, join_keys.find(({ fields }) => fields.includes('process.pid'))?.value];
    });
    expect(found.sort()).toEqual(EXPECTED);
    expect(code).toBe(1);
  });
});
