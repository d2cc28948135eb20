// SIGHUP: rules and allow lists of a live run, anew. A rule that is broken now stays what it was, and so do lists.
import { FieldSet } from '../event/index.js';
import { prepareRules, type RunnableRule } from '../library/index.js';
import { counted } from '../report/index.js';
import type { EventFields } from '../scan/index.js';
import type { RuleFlags } from './options.js';
import { loadRuleSet, type RuleSet } from './rule-set.js';
import { hasErrors } from './shown.js';
import { tuningOf, type RunTuning, type TuningFlags } from './tuning.js';

/** What a run goes by that can be read again. */
export interface Reloadable {
  readonly rules: RuleSet;
  readonly tuning: RunTuning;
}

export interface Reloaded {
  /** What the run goes by from now on; null: by what it did before, for there is nothing to run, or something that was asked for is not there. */
  readonly next: Reloadable | null;
  readonly fields: FieldSet;
  /** What was read, for what is to be said of it. */
  readonly read: RuleSet;
  /** In words, for the person. */
  readonly verdict: string;
}

export async function reload(
  flags: RuleFlags & TuningFlags,
  former: Reloadable,
  eventFields: EventFields,
): Promise<Reloaded> {
  const fields = new FieldSet();
  const before = former.rules.runnable;
  const read = loadRuleSet(flags, fields, eventFields);
  const kept = keptRules(before, read, fields, eventFields);
  const runnable = [...read.runnable, ...kept];
  if (read.misspelt || runnable.length === 0) {
    const verdict = `rules not reloaded: the ${counted(before.length, 'rule')} of before still run\n`;
    return { next: null, fields, read, verdict };
  }
  const rules = runnable.map(({ rule }) => rule);
  const tuning = await tuningOf(flags, rules, fields, eventFields, former.tuning);
  const keeping = kept.length === 0 ? '' : `, ${kept.length} of them as before: see the errors`;
  const lists = hasErrors(tuning.diagnostics) ? '; allow list and baseline as before' : '';
  const verdict = `rules reloaded: ${counted(runnable.length, 'rule')} run${keeping}; ${changes(before, runnable)}${lists}\n`;
  return { next: { rules: { ...read, runnable }, tuning }, fields, read, verdict };
}

/** Rules whose files are broken now. */
function keptRules(
  before: readonly RunnableRule[],
  read: RuleSet,
  fields: FieldSet,
  eventFields: EventFields,
): readonly RunnableRule[] {
  const runs = new Set(read.runnable.map(({ rule }) => rule.source.name));
  const errors = new Set(
    read.diagnostics.flatMap(({ severity, source, place }) =>
      severity === 'error' ? [source?.name ?? place?.name ?? ''] : [],
    ),
  );
  const broken = before.filter(
    ({ rule: { source } }) => errors.has(source.name) && !runs.has(source.name),
  );
  const rules = broken.map(({ rule }) => rule);
  return prepareRules(rules, fields, eventFields).runnable;
}

/** What is another one now. */
function changes(before: readonly RunnableRule[], after: readonly RunnableRule[]): string {
  const texts = new Map(before.map(({ rule }) => [rule.id, rule.source.text]));
  const ids = new Set(after.map(({ rule }) => rule.id));
  const added = after.filter(({ rule }) => !texts.has(rule.id)).length;
  const changed = after.filter(
    ({ rule }) => texts.has(rule.id) && texts.get(rule.id) !== rule.source.text,
  ).length;
  const gone = before.filter(({ rule }) => !ids.has(rule.id)).length;
  return `${added} new, ${changed} changed, ${gone} gone`;
}
