// The library: what `import 'rshell-scan'` gives.
export {
  loadRules,
  scan,
  type AllowedCount,
  type LoadRulesOptions,
  type ScanOptions,
  type ScanSummary,
} from './library/index.js';
export {
  compileQuery,
  type CompiledText,
  type QueryOptions,
  type QueryProfile,
  type RunCost,
  type SearchableQuery,
  type SearchMatch,
  type SearchOptions,
} from './scan/index.js';
export type { Alert, AlertEvent, AlertRule } from './alert/index.js';
export type { FieldType, Json, JsonObject, Scalar } from './event/index.js';
export type { AuditOptions, GivenFormat } from './input/index.js';
export type { LoadedRules, Rule, RuleOutcome, ThreatMapping } from './rule/index.js';
export {
  placeOf,
  renderDiagnostic,
  RshellError,
  type Code,
  type Diagnostic,
  type Source,
} from './source/index.js';
