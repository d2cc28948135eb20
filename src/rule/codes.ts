/** What can be wrong with rule files and with choosing among them, beside what can be with any TOML. */
export const RULE_CODES = {
  RS101: 'the file holds no detection rule',
  RS106: 'a key has no effect here',
  RS107: 'a threat mapping has an id that ATT&CK does not use',
  RS110: 'the rule is of a kind that cannot be evaluated',
  RS111: 'the rule is written for Elastic Endpoint',
  RS120: 'two rule files have the same rule id',
  RS121: 'a rule file replaces a bundled rule',
  RS130: 'a selector fits no rule',
} as const;

/** A code of this folder. */
export type RuleCode = keyof typeof RULE_CODES;

/** What can be wrong with tests of rules: `*.test.toml`. RS100 and RS102 to RS104 are told of them as well. */
export const RULE_TEST_CODES = {
  RS170: 'a key of a rule test is not known',
  RS171: 'a rule test has no rule to run',
  RS172: 'the events of a test case cannot be used',
  RS173: 'a test case contradicts itself',
  RS174: 'the file holds no test case',
  RS175: 'a rule has no test',
  RS176: 'there are no tests to run',
} as const;

/** A code of {@link RULE_TEST_CODES}. */
export type RuleTestCode = keyof typeof RULE_TEST_CODES;
