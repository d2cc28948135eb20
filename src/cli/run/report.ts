// `rshell-scan report`: saved alerts through the same formats as those of a scan.
import { AlertCounter, counted, foldDiagnostics } from '../../report/index.js';
import { RshellError, type Diagnostic } from '../../source/index.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { openInputs } from '../input-set.js';
import { outputsOf, type CommonFlags, type OutputFlags } from '../options.js';
import { Outputs } from '../outputs.js';
import { refuseOverwriting } from '../overwrite.js';
import { readAlerts } from '../saved-alerts.js';
import { isShown, reportDigest } from '../shown.js';
import { Interruption } from '../signals.js';

export interface ReportFlags extends CommonFlags, OutputFlags {
  readonly strict?: boolean;
}

/** Problems that are kept; more are of no use to anybody, and only counted. */
const MOST_PROBLEMS = 1000;

/** Reads alerts and writes them in every format that was asked for. */
export async function runReport(
  context: Context,
  paths: readonly string[],
  flags: ReportFlags,
): Promise<void> {
  // Who converts to files has seen the alerts.
  const { choices, settings } = outputsOf(flags, 'instead');
  const { inputs, files, diagnostics } = openInputs(paths, { recursive: true }, context.streams);
  await context.report(diagnostics.filter(isShown(flags)), flags.color);
  refuseOverwriting(choices, files);
  await context.part();
  const outputs = await Outputs.open(choices, context, flags.color, {
    ...settings,
    showsSuppressed: true,
  });
  const interruption = new Interruption();
  const signal = AbortSignal.any([interruption.signal, outputs.stopped]);
  const counter = new AlertCounter();
  const problems: Diagnostic[] = [];
  let unkept = 0;
  for (const input of inputs) {
    if (signal.aborted) break;
    try {
      await readAlerts(
        input,
        {
          alert: async (alert) => {
            if (alert.suppressed === null) counter.add(alert);
            await outputs.alert(alert);
          },
          problem: (problem) => {
            if (problem.severity === 'error') context.exitWith(EXIT.failed);
            if (problems.length < MOST_PROBLEMS) problems.push(problem);
            else unkept += 1;
          },
        },
        signal,
      );
    } catch (error) {
      if (!(error instanceof RshellError) || outputs.stopped.aborted) throw error;
      problems.push(error.diagnostic);
      context.exitWith(EXIT.failed);
    }
  }
  interruption.dispose();
  for (const input of inputs) input.close();

  const alerts = counter.counts();
  const digest = foldDiagnostics(problems);
  const more = unkept === 0 ? [] : [{ code: 'RS330' as const, file: null, count: unkept }];
  const told = { shown: digest.shown, folded: [...digest.folded, ...more] };
  await outputs.end({
    alerts,
    summary: null,
    rules: [],
    diagnostics: { shown: [...diagnostics, ...told.shown], folded: told.folded },
  });
  await reportDigest(context, flags, told);
  if (interruption.exitCode !== null) context.exitWith(interruption.exitCode);
  // Nothing but problems: this was no file of alerts. A file without alerts is one of a run that found none.
  else if (alerts.total === 0 && problems.length > 0) context.exitWith(EXIT.usage);
  else if (flags.strict === true && problems.length > 0) context.exitWith(EXIT.incomplete);
  if (flags.quiet === true) return;
  const from = inputs.map(({ name }) => name).join(', ');
  const stopped = interruption.exitCode === null ? '' : 'interrupted: ';
  await context.note(
    `${stopped}${counted(alerts.total, 'alert')} of ${counted(alerts.byRule.length, 'rule')} from ${from}\n`,
  );
}
