export type * from './rule.js';
export { RULE_CODES, RULE_TEST_CODES, type RuleCode, type RuleTestCode } from './codes.js';
export { loadRule, loadRules, type LoadedRules, type LoadOptions } from './load.js';
export { SEVERITIES } from './eql-rule.js';
export { selectRules, type SelectedRules, type Selection } from './select.js';
export { IndexPatterns } from './index-pattern.js';
export {
  distanceMs,
  readRuleTest,
  type CaseEvent,
  type RuleTest,
  type RuleTestCase,
  type RuleTestOutcome,
} from './test-file.js';
export { reviseRuleTest, type CaseRevision } from './revise-test-file.js';
