import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { loadRules, type Rule } from '../../src/rule/index.js';

const ELASTIC = new URL('../../rules/elastic/', import.meta.url);
const SEED = new URL('../../../shared/seed-rules.md', import.meta.url);

const METERPRETER = '5c895b4f-9133-4e68-9e23-59902175355c';
const TCP = '48b3d2e3-f4e8-41e6-95e6-9b2091228db3';
const UDP = 'a5eb21b7-13cc-4b94-9fe2-29bb2914e037';
const PARENT = '4b1a807a-4e7b-414e-8cea-24bf580f6fc5';
const BACKGROUND = '259be2d8-3b1a-4c2c-a0eb-0c8e77f35e39';

const CHEAT_SHEET =
  'https://github.com/swisskyrepo/PayloadsAllTheThings/blob/master/Methodology%20and%20Resources/Reverse%20Shell%20Cheatsheet.md';
const AUDITD = ['auditbeat-*', 'logs-auditd_manager.auditd-*'];
const DEFEND = ['logs-endpoint.events.*'];

const files = readdirSync(ELASTIC).filter((name) => /(?<!\.test)\.toml$/.test(name));
const loaded = loadRules(
  files.map((name) => ({ name, text: readFileSync(new URL(name, ELASTIC), 'utf8') })),
);
const rules = new Map(loaded.rules.map((rule) => [rule.id, rule]));

