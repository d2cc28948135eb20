// What `explain` is about: a rule by id or name, one in a file, a query, or an alert by its id.
import type { ExplainTarget } from '../../explain/index.js';
import { FieldSet } from '../../event/index.js';
import { checkQuery, compile, parseQuery } from '../../eql/index.js';
import type { ExplainedRule } from '../../report/index.js';
import { selectRules, type Rule } from '../../rule/index.js';
import { locate, RshellError, type Diagnostic, type Source } from '../../source/index.js';
import type { ExplainFlags } from './explain-flags.js';
import type { Context } from '../context.js';
import { findRule } from '../find-rule.js';
import { eventFieldsOf } from '../options.js';
import { loadRuleSet, type RuleSet } from '../rule-set.js';
import { isShown } from '../shown.js';
import { usageError } from '../usage-error.js';

export interface AskedRule {
  readonly kind: 'rule';
  readonly target: ExplainTarget;
  /** Null for a query. */
  readonly rule: ExplainedRule | null;
  /** The rule files that were read. */
  readonly files: RuleSet['files'];
}

/** An alert, to be looked for among those that the rules give. */
export interface AskedAlert {
  readonly kind: 'alert';
  /** Its id, or the first digits. */
  readonly id: string;
  readonly rules: RuleSet;
  /** What the rules were compiled with. */
  readonly fields: FieldSet;
}

/** The digits of an alert's id that cards show, or more of them. */
const ALERT_ID = /^[\da-f]{8,32}$/i;

/** Finds what `wanted` names. Throws where there is no such rule, or it cannot run. */
export async function findExplained(
  context: Context,
  wanted: string,
  flags: ExplainFlags,
): Promise<AskedRule | AskedAlert> {
  if (flags.eql === true) {
    return {
      kind: 'rule',
      target: await queryTarget(context, wanted, flags),
      rule: null,
      files: [],
    };
  }
  const isFile = /\.toml$/i.test(wanted);
  const fields = new FieldSet();
  const rules = loadRuleSet(
    {
      rules: [...(flags.rules ?? []), ...(isFile ? [wanted] : [])],
      bundled: flags.bundled && !isFile,
    },
    fields,
    eventFieldsOf(flags),
  );
  if (ALERT_ID.test(wanted) && !isRuleIn(rules, wanted)) {
    return { kind: 'alert', id: wanted.toLowerCase(), rules, fields };
  }
  const rule = isFile ? ruleOfFile(wanted, rules) : ruleCalled(wanted, rules);
  const own = rules.diagnostics.filter(
    ({ source }) => source === rule.querySource || source === rule.source,
  );
  await context.report(own.filter(isShown(flags)), flags.color);
  await context.part();
  return {
    kind: 'rule',
    target: targetOf(rule, flags),
    rule: describe(rule),
    files: rules.files,
  };
}

/** Whether a rule, be it one that cannot run, is called `wanted`: ids of rules may look like those of alerts. */
function isRuleIn({ runnable, outcomes }: RuleSet, wanted: string): boolean {
  return (
    runnable.some(({ rule: { id, name } }) => id.startsWith(wanted) || name === wanted) ||
    outcomes.some((outcome) => !('rule' in outcome) && outcome.id === wanted)
  );
}

/** What explaining a rule needs of it. */
export function targetOf(rule: Rule, flags: ExplainFlags): ExplainTarget {
  const common = eventFieldsOf(flags);
  return {
    query: rule.query,
    querySource: rule.querySource,
    index: rule.index,
    gate: flags.gate,
    eventFields: {
      timestamp: rule.timestampField ?? common.timestamp,
      tiebreaker: rule.tiebreakerField === null ? common.tiebreaker : [rule.tiebreakerField],
      category: rule.eventCategoryField ?? common.category,
    },
  };
}

/** What an explanation says of its rule. */
export function describe({ id, name, severity, version, querySource }: Rule): ExplainedRule {
  const { source, line } = locate(querySource, 0);
  return { id, name, severity, version, file: source.name, line };
}

function ruleOfFile(file: string, { runnable, diagnostics, outcomes }: RuleSet): Rule {
  const found = runnable.find(({ rule }) => rule.source.name === file);
  if (found !== undefined) return found.rule;
  throw (
    whyNotRun(
      diagnostics,
      outcomes.find(({ source }) => source.name === file),
    ) ?? noRules(file)
  );
}

/** By id, first digits or name; else the only one that a glob fits. */
function ruleCalled(wanted: string, { runnable, diagnostics, outcomes }: RuleSet): Rule {
  const rules = runnable.map(({ rule }) => rule);
  if (/[*?[{]/.test(wanted)) {
    const { selected } = selectRules(rules, { rules: [wanted] });
    const [only, ...others] = selected;
    if (only !== undefined && others.length === 0) return only;
    if (only !== undefined) throw severalFit(wanted, selected);
  }
  const folded = wanted.toLowerCase();
  const left = outcomes.find(
    (outcome) =>
      !('rule' in outcome) && (outcome.id === wanted || outcome.name?.toLowerCase() === folded),
  );
  throwIfNotRun(whyNotRun(diagnostics, left));
  return findRule(wanted, rules);
}

function throwIfNotRun(error: RshellError | null): void {
  if (error !== null) throw error;
}

/** Why a rule file that was read is not among the rules; null where there is none. */
function whyNotRun(
  diagnostics: readonly Diagnostic[],
  outcome: RuleSet['outcomes'][number] | undefined,
): RshellError | null {
  if (outcome === undefined) {
    const first = diagnostics.find(({ severity }) => severity === 'error');
    return first === undefined ? null : new RshellError(first);
  }
  if (outcome.state === 'not-evaluable') {
    return usageError('RS401', `the rule cannot be run: ${outcome.reason}`, 'only EQL rules can');
  }
  const error = [...outcome.diagnostics, ...diagnostics].find(
    ({ severity }) => severity === 'error',
  );
  return error === undefined ? null : new RshellError(error);
}

function severalFit(wanted: string, rules: readonly Rule[]): RshellError {
  return usageError(
    'RS431',
    `${rules.length} rules fit "${wanted}", and one is explained at a time`,
    'name one by its id or its whole name',
    rules.slice(0, MOST_NAMED).map(({ id, name }) => `${id}  ${name}`),
  );
}

const MOST_NAMED = 8;

function noRules(file: string): RshellError {
  return usageError('RS403', `no rule in ${file}`, 'rule files are TOML with a [rule] table');
}

async function queryTarget(
  context: Context,
  text: string,
  flags: ExplainFlags,
): Promise<ExplainTarget> {
  const querySource: Source = { name: '<query>', text };
  const parsed = parseQuery(querySource);
  const checked = parsed.query === null ? null : checkQuery(parsed.query, querySource);
  const query = checked?.query ?? null;
  const compiled =
    query === null ? null : compile(query, { fields: new FieldSet(), source: querySource });
  const diagnostics = [
    ...parsed.diagnostics,
    ...(checked?.diagnostics ?? []),
    ...(compiled?.diagnostics ?? []),
  ];
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error !== undefined || query === null) {
    throw error === undefined
      ? usageError('RS407', 'no query', 'write one after --eql')
      : new RshellError(error);
  }
  await context.report(diagnostics.filter(isShown(flags)), flags.color);
  await context.part();
  return { query, querySource, index: [], gate: 'off', eventFields: eventFieldsOf(flags) };
}
