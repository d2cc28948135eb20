// One case, as a scan of a file of its events would have it: the same gate, the same engine, the same order. A scan would make tables of
// the rule first, which takes longer than a few events do.
import type { MatcherStats } from '../engine/index.js';
import type { FieldSet, JsonObject } from '../event/index.js';
import { besidePath, bytesInput, findInputs, openInput, type Input } from '../io/index.js';
import type { RunnableRule } from '../library/index.js';
import type { RuleTest, RuleTestCase } from '../rule/index.js';
import { DEFAULT_EVENT_FIELDS, Survey, type FoundMatch, type Silence } from '../scan/index.js';
import { RshellError, type Diagnostic } from '../source/index.js';
import { caseDocuments } from './documents.js';

const LONGEST_LINE = 16 * 1024 * 1024;

/** What a rule made of the events of a case. */
export interface CaseRun {
  readonly matches: readonly FoundMatch[];
  readonly stats: MatcherStats | null;
  /** Why the rule could not have matched; null where it could. */
  readonly silence: Silence | null;
  /** The events in order; null where they are in a file. */
  readonly documents: readonly JsonObject[] | null;
}

/** Runs a case; gives the reasons where its events could not all be read. */
export async function runCase(
  test: RuleTest,
  testCase: RuleTestCase,
  runnable: RunnableRule,
  fields: FieldSet,
): Promise<CaseRun | readonly Diagnostic[]> {
  const { events } = testCase;
  const { timestamp } = runnable.query.eventFields;
  const documents =
    'file' in events
      ? null
      : caseDocuments(
          events.map(({ document }) => document),
          test.defaults,
          timestamp,
        );
  let input: Input;
  try {
    input = documents === null ? openCaseFile(test, testCase) : inputOf(test, documents);
  } catch (error) {
    if (!(error instanceof RshellError)) throw error;
    return [atFile(error.diagnostic, test, testCase)];
  }
  try {
    const survey = new Survey([input], [runnable.query], fields, {
      gate: 'auto',
      eventFields: DEFAULT_EVENT_FIELDS,
      maxLineBytes: LONGEST_LINE,
    });
    await survey.read(() => true);
    const problems = unread(survey, test, testCase);
    if (problems.length > 0) return problems;
    const { matches, stats } = survey.decide({});
    return { matches, stats: stats[0] ?? null, silence: survey.silence(0), documents };
  } finally {
    input.close();
  }
}

function inputOf(test: RuleTest, documents: readonly JsonObject[]): Input {
  const lines = documents.map((document) => `${JSON.stringify(document)}\n`);
  return bytesInput(test.source.name, Buffer.from(lines.join('')));
}

function openCaseFile({ source }: RuleTest, { events }: RuleTestCase): Input {
  const written = 'file' in events ? events.file : '';
  const { inputs, diagnostics } = findInputs([besidePath(source.name, written)]);
  const [file] = inputs;
  if (file !== undefined && inputs.length === 1) return openInput(file);
  const [problem] = diagnostics;
  throw new RshellError({
    code: 'RS172',
    severity: 'error',
    message: problem?.message ?? `expected one file, found ${inputs.length} in ${written}`,
    ...(problem?.help === undefined ? {} : { help: problem.help }),
  });
}

/** Why a case must not be judged: what was not read may be what it is about. */
function unread(survey: Survey, test: RuleTest, testCase: RuleTestCase): readonly Diagnostic[] {
  const errors = survey.diagnostics.filter(({ severity }) => severity === 'error');
  const bad = survey.inputs.some(({ badLines }) => badLines > 0) ? survey.diagnostics : errors;
  if (bad.length > 0) return bad.map((problem) => ({ ...problem, severity: 'error' }));
  if (survey.sighted.events > 0) return [];
  const message = 'expected events in the file, found none';
  return [atFile({ code: 'RS172', severity: 'error', message }, test, testCase)];
}

/** A problem with the file of a case, shown where the case names it. */
function atFile(problem: Diagnostic, { source }: RuleTest, { events }: RuleTestCase): Diagnostic {
  if (!('file' in events)) return problem;
  return { ...problem, code: 'RS172', source, labels: [{ span: events.span }] };
}
