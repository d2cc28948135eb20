// Results of rule tests as other programs read them: JUnit, GitHub and JSON.
import { RULE_TEST_CODES, type Rule } from '../rule/index.js';
import {
  keyWords,
  type CaseResult,
  type FoundAlert,
  type RuleTestReport,
  type TestedFile,
} from '../rule-test/index.js';
import { placeOf } from '../source/index.js';
import type { Annotation } from './github.js';
import type { Tool } from './reporter.js';
import { jsonText } from './json-text.js';
import type { JunitCase, JunitSuite } from './junit.js';
import { diagnosticDocument } from './summary-document.js';
import { counted, listed } from './words.js';

/** The `schema` of the JSON form. Within major version 1 keys are added, never removed and never given another type. */
export const RULE_TEST_SCHEMA = 'rshell-scan/rule-test@1';

/** Alerts of one case that are told of one by one. */
const MOST_ALERTS = 8;

/** How many cases came out how. */
export interface RuleTestCounts {
  readonly passed: number;
  readonly failed: number;
  /** Cases that could not be judged. */
  readonly errors: number;
  /** Files that could not be run. */
  readonly brokenFiles: number;
}

/** Counts of `files`. */
export function ruleTestCounts(files: readonly TestedFile[]): RuleTestCounts {
  const verdicts = files.flatMap(({ cases }) => cases.map(({ verdict }) => verdict));
  const count = (verdict: CaseResult['verdict']): number =>
    verdicts.filter((each) => each === verdict).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    errors: count('error'),
    brokenFiles: files.filter(({ diagnostics }) => diagnostics.length > 0).length,
  };
}

/** `5 passed, 1 failed`; `none run` where there is nothing to count. */
export function countsText({ passed, failed, errors }: RuleTestCounts): string {
  const parts = [
    ...(passed > 0 ? [`${passed} passed`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(errors > 0 ? [`${errors} in error`] : []),
  ];
  return parts.length === 0 ? 'none run' : parts.join(', ');
}

/** All that is to be said of a case that did not pass, a line each. */
export function problemLines({
  differences,
  alerts,
  notes,
  diagnostics,
}: CaseResult): readonly string[] {
  const found = alerts.slice(0, MOST_ALERTS).map(alertWords);
  const more = alerts.length - found.length;
  const unread = diagnostics.map((found) =>
    [placeOf(found), found.message].filter(Boolean).join(': '),
  );
  return [
    ...differences,
    ...found,
    ...(more > 0 ? [`and ${counted(more, 'more alert')}`] : []),
    ...notes,
    ...unread,
  ];
}

/** `alert of lines 12 and 14, join key (web-01, 812)` */
export function alertWords({ joinKey, lines }: FoundAlert): string {
  const read = lines.filter((line) => line !== null).map(String);
  const key = joinKey.length === 0 ? '' : `, join key ${keyWords(joinKey)}`;
  return `alert of ${read.length === 1 ? 'line' : 'lines'} ${listed(read)}${key}`;
}

/** A suite for each file; `untested` are rules that should have a test. */
export function ruleTestSuites({ files, untested }: RuleTestReport): readonly JunitSuite[] {
  const suites = files.map((file) => ({ name: file.source.name, cases: junitCases(file) }));
  if (untested.length === 0) return suites;
  const cases = untested.map(({ name, source }) => ({
    name: 'has a test',
    className: name,
    place: { file: source.name, line: null },
    outcome: { kind: 'failed', message: RULE_TEST_CODES.RS175, text: '' } as const,
  }));
  return [...suites, { name: 'rules without a test', cases }];
}

function junitCases({ source, rule, cases, diagnostics }: TestedFile): readonly JunitCase[] {
  const file = source.name;
  const className = rule?.name ?? file;
  const broken = diagnostics.map((found) => ({
    name: 'can be run',
    className,
    place: { file, line: null },
    outcome: {
      kind: 'error',
      message: found.message,
      text: [placeOf(found), found.help].filter(Boolean).join('\n'),
    } as const,
  }));
  const judged = cases.map((result): JunitCase => {
    const { written, line, verdict, notes } = result;
    const [message = '', ...rest] = problemLines(result);
    return {
      name: written.name,
      className,
      place: { file, line },
      ...(verdict === 'passed' && notes.length > 0 && { output: notes.join('\n') }),
      outcome: verdict === 'passed' ? 'passed' : { kind: verdict, message, text: rest.join('\n') },
    };
  });
  return [...broken, ...judged];
}

/** An error beside each case that failed, and each rule that should have a test; a notice beside a case that could only pass. */
export function ruleTestAnnotations({ files, untested }: RuleTestReport): readonly Annotation[] {
  const ofFiles = files.flatMap(({ source: { name }, rule, cases, diagnostics }): Annotation[] => [
    ...diagnostics.map((found) => ({
      level: 'error' as const,
      ...placeIn(name, placeOf(found)),
      title: found.code,
      message: [found.message, found.help].filter(Boolean).join('\n'),
    })),
    ...cases
      .filter(({ verdict, notes }) => verdict !== 'passed' || notes.length > 0)
      .map((result) => ({
        level: result.verdict === 'passed' ? ('notice' as const) : ('error' as const),
        file: name,
        line: result.line,
        title: `${result.written.name} (${rule?.name ?? ''})`,
        message: problemLines(result).join('\n'),
      })),
  ]);
  const ofRules = untested.map(({ name, source }) => ({
    level: 'error' as const,
    file: source.name,
    line: null,
    title: name,
    message: RULE_TEST_CODES.RS175,
  }));
  return [...ofFiles, ...ofRules];
}

/** `file:line:column` in parts: what is wrong with a test may be in its rule. */
function placeIn(file: string, place = file): Pick<Annotation, 'file' | 'line'> {
  const [, name = place, line] = /^(.*):(\d+):\d+$/s.exec(place) ?? [];
  return { file: name, line: line === undefined ? null : Number(line) };
}

/** One JSON object. `untested`: all rules without a test, required or not. */
export function ruleTestJson(tool: Tool, { files, untested }: RuleTestReport): string {
  const counts = ruleTestCounts(files);
  return `${jsonText({
    schema: RULE_TEST_SCHEMA,
    tool,
    summary: {
      files: files.length,
      passed: counts.passed,
      failed: counts.failed,
      errors: counts.errors,
      broken_files: counts.brokenFiles,
      untested_rules: untested.length,
    },
    files: files.map(fileDocument),
    untested: untested.map(ruleDocument),
  })}\n`;
}

function fileDocument({ source, rule, cases, diagnostics }: TestedFile): object {
  return {
    file: source.name,
    rule: rule === null ? null : ruleDocument(rule),
    diagnostics: diagnostics.map(diagnosticDocument),
    cases: cases.map(caseDocument),
  };
}

function ruleDocument({ id, name, source }: Rule): object {
  return { id, name, file: source.name };
}

function caseDocument(result: CaseResult): object {
  const { written, line, verdict, alerts, differences, notes, diagnostics } = result;
  return {
    name: written.name,
    line,
    verdict,
    expected: { expect: written.expect, alerts: written.alerts, join_keys: written.joinKeys },
    alerts: alerts.map(({ joinKey, lines }) => ({ join_key: joinKey, lines })),
    differences,
    notes,
    diagnostics: diagnostics.map(diagnosticDocument),
  };
}
