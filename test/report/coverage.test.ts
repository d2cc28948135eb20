import { describe, expect, test } from '@jest/globals';
import { coverageOf, navigatorText, renderCoverage } from '../../src/report/index.js';
import { loadRules, type Rule } from '../../src/rule/index.js';

/** A rule that maps techniques to a tactic. */
function rule(name: string, tactic: string, techniques: readonly string[]): Rule {
  const text = `[rule]
name = "${name}"
description = "For a test."
rule_id = "${name}"
severity = "low"
risk_score = 1
type = "eql"
language = "eql"
query = 'process where true'
[[rule.threat]]
framework = "MITRE ATT&CK"
tactic = { id = "${tactic}", name = "as written" }
technique = [${techniques.map((id) => `{ id = "${id}", name = "as written" }`).join(', ')}]
`;
  const [loaded] = loadRules([{ name: `${name}.toml`, text }]).rules;
  if (loaded === undefined) throw new Error('the rule does not load');
  return loaded;
}

describe('coverageOf', () => {
  const coverage = coverageOf([
    rule('a', 'TA0011', ['T1071']),
    rule('b', 'TA0002', ['T1059', 'T1086']),
    rule('c', 'TA0002', ['T1059', 'T1064', 'T9999']),
    rule('d', 'TA9999', []),
  ]);

  test('puts tactics into the order of the matrix, unknown ones last', () => {
    expect(coverage.tactics.map(({ id, name }) => [id, name])).toEqual([
      ['TA0002', 'Execution'],
      ['TA0011', 'Command and Control'],
      ['TA9999', 'as written'],
    ]);
    expect(coverage.without).toContain('Impact');
    expect(coverage.without).not.toContain('Execution');
  });

  test('counts rules of each technique, and tells which should not be named', () => {
    const [execution] = coverage.tactics;
    expect(execution?.techniques.map(({ id, flaw, rules }) => [id, flaw, rules.length])).toEqual([
      ['T1059', null, 2],
      ['T1064', 'deprecated', 1],
      ['T1086', 'revoked: now T1059.001', 1],
      ['T9999', 'no such id', 1],
    ]);
    expect(renderCoverage(coverage)).toContain('PowerShell  revoked: now T1059.001');
  });

  test('counts only what is current', () => {
    expect(coverage.techniques.covered).toBe(2);
    expect(coverage.rules).toBe(4);
  });
});

test('a layer leaves out a tactic that the Navigator would not know', () => {
  const cell = { id: 'T1059', tactic: 'TA9999', score: 3, comment: '' };
  const layer = JSON.parse(
    navigatorText({ name: 'x', description: '', techniques: [cell] }),
  ) as Record<string, unknown>;
  expect(layer['techniques']).toEqual([
    { techniqueID: 'T1059', score: 3, comment: '', enabled: true, showSubtechniques: false },
  ]);
  expect(layer['gradient']).toMatchObject({ minValue: 0, maxValue: 3 });
});
