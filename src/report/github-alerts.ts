// `-o github`: an annotation for each alert, as many as GitHub shows, and a page for the summary of the step.
import type { Alert } from '../alert/index.js';
import { AlertPage } from './alert-page.js';
import { ALERT_COLUMNS, techniqueIds } from './columns.js';
import { AnnotationList, type Annotation, type AnnotationLevel } from './github.js';
import type { MakeReporter } from './reporter.js';
import { shortened } from './words.js';

const LEVELS: Readonly<Record<Alert['rule']['severity'], AnnotationLevel>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
};

/** GitHub cuts titles off at 255 characters and messages at 64 KiB, without a word. */
const LONGEST_TITLE = 200;
const LONGEST_LINE = 1000;

/** The summary of a step holds 1 MiB of UTF-8: room for text that is not ASCII is left. */
const PAGE = { alertsPerRule: 20, size: 250_000 };

export const githubReport: MakeReporter = () => {
  const annotations = new AnnotationList();
  const page = new AlertPage(PAGE);
  return {
    alert: (alert) => {
      annotations.add(annotationOf(alert));
      page.add(alert);
      return '';
    },
    end: () => annotations.text(),
    stepSummary: (run) => page.text(run),
  };
};

function annotationOf(alert: Alert): Annotation {
  const { rule, events, reason, threat } = alert;
  const place = events.find((event) => event !== null)?.place;
  const lines = [reason, ALERT_COLUMNS.command_line(alert), techniqueIds(threat).join(', ')];
  return {
    level: LEVELS[rule.severity],
    file: place?.file ?? '',
    line: place?.line ?? null,
    title: shortened(rule.name, LONGEST_TITLE),
    // An event's newline is no new line of ours.
    message: lines
      .filter((line) => line !== '')
      .map((line) => shortened(line, LONGEST_LINE).replaceAll('\n', '\\n'))
      .join('\n'),
  };
}
