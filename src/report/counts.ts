import type { Alert, AlertRule, AlertSuppression } from '../alert/index.js';

/** How many alerts a run gave. Every report and summary shows these numbers, counted by {@link AlertCounter}. */
export interface AlertCounts {
  readonly total: number;
  readonly bySeverity: Readonly<Record<AlertRule['severity'], number>>;
  /** Rules with alerts: by severity, then number of alerts, then name. */
  readonly byRule: readonly RuleCount[];
  /** What was found and not reported. */
  readonly suppressed: SuppressionCounts;
}

export interface SuppressionCounts {
  readonly total: number;
  /** By what suppressed them. */
  readonly byReason: readonly (Omit<AlertSuppression, 'alert'> & { readonly alerts: number })[];
  /** Alerts that stand for others: those with the most repeats first, a thousand at most. */
  readonly repeated: readonly RepeatCount[];
}

/** An alert that stands for others like it. */
export interface RepeatCount {
  readonly alert: string;
  readonly rule: { readonly id: string; readonly name: string };
  readonly terms: readonly { readonly field: string; readonly value: string | null }[];
  /** Itself not counted. */
  readonly repeats: number;
}

const NONE_SUPPRESSED: SuppressionCounts = { total: 0, byReason: [], repeated: [] };

export interface RuleCount {
  readonly id: string;
  readonly name: string;
  readonly severity: AlertRule['severity'];
  readonly alerts: number;
}

/** Severities, the worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

/** Counts the alerts of one run as they come. A rule is known by its id, not by its name. */
export class AlertCounter {
  readonly #rules = new Map<string, { readonly rule: AlertRule; alerts: number }>();

  #total = 0;

  /** Alerts so far. */
  get total(): number {
    return this.#total;
  }

  add({ rule }: Alert): void {
    this.#total += 1;
    const entry = this.#rules.get(rule.id);
    if (entry === undefined) this.#rules.set(rule.id, { rule, alerts: 1 });
    else entry.alerts += 1;
  }

  counts(suppressed = NONE_SUPPRESSED): AlertCounts {
    const byRule = [...this.#rules.values()]
      .map(({ rule: { id, name, severity }, alerts }) => ({ id, name, severity, alerts }))
      .sort(compareRuleCounts);
    const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 };
    for (const { severity, alerts } of byRule) bySeverity[severity] += alerts;
    return { total: this.#total, bySeverity, byRule, suppressed };
  }
}

function compareRuleCounts(a: RuleCount, b: RuleCount): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    b.alerts - a.alerts ||
    compare(a.name, b.name) ||
    compare(a.id, b.id)
  );
}

/** By UTF-16 unit: the same on every machine, whatever its locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
