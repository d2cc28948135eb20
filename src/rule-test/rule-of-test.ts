// Which rule a test is about: the file of the same name, another file, or a rule by its id or name.
import { besidePath, readTextFiles, RULE_FILES, RULE_TEST_EXTENSION } from '../io/index.js';
import { loadRule, type Rule, type RuleOutcome, type RuleTest } from '../rule/index.js';
import { suggest, type Diagnostic } from '../source/index.js';

/** The rule of `test`, among `known` or in a file beside it; or why there is none to run. */
export function ruleOfTest(
  test: RuleTest,
  known: readonly RuleOutcome[],
): Rule | readonly Diagnostic[] {
  const written = test.rule?.text ?? null;
  if (written !== null && !written.endsWith('.toml')) return namedRule(test, written, known);
  const file =
    written === null ? ruleBeside(test.source.name) : besidePath(test.source.name, written);
  const outcome = known.find(({ source }) => source.name === file) ?? readRule(file);
  if (outcome !== null) return runnable(test, outcome);
  return missing(test, `no rule file ${file}`, {
    help: 'a test is about the rule file of the same name; `rule = "…"` names another file, or a rule id',
  });
}

/** The rule file that a test file is about, unless it says otherwise. */
export function ruleBeside(testFile: string): string {
  return testFile.replace(RULE_TEST_EXTENSION, '.toml');
}

function namedRule(
  test: RuleTest,
  wanted: string,
  known: readonly RuleOutcome[],
): Rule | readonly Diagnostic[] {
  const names = known.map((outcome) =>
    'rule' in outcome ? [outcome.rule.id, outcome.rule.name] : [outcome.id, outcome.name],
  );
  const at = names.findIndex((own) => own.includes(wanted));
  const outcome = known[at];
  if (outcome !== undefined) return runnable(test, outcome);
  const near = suggest(
    wanted,
    names.flat().filter((name) => name !== null),
  );
  return missing(test, `no rule has the id or name "${wanted}"`, {
    help:
      near === undefined
        ? 'rules beside the tests, those of `--rules` and the bundled ones are known'
        : `did you mean "${near}"?`,
  });
}

function readRule(file: string): RuleOutcome | null {
  const [source] = readTextFiles([file], RULE_FILES).sources;
  return source === undefined ? null : loadRule(source);
}

function runnable(test: RuleTest, outcome: RuleOutcome): Rule | readonly Diagnostic[] {
  if ('rule' in outcome) return outcome.rule;
  if (outcome.state === 'not-evaluable') {
    return missing(test, `the rule cannot be run: ${outcome.reason}`);
  }
  return outcome.diagnostics.filter(({ severity }) => severity === 'error');
}

function missing(
  { source, rule }: RuleTest,
  message: string,
  more: Pick<Diagnostic, 'help'> = {},
): readonly Diagnostic[] {
  const labels = rule === null ? [] : [{ span: rule.span }];
  return [{ code: 'RS171', severity: 'error', message, source, labels, ...more }];
}
