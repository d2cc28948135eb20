import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { placeOf, renderDiagnostic, type Source } from '../../src/source/index.js';
import { loadRule, loadRules, type Rule } from '../../src/rule/index.js';

const QUERY = 'process where process.name == "bash"';

/** A rule file; `lines` of [rule] are added to those every rule needs, and win over them. */
function ruleFile(
  lines: readonly string[] = [],
  options: { metadata?: string; tail?: string } = {},
): Source {
  const keyOf = (line: string): string => line.slice(0, line.indexOf(' '));
  const given = new Set(lines.map(keyOf));
  const needed = [
    'rule_id = "r1"',
    'name = "Rule"',
    'description = "What it finds."',
    'severity = "low"',
    'risk_score = 21',
    'type = "eql"',
    `query = '${QUERY}'`,
  ].filter((line) => !given.has(keyOf(line)));
  const { metadata, tail = '' } = options;
  return {
    name: 'rule.toml',
    text: [
      ...(metadata === undefined ? [] : [metadata]),
      '[rule]',
      ...needed,
      ...lines,
      tail,
      '',
    ].join('\n'),
  };
}

function load(lines: readonly string[], options?: { metadata?: string; tail?: string }): Rule {
  const outcome = loadRule(ruleFile(lines, options));
  if (!('rule' in outcome))
    throw new Error(outcome.diagnostics.map(({ message }) => message).join());
  return outcome.rule;
}

