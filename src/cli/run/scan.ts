import { AlertBuilder, type Alert } from '../../alert/index.js';
import type { FieldSet } from '../../event/index.js';
import { sha256 } from '../../io/index.js';
import { AlertCounter, counted, SEVERITIES, type HiddenEvents } from '../../report/index.js';
import { EventFilter, scanInputs, type Revision, type ScanHandler } from '../../scan/index.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { checkFollowFlags, namesOf } from '../follow.js';
import { digestsOf } from '../input-set.js';
import { addHidden, hiddenEventsOf, narrowingOf } from '../narrowing.js';
import { jobsOf, outputsOf, readSettingsOf } from '../options.js';
import { Outputs } from '../outputs.js';
import { refuseOverwriting } from '../overwrite.js';
import { Progress } from '../progress.js';
import { reload, type Reloadable } from '../reload.js';
import type { RuleSet } from '../rule-set.js';
import { matcherOptionsOf } from '../run-summary.js';
import { isShown } from '../shown.js';
import { Interruption } from '../signals.js';
import { conclude, type Done } from './scan-end.js';
import type { FailOn, ScanFlags } from './scan-flags.js';
import { exclusionsOf, prepare, reportRules, type Plan } from './scan-plan.js';

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
    problem: (diagnostic) => {
      plan.teller.tellEarly(diagnostic);
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
  await plan.teller.done();
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

/** Whether an alert counts for `--fail-on`: one that a limit kept from being shown does, others that were suppressed do not. */
function isFinding({ suppressed }: Alert): boolean {
  return suppressed === null || suppressed.by === 'limit';
}

function reaches(severity: (typeof SEVERITIES)[number], failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  return failOn === 'any' || SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}
