// `rshell-scan explain ALERT-ID PATH…`: scans until the alert is there, and tells why it was raised.
import { AlertBuilder } from '../../alert/index.js';
import { explainMatch } from '../../explain/index.js';
import { sha256 } from '../../io/index.js';
import { counted, type AlertExplanation } from '../../report/index.js';
import type { Rule } from '../../rule/index.js';
import { scanInputs, type FoundMatch } from '../../scan/index.js';
import type { RshellError } from '../../source/index.js';
import type { ExplainFlags } from './explain-flags.js';
import type { Context } from '../context.js';
import type { OpenedInputs } from '../input-set.js';
import { readSettingsOf, eventFieldsOf, jobsOf, REORDER_MS } from '../options.js';
import { outcomeOf } from '../outcome.js';
import { digestOf } from '../run-summary.js';
import { isShown, reportDigest } from '../shown.js';
import { Interruption } from '../signals.js';
import { usageError } from '../usage-error.js';
import { targetOf, type AskedAlert } from './explain-target.js';

/** An alert that was found, told. */
export interface ExplainedAlert {
  readonly rule: Rule;
  readonly alert: AlertExplanation;
  /** Events that were read until it was there. */
  readonly events: number;
}

/**
 * Scans with all rules until there is the alert that is `asked` for. Null where the run was stopped, or nothing could be
 * read, which is reported; throws where there is no such alert.
 */
export async function explainAlert(
  context: Context,
  asked: AskedAlert,
  { inputs, files, diagnostics }: OpenedInputs,
  flags: ExplainFlags,
): Promise<ExplainedAlert | null> {
  await context.report(diagnostics.filter(isShown(flags)), flags.color);
  const { runnable } = asked.rules;
  const builder = new AlertBuilder(sha256);
  const interruption = new Interruption();
  const stop = new AbortController();
  const found: { readonly id: string; readonly rule: Rule; readonly match: FoundMatch }[] = [];
  let alerts = 0;
  const result = await scanInputs(
    inputs,
    runnable.map(({ query }) => query),
    asked.fields,
    {
      gate: flags.gate,
      eventFields: eventFieldsOf(flags),
      reorderWindowMs: REORDER_MS,
      ...readSettingsOf(flags),
      jobs: jobsOf({}),
      matcher: { endClosesWindows: flags.eofClosesWindows === true },
    },
    {
      match: (match) => {
        const rule = runnable[match.query]?.rule;
        if (rule !== undefined && found.length === 0) {
          alerts += 1;
          const { id } = builder.build({ rule, key: match.key, events: match.events });
          if (id.startsWith(asked.id)) {
            found.push({ id, rule, match });
            stop.abort();
          }
        }
        return Promise.resolve();
      },
    },
    AbortSignal.any([interruption.signal, stop.signal]),
  );
  interruption.dispose();
  for (const input of inputs) input.close();

  const [only] = found;
  const { events } = result.sighted;
  if (only !== undefined) {
    const { id, rule, match } = only;
    return { rule, alert: { id, match: explainMatch(targetOf(rule, flags), match) }, events };
  }
  const isEmptyPipe =
    files.every(({ path }) => path === null) && result.inputs.every(({ bytes }) => bytes === 0);
  if (isEmptyPipe) throw noSuchAlert(asked.id);
  const outcome = outcomeOf(result, diagnostics);
  const digest = digestOf(result);
  const why = interruption.exitCode === null ? outcome.diagnostics : [];
  await reportDigest(context, flags, { ...digest, shown: [...digest.shown, ...why] });
  await context.part();
  context.exitWith(interruption.exitCode ?? outcome.exitCode);
  if (interruption.exitCode !== null || !outcome.isUsable) return null;
  throw usageError(
    'RS432',
    `no rule and no alert has the id "${asked.id}": ${counted(alerts, 'alert')} of ${counted(runnable.length, 'rule')} in ${counted(events, 'event')}`,
    'an id follows from the rule, its version and the events: name the rules (-r) and files of that scan',
  );
}

/** Without events there are no alerts: most likely a rule was meant, or the file was forgotten. */
export function noSuchAlert(id: string): RshellError {
  return usageError(
    'RS401',
    `no rule with the id or name "${id}"`,
    'see `rshell-scan rules list`; for an alert, name the files that it came from, too',
  );
}
