// Whether severity, risk score and schedule of a rule fit together and fit its query.
import type { RuleSeverity } from '../rule/index.js';
import type { Findings } from './findings.js';

/** The highest risk score of each severity. Source: Elastic's guide to rule severity. */
const HIGHEST_RISK: Readonly<Record<RuleSeverity, number>> = {
  low: 21,
  medium: 47,
  high: 73,
  critical: 100,
};

/** A severity beside a risk score of another band: lists sorted by one contradict lists sorted by the other. */
export function checkRisk(findings: Findings): void {
  const { severity, riskScore } = findings.rule;
  const bands = Object.entries(HIGHEST_RISK);
  const fitting = bands.find(([, highest]) => riskScore <= highest)?.[0];
  if (fitting === severity || fitting === undefined) return;
  const own = bands.findIndex(([name]) => name === severity);
  const least = own === 0 ? 0 : (bands[own - 1]?.[1] ?? 0) + 1;
  findings.inFile(
    'RS148',
    ['rule', 'risk_score'],
    `risk score ${riskScore} belongs to severity ${fitting}, found ${severity}`,
    { help: `severity ${severity} goes with ${least} to ${HIGHEST_RISK[severity]}` },
  );
}

/** What Kibana takes where a rule does not say. */
const DEFAULT_FROM = 'now-6m';
const DEFAULT_INTERVAL = '5m';

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * A sequence that may last longer than what two runs of the rule in Kibana have in common: one that begins before the
 * later run looks and ends after the earlier one did is never seen whole.
 */
export function checkSchedule(findings: Findings): void {
  const { query, from, interval } = findings.rule;
  if (query.kind !== 'sequence' || query.maxspanMs === null) return;
  const back = durationOf((from ?? DEFAULT_FROM).replace(/^now-/, ''));
  const every = durationOf(interval ?? DEFAULT_INTERVAL);
  if (back === null || every === null || back >= every + query.maxspanMs) return;
  const needed = Math.ceil((every + query.maxspanMs) / 60_000);
  findings.inFile(
    'RS152',
    ['rule', 'from'],
    `Kibana runs this rule every ${interval ?? DEFAULT_INTERVAL} and looks back to ${from ?? DEFAULT_FROM}: ` +
      'sequences across the end of a run are missed',
    {
      help: `\`from = "now-${needed}m"\` covers the interval and \`maxspan\``,
      notes: ['a scan reads all events it is given: it does not miss any'],
    },
  );
}

function durationOf(text: string): number | null {
  const [, digits, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  return digits === undefined ? null : Number(digits) * (UNIT_MS[unit] ?? Number.NaN);
}
