// How a run over its input ends: "no findings" over input that nobody could read would be a lie.
import { describeUnknownShape } from '../input/index.js';
import type { ScanResult } from '../scan/index.js';
import type { Code, Diagnostic } from '../source/index.js';
import { exceeds, type BadLineLimit } from './bad-lines.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { usageError } from './usage-error.js';

/** What the reading of the input alone says about the end of a run. */
export interface Outcome {
  readonly exitCode: ExitCode;
  /** Whether there was an event to look at. Where there was none, counts and summaries mislead. */
  readonly isUsable: boolean;
  /** Why not, unless a diagnostic of the scan says so already. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Codes with which an input is refused from its start on, or as far as it was read: they say all there is to say. */
const REFUSALS: ReadonlySet<Code> = new Set<Code>(['RS308', 'RS322']);
/** Codes of a run that could not finish, whether or not it had come to an event. */
const BREAKDOWNS: ReadonlySet<Code> = new Set<Code>(['RS321', 'RS323', 'RS324']);

/** In place of counts, for a run that was stopped at once. */
export const NOTHING_READ = 'interrupted before any event was read\n';

/** What is to be known of the reading. */
export interface Reading extends Pick<ScanResult, 'inputs' | 'diagnostics' | 'failed'> {
  readonly sighted: Pick<ScanResult['sighted'], 'events' | 'notAnEvent'>;
}

/** `openProblems`: what was said when the inputs were looked for. */
export function outcomeOf(result: Reading, openProblems: readonly Diagnostic[]): Outcome {
  const { events, notAnEvent } = result.sighted;
  const codes = new Set(result.diagnostics.map(({ code }) => code));
  const couldNotFinish =
    events > 0 ? result.failed : [...codes].some((code) => BREAKDOWNS.has(code));
  const failed = couldNotFinish || openProblems.some(({ severity }) => severity === 'error');
  if (events > 0 && notAnEvent === null) {
    return { exitCode: failed ? EXIT.failed : EXIT.ok, isUsable: true, diagnostics: [] };
  }
  const isSaid = events === 0 && (couldNotFinish || [...codes].some((code) => REFUSALS.has(code)));
  return {
    exitCode: failed ? EXIT.failed : EXIT.usage,
    isUsable: false,
    diagnostics: isSaid ? [] : [whyUnusable(result)],
  };
}

function whyUnusable({ sighted: { events, notAnEvent }, inputs }: Reading): Diagnostic {
  const names = inputs.map(({ name }) => name).join(', ');
  if (notAnEvent !== null) {
    const { found, expected, guess, help } = describeUnknownShape(notAnEvent);
    return {
      code: 'RS303',
      severity: 'error',
      message: `none of ${events} records in ${names} looks like an ECS event`,
      notes: [`found keys: ${found.join(', ')}`, `expected: ${expected.join(', ')}`],
      ...(guess === null
        ? {}
        : { help: `this looks like ${guess}${help === null ? '' : `: ${help}`}` }),
    };
  }
  const bad = inputs.reduce((sum, { badLines }) => sum + badLines, 0);
  return usageError(
    'RS405',
    `no events in ${names}${bad > 0 ? `: none of ${bad} ${bad === 1 ? 'line' : 'lines'} could be read` : ''}`,
    'expected audit records, or events in JSON with `@timestamp` and `event.category`',
  ).diagnostic;
}

/** Events of which not all was tried. */
export function curtailedIn({ inputs }: Pick<ScanResult, 'inputs'>): number {
  return inputs.reduce((sum, { problems }) => sum + (problems.get('RS335') ?? 0), 0);
}

/** Whether part of the input was not read, not placed or given up: what `--strict` is about. */
export function isIncomplete(
  result: ScanResult,
  badLines: BadLineLimit = { count: 0, unit: 'lines' },
): boolean {
  return (
    result.late > 0 ||
    exceeds(result, badLines) ||
    curtailedIn(result) > 0 ||
    result.stats.some(({ dropped }) => dropped > 0)
  );
}
