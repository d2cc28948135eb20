// The recorded audit log of real reverse shells, as auditbeat and the Auditd Manager would ship it: the rules must fire
// on exactly the processes that were worked out by hand from the ground truth.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../src/index.js';
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

suite('recorded attacks, from the raw log (need ../shared/inputs)', () => {
  const log = shared('inputs', 'recorded', 'audit.log.gz');

  test('each of the 18 attacks is alerted on, and nothing that is benign', async () => {
    const { stdout } = await runCli([log, '--json', '-q']);
    const alerts = ndjson(stdout) as unknown as readonly Alert[];
    const hit = new Set(
      alerts
        .flatMap(({ events }) =>
          events.flatMap((event) => {
            const ms = Date.parse(event?.time ?? '');
            return steps().filter(({ from, to }) => ms >= Math.floor(from) && ms <= Math.ceil(to));
          }),
        )
        .map(({ label }) => label),
    );
    const attacks = steps()
      .map(({ label }) => label)
      .filter((label) => !label.startsWith('benign-'));
    expect(attacks).toHaveLength(18);
    expect([...hit].sort()).toEqual(attacks.sort());
  });

  test("Elastic's rules fire where they do on auditbeat's documents", async () => {
    const { stdout } = await runCli([log, '--json', '-q', '--rule', 'Potential*']);
    const found = (ndjson(stdout) as unknown as readonly Alert[]).map(({ rule, join_keys }) => {
      return [rule.name, join_keys.find(({ fields }) => fields.includes('process.pid'))?.value];
    });
    expect(found.sort()).toEqual(EXPECTED);
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
