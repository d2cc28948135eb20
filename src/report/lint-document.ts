// Findings of the linter as JSON: schemas/lint.schema.json, schemas/diagnostic.schema.json.
import type { Diagnostic } from '../source/index.js';
import { jsonText } from './json-text.js';
import type { Tool } from './reporter.js';
import { diagnosticDocument } from './summary-document.js';

/** The `schema` of the JSON form. Within major version 1 keys are added, never removed and never given another type. */
export const LINT_SCHEMA = 'rshell-scan/lint@1';

/** How many findings there are. */
export interface LintCounts {
  readonly ruleFiles: number;
  readonly errors: number;
  readonly warnings: number;
  readonly remarks: number;
}

/** One finding on a line. */
export function findingJson(finding: Diagnostic): string {
  return `${jsonText(findingDocument(finding))}\n`;
}

/** One JSON object; of what was counted, `findings` are those that are shown. */
export function lintJson(tool: Tool, counts: LintCounts, findings: readonly Diagnostic[]): string {
  const { ruleFiles, errors, warnings, remarks } = counts;
  return `${jsonText({
    schema: LINT_SCHEMA,
    tool,
    summary: { rule_files: ruleFiles, errors, warnings, remarks },
    findings: findings.map(findingDocument),
  })}\n`;
}

function findingDocument(finding: Diagnostic): object {
  return { ...diagnosticDocument(finding), fixable: finding.fix !== undefined };
}
