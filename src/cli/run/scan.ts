import { AlertBuilder, ruleDocument, threatDocument, type Alert } from '../../alert/index.js';
import { FieldSet } from '../../event/index.js';
import { sha256, type Input, type InputFile } from '../../io/index.js';
import {
  AlertCounter,
  counted,
  renderSummary,
  SEVERITIES,
  type HiddenEvents,
  type RunSummary,
} from '../../report/index.js';
import type { Rule } from '../../rule/index.js';
import {
  EventFilter,
  scanInputs,
  type EventFields,
  type Revision,
  type ScanHandler,
  type ScanResult,
} from '../../scan/index.js';
import type { Diagnostic } from '../../source/index.js';
import { unusedEntry } from '../../tuning/index.js';
import { exceeds } from '../bad-lines.js';
import type { Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { checkFollowFlags, Followed, namesOf } from '../follow.js';
import { digestsOf, openInputs } from '../input-set.js';
import {
  addHidden,
  hiddenEventsOf,
  leftNothing,
  narrowingOf,
  type NamedExclusion,
} from '../narrowing.js';
import { readSettingsOf, eventFieldsOf, jobsOf, outputsOf } from '../options.js';
import { isIncomplete, NOTHING_READ, outcomeOf } from '../outcome.js';
import { nextStep } from '../next-step.js';
import { Outputs } from '../outputs.js';
import { refuseOverwriting } from '../overwrite.js';
import { Progress } from '../progress.js';
import { reload, type Reloadable } from '../reload.js';
import { loadRuleSet, type RuleSet } from '../rule-set.js';
import { costsOf, renderCosts, type RunCosts } from '../run-cost.js';
import { digestOf, matcherOptionsOf, summaryOf, summaryOptionsOf } from '../run-summary.js';
import { hasErrors, isShown, reportDigest } from '../shown.js';
import { commandLine } from '../shell-words.js';
import { Interruption } from '../signals.js';
import { suppressionCountsOf, tuningOf, type RunTuning } from '../tuning.js';
import { renderUnused } from '../unused-entries.js';
import { usageError } from '../usage-error.js';
import type { FailOn, ScanFlags } from './scan-flags.js';

/** Alerts of a run without an end that are told from equal ones: two of the same events are two. */
const MOST_SEEN = 10_000;

/** Scans what `paths` name, and tells what was found and what was not read or not run. */
export async function runScan(
  context: Context,
  paths: readonly string[],
  flags: ScanFlags,
): Promise<void> {
  // From the first moment to the last report: whenever a signal comes, reports are whole.
  const interruption = new Interruption();
  try {
    await runUnless(interruption, context, paths, flags);
  } finally {
    interruption.dispose();
  }
}

async function runUnless(
  interruption: Interruption,
  context: Context,
  paths: readonly string[],
  flags: ScanFlags,
): Promise<void> {
  const started = performance.now();
  const { choices, settings } = outputsOf(flags);
  checkFollowFlags(flags, choices);
  // Who hands on a page hands on evidence: of which bytes it is.
  const isHashed = flags.hashInputs === true || choices.some(({ format }) => format === 'html');
  const plan = await prepare(context, paths, flags, isHashed);
  if (plan === null) return;
  refuseOverwriting(choices, [...plan.files, ...plan.rules.files, ...plan.tuning.files]);
  await context.part();
  const state = plan.followed?.state ?? null;
  const mode = state === null ? 'afresh' : 'at the end';
  const outputs = await Outputs.open(
    choices,
    context,
    flags.color,
    {
      ...settings,
      isLive: plan.followed !== null || plan.inputs.some(({ isStream }) => isStream),
      showsSuppressed: flags.showSuppressed === true,
      isKnown: plan.tuning.isKnown,
    },
    mode,
  );
  state?.mend(outputs);
  const done = await scan(context, flags, plan, outputs, interruption);
  await conclude(context, flags, plan, outputs, done, performance.now() - started);
}

/** What a run is to do. */
interface Plan {
  /** Null where inputs are read to their end. */
  readonly followed: Followed | null;
  readonly inputs: readonly Input[];
  readonly files: readonly InputFile[];
  readonly fields: FieldSet;
  readonly eventFields: EventFields;
  readonly rules: RuleSet;
  readonly narrowing: ReturnType<typeof narrowingOf>;
  readonly tuning: RunTuning;
  /** Of inputs, and of what narrows and tunes. */
  readonly diagnostics: readonly Diagnostic[];
  readonly problems: readonly Diagnostic[];
  /** Whether the SHA-256 of inputs is to be told. */
  readonly isHashed: boolean;
  readonly loadMs: number;
}

/** Opens the inputs and loads the rules; tells what is wrong with them. Null where that is too much to go on. */
async function prepare(
  context: Context,
  paths: readonly string[],
  flags: ScanFlags,
  isHashed: boolean,
): Promise<Plan | null> {
  const followed = flags.follow === true ? new Followed(paths, flags, context) : null;
  const { inputs, files, diagnostics } =
    followed === null
      ? openInputs(paths, flags, context.streams, { hashed: isHashed })
      : { inputs: followed.inputs, files: followed.files, diagnostics: [] };
  const fields = new FieldSet();
  const eventFields = eventFieldsOf(flags);
  const loading = performance.now();
  const rules = loadRuleSet(flags, fields, eventFields);
  const loadMs = performance.now() - loading;
  await context.report(diagnostics.filter(isShown(flags)), flags.color);
  await reportRules(context, rules, flags);
  const narrowing = narrowingOf(flags, fields, eventFields);
  const tuning = await tuningOf(flags, rulesOf(rules), fields, eventFields);
  const problems = [...narrowing.diagnostics, ...tuning.diagnostics];
  await context.report(problems.filter(isShown(flags)), flags.color);
  if (rules.misspelt || hasErrors(problems)) {
    context.exitWith(EXIT.usage);
    return null;
  }
  if (rules.runnable.length === 0) throw noRules(rules);
  return {
    ...{ followed, inputs, files, fields, eventFields, rules },
    ...{ narrowing, tuning, diagnostics, problems, isHashed, loadMs },
  };
}

/** What a scan has done. */
interface Done {
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

/** Reads the inputs and writes alerts as they come. */
async function scan(
  context: Context,
  flags: ScanFlags,
  plan: Plan,
  outputs: Outputs,
  interruption: Interruption,
): Promise<Done> {
  const { followed, inputs, eventFields, tuning } = plan;
  const state = followed?.state ?? null;
  if (state !== null) tuning.tuner.restore(state.tuning);
  let current: Reloadable = plan;
  const builder = new AlertBuilder(sha256, followed === null ? undefined : MOST_SEEN, state?.seen);
  const counter = new AlertCounter();
  let exclusions = exclusionsOf(plan);
  let filter = exclusions.length === 0 ? null : new EventFilter(exclusions);
  let formerlyHidden: readonly HiddenEvents[] = [];
  const hidden = (): readonly HiddenEvents[] =>
    addHidden(formerlyHidden, hiddenEventsOf(exclusions, filter?.hidden ?? []));
  let doing = 'correlating';
  const progress = new Progress(context, flags, {
    inputs,
    found: () => counted(counter.total, 'alert'),
    doing: () => doing,
  });
  let formerlyAdmitted = 0;
  let first: Alert | null = null;
  let writeMs = 0;
  const handlerOf = ({ runnable }: RuleSet): ScanHandler => ({
    match: async ({ query, key, events }) => {
      const rule = runnable[query]?.rule;
      if (rule === undefined) return;
      const alert = tuning.tuner.take(builder.build({ rule, key, events }), rule);
      if (isFinding(alert) && reaches(rule.severity, flags.failOn)) context.exitWith(EXIT.found);
      if (!outputs.takes(alert)) {
        state?.passOver(alert.id);
        return;
      }
      const writing = performance.now();
      const write = async (): Promise<void> => {
        if (alert.suppressed === null) {
          counter.add(alert);
          first ??= alert;
        }
        await context.part();
        await outputs.alert(alert);
      };
      if (state === null) await write();
      else await state.report(alert.id, outputs, write);
      writeMs += performance.now() - writing;
    },
  });
  const settings = {
    gate: flags.gate,
    eventFields,
    reorderWindowMs: flags.reorderWindow,
    ...readSettingsOf(flags),
    jobs: jobsOf(flags),
    matcher: matcherOptionsOf(flags),
    profile: flags.profile === true,
    ...(filter === null ? {} : { filter }),
  };
  const revisionOf = (set: RuleSet, fields: FieldSet): Revision => ({
    queries: set.runnable.map(({ query }) => query),
    fields,
    handler: handlerOf(set),
    names: namesOf(set.runnable, settings),
  });
  const revise = async (): Promise<Revision | null> => {
    const { next, fields, read, verdict } = await reload(flags, current, eventFields);
    const report = async (): Promise<void> => {
      await reportRules(context, read, flags);
      const lists = next?.tuning.diagnostics ?? [];
      await context.report(lists.filter(isShown(flags)), flags.color);
      if (flags.quiet !== true) await context.note(verdict);
    };
    // Who does not listen any more need not be told.
    await report().catch(() => undefined);
    if (next === null) return null;
    formerlyHidden = hidden();
    formerlyAdmitted += filter?.admitted ?? 0;
    current = next;
    const narrowing = narrowingOf(flags, fields, eventFields);
    exclusions = exclusionsOf({ narrowing, tuning: next.tuning });
    filter = new EventFilter(exclusions);
    return { ...revisionOf(next.rules, fields), filter };
  };
  const revision = revisionOf(plan.rules, plan.fields);
  const signal = AbortSignal.any([interruption.signal, outputs.stopped]);
  const result =
    followed === null
      ? await scanInputs(inputs, revision.queries, plan.fields, settings, revision.handler, signal)
      : await followed.scan(revision, settings, {
          signal,
          outputs,
          held: () => ({ seen: builder.seen, tuning: tuning.tuner.save() }),
          reload: revise,
        });
  doing = 'hashing inputs';
  const digests = plan.isHashed ? await digestsOf(inputs, signal) : [];
  progress.stop();
  for (const input of inputs) input.close();
  const { exitCode: interruptedBy } = interruption;
  return {
    ...{ result, digests, current, counter, first, hidden: hidden(), interruptedBy, writeMs },
    admitted: formerlyAdmitted + (filter?.admitted ?? 0),
  };
}

/** Ends the outputs, and tells what was read, what was not, and what that means for the exit code. */
async function conclude(
  context: Context,
  flags: ScanFlags,
  { followed, diagnostics, problems, loadMs, rules: planned }: Plan,
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
  await reportDigest(context, flags, { shown, folded: digest.folded });
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

const rulesOf = ({ runnable }: RuleSet): readonly Rule[] => runnable.map(({ rule }) => rule);

/** Those that narrow a run stand first. */
function exclusionsOf({
  narrowing,
  tuning,
}: Pick<Plan, 'narrowing' | 'tuning'>): readonly NamedExclusion[] {
  return [...narrowing.exclusions, ...tuning.exclusions];
}

/** Errors of rules in full; what could be better about them is for `lint`, and only counted here. */
async function reportRules(context: Context, rules: RuleSet, flags: ScanFlags): Promise<void> {
  const isStyle = ({ code, severity }: Diagnostic): boolean =>
    severity === 'warning' && code.startsWith('RS2') && flags.verbose !== true;
  await context.report(
    rules.diagnostics.filter((found) => !isStyle(found)).filter(isShown(flags)),
    flags.color,
  );
  const style = rules.diagnostics.filter(isStyle).length;
  if (style === 0 || flags.quiet === true) return;
  const warnings = `${style} ${style === 1 ? 'warning' : 'warnings'}`;
  await context.note(`${warnings} about rules; \`rshell-scan lint\` shows them\n`);
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

/** Whether an alert counts for `--fail-on`: one that a limit kept from being shown does, others that were suppressed do not. */
function isFinding({ suppressed }: Alert): boolean {
  return suppressed === null || suppressed.by === 'limit';
}

function reaches(severity: (typeof SEVERITIES)[number], failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  return failOn === 'any' || SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}

function noRules(rules: RuleSet): Error {
  const { length } = rules.outcomes;
  const reasons = [
    [rules.leftOut.length, 'left out by selectors'],
    [rules.inError, 'in error'],
    [rules.notEvaluable, 'of a kind that cannot be run'],
  ] as const;
  const why =
    length === 0
      ? 'no rule files were found'
      : `of ${counted(length, 'rule file')}: ${reasons
          .flatMap(([count, reason]) => (count === 0 ? [] : [`${count} ${reason}`]))
          .join(', ')}`;
  return usageError('RS403', `no rules to run: ${why}`, 'see `rshell-scan rules list`');
}
