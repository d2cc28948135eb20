// Which diagnostics a person sees, by `-q` and `-v`.
import { renderFolded, type DiagnosticDigest } from '../report/index.js';
import type { Diagnostic } from '../source/index.js';
import { titleOf } from './catalogue.js';
import type { Context } from './context.js';
import type { CommonFlags } from './options.js';

/** Remarks only with `-v`; with `-q` errors only. */
export function isShown({ quiet, verbose }: CommonFlags): (diagnostic: Diagnostic) => boolean {
  return ({ severity }) =>
    severity === 'error' ||
    (severity === 'warning' && quiet !== true) ||
    (severity === 'info' && verbose === true);
}

/** Whether something must be mended before the run. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** Prints the diagnostics of a run to stderr, and how many more there were. */
export async function reportDigest(
  context: Context,
  flags: CommonFlags,
  { shown, folded }: DiagnosticDigest,
): Promise<void> {
  await context.report(shown.filter(isShown(flags)), flags.color);
  if (flags.quiet !== true) await context.reportCounted(renderFolded(folded, titleOf));
}
