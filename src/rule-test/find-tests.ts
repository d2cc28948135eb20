// Which tests there are below some paths, and which rules these are about.
import { fileIdentity, readTextFiles, RULE_FILES, RULE_TEST_EXTENSION } from '../io/index.js';
import { readBundledRules, readBundledTests } from '../library/index.js';
import { loadRule, type RuleOutcome } from '../rule/index.js';
import type { Diagnostic, Source } from '../source/index.js';

/** Where to look. */
export interface TestPaths {
  /** Test files, rule files, directories and globs. */
  readonly paths: readonly string[];
  /** Rule files, directories and globs: rules that tests may name by id. */
  readonly rules: readonly string[];
  /** Whether the rules that come with the package are tested, too. */
  readonly bundled: boolean;
}

export interface FoundTests {
  readonly tests: readonly Source[];
  /** Rules beside the tests: each should have one. */
  readonly rules: readonly RuleOutcome[];
  /** Further rules that tests may name. */
  readonly others: readonly RuleOutcome[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Packages may bring tests of rules of their own. */
const EXCLUDED = ['**/node_modules/**'];

/** Finds and reads; a rule file that is named itself stands for the test beside it. */
export function findTests({ paths, rules, bundled }: TestPaths): FoundTests {
  const all = readTextFiles(paths, { extension: '.toml', exclude: EXCLUDED });
  const tests = new Map<string, Source>();
  const addTest = (test: Source): void => {
    tests.set(fileIdentity(test.name) ?? test.name, test);
  };
  const files: Source[] = [];
  for (const source of all.sources) {
    if (isTest(source)) addTest(source);
    else files.push(source);
  }
  const named = files.filter(({ name }) => paths.includes(name));
  const beside = readTextFiles(named.map(testBeside), { extension: RULE_TEST_EXTENSION });
  for (const test of beside.sources) addTest(test);
  const own = bundled ? readBundledTests() : { sources: [], diagnostics: [] };
  for (const test of own.sources) addTest(test);

  const given = readTextFiles(rules, RULE_FILES);
  const shipped = readBundledRules();
  const outcomes = files.map((file) => loadRule(file)).filter(isRule);
  const bundledOutcomes = shipped.sources.map((source) => loadRule(source));
  return {
    tests: [...tests.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    rules: bundled ? [...outcomes, ...bundledOutcomes] : outcomes,
    others: [
      ...given.sources.map((source) => loadRule(source)),
      ...(bundled ? [] : bundledOutcomes),
    ],
    diagnostics: [
      ...all.diagnostics,
      // That a rule has no test is told as such.
      ...beside.diagnostics.filter(({ code }) => code !== 'RS421'),
      ...own.diagnostics,
      ...given.diagnostics,
      ...shipped.diagnostics,
    ],
  };
}

function isTest({ name }: Source): boolean {
  return name.endsWith(RULE_TEST_EXTENSION);
}

function testBeside({ name }: Source): string {
  return name.replace(/\.toml$/, RULE_TEST_EXTENSION);
}

/** Whether a TOML file is a rule at all: a directory may hold other files. */
function isRule({ state, diagnostics }: RuleOutcome): boolean {
  return state !== 'error' || !diagnostics.some(({ code }) => code === 'RS101' || code === 'RS100');
}
