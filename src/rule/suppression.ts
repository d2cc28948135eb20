import type { TableReader } from '../toml/index.js';
import type { RuleSuppression } from './rule.js';

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Kibana's default comes first. */
const STRATEGIES = ['suppress', 'doNotSuppress'] as const;

/**
 * Reads `[rule.alert_suppression]`; null where there is none, or where something was reported.
 * Source: https://www.elastic.co/docs/solutions/security/detect-and-alert/alert-suppression
 */
export function readSuppression(rule: TableReader): RuleSuppression | null {
  const table = rule.table('alert_suppression');
  if (table === undefined) return null;
  table.allowOnly(['duration', 'group_by', 'missing_fields_strategy']);
  if (!table.isFilled('group_by')) table.missing('group_by');
  const fields = table.strings('group_by');
  const strategy = table.string('missing_fields_strategy') ?? STRATEGIES[0];
  if (!STRATEGIES.some((known) => known === strategy)) {
    const message = `expected ${STRATEGIES.join(' or ')}, found \`${strategy}\``;
    table.report('RS104', 'error', 'missing_fields_strategy', message);
  }
  return {
    fields,
    windowMs: readWindow(table),
    missing: strategy === 'doNotSuppress' ? 'separate' : 'group',
  };
}

function readWindow(suppression: TableReader): number | null {
  const duration = suppression.table('duration');
  if (duration === undefined) return null;
  duration.allowOnly(['unit', 'value']);
  const unit = duration.required('unit');
  if (!duration.has('value')) duration.missing('value');
  const value = duration.integer('value', 1, Infinity);
  const factor = unit === undefined ? undefined : UNITS[unit];
  if (unit !== undefined && factor === undefined) {
    duration.report('RS104', 'error', 'unit', `expected s, m or h for \`unit\`, found \`${unit}\``);
  }
  return value === undefined || factor === undefined ? null : value * factor;
}
