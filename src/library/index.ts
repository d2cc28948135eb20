export { loadAllowLists, type AllowedCount } from './allow.js';
export { readBundledRules, readBundledTests } from './bundled.js';
export { loadRules, type LoadRulesOptions } from './load-rules.js';
export { prepareRules, type RunnableRule } from './prepare-rules.js';
export { scan, type ScanOptions, type ScanSummary } from './scan.js';
