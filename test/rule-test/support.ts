import {
  findTests,
  testRules,
  type CaseResult,
  type RuleTestReport,
} from '../../src/rule-test/index.js';
import { withFiles } from '../io/files.js';

/** A rule file with this query. */
export function ruleText(query: string, more = ''): string {
  return `
[rule]
rule_id = "r-1"
name = "A rule"
description = "of a test"
severity = "low"
risk_score = 1
type = "eql"
language = "eql"
${more}
query = '''
${query}
'''
`;
}

/** Runs the tests in a directory with `files`. */
export async function runTests(
  files: Readonly<Record<string, string | Buffer>>,
): Promise<RuleTestReport> {
  return withFiles(files, (root) => {
    return testRules(findTests({ paths: [root], rules: [], bundled: false }));
  });
}

/** Runs one case against a rule with this query. */
export async function runCase(
  query: string,
  lines: string,
  more: {
    readonly rule?: string;
    readonly head?: string;
    readonly files?: Readonly<Record<string, string | Buffer>>;
  } = {},
): Promise<CaseResult> {
  const report = await runTests({
    'x.toml': ruleText(query, more.rule),
    'x.test.toml': `${more.head ?? ''}\n[[case]]\nname = "n"\n${lines}\n`,
    ...more.files,
  });
  const result = report.files[0]?.cases[0];
  if (result === undefined) throw new Error(JSON.stringify(report.files[0]?.diagnostics));
  return result;
}
