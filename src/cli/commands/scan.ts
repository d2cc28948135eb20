import { Option, type Command } from 'commander';
import { AlertBuilder, ruleDocument, type Alert } from '../../alert/index.js';
import { FieldSet } from '../../event/index.js';
import { sha256 } from '../../io/index.js';
import {
  AlertCounter,
  counted,
  renderSummary,
  SEVERITIES,
  type RunSummary,
} from '../../report/index.js';
import { EventFilter, scanInputs, type Revision, type ScanHandler } from '../../scan/index.js';
import type { Diagnostic } from '../../source/index.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { checkFollowFlags, Followed, namesOf, type FollowFlags } from '../follow.js';
import { addHelp } from '../help/index.js';
import { openInputs } from '../input-set.js';
import {
  addNarrowingOptions,
  hiddenEventsOf,
  narrowingOf,
  type NarrowingFlags,
} from '../narrowing.js';
import {
  addCommonOptions,
  auditOptionsOf,
  addCorrelationOptions,
  addFieldOptions,
  addGateOption,
  addInputOptions,
  addOutputOptions,
  addRuleOptions,
  STATS_HELP,
  eventFieldsOf,
  jobsOf,
  outputsOf,
  progressOption,
  type CommonFlags,
  type CorrelationFlags,
  type CostFlags,
  type FieldFlags,
  type GateFlags,
  type InputFlags,
  type OutputFlags,
  type RuleFlags,
} from '../options.js';
import { exceeds, parseBadLineLimit, type BadLineLimit } from '../bad-lines.js';
import { isIncomplete, NOTHING_READ, outcomeOf } from '../outcome.js';
import { Outputs } from '../outputs.js';
import { refuseOverwriting } from '../overwrite.js';
import { Progress, type ProgressFlags } from '../progress.js';
import { reloadRules } from '../reload.js';
import { loadRuleSet, type RuleSet } from '../rule-set.js';
import { costsOf, renderCosts, type RunCosts } from '../run-cost.js';
import { digestOf, matcherOptionsOf, summaryOf, summaryOptionsOf } from '../run-summary.js';
import { hasErrors, isShown, reportDigest } from '../shown.js';
import { Interruption } from '../signals.js';
import { addTuningOptions, suppressionCountsOf, tuningOf, type TuningFlags } from '../tuning.js';
import { usageError } from '../usage-error.js';

/** What `--fail-on` may name: a severity, `any` or `never`. */
type FailOn = (typeof SEVERITIES)[number] | 'any' | 'never';

interface ScanFlags
  extends
    CommonFlags,
    InputFlags,
    FieldFlags,
    CorrelationFlags,
    RuleFlags,
    GateFlags,
    CostFlags,
    OutputFlags,
    ProgressFlags,
    NarrowingFlags,
    FollowFlags,
    TuningFlags {
  readonly summary: boolean;
  readonly failOn: FailOn;
  readonly maxBadLines?: BadLineLimit;
}

/** Alerts of a run without an end that are told from equal ones: two of the same events are two. */
const MOST_SEEN = 10_000;

const EXAMPLES = `
Examples:
  rshell-scan /var/log/audit/                    audit logs, rotated ones too
  rshell-scan exports/ -o ndjson=alerts.ndjson   a directory, alerts to a file
  zcat events.ndjson.gz | rshell-scan -          a pipe, alerts as they come
  rshell-scan --follow /var/log/audit/audit.log  live, through rotation
  rshell-scan -r my-rules/ events.ndjson         your rules and the bundled ones
  rshell-scan recordings/ --fail-on high         for CI
`;

