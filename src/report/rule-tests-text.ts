// Results of rule tests for people: what failed and why comes first, then a line for each file.
import type { CaseResult, RuleTestReport, TestedFile } from '../rule-test/index.js';
import { labelled, LABELS, padded, paint, piece, spaces, wrap, type Line } from './layout.js';
import { PLAIN_PALETTE, type Style } from './palette.js';
import { countsText, problemLines, ruleTestCounts } from './rule-tests.js';
import { usableWidth, type TextOptions } from './text.js';

/** How results are shown. */
export interface RuleTestTextOptions extends TextOptions {
  /** Names every case, not only those that did not pass. */
  readonly verbose: boolean;
}

const WORDS: Readonly<Record<CaseResult['verdict'], readonly [word: string, style: Style]>> = {
  passed: ['ok', 'faint'],
  failed: ['FAIL', 'high'],
  error: ['ERROR', 'high'],
};

/** Columns between two cells. */
const GAP = 2;

/** Columns of a verdict with its gap. */
const VERDICT = 7;

/** The report as text; `untested` are rules that should have a test. */
export function renderRuleTests(
  { files, untested }: RuleTestReport,
  options: RuleTestTextOptions,
): string {
  const columns = usableWidth(options.width);
  const palette = options.palette ?? PLAIN_PALETTE;
  const lines: Line[] = files.flatMap((file) =>
    file.cases
      .filter(({ verdict }) => verdict !== 'passed')
      .flatMap((result) => [...failure(file, result, columns), []]),
  );
  const results = files.map((file) => countsText(ruleTestCounts([file])));
  const room = Math.max(...results.map(({ length }) => length)) + GAP;
  for (const [index, file] of files.entries()) {
    const result = padded([piece(results[index] ?? '')], room);
    lines.push(...fileLines(file, result, columns, options.verbose));
  }
  for (const { source, name } of untested) {
    lines.push(
      ...row(
        'failed',
        [piece(source.name), piece('  has no test: ', 'faint'), piece(name)],
        columns,
      ),
    );
  }
  return lines.map((line) => `${paint(line, palette)}\n`).join('');
}

function failure(
  { source, rule }: TestedFile,
  result: CaseResult,
  columns: number,
): readonly Line[] {
  const { written, line, verdict } = result;
  const [word, style] = WORDS[verdict];
  const room = columns - LABELS;
  const text = (content: string): readonly Line[] => wrap([piece(content)], room, 2);
  const [problem = '', ...rest] = problemLines(result);
  const title = wrap([piece(written.name, 'strong')], room);
  return [
    ...title.map((part, index): Line => [
      ...padded(index === 0 ? [piece(word, style)] : [], LABELS),
      ...part,
    ]),
    ...labelled('case', wrap([piece(`${source.name}:${line}`, 'accent')], room)),
    ...labelled('rule', text(`${rule?.name ?? ''} (${rule?.source.name ?? ''})`)),
    ...labelled('problem', wrap([piece(problem, 'strong')], room, 2)),
    ...labelled('why', rest.flatMap(text)),
  ];
}

/** A line for the file, and below it one for each passed case of which there is something to say; in a verbose report, for all. */
function fileLines(
  { source, cases, diagnostics }: TestedFile,
  result: Line,
  columns: number,
  verbose: boolean,
): readonly Line[] {
  const hasFailed = cases.some(({ verdict }) => verdict !== 'passed');
  const verdict = diagnostics.length > 0 ? 'error' : hasFailed ? 'failed' : 'passed';
  const head = row(verdict, [...result, piece(source.name)], columns);
  const named = cases.filter(
    (each) => verbose || (each.verdict === 'passed' && each.notes.length > 0),
  );
  return [...head, ...named.flatMap((each) => caseLines(each, columns))];
}

function caseLines({ verdict, written, notes }: CaseResult, columns: number): readonly Line[] {
  const aside = verdict === 'passed' ? notes.map((note) => piece(` (${note})`, 'faint')) : [];
  return row(verdict, [piece(written.name), ...aside], columns, VERDICT);
}

function row(
  verdict: CaseResult['verdict'],
  content: Line,
  columns: number,
  indent = 0,
): readonly Line[] {
  const [word, style] = WORDS[verdict];
  const lead = indent + VERDICT;
  return wrap(content, columns - lead).map((line, index) => [
    spaces(indent),
    ...padded(index === 0 ? [piece(word, style)] : [], VERDICT),
    ...line,
  ]);
}
