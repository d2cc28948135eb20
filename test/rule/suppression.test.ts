import { describe, expect, test } from '@jest/globals';
import { loadRule } from '../../src/rule/index.js';
import { placeOf } from '../../src/source/index.js';

const RULE = `[rule]
rule_id = "1"
name = "a rule"
description = "d"
severity = "low"
risk_score = 1
type = "eql"
language = "eql"
query = "process where true"
max_signals = 7
`;

function load(text: string): ReturnType<typeof loadRule> {
  return loadRule({ name: 'a.toml', text: RULE + text });
}

describe('alert_suppression', () => {
  test.each([
    ['', null],
    [
      '[rule.alert_suppression]\ngroup_by = ["host.id", "user.id"]\n',
      { fields: ['host.id', 'user.id'], windowMs: null, missing: 'group' },
    ],
    [
      '[rule.alert_suppression]\ngroup_by = ["host.id"]\nmissing_fields_strategy = "doNotSuppress"\n[rule.alert_suppression.duration]\nvalue = 5\nunit = "m"\n',
      { fields: ['host.id'], windowMs: 300_000, missing: 'separate' },
    ],
  ])('%j', (text, expected) => {
    expect(load(text)).toMatchObject({
      diagnostics: [],
      rule: { suppression: expected, maxSignals: 7 },
    });
  });

  test('mistakes are told where they are', () => {
    const { state, diagnostics } = load(
      '[rule.alert_suppression]\nmissing_fields_strategy = "drop"\n[rule.alert_suppression.duration]\nunit = "d"\n',
    );
    expect(state).toBe('error');
    expect(diagnostics.map((found) => `${found.code} ${placeOf(found) ?? ''}`).sort()).toEqual([
      'RS102 a.toml:11:2',
      'RS102 a.toml:13:2',
      'RS104 a.toml:12:27',
      'RS104 a.toml:14:8',
    ]);
  });
});
