// How a scan ends: reports are closed, and it is told what was read, what was not, and what that means for the exit code.
import { ruleDocument, threatDocument, type Alert } from '../../alert/index.js';
import {
  renderSummary,
  type AlertCounter,
  type HiddenEvents,
  type RunSummary,
} from '../../report/index.js';
import type { ScanResult } from '../../scan/index.js';
import { unusedEntry } from '../../tuning/index.js';
import { exceeds } from '../bad-lines.js';
import type { Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { leftNothing } from '../narrowing.js';
import { nextStep } from '../next-step.js';
import { isIncomplete, NOTHING_READ, outcomeOf } from '../outcome.js';
import type { Outputs } from '../outputs.js';
import type { Reloadable } from '../reload.js';
import type { RuleSet } from '../rule-set.js';
import { costsOf, renderCosts, type RunCosts } from '../run-cost.js';
import { digestOf, summaryOf, summaryOptionsOf } from '../run-summary.js';
import { commandLine } from '../shell-words.js';
import { reportDigest } from '../shown.js';
import { suppressionCountsOf } from '../tuning.js';
import { renderUnused } from '../unused-entries.js';
import type { ScanFlags } from './scan-flags.js';
import { rulesOf, type Plan } from './scan-plan.js';

/** What a scan has done. */
export interface Done {
  readonly result: ScanResult;
  /** By input: its SHA-256, where that was asked for and can be told. */
  readonly digests: readonly (string | null)[];
  /** What the plan says, or what a reload has made of that. */
  readonly current: Reloadable;
  readonly counter: AlertCounter;
  /** Events that exclusions kept from rules. */
  readonly hidden: readonly HiddenEvents[];
  /** The first that was reported. */
  readonly first: Alert | null;
  /** Events that some rule has got; of a run without exclusions nobody counts them. */
  readonly admitted: number;
  /** The exit code of a signal that ended the run; null: none did. */
  readonly interruptedBy: ExitCode | null;
  readonly writeMs: number;
}

/** Ends the outputs, and tells what was read, what was not, and what that means for the exit code. */
export async function conclude(
  context: Context,
  flags: ScanFlags,
  { followed, teller, diagnostics, problems, loadMs, rules: planned }: Plan,
  outputs: Outputs,
  { result, digests, current, counter, first, hidden, admitted, interruptedBy, writeMs }: Done,
  durationMs: number,
): Promise<void> {
  const { rules, tuning } = current;
  const alerts = counter.counts(suppressionCountsOf(tuning));
  const unused = tuning.unused(hidden);
  const losses = followed?.losses ?? 0;
  const summary = summaryOf(result, rules, alerts, durationMs, { hidden, digests, losses });
  const told = followed?.told ?? { shown: [], folded: [] };
  const times = { load: loadMs, write: writeMs, total: durationMs };
  const costs = costsOf(flags, result, rules, alerts, times);
  const outcome = outcomeOf(result, diagnostics);
  const digest = digestOf(result);
  const shown = [
    ...digest.shown,
    ...unused.map(unusedEntry),
    ...leftNothing(flags, { ...result.sighted, hidden, admitted }),
    ...(interruptedBy === null ? outcome.diagnostics : []),
  ];
  await outputs.end({
    alerts,
    summary,
    rules: rulesOf(planned).map(ruleDocument),
    covered: rulesOf(planned).flatMap(({ threat }) => threat.map(threatDocument)),
    command: commandLine(context.argv),
    diagnostics: {
      shown: [...diagnostics, ...rules.diagnostics, ...problems, ...told.shown, ...shown],
      folded: [...told.folded, ...digest.folded],
    },
    ...costs,
  });
  const untold = shown.filter((diagnostic) => !teller.hasTold(diagnostic));
  await reportDigest(context, flags, { shown: untold, folded: digest.folded });
  // With -v each is a remark.
  if (flags.quiet !== true && flags.verbose !== true && unused.length > 0) {
    await context.note(renderUnused(unused));
  }
  const isLost = flags.strict === true && losses > 0;
  const tooLittle = isLost || isTooLittle(result, rules, flags) ? EXIT.incomplete : null;
  // A run that follows ends with a signal, whatever it has read: that must not hide what was asked about.
  const end = followed === null ? interruptedBy : (tooLittle ?? interruptedBy);
  context.exitWith(end ?? outcome.exitCode);
  if (tooLittle !== null) context.exitWith(tooLittle);
  if (outcome.isUsable) await printSummary(context, flags, summary, costs, first);
  else if (interruptedBy !== null) await context.note(NOTHING_READ);
}

/** Whether more was not read or not run than the flags allow. */
function isTooLittle(result: ScanResult, rules: RuleSet, flags: ScanFlags): boolean {
  const { maxBadLines, strict } = flags;
  if (maxBadLines !== undefined && exceeds(result, maxBadLines)) return true;
  if (strict !== true) return false;
  return isIncomplete(result, maxBadLines) || rules.inError + rules.notEvaluable > 0;
}

async function printSummary(
  context: Context,
  flags: ScanFlags,
  summary: RunSummary,
  costs: RunCosts,
  first: Alert | null,
): Promise<void> {
  if (flags.quiet === true) return;
  const options = summaryOptionsOf(context, flags);
  const texts = [
    ...(flags.summary
      ? [renderSummary(summary, { ...options, showsSuppressed: flags.showSuppressed === true })]
      : []),
    ...renderCosts(costs, options),
    ...(first === null || !flags.summary || !context.streams.stderr.isTTY
      ? []
      : [nextStep(first, flags.rules ?? [])].filter((text) => text !== null)),
  ];
  if (texts.length > 0) await context.note(texts.join('\n'));
}
