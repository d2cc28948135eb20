// The recorded audit log of real reverse shells, as auditbeat and the Auditd Manager would ship it: the rules must fire
// on exactly the processes that were worked out by hand from the ground truth.
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

suite('recorded attacks (need ../shared/inputs)', () => {
  test.each(['auditbeat', 'auditd_manager'])('%s documents', async (name) => {
    const file = shared('inputs', 'real', 'derived-from-recorded', `${name}.ndjson.gz`);
    const { stdout, code } = await runCli([file, '--json', '-q']);
    const found = ndjson(stdout).map((line) => {
      const { rule, join_keys } = line as unknown as Alert;
      return [rule.name, join_keys.find(({ fields }) => fields.includes('process.pid'))?.value];
    });
    expect(found.sort()).toEqual(EXPECTED);
    expect(code).toBe(1);
  });
});
