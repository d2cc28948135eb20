export { AlertCounter, SEVERITIES, type AlertCounts, type RuleCount } from './counts.js';
export {
  compareRuleCosts,
  type Funnel,
  type PhaseTimes,
  type RuleCost,
  type RunProfile,
  type RunStats,
} from './cost.js';
export {
  foldDiagnostics,
  renderFolded,
  SHOWN_PER_CODE,
  type DiagnosticDigest,
  type FoldedDiagnostics,
} from './fold.js';
export { JsonReport, REPORT_SCHEMA, type Tool } from './json.js';
export { jsonText } from './json-text.js';
export { ndjsonReport } from './ndjson.js';
export { PLAIN_PALETTE, type Paint, type Palette, type Style } from './palette.js';
export { renderProfile } from './profile-text.js';
export { renderStats } from './stats-text.js';
export type { FinishedRun, Reporter } from './reporter.js';
export {
  badLinesOf,
  bytesOf,
  type EventCounts,
  type InputCounts,
  type RuleCounts,
  type RunSummary,
  type SequenceCounts,
  type SilentReason,
  type SilentRule,
} from './summary.js';
export { renderSummary, type SummaryOptions } from './summary-text.js';
export { counted } from './words.js';
export { DEFAULT_WIDTH, SHORT_ID, textReport, type TextOptions } from './text.js';
