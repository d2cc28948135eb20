// From flags to the rules of a run: loaded, chosen, compiled.
import { readTextFiles, RULE_FILES } from '../io/index.js';
import {
  loadRules,
  selectRules,
  SEVERITIES,
  type Rule,
  type RuleOutcome,
  type Selection,
} from '../rule/index.js';
import type { FieldSet } from '../event/index.js';
import { prepareRules, readBundledRules, type RunnableRule } from '../library/index.js';
import type { EventFields } from '../scan/index.js';
import type { Diagnostic } from '../source/index.js';
import type { RuleFlags } from './options.js';

/** Rule files as they were read. */
export interface RuleFiles {
  readonly outcomes: readonly RuleOutcome[];
  /** One for each rule id. */
  readonly rules: readonly Rule[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether files that were asked for are not there. */
  readonly misspelt: boolean;
  /** The files that were read, bundled ones left out. */
  readonly files: readonly { readonly name: string; readonly path: string }[];
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
  /** Whether rules that were asked for, by file or selector, are not there: another run than the one asked for. */
  readonly misspelt: boolean;
  /** The files that were read, bundled ones left out. */
  readonly files: readonly { readonly name: string; readonly path: string }[];
}

/** Loads the bundled rules and those at `paths`. */
export function readRuleFiles(paths: readonly string[], withBundled: boolean): RuleFiles {
  const given = readTextFiles(paths, RULE_FILES);
  const bundled = withBundled ? readBundledRules() : { sources: [], diagnostics: [] };
  const { outcomes, rules, diagnostics } = loadRules(given.sources, { bundled: bundled.sources });
  return {
    outcomes,
    rules,
    diagnostics: [...given.diagnostics, ...bundled.diagnostics, ...diagnostics],
    misspelt: hasError(given.diagnostics),
    files: given.sources.map(({ name }) => ({ name, path: name })),
  };
}

/** Loads the bundled rules and those that flags name, chooses by the selectors, and compiles with `fields`. */
export function loadRuleSet(flags: RuleFlags, fields: FieldSet, eventFields: EventFields): RuleSet {
  const read = readRuleFiles(flags.rules ?? [], flags.bundled);
  const { selected, leftOut, diagnostics } = selectRules(read.rules, selectionOf(flags));
  const { runnable, diagnostics: compileProblems } = prepareRules(selected, fields, eventFields);
  const count = (state: RuleOutcome['state']): number =>
    read.outcomes.filter((outcome) => outcome.state === state).length;
  return {
    outcomes: read.outcomes,
    runnable,
    leftOut,
    diagnostics: [...read.diagnostics, ...diagnostics, ...compileProblems],
    inError: count('error') + selected.length - runnable.length,
    notEvaluable: count('not-evaluable'),
    misspelt: read.misspelt || hasError(diagnostics),
    files: read.files,
  };
}

function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
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
