export type * from './result.js';
export { findTests, type FoundTests, type TestPaths } from './find-tests.js';
export { keyWords, type KeyValues } from './judge.js';
export { reviseTests, type RevisedTest } from './revise.js';
export { missingTest, untestedRules } from './untested.js';
export { testRules } from './test-rules.js';
