import { FieldSet } from '../event/index.js';
import { DEFAULT_EVENT_FIELDS, type EventFields } from '../scan/index.js';
import type { Context } from './context.js';
import { EXIT } from './exit-codes.js';
import type { CommonFlags, RuleFlags } from './options.js';
import { loadRuleSet, type RuleSet } from './rule-set.js';

/**
 * Loads rules for a command that is about the rules themselves: errors are told, remarks with `-v`, and a run without
 * the rules that were asked for earns exit code 2.
 */
export async function loadReportedRules(
  context: Context,
  flags: CommonFlags & RuleFlags,
  fields: FieldSet = new FieldSet(),
  eventFields: EventFields = DEFAULT_EVENT_FIELDS,
): Promise<RuleSet> {
  const rules = loadRuleSet(flags, fields, eventFields);
  const shown = rules.diagnostics.filter(
    ({ severity }) => severity === 'error' || (flags.verbose === true && flags.quiet !== true),
  );
  await context.report(shown, flags.color);
  if (rules.outcomes.length === 0 || rules.misspelt) context.exitWith(EXIT.usage);
  await context.part();
  return rules;
}
