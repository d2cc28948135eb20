import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { forRunner } from '../../src/cli/workflow-commands.js';
import { runInProcess } from '../support/in-process.js';

const RUNNER = { GITHUB_ACTIONS: 'true' };

describe('text where a runner reads along', () => {
  test.each([
    ['::error file=a::x', '\\x3a:error file=a::x'],
    ['a\n   ::stop-commands::x\n', 'a\n   \\x3a:stop-commands::x\n'],
    ['name ##[add-mask]x', 'name #\\x23[add-mask]x'],
    ['fe80::1 :: b', 'fe80::1 :: b'],
  ])('%j', (text, shown) => {
    expect(forRunner(RUNNER, text)).toBe(shown);
    expect(forRunner({}, text)).toBe(text);
  });
});

describe('a command line that holds commands of a runner', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-runner-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const rule = path.join(folder, 'rule.toml');
  const events = path.join(folder, 'events.ndjson');
  writeFileSync(
    rule,
    [
      '[rule]',
      'rule_id = "9f0c8a52-6d0e-4d3c-8f58-3a1f0f1c7b14"',
      'name = "anything"',
      'description = "anything"',
      'type = "eql"',
      'language = "eql"',
      'severity = "low"',
      'risk_score = 1',
      "query = 'any where true'",
    ].join('\n'),
  );
  const line = `${'x'.repeat(60)} ::error file=a::pwned ##[add-mask]b`;
  writeFileSync(
    events,
    JSON.stringify({
      '@timestamp': '2026-01-01T00:00:00Z',
      event: { category: 'process' },
      process: { name: 'x', command_line: line },
    }),
  );

  test.each(['40', '60', '80', '100'])('gives none to it at %s columns', async (COLUMNS) => {
    const args = [events, '--no-bundled', '-r', rule];
    const { stdout, stderr } = await runInProcess(args, { ...RUNNER, COLUMNS });
    expect(stdout).toContain('pwned');
    expect(stdout + stderr).not.toMatch(/^\s*::|##\[/m);
  });
});
