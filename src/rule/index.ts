export type * from './rule.js';
export { RULE_CODES, type RuleCode } from './codes.js';
export { loadRule, loadRules, type LoadedRules, type LoadOptions } from './load.js';
export { SEVERITIES } from './eql-rule.js';
export { selectRules, type SelectedRules, type Selection } from './select.js';
export { IndexPatterns } from './index-pattern.js';
