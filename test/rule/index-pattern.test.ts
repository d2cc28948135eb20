import { describe, expect, test } from '@jest/globals';
import { IndexPatterns } from '../../src/rule/index.js';

describe('IndexPatterns', () => {
  test.each<[readonly string[], string, boolean]>([
    [[], 'anything', true],
    [[''], 'anything', true],
    [['*'], 'anything', true],
    [['*'], '', true],
    [['auditbeat-*'], 'auditbeat-8.13.0', true],
    [['auditbeat-*'], 'auditbeat', false],
    [['auditbeat-*'], 'xauditbeat-8', false],
    [['Auditbeat-*'], 'auditbeat-8', false],
    [['logs-endpoint.events.*'], 'logs-endpoint.events.process-default', true],
    [['logs-endpoint.events.process-*'], 'logs-endpoint.events.network-default', false],
    [['logs-endpoint.events.process*'], 'logs-endpoint.events.process-default', true],
    [['logs-*-default'], 'logs-x-default', true],
    [['logs-*-default'], 'logs-default', false],
    [['a*b*c'], 'a-b-b-c', true],
    [['a*b*c'], 'acb', false],
    [['ab*ba'], 'aba', false],
    [['exact'], 'exact', true],
    [['exact'], 'exact-1', false],
    [['endgame-*', 'auditbeat-*'], 'auditbeat-1', true],
    [['endgame-*,auditbeat-*'], 'auditbeat-1', true],
    [[' endgame-* , auditbeat-* '], 'auditbeat-1', true],
    [['logs-*', '-logs-system.*'], 'logs-system.auth-default', false],
    [['logs-*', '-logs-system.*'], 'logs-endpoint.events.file-default', true],
    [['logs-*,-logs-system.*'], 'logs-system.auth-default', false],
    [['-logs-system.*', 'logs-*'], 'logs-system.auth-default', true],
    [['logs-*', '-logs-system.*', 'logs-system.auth-*'], 'logs-system.auth-default', true],
    [['-logs-*'], 'auditbeat-1', false],
    [['prod:auditbeat-*'], 'auditbeat-1', true],
    [['*:auditbeat-*'], 'auditbeat-1', true],
    [['prod:auditbeat-*'], 'endgame-1', false],
    [['auditbeat-*', '-prod:*'], 'auditbeat-1', true],
    [['auditbeat-*', 'prod:-auditbeat-*'], 'auditbeat-1', true],
    [['auditbeat-*', '*:-auditbeat-1'], 'auditbeat-1', false],
    [['.alerts-security.*'], '.alerts-security.alerts-default', true],
    [['a.c'], 'abc', false],
  ])('%j on %s is %s', (patterns, name, expected) => {
    expect(IndexPatterns.of(patterns).matches(name)).toBe(expected);
  });

  test('takes no more than linear time', () => {
    expect(IndexPatterns.of(['*a'.repeat(2000)]).matches(`${'a'.repeat(100_000)}b`)).toBe(false);
  });
});
