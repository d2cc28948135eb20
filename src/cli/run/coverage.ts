import { COVERAGE_FORMATS } from '../formats.js';
import { coverageLayer, coverageMarkdown, coverageOf, renderCoverage } from '../../report/index.js';
import type { Context } from '../context.js';
import { writeDocuments } from '../documents.js';
import type { CommonFlags, RuleFlags } from '../options.js';
import { parseOutputs } from '../outputs.js';
import { loadReportedRules } from '../reported-rules.js';
import { usageError } from '../usage-error.js';

export interface CoverageFlags extends CommonFlags, RuleFlags {
  readonly output?: readonly string[];
}

/** Shows what the selected rules cover on ATT&CK. */
export async function runCoverage(context: Context, flags: CoverageFlags): Promise<void> {
  const choices = parseOutputs(flags.output ?? [], COVERAGE_FORMATS);
  const { runnable } = await loadReportedRules(context, flags);
  if (runnable.length === 0) {
    throw usageError('RS403', 'no rules to look at', 'see `rshell-scan rules list`');
  }
  const coverage = coverageOf(runnable.map(({ rule }) => rule));
  await writeDocuments(context, choices, flags, {
    text: (look) => renderCoverage(coverage, look),
    markdown: () => coverageMarkdown(coverage),
    navigator: () => coverageLayer(coverage),
  });
}
