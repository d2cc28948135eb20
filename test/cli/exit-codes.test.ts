// Exit codes are a contract with scripts. Source: docs/adr/004-exit-codes.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runCli, SAMPLES } from '../support/cli.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string | Buffer): string {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
}

const attack = path.join(SAMPLES, 'attack.ndjson');
const nearMiss = path.join(SAMPLES, 'reverse-shell-near-miss.ndjson');
const badLine = file(
  'bad-line.ndjson',
  '{"@timestamp":"2026-01-01T00:00:00Z","event":{"category":"process"}}\n{"@timestamp": oops}\n',
);
const badRule = file(
  'bad.toml',
  `[rule]
rule_id = "00000000-0000-4000-8000-000000000001"
name = "Bad"
description = "A rule with a mistake."
risk_score = 1
severity = "low"
type = "eql"
language = "eql"
query = '''
process where process.name == and event.type == "start"
'''
`,
);
const splunk = file('splunk.json', '{"_time":"x","_raw":"y","sourcetype":"z"}\n');

describe('exit codes', () => {
  test.each<[string, string[], number]>([
    ['alerts', [attack], 1],
    ['no alerts', [nearMiss], 0],
    ['alerts below --fail-on', [attack, '--fail-on', 'critical'], 0],
    ['alerts at --fail-on', [attack, '--fail-on', 'medium'], 1],
    ['--fail-on never', [attack, '--fail-on', 'never'], 0],
    ['unknown option', [attack, '--fial-on', 'any'], 2],
    ['wrong option value', [attack, '--max-line', 'long'], 2],
    ['unknown output format', [attack, '-o', 'nsjson'], 2],
    ['two outputs on stdout', [attack, '-o', 'json', '-o', 'ndjson'], 2],
    ['no such file', [path.join(folder, 'nothing.ndjson')], 2],
    ['one of two files missing', [attack, path.join(folder, 'nothing.ndjson')], 4],
    ['a verb misspelt', ['lnt'], 2],
    ['no rules selected', [attack, '--rule', 'no-such-rule'], 2],
    ['no rules at all', [attack, '--no-bundled'], 2],
    ['gzip that is cut off before any event', [file('cut.gz', gzipSync('x').subarray(0, 12))], 4],
    ['empty input', [file('empty.ndjson', '')], 2],
    ['nothing looks like an event', [splunk], 2],
    ['a bad line', [badLine], 0],
    ['a bad line, --strict', [badLine, '--strict'], 3],
    ['a rule in error', [nearMiss, '-r', badRule], 0],
    ['a rule in error, --strict', [nearMiss, '-r', badRule, '--strict'], 3],
    ['output not writable', [attack, '-o', `ndjson=${path.join(folder, 'no', 'such', 'dir')}`], 4],
    ['lint clean', ['lint'], 0],
    ['lint errors', ['lint', badRule], 1],
    ['lint of nothing', ['lint', path.join(folder, 'none.toml')], 2],
    ['query with matches', ['query', 'process where true', attack], 0],
    ['query without matches', ['query', 'process where false', attack], 0],
    ['query in error', ['query', 'process wher true', attack], 2],
    ['rules', ['rules'], 0],
    ['rules, a selector misspelt', ['rules', '--rule', 'nothing'], 2],
    ['rules show an unknown one', ['rules', 'show', 'nothing'], 2],
    ['version', ['--version'], 0],
    ['help', ['--help'], 0],
    ['help of a command', ['query', '--help'], 0],
    ['no command that exists', ['help', 'nothing'], 2],
  ])('%s', async (_, args, expected) => {
    const { code, stderr } = await runCli(args);
    expect({ code, stderr: code === expected ? '' : stderr }).toEqual({
      code: expected,
      stderr: '',
    });
  });

  test('a misspelt verb is not taken for a file without a word', async () => {
    const { stderr } = await runCli(['lnt']);
    expect(stderr).toContain('did you mean `rshell-scan lint`?');
  });

  test('an export of another tool is named', async () => {
    const { stderr } = await runCli([splunk]);
    expect(stderr).toMatch(/RS303.*none of 1 records/s);
    expect(stderr).toContain('Splunk');
  });

  test('a broken rule does not stop the others, and its place is shown', async () => {
    const { code, stderr, stdout } = await runCli([attack, '-r', badRule]);
    expect(code).toBe(1);
    expect(stderr).toContain('bad.toml:10:31');
    expect(stdout).toContain('Potential Reverse Shell');
  });

  test('a bad line is shown with file, line and byte', async () => {
    const { stderr } = await runCli([badLine]);
    expect(stderr).toMatch(/RS301.*bad-line\.ndjson:2 \(byte 69\)/s);
  });
});
