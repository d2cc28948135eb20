// `rshell-scan explain`: finds the rule or the alert, reads the input, and writes the explanation.
import { EXPLAIN_FORMATS } from '../formats.js';
import {
  explainQuery,
  explainRun,
  type ExplainedRun,
  type ExplainTarget,
} from '../../explain/index.js';
import {
  counted,
  explanationDocument,
  grouped,
  jsonText,
  renderAlertExplanation,
  renderQueryExplanation,
  renderRuleHeading,
  renderRunExplanation,
  seconds,
  type ExplanationReport,
} from '../../report/index.js';
import { chalkFor } from '../colour.js';
import type { ExplainFlags } from './explain-flags.js';
import type { Context } from '../context.js';
import { openInputs, type OpenedInputs } from '../input-set.js';
import { readSettingsOf } from '../options.js';
import { outcomeOf } from '../outcome.js';
import { openSink, parseOutputs } from '../outputs.js';
import { refuseOverwriting } from '../overwrite.js';
import { paletteOf } from '../palette.js';
import { digestOf } from '../run-summary.js';
import { isShown, reportDigest } from '../shown.js';
import { Interruption } from '../signals.js';
import { widthOf } from '../streams.js';
import { usageError } from '../usage-error.js';
import { packageVersion } from '../version.js';
import { parseEventChoice } from './explain-event-choice.js';
import { explainAlert, noSuchAlert } from './explain-alert.js';
import {
  describe,
  findExplained,
  targetOf,
  type AskedAlert,
  type AskedRule,
} from './explain-target.js';

/** The first one goes to stdout where nothing else does. */

/** Explains the rule that `wanted` names, over `paths` where there are any; or the alert with that id. */
export async function runExplain(
  context: Context,
  wanted: string,
  paths: readonly string[],
  flags: ExplainFlags,
): Promise<void> {
  const outputs = parseOutputs(flags.output ?? [], EXPLAIN_FORMATS);
  const asked = await findExplained(context, wanted, flags);
  const isAboutData = paths.length > 0 || !context.streams.stdin.isTTY;
  const isAboutEvent = (flags.event ?? flags.id) !== undefined;
  if (asked.kind === 'alert' && isAboutEvent) {
    throw usageError(
      'RS407',
      'an alert names its events itself',
      'leave out --event and --id, or name a rule in place of the alert',
    );
  }
  if (!isAboutData && asked.kind === 'alert') throw noSuchAlert(asked.id);
  if (!isAboutData && isAboutEvent) {
    throw usageError('RS404', 'no input: an event was asked for', 'name the file that it is in');
  }
  const started = performance.now();
  const opened = isAboutData
    ? openInputs(paths, { ...flags, jobs: 1 }, context.streams)
    : { inputs: [], files: [], diagnostics: [] };
  const files = asked.kind === 'alert' ? asked.rules.files : asked.files;
  refuseOverwriting(outputs, [...files, ...opened.files]);
  const explained =
    asked.kind === 'alert'
      ? await aboutAlert(context, asked, opened, flags)
      : await aboutRule(context, asked, isAboutData ? opened : null, flags);
  if (explained === null) return;
  const { events } = explained;
  const report = { tool: { name: 'rshell-scan', version: packageVersion() }, ...explained.report };
  for (const output of outputs) {
    const sink = openSink(output, context);
    const text = textOf(report, context, flags, output.path === null);
    await sink.write(
      output.format === 'json' ? `${jsonText(explanationDocument(report))}\n` : text,
    );
    await sink.close();
  }
  if (events !== null && flags.quiet !== true) {
    await context.note(
      `\n${counted(events, 'event')} read, ${seconds(performance.now() - started)}\n`,
    );
  }
}

/** What was found out, and how many events were read for it; null: none were asked for. */
interface FoundOut {
  readonly report: Omit<ExplanationReport, 'tool'>;
  readonly events: number | null;
}

/** Of a rule, over the input where there is one; null where the input has no event, of which enough was said. */
async function aboutRule(
  context: Context,
  { target, rule }: AskedRule,
  opened: OpenedInputs | null,
  flags: ExplainFlags,
): Promise<FoundOut | null> {
  const explained = opened === null ? null : await explainInput(context, target, opened, flags);
  const run = explained?.explanation ?? null;
  if (run?.events === 0) return null;
  return {
    report: { rule, query: explainQuery(target), run, alert: null },
    events: run?.events ?? null,
  };
}

async function aboutAlert(
  context: Context,
  asked: AskedAlert,
  opened: OpenedInputs,
  flags: ExplainFlags,
): Promise<FoundOut | null> {
  const explained = await explainAlert(context, asked, opened, flags);
  if (explained === null) return null;
  const { rule, alert, events } = explained;
  const query = explainQuery(targetOf(rule, flags));
  return { report: { rule: describe(rule), query, run: null, alert }, events };
}

/** The explanation over the input; null where that is a pipe of which nothing came. */
async function explainInput(
  context: Context,
  target: ExplainTarget,
  { inputs, files, diagnostics }: OpenedInputs,
  flags: ExplainFlags,
): Promise<ExplainedRun | null> {
  await context.report(diagnostics.filter(isShown(flags)), flags.color);
  const focus = parseEventChoice(flags, inputs);
  const interruption = new Interruption();
  const explained = await explainRun(target, inputs, {
    ...readSettingsOf(flags),
    endClosesWindows: flags.eofClosesWindows === true,
    ...(focus === null ? {} : { focus }),
    signal: interruption.signal,
  });
  interruption.dispose();
  for (const input of inputs) input.close();

  const { reading, explanation } = explained;
  const isPipe = files.every(({ path }) => path === null);
  if (isPipe && focus === null && reading.inputs.every(({ bytes }) => bytes === 0)) return null;
  const outcome = outcomeOf(reading, diagnostics);
  const digest = digestOf(reading);
  const why = interruption.exitCode === null ? outcome.diagnostics : [];
  await reportDigest(context, flags, { ...digest, shown: [...digest.shown, ...why] });
  await context.part();
  context.exitWith(interruption.exitCode ?? outcome.exitCode);
  if (interruption.exitCode !== null) {
    await context.note(
      `interrupted: this is about the first ${counted(explanation.events, 'event')}\n\n`,
    );
  }
  if (focus !== null && explanation.focus === null && outcome.isUsable) {
    throw usageError(
      'RS430',
      `no event ${flags.id === undefined ? `at "${flags.event ?? ''}"` : `with the id "${flags.id}"`} among ${grouped(explanation.events)}`,
      'lines count from 1, blank and bad ones included; --id takes an `_id` or `event.id`',
    );
  }
  return explained;
}

function textOf(
  { rule, query, run, alert }: ExplanationReport,
  { streams: { stdout, env } }: Context,
  { color, top }: ExplainFlags,
  toTerminal: boolean,
): string {
  const palette = paletteOf(chalkFor(stdout, env, toTerminal ? color : 'never'));
  const width = toTerminal ? widthOf(stdout, env) : undefined;
  const heading = renderRuleHeading(rule, palette, width);
  const body =
    alert !== null
      ? renderAlertExplanation(alert, query, palette, width)
      : run !== null
        ? renderRunExplanation(run, { width, palette, top })
        : renderQueryExplanation(query, palette, width);
  return heading === '' ? body : `${heading}\n${body}`;
}
