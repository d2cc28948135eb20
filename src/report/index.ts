export {
  AlertCounter,
  SEVERITIES,
  type AlertCounts,
  type RepeatCount,
  type RuleCount,
  type SuppressionCounts,
} from './counts.js';
export {
  compareRuleCosts,
  type Funnel,
  type PhaseTimes,
  type RuleCost,
  type RunProfile,
  type RunStats,
} from './cost.js';
export {
  DiagnosticFolder,
  foldDiagnostics,
  renderFolded,
  SHOWN_PER_CODE,
  type DiagnosticDigest,
  type FoldedDiagnostics,
} from './fold.js';
export {
  ALERT_FORMAT_NAMES,
  ALERT_FORMATS,
  type AlertFormat,
  type AlertFormatName,
} from './formats.js';
export { ALERT_COLUMN_NAMES, type AlertColumn } from './columns.js';
export { REPORT_SCHEMA } from './json.js';
export {
  explanationDocument,
  EXPLANATION_SCHEMA,
  type AlertExplanation,
  type ExplainedRule,
  type ExplanationReport,
} from './explanation-document.js';
export { renderAlertExplanation } from './explanation-match-text.js';
export { renderQueryExplanation, renderRuleHeading } from './explanation-query-text.js';
export { renderRunExplanation, type RunTextOptions } from './explanation-run-text.js';
export { renderExplanation } from './explanation-text.js';
export { jsonText } from './json-text.js';
export { renderMarkdown } from './markdown-text.js';
export { coverageOf, type Coverage } from './coverage.js';
export { coverageLayer, coverageMarkdown, renderCoverage } from './coverage-text.js';
export { navigatorText, type Layer, type LayerTechnique } from './navigator.js';
export {
  fieldsJson,
  fieldsMarkdown,
  wantedFieldsJson,
  wantedFieldsMarkdown,
} from './fields-document.js';
export { renderFields, renderWantedFields, type FieldsTextOptions } from './fields-text.js';
export { renderChoices, type Choice } from './choices.js';
export { columnsOf } from './layout.js';
export { PLAIN_PALETTE, type Paint, type Palette, type Style } from './palette.js';
export { renderProfile } from './profile-text.js';
export { renderStats } from './stats-text.js';
export type {
  FinishedRun,
  MakeReporter,
  Reporter,
  ReportPiece,
  ReportSettings,
  Tool,
} from './reporter.js';
export {
  badLinesOf,
  bytesOf,
  type EventCounts,
  type HiddenEvents,
  type InputCounts,
  type RuleCounts,
  type RunSummary,
  type SequenceCounts,
  type SilentReason,
  type SilentRule,
} from './summary.js';
export {
  sarifText,
  type SarifPlace,
  type SarifRegion,
  type SarifResult,
  type SarifRule,
} from './sarif.js';
export { diagnosticResult } from './sarif-diagnostics.js';
export { diagnosticDocument } from './summary-document.js';
export { renderSummary, type SummaryOptions } from './summary-text.js';
export { renderMatchTable, type TableMatch, type TableOptions } from './match-table.js';
export { counted, duration, grouped, megabytes, seconds } from './words.js';
export { renderEventCounts, type Clauses } from './event-counts.js';
export { DEFAULT_WIDTH, SHORT_ID, type TextOptions } from './text.js';
export {
  annotationSummary,
  annotationText,
  type Annotation,
  type AnnotationLevel,
} from './github.js';
export { junitText, type JunitCase, type JunitProblem, type JunitSuite } from './junit.js';
export {
  countsText,
  ruleTestAnnotations,
  ruleTestCounts,
  ruleTestJson,
  ruleTestSuites,
  RULE_TEST_SCHEMA,
} from './rule-tests.js';
export { renderRuleTests } from './rule-tests-text.js';
export { findingJson, lintJson, LINT_SCHEMA, type LintCounts } from './lint-document.js';
