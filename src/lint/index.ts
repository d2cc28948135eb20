export { CHECKS, type Check } from './checks.js';
export { LINT_CODES, type LintCode } from './codes.js';
export { lintRules } from './lint.js';
export { fixFiles, type FixedFile } from './fix.js';
export { unifiedDiff } from './diff.js';
