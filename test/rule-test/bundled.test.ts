// Every rule that comes with the package has a test, which shows what it finds and what not.
import { describe, expect, test } from '@jest/globals';
import { findTests, testRules } from '../../src/rule-test/index.js';

const report = await testRules(findTests({ paths: [], rules: [], bundled: true }));

test('every bundled rule has one', () => {
  expect(report.untested).toEqual([]);
  expect(report.files.length).toBeGreaterThanOrEqual(5);
});

describe.each(report.files.map((file) => [file.source.name, file] as const))('%s', (_, file) => {
  test('can be run', () => {
    expect(file.diagnostics).toEqual([]);
  });

  test('has attacks and near misses', () => {
    const count = (expected: string): number =>
      file.cases.filter(({ written }) => written.expect === expected).length;
    expect(count('match')).toBeGreaterThanOrEqual(1);
    expect(count('no_match')).toBeGreaterThanOrEqual(2);
  });

  test.each(file.cases.map((result) => [result.written.name, result] as const))(
    '%s',
    (_name, result) => {
      expect(result.differences).toEqual([]);
      expect(result.verdict).toBe('passed');
    },
  );
});
