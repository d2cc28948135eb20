// Rules that no test is about.
import { fileIdentity, RULE_TEST_EXTENSION } from '../io/index.js';
import { readRuleTest, type Rule, type RuleOutcome } from '../rule/index.js';
import type { Diagnostic, Source } from '../source/index.js';
import type { FoundTests } from './find-tests.js';
import { ruleBeside, ruleOfTest } from './rule-of-test.js';

/** Those of `found.rules` that no test is about; no test is run. */
export function untestedRules(found: FoundTests): readonly Rule[] {
  const known = [...found.rules, ...found.others];
  return withoutTest(
    found.rules,
    found.tests.map((source) => {
      const { test } = readRuleTest(source);
      const rule = test === null ? [] : ruleOfTest(test, known);
      return { source, rule: 'id' in rule ? rule : null };
    }),
  );
}

/** The rules among `outcomes` that none of `tests` is about. A test that is broken is one nevertheless. */
export function withoutTest(
  outcomes: readonly RuleOutcome[],
  tests: readonly { readonly source: Source; readonly rule: Rule | null }[],
): readonly Rule[] {
  const tested = new Set(
    tests.map(({ rule, source }) => identityOf(rule?.source.name ?? ruleBeside(source.name))),
  );
  const rules = outcomes.flatMap((outcome) => ('rule' in outcome ? [outcome.rule] : []));
  return rules.filter(({ source }) => !tested.has(identityOf(source.name)));
}

function identityOf(file: string): string {
  return fileIdentity(file) ?? file;
}

/** What is said of a rule without a test. */
export function missingTest({ name, source }: Rule, severity: 'error' | 'info'): Diagnostic {
  const test = source.name.replace(/\.toml$/, RULE_TEST_EXTENSION);
  return {
    code: 'RS175',
    severity,
    message: `the rule "${name}" has no test`,
    place: { name: source.name },
    help: `write ${test}: see \`rshell-scan test --help\``,
  };
}
