// What the linter says of rules that people wrote. Each finding was looked at: all of them are true.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fixFiles } from '../../src/lint/index.js';
import type { Source } from '../../src/source/index.js';
import { HAS_SHARED, ROOT, shared } from '../support/shared.js';
import { findingsIn, lineOf } from './rules.js';

function rulesIn(folder: string): readonly Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.toml') && !name.endsWith('.test.toml'))
    .toSorted()
    .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
}

test('the bundled rules: nothing', () => {
  expect(findingsIn(rulesIn(path.join(ROOT, 'rules'))).map(lineOf)).toEqual([]);
});

const withCorpus = HAS_SHARED ? describe : describe.skip;
withCorpus('the 350 EQL rules for Linux of elastic/detection-rules (../shared is there)', () => {
  const sources = HAS_SHARED ? rulesIn(shared('rules-survey', 'elastic-linux-eql', 'rules')) : [];
  const findings = findingsIn(sources);

  test('findings by kind', () => {
    const counts: Record<string, number> = {};
    for (const { code } of findings) counts[code] = (counts[code] ?? 0) + 1;
    expect(counts).toEqual({
      RS149: 1,
      RS152: 4,
      RS270: 15,
      RS275: 3,
      RS276: 3,
      RS279: 7,
      RS281: 154,
      RS282: 89,
      RS283: 1,
      RS285: 2,
      RS286: 6,
    });
  });

  test('alternatives that the conditions before them do not hold for: mistakes in the rules', () => {
    const places = findings
      .filter(({ code }) => code === 'RS276')
      .map(({ source }) => source?.name);
    expect(places).toEqual([
      'cross-platform/defense_evasion_genai_cli_unsafe_permission_bypass.toml',
      'cross-platform/impact_hosts_file_modified.toml',
      'linux/impact_memory_swap_modification.toml',
    ]);
  });

  test('fixing mends all repeated entries at once, and the rules load as before', () => {
    const fixed = new Map(fixFiles(findings).map(({ source, text }) => [source.name, text]));
    const after = findingsIn(
      sources.map(({ name, text }) => ({ name, text: fixed.get(name) ?? text })),
    );
    expect(after.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(after.filter(({ fix }) => fix !== undefined)).toEqual([]);
    expect(findings.length - after.length).toBe(89);
  });
});