/** `rshell-scan [scan] [PATH…]`: events through rules, alerts out. */
export function registerScan(program: Command, context: Context): void {
  const command = program
    .command('scan', { isDefault: true })
    .summary('run rules over events (the default command)')
    .description('Run detection rules over Linux audit events and print alerts.')
    .argument('[paths...]', 'event files, directories or globs; - is stdin');
  addHelp(command, EXAMPLES);
  addInputOptions(command);
  addNarrowingOptions(command);
  command
    .optionsGroup('Live:')
    .option('--follow', 'go on as files grow and are rotated; directories get new files')
    .option('--from-end', 'with --follow: leave out what is there already')
    .option('--state <file>', 'with --follow: go on where the last run has left off');
  addRuleOptions(command);
  addGateOption(command);
  addFieldOptions(command);
  addCorrelationOptions(command);
  addTuningOptions(command);
  addOutputOptions(command)
    .option('--no-summary', 'leave out the closing summary on stderr')
    .option('--profile', 'tell what each rule cost: leads, candidates, time')
    .option('--stats', STATS_HELP)
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 from this severity on')
        .choices([...SEVERITIES, 'any', 'never'])
        .default('any'),
    )
    .addOption(
      new Option(
        '--max-bad-lines <n|p%>',
        'exit 3 when more lines than that cannot be read',
      ).argParser(parseBadLineLimit),
    );
  addCommonOptions(command)
    .addOption(progressOption())
    .action(async (paths: readonly string[], flags: ScanFlags) => {
      await runScan(context, paths, flags);
    });
}

