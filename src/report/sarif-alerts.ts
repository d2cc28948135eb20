// `-o sarif`: an alert is a result, where its first event stands; its rule comes with the guidance of its author.
import type { Alert, AlertEvent } from '../alert/index.js';
import { ALERT_COLUMNS, techniqueIds } from './columns.js';
import type { FinishedRun, MakeReporter, ReportSettings } from './reporter.js';
import { diagnosticResult } from './sarif-diagnostics.js';
import { suppressionText } from './suppression-text.js';
import { SarifLog, type SarifPlace, type SarifResult, type SarifRule } from './sarif.js';
import { counted, shortened } from './words.js';

const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'warning' } as const;

/** Longest text of an event in a result. */
const LONGEST = 2000;

export const sarifReport: MakeReporter = (settings) => {
  const log = new SarifLog(settings.tool);
  return {
    alert: (alert) => log.result({ ...resultOf(alert), ...fateOf(alert, settings) }, ruleOf(alert)),
    end: ({ summary, diagnostics }) =>
      log.end({
        isWhole: summary?.partial !== true,
        notifications: [
          ...diagnostics.shown.map((found) => plain(diagnosticResult(found))),
          ...diagnostics.folded.map(foldedResult),
        ],
      }),
  };
};

function resultOf(alert: Alert): SarifResult {
  const { id, rule, reason, events, kind } = alert;
  const present = events.filter((event) => event !== null);
  const [place] = present.map((event) => placeOf(event));
  const text = (value: string): string | undefined =>
    value === '' ? undefined : shortened(value, LONGEST);
  return plain({
    ruleId: shortened(rule.id, LONGEST),
    level: LEVELS[rule.severity],
    message: shortened(reason, LONGEST),
    ...(place !== undefined && { place }),
    related: kind === 'event' ? [] : present.map((event, index) => placeOf(event, index + 1)),
    fingerprints: { 'rshellScan/v1': id },
    properties: {
      severity: rule.severity,
      risk_score: rule.risk_score,
      kind,
      // A key without a value is not written.
      time: alert.event_time ?? undefined,
      host: text(ALERT_COLUMNS.host(alert)),
      user: text(ALERT_COLUMNS.user(alert)),
      command_line: text(ALERT_COLUMNS.command_line(alert)),
      techniques: techniqueIds(alert.threat),
    },
  });
}

/** What became of an alert: why it is not reported, and whether the baseline has it. */
function fateOf(
  alert: Alert,
  { showsSuppressed, isKnown }: ReportSettings,
): Pick<SarifResult, 'suppressions' | 'baselineState'> {
  const { suppressed } = alert;
  const why = suppressed === null ? null : shortened(suppressionText(suppressed), LONGEST);
  return {
    ...(isKnown !== undefined && { baselineState: isKnown(alert) ? 'unchanged' : 'new' }),
    ...(showsSuppressed === true && {
      suppressions: why === null ? [] : [{ justification: why }],
    }),
  };
}

/** SARIF reads `[text](target)` in a message as a link: what an event says must not become one. */
function plain(result: SarifResult): SarifResult {
  return { ...result, message: result.message.replaceAll('](', '] (') || result.ruleId };
}

function placeOf({ place, event, syscall }: AlertEvent, stage?: number): SarifPlace {
  const what = event.action.join(', ') || (syscall ?? 'event');
  return {
    file: place.file,
    region: { startLine: place.line },
    ...(stage !== undefined && {
      label: `event ${stage}: ${shortened(what, 200)}`.replaceAll('](', '] ('),
    }),
  };
}

function ruleOf({ rule, threat }: Alert): SarifRule {
  const help = [rule.note, rule.setup].filter((text) => text !== null && text.trim() !== '');
  const uri = rule.references.find((reference) => /^https?:\/\/[!-~]+$/.test(reference));
  return {
    id: shortened(rule.id, LONGEST),
    title: shortened(rule.name || rule.id, LONGEST),
    ...(rule.description !== '' && { description: rule.description }),
    ...(help.length > 0 && { help: help.join('\n\n') }),
    ...(uri !== undefined && URL.canParse(uri) && { uri }),
    securitySeverity: rule.risk_score / 10,
    tags: [
      ...new Set([
        'security',
        ...threat.map(({ tactic }) => tactic.id),
        ...techniqueIds(threat),
        ...rule.tags,
      ]),
    ],
  };
}

function foldedResult({
  code,
  file,
  count,
}: FinishedRun['diagnostics']['folded'][number]): SarifResult {
  return {
    ruleId: code,
    level: 'note',
    message: `and ${counted(count, `more ${code}`, `more ${code}`)}`,
    ...(file !== null && { place: { file } }),
  };
}
