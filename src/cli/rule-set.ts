// From flags to the rules of a run: loaded, chosen, compiled.
import path from 'node:path';
import { readTextFiles } from '../io/index.js';
import {
  IndexPatterns,
  loadRules,
  selectRules,
  SEVERITIES,
  type Rule,
  type RuleOutcome,
  type Selection,
} from '../rule/index.js';
import { compile } from '../eql/index.js';
import type { FieldSet } from '../event/index.js';
import type { EventFields, ScanQuery } from '../scan/index.js';
import type { Diagnostic } from '../source/index.js';
import { BUNDLED_RULES } from './bundled.js';
import type { RuleFlags } from './options.js';

/** A rule with its query ready to run. */
export interface RunnableRule {
  readonly rule: Rule;
  readonly query: ScanQuery;
}

/** Everything that became of the rule files. */
export interface RuleSet {
  readonly outcomes: readonly RuleOutcome[];
  readonly runnable: readonly RunnableRule[];
  readonly leftOut: readonly { readonly rule: Rule; readonly reason: string }[];
  readonly diagnostics: readonly Diagnostic[];
  /** Rule files with an error, those whose query does not compile included. */
  readonly inError: number;
  readonly notEvaluable: number;
}

/** Loads the bundled rules and those that flags name, chooses by the selectors, and compiles with `fields`. */
export function loadRuleSet(flags: RuleFlags, fields: FieldSet, eventFields: EventFields): RuleSet {
  const given = readTextFiles(flags.rules ?? [], { extension: '.toml' });
  const bundled = flags.bundled ? readBundled() : null;
  const loaded = loadRules(given.sources, {
    bundled: bundled?.sources ?? [],
  });
  const { selected, leftOut, diagnostics } = selectRules(loaded.rules, selectionOf(flags));
  const problems = [
    ...given.diagnostics,
    ...(bundled?.diagnostics ?? []),
    ...loaded.diagnostics,
    ...diagnostics,
  ];
  const runnable: RunnableRule[] = [];
  for (const rule of selected) {
    const compiled = compile(rule.query, { fields, source: rule.querySource });
    problems.push(...compiled.diagnostics);
    if (compiled.query === null) continue;
    const query: ScanQuery = {
      compiled: compiled.query,
      index: rule.index.length === 0 ? null : IndexPatterns.of(rule.index),
      eventFields: {
        timestamp: rule.timestampField ?? eventFields.timestamp,
        tiebreaker: rule.tiebreakerField === null ? eventFields.tiebreaker : [rule.tiebreakerField],
        category: rule.eventCategoryField ?? eventFields.category,
      },
    };
    runnable.push({ rule, query });
  }
  const count = (state: RuleOutcome['state']): number =>
    loaded.outcomes.filter((outcome) => outcome.state === state).length;
  return {
    outcomes: loaded.outcomes,
    runnable,
    leftOut,
    diagnostics: problems,
    inError: count('error') + selected.length - runnable.length,
    notEvaluable: count('not-evaluable'),
  };
}

/** The bundled rules, under names that are the same on every machine. */
function readBundled(): ReturnType<typeof readTextFiles> {
  const files = readTextFiles([BUNDLED_RULES], { extension: '.toml' });
  const sources = files.sources.map(({ name, text }) => ({
    name: `bundled:${path.relative(BUNDLED_RULES, name).split(path.sep).join('/')}`,
    text,
  }));
  return { ...files, sources };
}

function selectionOf(flags: RuleFlags): Selection {
  const minSeverity = SEVERITIES.find((severity) => severity === flags.minSeverity);
  return {
    rules: flags.rule ?? [],
    excludedRules: flags.excludeRule ?? [],
    tags: flags.tag ?? [],
    techniques: flags.technique ?? [],
    tactics: flags.tactic ?? [],
    maturities: flags.maturity ?? [],
    ...(minSeverity === undefined ? {} : { minSeverity }),
  };
}