describe('loadRule: metadata', () => {
  test('what is absent has its default', () => {
    const { source, querySource, query, ...metadata } = load([]);
    expect(metadata).toEqual({
      id: 'r1',
      name: 'Rule',
      description: 'What it finds.',
      severity: 'low',
      riskScore: 21,
      version: null,
      maturity: 'production',
      deprecated: false,
      buildingBlock: false,
      author: [],
      license: null,
      created: null,
      updated: null,
      tags: [],
      references: [],
      falsePositives: [],
      note: null,
      setup: null,
      integrations: [],
      index: [],
      threat: [],
      from: null,
      interval: null,
      suppression: null,
      maxSignals: null,
      investigationFields: [],
      eventCategoryField: null,
      timestampField: null,
      tiebreakerField: null,
    });
    expect(source.name).toBe('rule.toml');
    expect(querySource.text).toBe(QUERY);
    expect(query.kind).toBe('event');
  });

  test.each<[readonly string[], Partial<Rule>]>([
    [['version = 7'], { version: 7 }],
    [['risk_score = 0'], { riskScore: 0 }],
    [['risk_score = 100'], { riskScore: 100 }],
    [['risk_score = 73.0'], { riskScore: 73 }],
    [['severity = "critical"'], { severity: 'critical' }],
    [['author = "me"'], { author: ['me'] }],
    [['author = ["me", "you"]'], { author: ['me', 'you'] }],
    [['building_block_type = "default"'], { buildingBlock: true }],
    [['language = "eql"'], {}],
    [['index = ["a-*", "b-*"]'], { index: ['a-*', 'b-*'] }],
    [['false_positives = ["x"]'], { falsePositives: ['x'] }],
    [['event_category_override = "event.type"'], { eventCategoryField: 'event.type' }],
    [['timestamp_field = "event.created"'], { timestampField: 'event.created' }],
    [['tiebreaker_field = "event.sequence"'], { tiebreakerField: 'event.sequence' }],
    [['timestamp_override = "event.ingested"'], { timestampField: null }],
    [['investigation_fields = { field_names = ["a", "b"] }'], { investigationFields: ['a', 'b'] }],
    [['description = """\n  Over lines.\n"""'], { description: 'Over lines.' }],
  ])('%j', (lines, expected) => {
    expect(load(lines)).toMatchObject(expected);
  });

  test.each<[string, Partial<Rule>]>([
    ['integration = "endpoint"', { integrations: ['endpoint'] }],
    [
      'integration = ["endpoint", "auditd_manager"]',
      { integrations: ['endpoint', 'auditd_manager'] },
    ],
    ['maturity = "development"', { maturity: 'development', deprecated: false }],
    ['maturity = "deprecated"', { maturity: 'deprecated', deprecated: true }],
    ['creation_date = "2024/05/01"', { created: '2024/05/01' }],
    ['updated_date = 2024-05-01', { updated: '2024-05-01' }],
  ])('[metadata] %s', (line, expected) => {
    expect(load([], { metadata: `[metadata]\n${line}` })).toMatchObject(expected);
  });

  test('threat: several tactics, techniques without sub-techniques, a tactic without techniques', () => {
    const tail = `
[[rule.threat]]
framework = "MITRE ATT&CK"
[rule.threat.tactic]
id = "TA0001"
name = "Initial Access"
[[rule.threat]]
framework = "MITRE ATT&CK"
[[rule.threat.technique]]
id = "T1071"
name = "Application Layer Protocol"
[[rule.threat.technique]]
id = "T1059"
name = "Command and Scripting Interpreter"
[[rule.threat.technique.subtechnique]]
id = "T1059.004"
name = "Unix Shell"
reference = "https://attack.mitre.org/techniques/T1059/004/"
[rule.threat.tactic]
id = "TA0002"
name = "Execution"
`;
    expect(load([], { tail }).threat).toEqual([
      {
        framework: 'MITRE ATT&CK',
        tactic: { id: 'TA0001', name: 'Initial Access', reference: null },
        techniques: [],
      },
      {
        framework: 'MITRE ATT&CK',
        tactic: { id: 'TA0002', name: 'Execution', reference: null },
        techniques: [
          { id: 'T1071', name: 'Application Layer Protocol', reference: null, subtechniques: [] },
          {
            id: 'T1059',
            name: 'Command and Scripting Interpreter',
            reference: null,
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
    ]);
  });
});

describe('loadRule: states', () => {
  test.each<[readonly string[], string]>([
    [['type = "threshold"'], 'type "threshold"'],
    [['type = "esql"', 'language = "esql"'], 'type "esql"'],
    [['type = "machine_learning"'], 'type "machine_learning"'],
    [['type = "new_terms"'], 'type "new_terms"'],
    [['type = "threat_match"'], 'type "threat_match"'],
    [['type = "saved_query"'], 'type "saved_query"'],
    [['type = "query"', 'language = "kuery"'], 'type "query", language "kuery"'],
    [['type = "query"', 'language = "lucene"'], 'type "query", language "lucene"'],
    [['type = "query"'], 'type "query"'],
    [['filters = [{ meta = { negate = true } }]'], 'Kibana filters'],
  ])('%j is not evaluable', (lines, reason) => {
    expect(loadRule(ruleFile(lines))).toMatchObject({
      state: 'not-evaluable',
      id: 'r1',
      name: 'Rule',
      reason,
      diagnostics: [{ code: 'RS110', severity: 'info' }],
    });
  });

  test('a rule of another type is not held to what an EQL rule needs', () => {
    const source = { name: 'x.toml', text: '[rule]\ntype = "esql"\nindex = 5\nwhatever = true\n' };
    expect(loadRule(source)).toMatchObject({
      state: 'not-evaluable',
      id: null,
      name: null,
      diagnostics: [{ code: 'RS110' }],
    });
  });

  test.each([['filters = []'], ['filters = [{ meta = { disabled = true } }]']])(
    '%s does not matter',
    (line) => {
      expect(loadRule(ruleFile([line]))).toMatchObject({ state: 'evaluable', diagnostics: [] });
    },
  );

  test('maturity "deprecated" is a state of its own, and the rule is there to run', () => {
    const outcome = loadRule(ruleFile([], { metadata: '[metadata]\nmaturity = "deprecated"' }));
    expect(outcome).toMatchObject({ state: 'deprecated', rule: { id: 'r1' }, diagnostics: [] });
  });

  test.each<[string, Source, string, string]>([
    ['empty', { name: 'x.toml', text: '' }, 'RS101', 'x.toml'],
    ['not TOML', { name: 'x.toml', text: '[rule\n' }, 'RS100', 'x.toml:1:6'],
    ['[rule] is no table', { name: 'x.toml', text: 'rule = 5\n' }, 'RS101', 'x.toml:1:8'],
    ['[[rule]]', { name: 'x.toml', text: '[[rule]]\n' }, 'RS101', 'x.toml:1:3'],
    ['no type', { name: 'x.toml', text: '[rule]\nrule_id = "r1"\n' }, 'RS102', 'x.toml:1:2'],
    ['type is no string', ruleFile(['type = 1']), 'RS103', 'rule.toml:8:8'],
    [
      'CRLF',
      {
        ...ruleFile(['risk_score = -1']),
        text: ruleFile(['risk_score = -1']).text.replaceAll('\n', '\r\n'),
      },
      'RS104',
      'rule.toml:8:14',
    ],
    ['an id of spaces', ruleFile(['rule_id = "  "']), 'RS104', 'rule.toml:8:11'],
    ['version 0', ruleFile(['version = 0']), 'RS104', 'rule.toml:9:11'],
    ['risk score 1.5', ruleFile(['risk_score = 1.5']), 'RS104', 'rule.toml:8:14'],
    [
      'unknown function',
      ruleFile(["query = 'process where nothing()'"]),
      'RS235',
      'rule.toml:8:24',
    ],
  ])('%s is an error with a place', (_, source, code, place) => {
    const outcome = loadRule(source);
    expect(outcome.state).toBe('error');
    const [first] = outcome.diagnostics;
    expect(first?.code).toBe(code);
    expect(first && placeOf(first)).toBe(place);
  });

  test('faults of metadata and query are told together', () => {
    const { diagnostics } = loadRule(
      ruleFile([
        'severity = "x"',
        'tags = 1',
        `query = '''\nprocess where process.nam == "a" and nothing()'''`,
      ]),
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['RS104', 'RS103', 'RS201', 'RS235']);
    expect(diagnostics.map(placeOf)).toEqual([
      'rule.toml:7:12',
      'rule.toml:8:8',
      'rule.toml:10:15',
      'rule.toml:10:38',
    ]);
  });

  test('what an unknown field is, is for the caller to say', () => {
    const source = ruleFile([`query = 'process where my.own.field == 1'`]);
    expect(loadRule(source)).toMatchObject({
      state: 'evaluable',
      diagnostics: [{ code: 'RS201' }],
    });
    expect(loadRule(source, { unknownFields: 'ignore' })).toMatchObject({
      state: 'evaluable',
      diagnostics: [],
    });
    expect(loadRules([source], { check: { unknownFields: 'error' } }).outcomes).toMatchObject([
      { state: 'error' },
    ]);
  });

  test('keys with the names of object members are data', () => {
    const source = ruleFile(['__proto__ = "x"', 'constructor = "y"', 'toString = "z"']);
    expect(loadRule(source)).toMatchObject({
      state: 'evaluable',
      diagnostics: [{ code: 'RS105' }, { code: 'RS105' }, { code: 'RS105' }],
    });
  });
});

describe('loadRules: one rule for each rule id', () => {
  const named = (name: string, id: string): Source => ({
    ...ruleFile([`rule_id = "${id}"`]),
    name,
  });
  const running = (rules: readonly Rule[]): readonly string[] =>
    rules.map(({ source }) => source.name);

  test('bundled rules come first, then given ones, in their order', () => {
    const loaded = loadRules([named('b', '2'), named('c', '3')], { bundled: [named('a', '1')] });
    expect(running(loaded.rules)).toEqual(['a', 'b', 'c']);
    expect(loaded.outcomes.map(({ source }) => source.name)).toEqual(['a', 'b', 'c']);
    expect(loaded.diagnostics).toEqual([]);
  });

  test('a given file takes the place of a bundled one', () => {
    const loaded = loadRules([named('own', '1')], { bundled: [named('bundled', '1')] });
    expect(running(loaded.rules)).toEqual(['own']);
    expect(loaded.outcomes).toHaveLength(2);
    expect(loaded.diagnostics).toMatchObject([{ code: 'RS121', severity: 'info' }]);
  });

  test('of two given files the first is run, and the other is named', () => {
    const loaded = loadRules([named('a', '1'), named('b', '1'), named('c', '1')]);
    expect(running(loaded.rules)).toEqual(['a']);
    expect(loaded.diagnostics).toMatchObject([
      { code: 'RS120', severity: 'warning', source: { name: 'b' } },
      { code: 'RS120', severity: 'warning', source: { name: 'c' } },
    ]);
  });

  test('a file given twice is one file', () => {
    const loaded = loadRules([named('a', '1'), named('a', '1')]);
    expect(running(loaded.rules)).toEqual(['a']);
    expect(loaded.diagnostics).toEqual([]);
  });

  test('a file in error does not keep a good one from running, nor a bundled one', () => {
    const broken = { name: 'broken', text: '[rule]\ntype = "eql"\nrule_id = "1"\n' };
    const loaded = loadRules([broken, named('good', '2')], { bundled: [named('bundled', '1')] });
    expect(running(loaded.rules)).toEqual(['bundled', 'good']);
    expect(loaded.outcomes.map(({ state }) => state)).toEqual(['evaluable', 'error', 'evaluable']);
  });
});

describe('loadRule: hostile files', () => {
  const good = readFileSync(
    new URL('../../rules/elastic/execution_shell_via_meterpreter_linux.toml', import.meta.url),
    'utf8',
  );

  const isSettled = (text: string): boolean => {
    const { diagnostics } = loadRule({ name: 'x.toml', text });
    diagnostics.forEach((diagnostic) => renderDiagnostic(diagnostic));
    return true;
  };

  test('property: any text ends in a state, and whatever is told can be shown', () => {
    const cut = fc.tuple(
      fc.nat(good.length),
      fc.nat(40),
      fc.constantFrom(
        '',
        '"',
        "'''",
        '[',
        ']',
        '{',
        '\\',
        '=',
        '\n',
        '\u0000',
        '5',
        '[[rule.threat]]\n',
        'é😀',
      ),
    );
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 3 }), (cuts) => {
        let text = good;
        for (const [at, length, put] of cuts)
          text = text.slice(0, at) + put + text.slice(at + length);
        return isSettled(text);
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), isSettled));
  });

  test.each([
    ['a date that is none', '[metadata]\ncreation_date = 2024-99-99\n[rule]\ntype = "eql"\n'],
    ['nesting', `[rule]\ntype = "eql"\ntags = ${'['.repeat(5000)}`],
    ['nesting that ends', `[rule]\ntype = "eql"\ntags = ${'['.repeat(900)}${']'.repeat(900)}\n`],
    ['a number beyond what is exact', '[rule]\ntype = "eql"\nrisk_score = 99999999999999999999\n'],
    ['a byte-order mark', `\uFEFF${good}`],
    ['a prototype', '[__proto__]\na = 1\n[rule.__proto__]\nb = 1\n[rule]\ntype = "eql"\n'],
    ['an array of tables in place of a table', '[[metadata]]\na = 1\n[rule]\ntype = "eql"\n'],
  ])('%s', (_, text) => {
    expect(isSettled(text)).toBe(true);
  });
});
