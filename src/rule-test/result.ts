import type { Rule, RuleTestCase } from '../rule/index.js';
import type { Diagnostic, Source } from '../source/index.js';
import type { KeyValues } from './judge.js';

/** What came of testing rules. */
export interface RuleTestReport {
  /** In the order of their names. */
  readonly files: readonly TestedFile[];
  /** Rules that no test is about. */
  readonly untested: readonly Rule[];
}

/** One test file. */
export interface TestedFile {
  readonly source: Source;
  /** Null where there is none to run: `diagnostics` say why. */
  readonly rule: Rule | null;
  /** Empty where the file or its rule has an error. */
  readonly cases: readonly CaseResult[];
  /** Errors that keep the file from being run. */
  readonly diagnostics: readonly Diagnostic[];
}

/** `error`: the case could not be judged, because its events could not all be read. */
export type Verdict = 'passed' | 'failed' | 'error';

/** What came of one case. */
export interface CaseResult {
  readonly written: RuleTestCase;
  /** Where it stands in the file, from 0. */
  readonly index: number;
  /** 1-based line on which it begins. */
  readonly line: number;
  readonly verdict: Verdict;
  readonly alerts: readonly FoundAlert[];
  /** What differs from the expectation, a sentence each. */
  readonly differences: readonly string[];
  /** What may help to see why, a line each; also of a case that passed for a reason that may surprise. */
  readonly notes: readonly string[];
  /** Why it could not be judged. */
  readonly diagnostics: readonly Diagnostic[];
}

/** An alert that the rule gave for a case. */
export interface FoundAlert {
  readonly joinKey: KeyValues;
  /** Of each event, in the order of the query, the line of the file that it was read from; null for a missing event. */
  readonly lines: readonly (number | null)[];
}
