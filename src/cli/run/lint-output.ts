// Findings in the formats of `lint -o`, and what is said of them at the end.
import type { LINT_FORMATS } from '../formats.js';
import {
  annotationText,
  counted,
  diagnosticResult,
  findingJson,
  lintJson,
  sarifText,
  type AnnotationLevel,
  type LintCounts,
  type SarifRule,
} from '../../report/index.js';
import { locate, renderDiagnostic, type Code, type Diagnostic } from '../../source/index.js';
import { titleOf } from '../catalogue.js';
import type { ColorMode } from '../colour.js';
import type { Context } from '../context.js';
import { openSink, type OutputChoice } from '../outputs.js';
import { packageVersion } from '../version.js';

/** The first one goes to stdout where nothing else does. */

type LintFormat = (typeof LINT_FORMATS)[number];

/** Writes those findings that are shown, of all that are counted, to every output that was asked for. */
export async function writeFindings(
  context: Context,
  choices: readonly OutputChoice<LintFormat>[],
  findings: readonly Diagnostic[],
  counts: LintCounts,
  color: ColorMode,
): Promise<void> {
  for (const choice of choices) {
    if (choice.format === 'text' && choice.path === null) {
      await context.reportTo(context.out, findings, color);
      continue;
    }
    const sink = openSink(choice, context);
    await sink.write(textOf(choice.format, findings, counts));
    await sink.close();
  }
}

function textOf(format: LintFormat, findings: readonly Diagnostic[], counts: LintCounts): string {
  const tool = { name: 'rshell-scan', version: packageVersion() };
  switch (format) {
    case 'text':
      return findings.map((finding) => renderDiagnostic(finding)).join('\n');
    case 'ndjson':
      return findings.map(findingJson).join('');
    case 'json':
      return lintJson(tool, counts, findings);
    case 'sarif':
      return sarifText(tool, sarifRules(findings), findings.map(diagnosticResult));
    case 'github':
      return annotationText(findings.map(annotationOf));
  }
}

function sarifRules(findings: readonly Diagnostic[]): readonly SarifRule[] {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return codes.map((id) => ({
    id,
    title: titleOf(id),
    help: `\`rshell-scan help ${id}\` says what this means and how to mend it.`,
  }));
}

const ANNOTATION_LEVELS: Readonly<Record<Diagnostic['severity'], AnnotationLevel>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

function annotationOf(finding: Diagnostic): Parameters<typeof annotationText>[0][number] {
  const { code, severity, message, help, source, labels, place } = finding;
  const label = labels?.[0];
  const at =
    source !== undefined && label !== undefined ? locate(source, label.span.start) : undefined;
  return {
    level: ANNOTATION_LEVELS[severity],
    file: at?.source.name ?? place?.name ?? '',
    line: at?.line ?? place?.line ?? null,
    title: `${code}: ${titleOf(code)}`,
    message: help === undefined ? message : `${message}\nhelp: ${help}`,
  };
}

/** How many there are in `ruleFiles`. */
export function countsOf(findings: readonly Diagnostic[], ruleFiles: number): LintCounts {
  const count = (severity: Diagnostic['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    ruleFiles,
    errors: count('error'),
    warnings: count('warning'),
    remarks: count('info'),
  };
}

/**
 * How many findings there are, and of what kinds: `shown` of `findings` were printed. Ends with a newline.
 */
export function lintSummary(
  findings: readonly Diagnostic[],
  shown: readonly Diagnostic[],
  { ruleFiles, errors, warnings, remarks }: LintCounts,
): string {
  const where = `in ${counted(ruleFiles, 'rule file')}`;
  const hidden = findings.length - shown.length;
  const problems =
    errors + warnings === 0
      ? 'no problems'
      : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  const remarked = remarks === 0 ? '' : ` and ${counted(remarks, 'remark')}`;
  const hint = hidden === 0 ? '' : ' (-v shows remarks)';
  return `${problems}${remarked} ${where}${hint}\n${kindsOf(findings)}`;
}

/** One line a kind, most severe and most frequent first. */
function kindsOf(findings: readonly Diagnostic[]): string {
  const kinds = new Map<Code, { readonly finding: Diagnostic; count: number; fixable: number }>();
  for (const finding of findings) {
    const kind = kinds.get(finding.code) ?? { finding, count: 0, fixable: 0 };
    kinds.set(finding.code, kind);
    kind.count += 1;
    if (finding.fix !== undefined) kind.fixable += 1;
  }
  const order = ['error', 'warning', 'info'];
  const rows = [...kinds.values()].sort(
    (a, b) =>
      order.indexOf(a.finding.severity) - order.indexOf(b.finding.severity) || b.count - a.count,
  );
  const width = Math.max(0, ...rows.map(({ count }) => String(count).length));
  return rows
    .map(({ finding: { code, severity }, count, fixable }) => {
      const some = fixable < count ? `: ${fixable}` : '';
      const mends = fixable === 0 ? '' : ` (--fix${some})`;
      const title = titleOf(code);
      return `  ${String(count).padStart(width)}  ${severity.padEnd(7)}  ${code}  ${title}${mends}\n`;
    })
    .join('');
}