async function runScan(
  context: Context,
  paths: readonly string[],
  flags: ScanFlags,
): Promise<void> {
  const started = performance.now();
  const { choices, settings: outputSettings } = outputsOf(flags);
  checkFollowFlags(flags, choices);
  const followed = flags.follow === true ? new Followed(paths, flags, context) : null;
  const { inputs, files, diagnostics } =
    followed === null
      ? openInputs(paths, flags, context.streams)
      : { inputs: followed.inputs, files: followed.files, diagnostics: [] };
  const fields = new FieldSet();
  const eventFields = eventFieldsOf(flags);
  const loading = performance.now();
  let rules = loadRuleSet(flags, fields, eventFields);
  const loadMs = performance.now() - loading;
  await context.report(diagnostics.filter(isShown(flags)), flags.color);
  await reportRules(context, rules, flags);
  const narrowing = narrowingOf(flags, fields, eventFields);
  const ran = rules.runnable.map(({ rule }) => rule);
  const tuning = tuningOf(flags, ran, fields, eventFields);
  const exclusions = [...narrowing.exclusions, ...tuning.exclusions];
  const problems = [...narrowing.diagnostics, ...tuning.diagnostics];
  await context.report(problems.filter(isShown(flags)), flags.color);
  if (rules.misspelt || hasErrors(problems)) {
    context.exitWith(EXIT.usage);
    return;
  }
  if (rules.runnable.length === 0) throw noRules(rules);
  refuseOverwriting(choices, [...files, ...rules.files, ...tuning.files]);
  await context.part();

  const state = followed?.state ?? null;
  const mode = state === null ? 'afresh' : 'at the end';
  const outputs = await Outputs.open(choices, context, flags.color, outputSettings, mode);
  state?.mend(outputs);
  const most = followed === null ? undefined : MOST_SEEN;
  const builder = new AlertBuilder(sha256, most, state?.seen);
  const counter = new AlertCounter();
  const interruption = new Interruption();
  let filter = exclusions.length === 0 ? null : new EventFilter(exclusions);
  const progress = new Progress(context, flags, {
    inputs,
    found: () => counted(counter.total, 'alert'),
  });
  let writeMs = 0;
  const handlerOf = ({ runnable }: RuleSet): ScanHandler => ({
    match: async ({ query, key, events }) => {
      const rule = runnable[query]?.rule;
      if (rule === undefined) return;
      const alert = tuning.tuner.take(builder.build({ rule, key, events }), rule);
      if (isFinding(alert) && reaches(rule.severity, flags.failOn)) context.exitWith(EXIT.found);
      if (alert.suppressed !== null && flags.showSuppressed !== true) return;
      const writing = performance.now();
      const write = async (): Promise<void> => {
        if (alert.suppressed === null) counter.add(alert);
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
    maxLineBytes: flags.maxLine,
    jobs: jobsOf(flags),
    audit: auditOptionsOf(flags),
    matcher: matcherOptionsOf(flags),
    profile: flags.profile === true,
    ...(filter === null ? {} : { filter }),
  };
  const revisionOf = (set: RuleSet, read: FieldSet): Revision => ({
    queries: set.runnable.map(({ query }) => query),
    fields: read,
    handler: handlerOf(set),
    names: namesOf(set.runnable, settings),
  });
  const revision = revisionOf(rules, fields);
  const signal = AbortSignal.any([interruption.signal, outputs.stopped]);
  const result =
    followed === null
      ? await scanInputs(inputs, revision.queries, fields, settings, revision.handler, signal)
      : await followed.scan(revision, settings, {
          signal,
          outputs,
          seen: () => builder.seen,
          reload: async () => {
            const reloaded = reloadRules(flags, rules, eventFields);
            await reportRules(context, reloaded.read, flags);
            if (flags.quiet !== true) await context.note(reloaded.verdict);
            if (reloaded.rules === null) return null;
            rules = reloaded.rules;
            const reread = rules.runnable.map(({ rule }) => rule);
            const excluded = [
              ...narrowingOf(flags, reloaded.fields, eventFields).exclusions,
              ...tuningOf(flags, reread, reloaded.fields, eventFields).exclusions,
            ];
            filter = filter === null ? null : new EventFilter(excluded, filter.hidden);
            return {
              ...revisionOf(rules, reloaded.fields),
              ...(filter === null ? {} : { filter }),
            };
          },
        });
  interruption.dispose();
  progress.stop();
  for (const input of inputs) input.close();

  const durationMs = performance.now() - started;
  const alerts = counter.counts(suppressionCountsOf(tuning));
  const hidden = hiddenEventsOf(exclusions, filter?.hidden ?? []);
  const unused = tuning.unused((filter?.hidden ?? []).slice(narrowing.exclusions.length));
  const summary = summaryOf(result, rules, alerts, durationMs, hidden);
  const times = { load: loadMs, write: writeMs, total: durationMs };
  const costs = costsOf(flags, result, rules, alerts, times);
  const outcome = outcomeOf(result, diagnostics);
  const digest = digestOf(result);
  const shown = [
    ...digest.shown,
    ...unused,
    ...(interruption.exitCode === null ? outcome.diagnostics : []),
  ];
  await outputs.end({
    alerts,
    summary,
    rules: ran.map(ruleDocument),
    diagnostics: {
      shown: [...diagnostics, ...rules.diagnostics, ...problems, ...shown],
      folded: digest.folded,
    },
    ...costs,
  });
  await reportDigest(context, flags, { shown, folded: digest.folded });
  if (unused.length > 0 && flags.quiet !== true && flags.verbose !== true) {
    const entries = counted(
      unused.length,
      'entry of the allow list was',
      'entries of the allow list were',
    );
    await context.note(`${entries} not used; -v names ${unused.length === 1 ? 'it' : 'them'}\n`);
  }
  if (interruption.exitCode !== null) context.exitWith(interruption.exitCode);
  else context.exitWith(outcome.exitCode);
  const isOverLimit = flags.maxBadLines !== undefined && exceeds(result, flags.maxBadLines);
  if (isOverLimit) context.exitWith(EXIT.incomplete);
  if (
    flags.strict === true &&
    (isIncomplete(result, flags.maxBadLines) || rules.inError + rules.notEvaluable > 0)
  ) {
    context.exitWith(EXIT.incomplete);
  }
  if (outcome.isUsable) await printSummary(context, flags, summary, costs);
  else if (interruption.exitCode !== null) await context.note(NOTHING_READ);
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
): Promise<void> {
  if (flags.quiet === true) return;
  const options = summaryOptionsOf(context, flags);
  const texts = [
    ...(flags.summary ? [renderSummary(summary, options)] : []),
    ...renderCosts(costs, options),
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
