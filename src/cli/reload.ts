// SIGHUP: the rules of a live run, anew. A rule that is broken now stays what it was.
import { FieldSet } from '../event/index.js';
import { prepareRules, type RunnableRule } from '../library/index.js';
import { counted } from '../report/index.js';
import type { EventFields } from '../scan/index.js';
import type { RuleFlags } from './options.js';
import { loadRuleSet, type RuleSet } from './rule-set.js';

export interface ReloadedRules {
  /** What runs from now on; null: what ran before, for there is nothing to run, or something that was asked for is not there. */
  readonly rules: RuleSet | null;
  readonly fields: FieldSet;
  /** What was read, for what is to be said of it. */
  readonly read: RuleSet;
  /** In words, for the person. */
  readonly verdict: string;
}

export function reloadRules(
  flags: RuleFlags,
  former: RuleSet,
  eventFields: EventFields,
): ReloadedRules {
  const fields = new FieldSet();
  const read = loadRuleSet(flags, fields, eventFields);
  const runs = new Set(read.runnable.map(({ rule }) => rule.source.name));
  const errors = new Set(
    read.diagnostics.flatMap(({ severity, source, place }) =>
      severity === 'error' ? [source?.name ?? place?.name ?? ''] : [],
    ),
  );
  const broken = former.runnable.filter(
    ({ rule: { source } }) => errors.has(source.name) && !runs.has(source.name),
  );
  const { runnable: kept } = prepareRules(
    broken.map(({ rule }) => rule),
    fields,
    eventFields,
  );
  const runnable = [...read.runnable, ...kept];
  if (read.misspelt || runnable.length === 0) {
    const verdict = `rules not reloaded: the ${counted(former.runnable.length, 'rule')} of before still run\n`;
    return { rules: null, fields, read, verdict };
  }
  const keeping = kept.length === 0 ? '' : `, ${kept.length} of them as before: see the errors`;
  const verdict = `rules reloaded: ${counted(runnable.length, 'rule')} run${keeping}; ${changes(former.runnable, runnable)}\n`;
  return { rules: { ...read, runnable }, fields, read, verdict };
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
