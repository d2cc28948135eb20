import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { loadRules, selectRules, type Rule, type Selection } from '../../src/rule/index.js';

const ELASTIC = new URL('../../rules/elastic/', import.meta.url);

const SHORT: Readonly<Record<string, string>> = {
  'Potential Meterpreter Reverse Shell': 'meterpreter',
  'Potential Reverse Shell': 'tcp',
  'Potential Reverse Shell via UDP': 'udp',
  'Deprecated - Potential Reverse Shell via Suspicious Parent Process': 'parent',
  'Potential Reverse Shell via Background Process': 'background',
};

function bundledRules(): readonly Rule[] {
  const files = readdirSync(ELASTIC).filter((name) => name.endsWith('.toml'));
  const sources = files.map((name) => ({
    name,
    text: readFileSync(new URL(name, ELASTIC), 'utf8'),
  }));
  const { rules } = loadRules(sources);
  return rules.map((rule) => ({
    ...rule,
    severity: rule.name.includes('UDP')
      ? 'critical'
      : rule.name.includes('Meter')
        ? 'high'
        : rule.severity,
  }));
}

const RULES = bundledRules();
const ALL = ['background', 'meterpreter', 'parent', 'tcp', 'udp'];

function chosen(selection: Selection): readonly string[] {
  return selectRules(RULES, selection)
    .selected.map(({ name }) => SHORT[name] ?? name)
    .toSorted();
}

describe('selectRules', () => {
  test.each<[Selection, readonly string[]]>([
    [{}, ALL],
    [{ rules: [] }, ALL],
    [{ rules: ['5c895b4f-9133-4e68-9e23-59902175355c'] }, ['meterpreter']],
    [{ rules: ['5C895B4F-9133-4E68-9E23-59902175355C'] }, ['meterpreter']],
    [{ rules: ['potential reverse shell'] }, ['tcp']],
    [{ rules: ['*udp', 'Potential M*'] }, ['meterpreter', 'udp']],
    [{ rules: ['*shell*'] }, ALL],
    [{ rules: ['*{UDP,Background Process}'] }, ['background', 'udp']],
    [{ rules: ['48b3d2e3-*'] }, ['tcp']],
    [{ excludedRules: ['*shell'] }, ['background', 'parent', 'udp']],
    [{ rules: ['*udp', '*meterpreter*'], excludedRules: ['*udp'] }, ['meterpreter']],
    [{ tags: ['data source: auditd manager'] }, ['meterpreter', 'udp']],
    [{ tags: ['Resources: *'] }, ['meterpreter', 'tcp']],
    [{ tags: ['Resources: *'], rules: ['*meterpreter*', '*udp'] }, ['meterpreter']],
    [{ techniques: ['T1059'] }, ALL],
    [{ techniques: ['t1059.004'] }, ALL],
    [{ techniques: ['Unix Shell'] }, ALL],
    [{ tactics: ['TA0011'] }, ALL],
    [{ tactics: ['command and control'] }, ALL],
    [{ maturities: ['deprecated'] }, ['parent']],
    [{ maturities: ['production'] }, ['background', 'meterpreter', 'tcp', 'udp']],
    [{ minSeverity: 'low' }, ALL],
    [{ minSeverity: 'high' }, ['meterpreter', 'udp']],
    [{ minSeverity: 'critical' }, ['udp']],
    [{ rules: ['nothing like this'] }, []],
    [{ rules: ['!udp'] }, []],
    [{ rules: [''] }, []],
    [{ rules: ['['] }, []],
  ])('%j', (selection, expected) => {
    expect(chosen(selection)).toEqual(expected);
  });

  test('a technique does not include its parent: T1071.001 is not T1071', () => {
    expect(chosen({ techniques: ['T1071.001'] })).toEqual([]);
    expect(chosen({ techniques: ['T1071'] })).toEqual(ALL);
  });

  test('each rule left out has a reason, and none is lost', () => {
    const { selected, leftOut } = selectRules(RULES, {
      tags: ['*Defend'],
      maturities: ['production'],
      excludedRules: ['*background*'],
      minSeverity: 'medium',
    });
    expect(selected).toHaveLength(1);
    expect(
      leftOut.map(({ rule, reason }) => `${SHORT[rule.name] ?? ''}: ${reason}`).toSorted(),
    ).toEqual([
      'background: excluded by id or name',
      'meterpreter: no tag that was asked for',
      'parent: another maturity than asked for',
      'udp: no tag that was asked for',
    ]);
  });

  test.each<[Selection, string, string, string | undefined]>([
    [
      { rules: ['Potential Reverse Shel'] },
      'error',
      'rule',
      'did you mean `Potential Reverse Shell`?',
    ],
    [{ excludedRules: ['no such thing'] }, 'warning', 'rule', undefined],
    [{ tags: ['OS: Linx'] }, 'error', 'tag', 'did you mean `OS: Linux`?'],
    [{ techniques: ['T1095'] }, 'error', 'technique', undefined],
    [{ tactics: ['Executoin'] }, 'error', 'tactic', 'did you mean `Execution`?'],
    [{ maturities: ['prodution'] }, 'error', 'maturity', 'did you mean `production`?'],
  ])('%j fits no rule', (selection, severity, noun, help) => {
    const { diagnostics } = selectRules(RULES, selection);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      code: 'RS130',
      severity,
      ...(help !== undefined && { help }),
    });
    expect(diagnostics[0]?.message).toContain(noun);
  });
});
