// `-o junit`: a test case for each rule. It fails where there are alerts, and is skipped where the input could not have
// matched: a green run must not mean that nothing was looked at.
import type { Alert, AlertRule } from '../alert/index.js';
import { SHORT_ID } from './text.js';
import { ALERT_COLUMNS } from './columns.js';
import { junitText, type JunitCase, type JunitProblem } from './junit.js';
import type { FinishedRun, MakeReporter } from './reporter.js';
import { silenceText } from './silence-text.js';
import { badLinesOf } from './summary.js';
import { counted, lossesText, shortened } from './words.js';

/** Alerts of one rule that are told one by one. */
const MOST_ALERTS = 50;
const LONGEST = 300;

interface Failure {
  readonly rule: AlertRule;
  readonly lines: string[];
  alerts: number;
}

export const junitReport: MakeReporter = () => {
  const failures = new Map<string, Failure>();
  return {
    alert: (alert) => {
      const failure = failures.get(alert.rule.id) ?? { rule: alert.rule, lines: [], alerts: 0 };
      failures.set(alert.rule.id, failure);
      failure.alerts += 1;
      if (failure.lines.length < MOST_ALERTS) failure.lines.push(lineOf(alert));
      return '';
    },
    end: (run) => {
      const suites = [{ name: 'rules', cases: ruleCases(run, failures) }];
      const input = inputCase(run);
      return junitText('rshell-scan', [
        ...suites,
        ...(input === null ? [] : [{ name: 'run', cases: [input] }]),
      ]);
    },
  };
};

/** Rules of the run in their order, then those that only alerts name. */
function ruleCases(
  { rules, summary }: FinishedRun,
  failures: ReadonlyMap<string, Failure>,
): readonly JunitCase[] {
  const silent = new Map(summary?.rules.silent.map((rule) => [rule.id, rule]));
  const loaded = new Set(rules.map(({ id }) => id));
  const others = [...failures.values()].map(({ rule }) => rule).filter(({ id }) => !loaded.has(id));
  return [...rules, ...others].map((rule): JunitCase => {
    const failure = failures.get(rule.id);
    const silence = silent.get(rule.id);
    const skipped =
      silence === undefined
        ? ('passed' as const)
        : ({ kind: 'skipped', message: silenceText(silence), text: '' } as const);
    return {
      name: shortened(rule.name, LONGEST),
      className: shortened(rule.id, LONGEST),
      place: { file: shortened(rule.file, LONGEST), line: null },
      outcome: failure === undefined ? skipped : failed(failure),
    };
  });
}

function failed({ rule, lines, alerts }: Failure): JunitProblem {
  const left = alerts - lines.length;
  return {
    kind: 'failed',
    message: `${counted(alerts, 'alert')} (${rule.severity}, risk ${rule.risk_score})`,
    text: [...lines, ...(left === 0 ? [] : [`and ${counted(left, 'more alert')}`])].join('\n'),
  };
}

function lineOf(alert: Alert): string {
  const what = ALERT_COLUMNS.command_line(alert) || alert.reason;
  return [
    alert.event_time ?? '',
    ALERT_COLUMNS.host(alert),
    what,
    ALERT_COLUMNS.place(alert),
    alert.id.slice(0, SHORT_ID),
  ]
    .filter((text) => text !== '')
    .map((text) => shortened(text, LONGEST).replaceAll('\n', '\\n'))
    .join('  ');
}

/** Whether all of the input was read and all rules could be loaded; null where that is not known. */
function inputCase({ summary, diagnostics }: FinishedRun): JunitCase | null {
  if (summary === null) return null;
  const errors = diagnostics.shown.filter(({ severity }) => severity === 'error');
  const bad = badLinesOf(summary);
  const problems = [
    ...(summary.partial ? ['the run was stopped before the end of its input'] : []),
    ...(bad === 0 ? [] : [counted(bad, 'bad line')]),
    ...(summary.losses === 0 ? [] : [lossesText(summary.losses)]),
    ...(summary.rules.inError === 0
      ? []
      : [`${counted(summary.rules.inError, 'rule file')} in error`]),
    ...errors.map(({ code, message, place }) =>
      `${code}: ${shortened(message, LONGEST)}${place === undefined ? '' : ` (${place.name})`}`.replaceAll(
        '\n',
        '\\n',
      ),
    ),
  ];
  const [message, ...rest] = problems;
  return {
    name: 'all input was read and all rules were loaded',
    className: 'rshell-scan',
    place: { file: shortened(summary.inputs[0]?.name ?? '', LONGEST), line: null },
    outcome: message === undefined ? 'passed' : { kind: 'error', message, text: rest.join('\n') },
  };
}
