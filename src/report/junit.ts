// JUnit XML: what CI systems read to show which checks failed. No clock and no host in it: two equal runs give equal files.
import { escapeControl } from '../source/index.js';

/** A group of checks: of one file, mostly. */
export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** One check. */
export interface JunitCase {
  readonly name: string;
  /** What is checked: systems group by it. */
  readonly className: string;
  readonly place: { readonly file: string; readonly line: number | null };
  /** `failed`: it did not hold. `error`: it could not be judged. */
  readonly outcome: 'passed' | JunitProblem;
  /** What else is to be said of one that passed. */
  readonly output?: string;
}

export interface JunitProblem {
  readonly kind: 'failed' | 'error' | 'skipped';
  /** One line. */
  readonly message: string;
  /** All there is to say; may have several lines. */
  readonly text: string;
}

const TAGS = { failed: 'failure', error: 'error', skipped: 'skipped' } as const;

/** The document, whatever names and messages hold: characters that XML does not allow are shown as escapes. */
export function junitText(name: string, suites: readonly JunitSuite[]): string {
  const cases = suites.flatMap((suite) => suite.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name, ...counts(cases) })}>`,
    ...suites.flatMap((suite) => [
      `  <testsuite${attributes({ name: suite.name, ...counts(suite.cases) })}>`,
      ...suite.cases.map(caseText),
      '  </testsuite>',
    ]),
    '</testsuites>\n',
  ].join('\n');
}

function counts(cases: readonly JunitCase[]): Readonly<Record<string, string>> {
  const count = (kind: JunitProblem['kind']): string =>
    String(cases.filter(({ outcome }) => outcome !== 'passed' && outcome.kind === kind).length);
  return {
    tests: String(cases.length),
    failures: count('failed'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function caseText({ name, className, place: { file, line }, outcome, output }: JunitCase): string {
  const head = `    <testcase${attributes({
    name,
    classname: className,
    file,
    ...(line === null ? {} : { line: String(line) }),
  })}`;
  if (outcome === 'passed') {
    return output === undefined
      ? `${head}/>`
      : filled(head, `<system-out>${content(output)}</system-out>`);
  }
  const tag = TAGS[outcome.kind];
  return filled(
    head,
    `<${tag}${attributes({ message: outcome.message })}>${content(outcome.text)}</${tag}>`,
  );
}

function filled(head: string, inner: string): string {
  return `${head}>\n      ${inner}\n    </testcase>`;
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
}

/** Text between tags: lines stay lines. */
function content(text: string): string {
  return text.split('\n').map(escaped).join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** One line of text. Source: XML 1.0, production Char: no controls, no halves of surrogate pairs, no U+FFFE or U+FFFF. */
function escaped(text: string): string {
  return escapeControl(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