function ruleOf(id: string): Rule {
  const rule = rules.get(id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

describe('rules/elastic', () => {
  test('holds five rules, with nothing to complain about', () => {
    expect(rules.size).toBe(5);
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.outcomes.map(({ state }) => state).toSorted()).toEqual([
      'deprecated',
      'evaluable',
      'evaluable',
      'evaluable',
      'evaluable',
    ]);
  });

  test.each<[string, Partial<Rule>]>([
    [
      METERPRETER,
      {
        name: 'Potential Meterpreter Reverse Shell',
        version: 8,
        maturity: 'production',
        index: AUDITD,
        integrations: ['auditd_manager'],
        references: [
          'https://www.elastic.co/security-labs/primer-on-persistence-mechanisms',
          'https://www.elastic.co/security-labs/linux-detection-engineering-with-auditd',
        ],
        tags: [
          'Data Source: Auditd Manager',
          'Domain: Endpoint',
          'OS: Linux',
          'Use Case: Threat Detection',
          'Tactic: Execution',
          'Resources: Investigation Guide',
        ],
      },
    ],
    [
      TCP,
      {
        name: 'Potential Reverse Shell',
        version: null,
        maturity: 'production',
        created: '2023/07/04',
        updated: '2025/01/15',
        index: DEFEND,
        integrations: ['endpoint'],
        references: [CHEAT_SHEET],
        tags: [
          'Domain: Endpoint',
          'OS: Linux',
          'Use Case: Threat Detection',
          'Tactic: Execution',
          'Data Source: Elastic Defend',
          'Resources: Investigation Guide',
        ],
      },
    ],
    [
      UDP,
      {
        name: 'Potential Reverse Shell via UDP',
        version: 5,
        maturity: 'production',
        index: AUDITD,
        integrations: ['auditd_manager'],
        references: [],
        tags: [
          'Data Source: Auditd Manager',
          'Domain: Endpoint',
          'OS: Linux',
          'Use Case: Threat Detection',
          'Tactic: Execution',
        ],
      },
    ],
    [
      PARENT,
      {
        name: 'Deprecated - Potential Reverse Shell via Suspicious Parent Process',
        version: null,
        maturity: 'deprecated',
        deprecated: true,
        created: '2023/07/04',
        updated: '2023/11/02',
        index: DEFEND,
        integrations: ['endpoint'],
        references: [CHEAT_SHEET],
        tags: [
          'Domain: Endpoint',
          'OS: Linux',
          'Use Case: Threat Detection',
          'Tactic: Execution',
          'Data Source: Elastic Defend',
        ],
      },
    ],
    [
      BACKGROUND,
      {
        name: 'Potential Reverse Shell via Background Process',
        version: null,
        maturity: 'production',
        created: '2023/09/20',
        updated: '2023/10/16',
        index: DEFEND,
        integrations: ['endpoint'],
        references: [],
        tags: [
          'Domain: Endpoint',
          'OS: Linux',
          'Use Case: Threat Detection',
          'Tactic: Execution',
          'Data Source: Elastic Defend',
        ],
      },
    ],
  ])('%s has the metadata of the published rule', (id, metadata) => {
    expect(ruleOf(id)).toMatchObject(metadata);
  });

  test.each([...rules.values()])('$name: what all five have in common', (rule) => {
    expect(rule).toMatchObject({
      severity: 'medium',
      riskScore: 47,
      author: ['Elastic'],
      license: 'Elastic License v2',
      buildingBlock: false,
      eventCategoryField: null,
      timestampField: null,
      tiebreakerField: null,
      threat: [
        {
          framework: 'MITRE ATT&CK',
          tactic: {
            id: 'TA0002',
            name: 'Execution',
            reference: 'https://attack.mitre.org/tactics/TA0002/',
          },
          techniques: [
            {
              id: 'T1059',
              name: 'Command and Scripting Interpreter',
              reference: 'https://attack.mitre.org/techniques/T1059/',
              subtechniques: [
                {
                  id: 'T1059.004',
                  name: 'Unix Shell',
                  reference: 'https://attack.mitre.org/techniques/T1059/004/',
                },
              ],
            },
          ],
        },
        {
          framework: 'MITRE ATT&CK',
          tactic: {
            id: 'TA0011',
            name: 'Command and Control',
            reference: 'https://attack.mitre.org/tactics/TA0011/',
          },
          techniques: [
            {
              id: 'T1071',
              name: 'Application Layer Protocol',
              reference: 'https://attack.mitre.org/techniques/T1071/',
              subtechniques: [],
            },
          ],
        },
      ],
    });
    expect(rule.description).not.toBe('');
    expect(rule.note).toContain('## Triage');
    expect(rule.setup).not.toBeNull();
  });

  test('the deprecated rule names its successor', () => {
    expect(ruleOf(PARENT).note).toContain('76e4d92b-61c1-4a95-ab61-5fd94179a1ee');
  });

  test('the licence of the rules lies beside them', () => {
    expect(readFileSync(new URL('LICENSE.txt', ELASTIC), 'utf8')).toMatch(
      /^Elastic License 2\.0\n/,
    );
  });
});

const withSeed = existsSync(SEED) ? describe : describe.skip;
withSeed('rules/elastic against the texts given for them (../shared is there)', () => {
  const sections = existsSync(SEED)
    ? readFileSync(SEED, 'utf8')
        .split(/^## \d\. /m)
        .slice(1)
    : [];

  test('there are five texts', () => {
    expect(sections).toHaveLength(5);
  });

  test.each(sections.map((text) => [text.split('\n', 1)[0] ?? '', text]))('%s', (_, text) => {
    const id = /rule_id ([0-9a-f-]{36})/.exec(text)?.[1] ?? '';
    const query = /^```\n(.*?)^```$/ms.exec(text)?.[1];
    const rule = ruleOf(id);
    expect(rule.querySource.text).toBe(query);
    const raw = rule.source.text;
    expect(raw).toContain('\nfrom = "now-9m"\n');
    expect(raw.includes('\ntimestamp_override = "event.ingested"\n')).toBe(
      text.includes('timestamp_override'),
    );
    expect(raw.includes('\nmax_signals = 100\n')).toBe(
      text.includes('maximum alerts per execution 100'),
    );
    expect(raw.includes('\ninterval = "5m"\n')).toBe(text.includes('runs every 5m'));
    expect(raw.includes('\nmin_stack_version = "8.3.0"\n')).toBe(
      text.includes('min_stack_version 8.3.0'),
    );
    expect(raw.includes('\ndeprecation_date = "2023/11/02"\n')).toBe(
      text.includes('deprecated 2023/11/02'),
    );
  });
});
