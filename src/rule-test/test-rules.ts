// Test files -> results: each file's rule is prepared once, its cases are run one by one, and judged.
import { FieldSet } from '../event/index.js';
import { besidePath } from '../io/index.js';
import { prepareRules, type RunnableRule } from '../library/index.js';
import { readRuleTest, type RuleTest, type RuleTestCase } from '../rule/index.js';
import { DEFAULT_EVENT_FIELDS, type FoundMatch, type Silence } from '../scan/index.js';
import { locate, type Diagnostic, type Source } from '../source/index.js';
import type { FoundTests } from './find-tests.js';
import { differences } from './judge.js';
import type { CaseResult, FoundAlert, RuleTestReport, TestedFile } from './result.js';
import { ruleOfTest } from './rule-of-test.js';
import { runCase, type CaseRun } from './run-case.js';
import { withoutTest } from './untested.js';
import { whyNoMatch } from './why.js';

/** Runs all cases of `found.tests`. */
export async function testRules(found: FoundTests): Promise<RuleTestReport> {
  const files: TestedFile[] = [];
  for (const source of found.tests) files.push(await testFile(source, found));
  return { files, untested: withoutTest(found.rules, files) };
}

async function testFile(source: Source, found: FoundTests): Promise<TestedFile> {
  const { test, diagnostics } = readRuleTest(source);
  if (test === null) return { source, rule: null, cases: [], diagnostics };
  const rule = ruleOfTest(test, [...found.rules, ...found.others]);
  if (!('id' in rule)) return { source, rule: null, cases: [], diagnostics: rule };
  const fields = new FieldSet();
  const prepared = prepareRules([rule], fields, DEFAULT_EVENT_FIELDS);
  const [runnable] = prepared.runnable;
  if (runnable === undefined) {
    return { source, rule, cases: [], diagnostics: prepared.diagnostics };
  }
  const cases: CaseResult[] = [];
  for (const [index, written] of test.cases.entries()) {
    cases.push(await testCase(test, written, index, runnable, fields));
  }
  return { source, rule, cases, diagnostics: [] };
}

async function testCase(
  test: RuleTest,
  written: RuleTestCase,
  index: number,
  runnable: RunnableRule,
  fields: FieldSet,
): Promise<CaseResult> {
  const lineAt = (offset: number): number => locate(test.source, offset).line;
  const identity = { written, index, line: lineAt(written.span.start) };
  const run = await runCase(test, written, runnable, fields);
  if ('length' in run) return unjudged(identity, run);
  const { events } = written;
  const lines = 'file' in events ? null : events.map(({ span }) => lineAt(span.start));
  const alerts = run.matches.map((match) => alertOf(match, lines));
  const differing = differences(
    written,
    alerts.map(({ joinKey }) => joinKey),
  );
  const verdict = differing.length === 0 ? 'passed' : 'failed';
  const notes =
    verdict === 'passed'
      ? chanceNotes(written, run)
      : alerts.length > 0
        ? []
        : [...whyNoMatch(runnable, run, lines ?? []), ...nextStep(test, written, runnable)];
  return { ...identity, verdict, alerts, differences: differing, notes, diagnostics: [] };
}

/** Events of a file are not told of here, one by one. */
function nextStep(
  { source }: RuleTest,
  { events }: RuleTestCase,
  { rule }: RunnableRule,
): readonly string[] {
  if (!('file' in events)) return [];
  const file = besidePath(source.name, events.file);
  return [`\`rshell-scan explain ${rule.source.name} ${file}\` tells more`];
}

function unjudged(
  identity: Pick<CaseResult, 'written' | 'index' | 'line'>,
  diagnostics: readonly Diagnostic[],
): CaseResult {
  const differing = ['the events of the case could not be read'];
  return {
    ...identity,
    verdict: 'error',
    alerts: [],
    differences: differing,
    notes: [],
    diagnostics,
  };
}

function alertOf({ key, events }: FoundMatch, lines: readonly number[] | null): FoundAlert {
  return {
    joinKey: key.values,
    lines: events.map((event) => {
      if (event === null) return null;
      // Events that are written out are read from one line each.
      return lines === null ? event.place.line : (lines[event.place.line - 1] ?? null);
    }),
  };
}

/** A case without a match passes, too, when its events could never match: that may not be what its author meant. */
function chanceNotes({ expect }: RuleTestCase, { silence }: CaseRun): readonly string[] {
  if (expect === 'match' || silence === null) return [];
  return [`could never match: ${silenceWords(silence)}`];
}

function silenceWords(silence: Silence): string {
  switch (silence.reason) {
    case 'no-category':
      return `no event is of category ${silence.category}`;
    case 'no-index':
      return 'no event is from an index of the rule';
    case 'other-os':
      return `no event is of a ${silence.wanted.join(' or ')} host`;
    case 'field-absent':
      return `no event has the field ${silence.field}`;
  }
}
