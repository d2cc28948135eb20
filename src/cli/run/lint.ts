import { CHECKS, fixFiles, lintRules } from '../../lint/index.js';
import { findTests, missingTest, untestedRules } from '../../rule-test/index.js';
import { locate, RshellError, suggest, type Diagnostic } from '../../source/index.js';
import { titleOf } from '../catalogue.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import type { CommonFlags } from '../options.js';
import { parseOutputs } from '../outputs.js';
import { refuseOverwriting } from '../overwrite.js';
import { readRuleFiles, type RuleFiles } from '../rule-set.js';
import { usageError } from '../usage-error.js';
import { applyFixes, showFixes } from './lint-fix.js';
import { LINT_FORMATS } from '../formats.js';
import { countsOf, lintSummary, writeFindings } from './lint-output.js';

export interface LintFlags extends CommonFlags {
  readonly strict?: boolean;
  readonly disable?: readonly string[];
  readonly requireTests?: boolean;
  readonly listChecks?: boolean;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  readonly output?: readonly string[];
  readonly json?: boolean;
}

/** What was found, and in how much. */
interface Checked {
  readonly rules: RuleFiles;
  readonly findings: readonly Diagnostic[];
}

/** Checks rules, mends them if asked to, and prints what is left to tell. */
export async function runLint(
  context: Context,
  paths: readonly string[],
  flags: LintFlags,
): Promise<void> {
  if (flags.listChecks === true) {
    await context.out.write(listOfChecks());
    return;
  }
  const disabled = disabledCodes(flags.disable ?? []);
  const choices = parseOutputs(
    [...(flags.output ?? []), ...(flags.json === true ? ['ndjson'] : [])],
    LINT_FORMATS,
  );
  refuseMisplacedFix(paths, flags);
  let checked = check(paths, flags, disabled);
  refuseOverwriting(choices, checked.rules.files);
  if (flags.fix === true) {
    const fixed = fixFiles(checked.findings);
    if (flags.dryRun === true) {
      await showFixes(context, fixed, flags);
      return;
    }
    await applyFixes(context, fixed);
    if (fixed.length > 0) checked = check(paths, flags, disabled);
  }

  const { rules, findings } = checked;
  const shown = findings.filter(({ severity }) => severity !== 'info' || flags.verbose === true);
  const counts = countsOf(findings, rules.outcomes.length);
  await writeFindings(context, choices, inFileOrder(shown), counts, flags.color);
  if (flags.quiet !== true) {
    await context.note(lintSummary(findings, shown, counts));
  }
  const isFailure = counts.errors > 0 || (flags.strict === true && counts.warnings > 0);
  if (isFailure) context.exitWith(EXIT.found);
}

function check(
  paths: readonly string[],
  { requireTests }: LintFlags,
  disabled: ReadonlySet<string>,
): Checked {
  const bundled = paths.length === 0;
  const rules = readRuleFiles(paths, bundled);
  if (rules.outcomes.length === 0) throw nothingToCheck(paths, rules);
  const untested =
    requireTests === true ? untestedRules(findTests({ paths, rules: [], bundled })) : [];
  const missing = untested.map((rule) => missingTest(rule, 'error'));
  const findings = [...rules.diagnostics, ...lintRules(rules.outcomes), ...missing].filter(
    ({ code, severity }) => severity === 'error' || !disabled.has(code),
  );
  return { rules, findings };
}

function nothingToCheck(paths: readonly string[], { diagnostics }: RuleFiles): RshellError {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error !== undefined) return new RshellError(error);
  const message = diagnostics[0]?.message ?? `no rule files in ${paths.join(', ')}`;
  return usageError('RS403', message, 'rule files end in .toml; name others themselves');
}

/** Findings of one file together, files in the order of their first finding. */
function inFileOrder(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const byFile = new Map<string, { readonly offset: number; readonly finding: Diagnostic }[]>();
  for (const finding of findings) {
    const { source, labels = [], place } = finding;
    const at = source === undefined ? undefined : locate(source, labels[0]?.span.start ?? 0);
    const file = at?.source.name ?? place?.name ?? '';
    const known = byFile.get(file) ?? [];
    byFile.set(file, known);
    known.push({ offset: at?.offset ?? 0, finding });
  }
  return [...byFile.values()].flatMap((list) =>
    list.toSorted((a, b) => a.offset - b.offset).map(({ finding }) => finding),
  );
}

function disabledCodes(names: readonly string[]): ReadonlySet<string> {
  const codes = names.map((name) => name.toUpperCase());
  for (const code of codes) {
    if (CHECKS.has(code)) continue;
    const isError = titleOf(code) !== '';
    const near = isError ? undefined : suggest(code, CHECKS.keys());
    throw usageError(
      'RS402',
      isError ? `${code} is an error, which cannot be left out` : `there is no check \`${code}\``,
      near === undefined ? 'see `rshell-scan lint --list-checks`' : `did you mean \`${near}\`?`,
    );
  }
  return new Set(codes);
}

function refuseMisplacedFix(paths: readonly string[], { fix, dryRun }: LintFlags): void {
  if (dryRun === true && fix !== true) {
    throw usageError(
      'RS407',
      '`--dry-run` belongs to `--fix`',
      'rshell-scan lint RULES --fix --dry-run',
    );
  }
  if (fix === true && paths.length === 0) {
    throw usageError(
      'RS407',
      'expected the rule files that `--fix` may change, found none',
      'the bundled rules are never changed: rshell-scan lint my-rules/ --fix',
    );
  }
}

function listOfChecks(): string {
  const lines = [...CHECKS].map(([code, { severity, fixable }]) => {
    return `${code}  ${severity.padEnd(7)}  ${titleOf(code)}${fixable ? ' (--fix)' : ''}\n`;
  });
  return lines.join('');
}
