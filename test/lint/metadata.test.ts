import { describe, expect, test } from '@jest/globals';
import { findingsIn, lineOf, ruleFile, ruleOf, sourcesOf, threat } from './rules.js';

const SEQUENCE = `sequence by host.id with maxspan=10m
  [process where host.os.type == "linux"]
  [network where true]`;

const SHELL = threat('T1059', 'Command and Scripting Interpreter');

function linesIn(...files: readonly string[]): readonly string[] {
  return findingsIn(sourcesOf(...files)).map(lineOf);
}

describe('ATT&CK', () => {
  test.each<[string, string[]]>([
    [SHELL, []],
    [threat('T9059', 'X'), ['RS140 0.toml:15:6 ATT&CK 18.1 has no T9059']],
    [
      threat('T1094', 'X', 'TA0011', 'Command and Control'),
      ['RS141 0.toml:15:6 T1094 (Custom Command and Control Protocol) was revoked'],
    ],
    [
      threat('T1061', 'Graphical User Interface'),
      ['RS142 0.toml:15:6 T1061 (Graphical User Interface) is deprecated: nothing took its place'],
    ],
    [
      threat('T1059', 'Command and Scripting Interpreter', 'TA0011', 'Command and Control'),
      ['RS143 0.toml:15:6 T1059 (Command and Scripting Interpreter) does not belong to TA0011'],
    ],
    [
      threat('T1059', 'Unix Shell'),
      [
        'RS144 0.toml:16:8 T1059 is called "Command and Scripting Interpreter" in ATT&CK 18.1, found "Unix Shell"',
      ],
    ],
    [
      threat('T1059', 'Command and Scripting Interpreter', 'TA0002', 'Persistence'),
      ['RS144 0.toml:20:8 TA0002 is called "Execution" in ATT&CK 18.1, found "Persistence"'],
    ],
    [
      SHELL.replace('techniques/T1059', 'techniques/T1071'),
      ['RS144 0.toml:17:13 the page of T1059 is https://attack.mitre.org/techniques/T1059/'],
    ],
    [SHELL.replace('MITRE ATT&CK', 'Our own').replace('T1059', 'T9059'), []],
    [SHELL.replace('techniques/T1059/', 'techniques/T1059'), []],
  ])('%s', (tables, findings) => {
    expect(linesIn(ruleFile({}, tables))).toEqual(findings);
  });

  test('a sub-technique below another technique', () => {
    const tables = SHELL.replace(
      '[rule.threat.tactic]',
      `[[rule.threat.technique.subtechnique]]
id = "T1071.001"
name = "Web Protocols"
reference = "https://attack.mitre.org/techniques/T1071/001/"
[rule.threat.tactic]`,
    );
    expect(linesIn(ruleFile({}, tables))).toEqual([
      'RS143 0.toml:19:6 T1071.001 is no sub-technique of T1059',
      'RS143 0.toml:19:6 T1071.001 (Web Protocols) does not belong to TA0002',
    ]);
  });
});

describe('severity and schedule', () => {
  test.each<[string, string, boolean]>([
    ['low', '0', true],
    ['low', '21', true],
    ['low', '22', false],
    ['medium', '22', true],
    ['high', '73', true],
    ['high', '21', false],
    ['critical', '74', true],
    ['critical', '100', true],
    ['critical', '47', false],
  ])('%s and %s', (severity, risk, fits) => {
    const found = linesIn(ruleFile({ severity: `"${severity}"`, risk_score: risk }));
    expect(found.map((line) => line.split(' ')[0])).toEqual(fits ? [] : ['RS148']);
  });

  test.each<[Record<string, string>, string[]]>([
    [{ from: '"now-15m"' }, []],
    [{ from: '"now-20m"', interval: '"10m"' }, []],
    [{ from: '"now-14m"' }, ['RS152']],
    [{ from: '"now-1h"', interval: '"1h"' }, ['RS152']],
    [{}, ['RS152']],
    [{ from: '"now-1w"' }, []],
  ])('%j', (keys, codes) => {
    const found = findingsIn(sourcesOf(ruleOf(SEQUENCE, keys)));
    expect(found.map(({ code }) => code)).toEqual(codes);
  });
});

