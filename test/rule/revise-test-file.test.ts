import { describe, expect, test } from '@jest/globals';
import { readRuleTest, reviseRuleTest, type CaseRevision } from '../../src/rule/index.js';

const revise = (text: string, ...revisions: readonly CaseRevision[]): string =>
  reviseRuleTest({ name: 'x.test.toml', text }, revisions);

const ONE: CaseRevision = { index: 0, alerts: 1, joinKeys: [['h1', 7]] };

describe('counts and join keys are written in place', () => {
  test.each<[string, string, CaseRevision, string]>([
    [
      'values are replaced, comments stay',
      '# head\n[[case]]\nname = "n" # its name\nexpect = "match"\nalerts = 2   # two\nevents = [{}] # one\njoin_keys = [\n  ["a", 1], # first\n] # keys\n',
      ONE,
      '# head\n[[case]]\nname = "n" # its name\nexpect = "match"\nalerts = 1   # two\nevents = [{}] # one\njoin_keys = [["h1", 7]] # keys\n',
    ],
    [
      'missing keys come behind `expect`',
      '[[case]]\nname = "n"\nexpect = "match" # yes\n\nevents = [{}]\n',
      ONE,
      '[[case]]\nname = "n"\nexpect = "match" # yes\nalerts = 1\njoin_keys = [["h1", 7]]\n\nevents = [{}]\n',
    ],
    [
      'join keys come behind `alerts`',
      '[[case]]\nname = "n"\nexpect = "match"\nevents = [{}]\nalerts = 1',
      ONE,
      '[[case]]\nname = "n"\nexpect = "match"\nevents = [{}]\nalerts = 1\njoin_keys = [["h1", 7]]',
    ],
    [
      'indentation and line ends are kept',
      '[[case]]\r\n  name = "n"\r\n  expect = "match"\r\n  events = [{}]\r\n',
      ONE,
      '[[case]]\r\n  name = "n"\r\n  expect = "match"\r\n  alerts = 1\r\n  join_keys = [["h1", 7]]\r\n  events = [{}]\r\n',
    ],
    [
      'a case within braces',
      'case = [{ name = "n", expect = "match", events = [{}] }]',
      ONE,
      'case = [{ name = "n", expect = "match", alerts = 1, join_keys = [["h1", 7]], events = [{}] }]',
    ],
    [
      'without keys',
      '[[case]]\nname = "n"\nexpect = "match"\nevents = [{}]\n',
      { index: 0, alerts: 3, joinKeys: null },
      '[[case]]\nname = "n"\nexpect = "match"\nalerts = 3\nevents = [{}]\n',
    ],
  ])('%s', (_, before, revision, after) => {
    expect(revise(before, revision)).toBe(after);
    expect(revise(after, revision)).toBe(after);
  });

  test('several cases of one file', () => {
    const before = '[[case]]\nname = "a"\nexpect = "match"\nevents = [{}]\n'.repeat(3);
    const after = revise(before, { ...ONE, index: 0 }, { ...ONE, index: 2, alerts: 5 });
    const { test: read } = readRuleTest({ name: 'x', text: after });
    expect(read?.cases.map(({ alerts }) => alerts)).toEqual([1, null, 5]);
  });

  test('whatever a key holds is read back as it was', () => {
    const keys = [
      ['a"b\\c\n\t\u0000\u001b\u007f\u202e\u{1f600}', -1.5, true, null],
      ['__proto__', 1e-7, false, Number.MAX_SAFE_INTEGER],
    ] as const;
    const text = revise('[[case]]\nname = "n"\nexpect = "match"\nevents = [{}]\n', {
      index: 0,
      alerts: 2,
      joinKeys: keys,
    });
    const { test: read } = readRuleTest({ name: 'x', text });
    expect(read?.cases[0]?.joinKeys).toEqual(keys);
    expect(text).not.toMatch(/\u202e|\u007f/);
  });

  test('a number that TOML cannot hold exactly is written as text, which is the same key', () => {
    const text = revise('[[case]]\nname = "n"\nexpect = "match"\nevents = [{}]\n', {
      index: 0,
      alerts: 1,
      joinKeys: [[1e19]],
    });
    expect(text).toContain('join_keys = [["10000000000000000000"]]');
  });

  test('a long list has a line for each key', () => {
    const joinKeys = Array.from({ length: 5 }, (_, n) => ['a-host-with-a-long-name', n]);
    const text = revise('[[case]]\nname = "n"\nexpect = "match"\nevents = [{}]\n', {
      index: 0,
      alerts: 5,
      joinKeys,
    });
    expect(text).toContain('join_keys = [\n  ["a-host-with-a-long-name", 0],\n');
    expect(readRuleTest({ name: 'x', text }).test?.cases[0]?.joinKeys).toEqual(joinKeys);
  });
});
