// The recorded audit log of real reverse shells, in every way it may come: the rules must fire
// on exactly the processes that were worked out by hand from the ground truth.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../src/index.js';
import { withFiles } from '../io/files.js';
import { ndjson, runCli } from '../support/cli.js';
import { ROUTES } from '../support/routes.js';
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

/** Laurel's own, of the same log. */
function laurel(): Buffer {
  return readFileSync(shared('inputs', 'real', 'derived-from-recorded', 'laurel-0.5.1.jsonl.gz'));
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

  const ways = [...ROUTES, ['laurel', laurel] as const];

  test.each(ways)(
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
