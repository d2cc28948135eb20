// `rshell-scan test`: finds, runs, reports, and on request writes back what was found.
import { TEST_FORMATS } from '../formats.js';
import { openOutput, replaceTextFile } from '../../io/index.js';
import {
  annotationSummary,
  annotationText,
  counted,
  countsText,
  junitText,
  renderRuleTests,
  ruleTestAnnotations,
  ruleTestCounts,
  ruleTestJson,
  ruleTestSuites,
} from '../../report/index.js';
import {
  findTests,
  missingTest,
  reviseTests,
  testRules,
  type FoundTests,
  type RevisedTest,
  type RuleTestReport,
} from '../../rule-test/index.js';
import { RshellError } from '../../source/index.js';
import { chalkFor } from '../colour.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { openSink, parseOutputs, type OutputChoice } from '../outputs.js';
import { refuseOverwriting } from '../overwrite.js';
import type { CommonFlags } from '../options.js';
import { paletteOf } from '../palette.js';
import { isShown } from '../shown.js';
import { widthOf } from '../streams.js';
import { usageError } from '../usage-error.js';
import { packageVersion } from '../version.js';

type Format = (typeof TEST_FORMATS)[number];

export interface TestFlags extends CommonFlags {
  readonly rules?: readonly string[];
  readonly bundled?: boolean;
  readonly requireTests?: boolean;
  readonly update?: boolean;
  readonly output?: readonly string[];
}

/** Runs the tests that `paths` stand for; sets the exit code by what came of them. */
export async function runTest(
  context: Context,
  paths: readonly string[],
  flags: TestFlags,
): Promise<void> {
  const choices = parseOutputs(flags.output ?? [], TEST_FORMATS);
  const isBundled = flags.bundled === true;
  if (isBundled && flags.update === true) {
    throw usageError('RS407', 'tests of bundled rules are not updated', 'leave --bundled out');
  }
  const found = findTests({
    // `--bundled` alone means those and no others.
    paths: paths.length > 0 || isBundled ? paths : ['.'],
    rules: flags.rules ?? [],
    bundled: isBundled,
  });
  await context.report(found.diagnostics.filter(isShown(flags)), flags.color);
  if (found.diagnostics.some(({ severity }) => severity === 'error')) {
    context.exitWith(EXIT.usage);
    return;
  }
  if (found.tests.length === 0) throw noTests(paths, found);
  refuseOverwriting(
    choices,
    [...found.tests, ...found.rules.map(({ source }) => source)].map(({ name }) => ({
      name,
      path: name,
    })),
  );

  let report = await testRules(found);
  const revised = flags.update === true ? reviseTests(report.files) : [];
  for (const { path, text } of revised) replaceTextFile(path, text);
  // What was written is read again: it must be what a later run finds.
  if (revised.length > 0) report = await testRules(reread(found, revised));

  await reportProblems(context, report, flags);
  await context.part();
  const required = flags.requireTests === true ? report : { ...report, untested: [] };
  for (const choice of choices) await write(context, choice, report, required, flags);
  if (choices.some(({ format }) => format === 'github')) addStepSummary(context, required);
  if (flags.quiet !== true) await context.note(closingLines(report, revised, flags));
  const isFailure = ruleTestAnnotations(required).some(({ level }) => level === 'error');
  if (isFailure) context.exitWith(EXIT.found);
}

function noTests(paths: readonly string[], { rules }: FoundTests): RshellError {
  const where = paths.length === 0 ? 'this directory' : paths.join(', ');
  const [rule] = rules;
  return new RshellError({
    code: 'RS176',
    severity: 'error',
    message: `no *.test.toml in ${where}`,
    help:
      rule === undefined
        ? '`rshell-scan init` writes a rule with its test; `rshell-scan test --bundled` runs those of the bundled rules'
        : `a test of ${rule.source.name} is ${rule.source.name.replace(/\.toml$/, '.test.toml')}: see \`rshell-scan test --help\``,
  });
}

function reread(found: FoundTests, revised: readonly RevisedTest[]): FoundTests {
  const tests = found.tests.map((source) => {
    const text = revised.find(({ path }) => path === source.name)?.text;
    return text === undefined ? source : { ...source, text };
  });
  return { ...found, tests };
}

/** What keeps files and cases from being run, in full; rules without a test with `-v`. */
async function reportProblems(
  context: Context,
  { files, untested }: RuleTestReport,
  flags: TestFlags,
): Promise<void> {
  const remarks = untested.map((rule) =>
    missingTest(rule, flags.requireTests === true ? 'error' : 'info'),
  );
  const problems = files.flatMap(({ diagnostics, cases }) => [
    ...diagnostics,
    ...cases.flatMap((result) => result.diagnostics),
  ]);
  await context.report([...problems, ...remarks].filter(isShown(flags)), flags.color);
}

async function write(
  context: Context,
  choice: OutputChoice<Format>,
  report: RuleTestReport,
  required: RuleTestReport,
  flags: TestFlags,
): Promise<void> {
  const sink = openSink(choice, context);
  await sink.write(textOf(context, choice, report, required, flags));
  await sink.close();
}

function textOf(
  { streams: { stdout, env } }: Context,
  { format, path }: OutputChoice<Format>,
  report: RuleTestReport,
  required: RuleTestReport,
  flags: TestFlags,
): string {
  switch (format) {
    case 'text':
      return renderRuleTests(required, {
        verbose: flags.verbose === true,
        ...(path === null && {
          width: widthOf(stdout, env),
          palette: paletteOf(chalkFor(stdout, env, flags.color)),
        }),
      });
    case 'junit':
      return junitText('rshell-scan test', ruleTestSuites(required));
    case 'github':
      return annotationText(ruleTestAnnotations(required));
    case 'json':
      return ruleTestJson({ name: 'rshell-scan', version: packageVersion() }, report);
  }
}

/** GitHub shows what is in this file on the page of the run. */
function addStepSummary({ streams: { env } }: Context, report: RuleTestReport): void {
  const path = env['GITHUB_STEP_SUMMARY'] ?? '';
  if (path === '') return;
  const output = openOutput(path, 'at the end');
  const result = countsText(ruleTestCounts(report.files));
  output.write(annotationSummary('Rule tests', result, ruleTestAnnotations(report)));
  output.close();
}

function closingLines(
  { files, untested }: RuleTestReport,
  revised: readonly RevisedTest[],
  { requireTests, verbose, update }: TestFlags,
): string {
  const counts = ruleTestCounts(files);
  const hint = verbose === true || requireTests === true ? '' : ' (-v names them)';
  const without =
    untested.length === 0 ? '' : `; ${counted(untested.length, 'rule')} without a test${hint}`;
  const broken = counts.brokenFiles > 0 ? `; ${counted(counts.brokenFiles, 'file')} not run` : '';
  const lines = [
    `${countsText(counts)} in ${counted(files.length, 'test file')}${broken}${without}`,
  ];
  if (update === true) {
    const cases = revised.reduce((sum, test) => sum + test.cases.length, 0);
    lines.push(
      revised.length === 0
        ? 'updated nothing'
        : `updated ${counted(cases, 'case')} in ${revised.map(({ path }) => path).join(', ')}`,
    );
    if (counts.failed > 0) lines.push('what a case expects, match or no_match, is never changed');
  }
  return `${lines.join('\n')}\n`;
}
