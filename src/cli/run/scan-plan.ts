// What a run is to do: its inputs, its rules, and what narrows and tunes them.
import { FieldSet } from '../../event/index.js';
import type { Input, InputFile } from '../../io/index.js';
import { counted } from '../../report/index.js';
import type { Rule } from '../../rule/index.js';
import type { EventFields } from '../../scan/index.js';
import type { Diagnostic } from '../../source/index.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { Followed } from '../follow.js';
import { openInputs } from '../input-set.js';
import { narrowingOf, type NamedExclusion } from '../narrowing.js';
import { eventFieldsOf } from '../options.js';
import { loadRuleSet, type RuleSet } from '../rule-set.js';
import { hasErrors, isShown } from '../shown.js';
import { Teller } from '../teller.js';
import { tuningOf, type RunTuning } from '../tuning.js';
import { usageError } from '../usage-error.js';
import type { ScanFlags } from './scan-flags.js';

/** What a run is to do. */
export interface Plan {
  /** Null where inputs are read to their end. */
  readonly followed: Followed | null;
  /** Tells what is wrong with live inputs. */
  readonly teller: Teller;
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
export async function prepare(
  context: Context,
  paths: readonly string[],
  flags: ScanFlags,
  isHashed: boolean,
): Promise<Plan | null> {
  const teller = new Teller(context, flags);
  const followed = flags.follow === true ? new Followed(paths, flags, context, teller) : null;
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
    ...{ followed, teller, inputs, files, fields, eventFields, rules },
    ...{ narrowing, tuning, diagnostics, problems, isHashed, loadMs },
  };
}

/** The rules that can be run. */
export const rulesOf = ({ runnable }: RuleSet): readonly Rule[] => runnable.map(({ rule }) => rule);

/** Those that narrow a run stand first. */
export function exclusionsOf({
  narrowing,
  tuning,
}: Pick<Plan, 'narrowing' | 'tuning'>): readonly NamedExclusion[] {
  return [...narrowing.exclusions, ...tuning.exclusions];
}

/** Errors of rules in full; what could be better about them is for `lint`, and only counted here. */
export async function reportRules(
  context: Context,
  rules: RuleSet,
  flags: ScanFlags,
): Promise<void> {
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
