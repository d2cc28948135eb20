import { FIELDS_FORMATS } from '../formats.js';
import { FieldSet } from '../../event/index.js';
import { surveyFields, wantedFields, type FieldReport } from '../../fields/index.js';
import {
  counted,
  fieldsJson,
  fieldsMarkdown,
  renderFields,
  renderWantedFields,
  wantedFieldsJson,
  wantedFieldsMarkdown,
} from '../../report/index.js';
import type { Context } from '../context.js';
import { writeDocuments } from '../documents.js';
import { EXIT } from '../exit-codes.js';
import { openInputs } from '../input-set.js';
import {
  readSettingsOf,
  eventFieldsOf,
  type CommonFlags,
  type FieldFlags,
  type GateFlags,
  type InputFlags,
  type RuleFlags,
} from '../options.js';
import { NOTHING_READ, outcomeOf } from '../outcome.js';
import { parseOutputs, type OutputChoice } from '../outputs.js';
import { loadReportedRules } from '../reported-rules.js';
import type { RuleSet } from '../rule-set.js';
import { digestOf } from '../run-summary.js';
import { isShown, reportDigest } from '../shown.js';
import { Interruption } from '../signals.js';
import { usageError } from '../usage-error.js';

export interface FieldsFlags
  extends CommonFlags, Omit<InputFlags, 'jobs'>, RuleFlags, GateFlags, FieldFlags {
  readonly missing?: boolean;
  readonly output?: readonly string[];
}

/** The first one goes to stdout where nothing else does. */

type Choice = OutputChoice<(typeof FIELDS_FORMATS)[number]>;

/** Shows the fields of the events in `paths`, or those that rules read. */
export async function runFields(
  context: Context,
  paths: readonly string[],
  flags: FieldsFlags,
): Promise<void> {
  const choices = parseOutputs(flags.output ?? [], FIELDS_FORMATS);
  const fields = new FieldSet();
  const rules = await loadReportedRules(context, flags, fields, eventFieldsOf(flags));
  if (rules.misspelt) return;
  if (paths.length === 0) await showWanted(context, rules, choices, flags);
  else await showInput(context, paths, rules, fields, choices, flags);
}

async function showWanted(
  context: Context,
  { runnable }: RuleSet,
  choices: readonly Choice[],
  flags: FieldsFlags,
): Promise<void> {
  if (runnable.length === 0) {
    throw usageError('RS403', 'no rules whose fields could be shown', 'name some with --rules');
  }
  const wanted = wantedFields(runnable);
  await writeDocuments(context, choices, flags, {
    text: (look) => renderWantedFields(wanted, look),
    json: () => wantedFieldsJson(wanted),
    markdown: () => wantedFieldsMarkdown(wanted),
  });
  if (flags.quiet === true) return;
  const [count, from] = [counted(wanted.length, 'field'), counted(runnable.length, 'rule')];
  await context.note(`${count} of ${from}; name events to see which of them they have\n`);
}

async function showInput(
  context: Context,
  paths: readonly string[],
  { runnable }: RuleSet,
  fields: FieldSet,
  choices: readonly Choice[],
  flags: FieldsFlags,
): Promise<void> {
  const { inputs, diagnostics } = openInputs(paths, flags, context.streams);
  await context.report(diagnostics.filter(isShown(flags)), flags.color);
  await context.part();
  const interruption = new Interruption();
  const settings = {
    gate: flags.gate,
    eventFields: eventFieldsOf(flags),
    ...readSettingsOf(flags),
  };
  const survey = await surveyFields(inputs, runnable, fields, settings, interruption.signal);
  interruption.dispose();
  for (const input of inputs) input.close();

  const { report, notAnEvent } = survey;
  const reading = { ...survey, sighted: { events: report.events, notAnEvent } };
  const outcome = outcomeOf(reading, diagnostics);
  const digest = digestOf(survey);
  const why = interruption.exitCode === null ? outcome.diagnostics : [];
  await reportDigest(context, flags, { ...digest, shown: [...digest.shown, ...why] });
  context.exitWith(interruption.exitCode ?? outcome.exitCode);
  if (flags.strict === true && survey.inputs.some(({ badLines }) => badLines > 0)) {
    context.exitWith(EXIT.incomplete);
  }
  // Fields of records that are no events are what one wants to see of them.
  if (report.events === 0) {
    if (interruption.exitCode !== null) await context.note(NOTHING_READ);
    return;
  }
  await context.part();
  const missingOnly = flags.missing === true;
  await writeDocuments(context, choices, flags, {
    text: (look) => renderFields(report, { ...look, missingOnly }),
    json: () => fieldsJson(report, { missingOnly }),
    markdown: () => fieldsMarkdown(report, { missingOnly }),
  });
  if (flags.quiet !== true) await context.note(closingLine(report, interruption.exitCode !== null));
}

/** `74 events, 120 fields, 2 of another type than they should be` */
function closingLine({ events, present }: FieldReport, partial: boolean): string {
  const clashes = present.filter(({ clash }) => clash !== null).length;
  const parts = [
    counted(events, 'event'),
    counted(present.length, 'field'),
    ...(clashes === 0 ? [] : [`${counted(clashes, 'field')} with values of a wrong type`]),
  ];
  return `${partial ? 'interrupted: ' : ''}${parts.join(', ')}\n`;
}
