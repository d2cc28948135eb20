import type { Expression, LogicalNode } from '../eql/index.js';
import type { RuleOutcome } from '../rule/index.js';
import type { Diagnostic } from '../source/index.js';
import { checkAcrossRules } from './check-across.js';
import { checkAlternatives } from './check-alternatives.js';
import { checkAttack } from './check-attack.js';
import { checkDead } from './check-dead.js';
import { checkIndexPatterns, checkOperatingSystem } from './check-index.js';
import { checkExclusions, checkMixture, checkNot } from './check-logic.js';
import { checkRisk, checkSchedule } from './check-metadata.js';
import { checkConditions, checkEntries } from './check-repeats.js';
import { checkSequence } from './check-sequence.js';
import { checkOrder } from './check-types.js';
import { checkCaseOfEntries, checkCategories, checkFixedValues } from './check-values.js';
import { compileErrors } from './compile-errors.js';
import { Findings } from './findings.js';
import { forEachPart, subqueriesOf, valueTestOf, type ValueTest } from './query-parts.js';

const RULE_CHECKS: readonly ((findings: Findings) => void)[] = [
  checkAttack,
  checkRisk,
  checkSchedule,
  checkIndexPatterns,
  checkOperatingSystem,
  checkCategories,
  checkSequence,
  checkMixture,
];

/** Asked of every test of a field against values. */
const VALUE_CHECKS: readonly ((test: ValueTest, findings: Findings) => void)[] = [
  checkFixedValues,
  checkCaseOfEntries,
  checkEntries,
];

/** Asked of every `and` and `or`. */
const LOGICAL_CHECKS: readonly ((expression: LogicalNode, findings: Findings) => void)[] = [
  checkConditions,
  checkNot,
  checkExclusions,
  checkAlternatives,
];

/**
 * What rules that load may still have wrong, file by file in the order of `outcomes`: beside what loading told, which
 * is not repeated. Of deprecated rules only errors are told: nobody mends them.
 */
export function lintRules(outcomes: readonly RuleOutcome[]): readonly Diagnostic[] {
  const findings = outcomes.flatMap((outcome) => {
    if (outcome.state !== 'evaluable') return [];
    const found = new Findings(outcome.rule);
    lintRule(found, outcome.diagnostics);
    return [found];
  });
  checkAcrossRules(findings);
  const errors = outcomes.flatMap((outcome) =>
    'rule' in outcome ? compileErrors(outcome.rule) : [],
  );
  return [...errors, ...findings.flatMap(({ diagnostics }) => diagnostics)];
}

/** `told`: what loading the rule told. */
function lintRule(findings: Findings, told: readonly Diagnostic[]): void {
  for (const check of RULE_CHECKS) check(findings);
  for (const { filter } of subqueriesOf(findings.rule.query)) {
    forEachPart(filter.condition, (part) => {
      checkPart(part, findings);
    });
  }
  checkDead(findings, told);
}

function checkPart(part: Expression, findings: Findings): void {
  if (part.kind === 'and' || part.kind === 'or') {
    for (const check of LOGICAL_CHECKS) check(part, findings);
  } else if (part.kind !== 'not') {
    if (part.kind === 'comparison') checkOrder(part, findings);
    const test = valueTestOf(part);
    if (test !== null) for (const check of VALUE_CHECKS) check(test, findings);
  }
}