describe('index patterns', () => {
  const network = 'network where host.os.type == "linux"';
  const any = 'any where host.os.type == "linux"';
  test.each<[string[], string, string[]]>([
    [['logs-endpoint.events.process*'], network, ['RS150']],
    [['logs-endpoint.events.process*', 'logs-endpoint.events.network*'], network, ['RS149']],
    [['logs-endpoint.events.*'], network, []],
    [['logs-endpoint.events.process-*', 'auditbeat-*'], network, ['RS149']],
    [['auditbeat-*'], network, []],
    [['logs-auditd_manager.auditd-*'], network, []],
    [['logs-endpoint.events.process*'], any, []],
    [['logs-endpoint.events.process*'], SEQUENCE.replace('10m', '1m'), ['RS150']],
    [
      ['logs-endpoint.events.process*', 'logs-endpoint.events.network-*'],
      SEQUENCE.replace('10m', '1m'),
      [],
    ],
    [[], network, []],
  ])('%j for %s', (index, query, codes) => {
    const found = findingsIn(sourcesOf(ruleOf(query, { index: JSON.stringify(index) })));
    expect(found.map(({ code }) => code)).toEqual(codes);
  });

  test('with another category field the category is no event category', () => {
    const file = ruleOf(network.replace('network', 'start'), {
      index: '["logs-endpoint.events.process*"]',
      event_category_override: '"event.type"',
    });
    expect(linesIn(file)).toEqual([]);
  });
});

describe('operating system', () => {
  const process = 'logs-endpoint.events.process*';
  test.each<[string[], string[], string, boolean]>([
    [['OS: Linux'], ['auditbeat-*', process], 'process.name == "nc"', true],
    [['OS: Linux'], [process], 'process.name == "nc"', true],
    [['OS: Linux'], [], 'process.name == "nc"', true],
    [['OS: Linux'], ['auditbeat-*'], 'process.name == "nc"', false],
    [['OS: Linux'], [process], 'host.os.type == "linux"', false],
    [['OS: Linux'], [process], 'auditd.data.syscall == "connect"', false],
    [['OS: Linux'], ['logs-auditd_manager.auditd-*'], 'process.name == "nc"', false],
    [['OS: Linux', 'OS: macOS'], [process], 'process.name == "nc"', false],
    [[], [process], 'process.name == "nc"', false],
  ])('%j, %j: %s', (tags, index, condition, isFound) => {
    const keys = { tags: JSON.stringify(tags), index: JSON.stringify(index) };
    const found = findingsIn(sourcesOf(ruleOf(`process where ${condition}`, keys)));
    expect(found.map(({ code }) => code)).toEqual(isFound ? ['RS151'] : []);
  });

  test.each([
    ['rules/linux/nc.toml', '[]', true],
    ['rules\\macos\\nc.toml', '[]', true],
    ['rules/cross-platform/nc.toml', '[]', false],
    ['rules/linux/nc.toml', '["OS: Linux", "OS: macOS"]', false],
    ['rules/nc.toml', '["Host", "Linux"]', true],
    ['rules/nc.toml', '["Linux", "OS: Linux"]', true],
    ['rules/nc.toml', '["Linux", "macOS"]', false],
  ])('%s tagged %s', (name, tags, isFound) => {
    const index = JSON.stringify([process]);
    const text = ruleOf('process where process.name == "nc"', { tags, index });
    const found = findingsIn([{ name, text }]);
    expect(found.map(({ code }) => code)).toEqual(isFound ? ['RS151'] : []);
  });
});

test.each([
  ['Netcat on Linux', true],
  ['Linux: netcat for linux', true],
  ['Netcat on Linux and macOS', false],
  ['Netcat', false],
])('a rule without tags and folder, named %s', (title, isFound) => {
  const name = JSON.stringify(title);
  const index = JSON.stringify(['logs-auditd_manager.auditd-*', 'logs-endpoint.events.process-*']);
  const text = ruleOf('process where process.name == "nc"', { name, tags: '[]', index });
  const found = findingsIn([{ name: 'nc.toml', text }]);
  expect(found.map(({ code }) => code)).toEqual(isFound ? ['RS151'] : []);
});

describe('several rules', () => {
  const id = { rule_id: '"0b8d7f0e-4a2b-4f6e-8d55-6f7a1b9c2d02"' };
  const query = 'process where host.os.type == "linux" and user.name == "a"';

  test('of one name', () => {
    expect(linesIn(ruleFile(), ruleOf(query, id))).toEqual([
      'RS145 1.toml:3:8 another rule has this name',
    ]);
  });

  test('of one query, written otherwise', () => {
    const spread = 'process where // the same\n  (host.os.type == "linux") and\n  user.name == "a"';
    expect(linesIn(ruleOf(query), ruleOf(spread, { ...id, name: '"Other"' }))).toEqual([
      'RS146 1.toml:10:9 "Netcat" has the same query',
    ]);
  });

  test('of nearly one query', () => {
    const other = ruleOf(query.replace('"a"', '"b"'), { ...id, name: '"Other"' });
    expect(linesIn(ruleOf(query), other)).toEqual([]);
  });
});

test('deprecated rules are left alone', () => {
  const file = `[metadata]\nmaturity = "deprecated"\n${ruleFile({ risk_score: '99' })}`;
  expect(linesIn(file)).toEqual([]);
});
