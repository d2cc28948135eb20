// Allow lists at work: entries of scope `event` keep events from rules, entries of scope `alert` suppress what rules found.
import type { Alert } from '../alert/index.js';
import { DocumentEvent, FieldSet } from '../event/index.js';
import { selectRules, type Rule } from '../rule/index.js';
import type { Exclusion } from '../scan/index.js';
import type { Diagnostic } from '../source/index.js';
import type { AllowEntry } from './allow-list.js';
import { compileCondition, type ConditionContext, type EventCondition } from './condition.js';

/** An entry of scope `event`, as the scan takes it. */
export interface AllowedEvents extends Exclusion {
  readonly entry: AllowEntry;
}

/** Entries made ready for a run. */
export interface PreparedAllow {
  readonly events: readonly AllowedEvents[];
  readonly alerts: readonly AllowedAlerts[];
  readonly diagnostics: readonly Diagnostic[];
}

/** An entry of scope `alert`: it holds for an alert where some event satisfies its condition. */
export interface AllowedAlerts {
  readonly entry: AllowEntry;
  readonly allows: (alert: Alert) => boolean;
}

/**
 * Compiles the entries that have not expired, for a run of `rules`. Those of scope `event` read by the fields of `context`.
 * An entry whose rules are not in the run is told, and is without effect.
 */
export function prepareAllow(
  entries: readonly AllowEntry[],
  rules: readonly Rule[],
  context: ConditionContext,
): PreparedAllow {
  const own: ConditionContext = { ...context, fields: new FieldSet() };
  const event = new DocumentEvent(own.fields);
  const events: AllowedEvents[] = [];
  const alerts: AllowedAlerts[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const entry of entries.filter(({ hasExpired }) => !hasExpired)) {
    const { selected, diagnostics: unfit } = selectRules(rules, { rules: entry.rules });
    diagnostics.push(...unfit.map(({ message, help }) => fitsNoRule(entry, message, help)));
    const condition = conditionOf(entry, entry.scope === 'event' ? context : own);
    if (condition === null) continue;
    if (entry.scope === 'event') {
      const chosen = new Set(selected);
      const queries = new Set(rules.flatMap((rule, query) => (chosen.has(rule) ? [query] : [])));
      events.push({ entry, queries, hides: condition });
    } else {
      const ids = new Set(selected.map(({ id }) => id));
      const holds = (alert: Alert): boolean =>
        alert.events.some((each) => {
          if (each === null) return false;
          event.reset(each.document);
          return condition(event);
        });
      alerts.push({ entry, allows: (alert) => ids.has(alert.rule.id) && holds(alert) });
    }
  }
  return { events, alerts, diagnostics };
}

/** What is wrong with a condition was told when the list was read. */
function conditionOf({ when }: AllowEntry, context: ConditionContext): EventCondition | null {
  return when === null ? () => true : compileCondition(when, context).condition;
}

function fitsNoRule({ source, span }: AllowEntry, message: string, help = ''): Diagnostic {
  return { code: 'RS464', severity: 'warning', message, source, labels: [{ span }], help };
}

/** Tells of an entry that had nothing to do in this run. */
export function unusedEntry({ source, span, reason }: AllowEntry): Diagnostic {
  return {
    code: 'RS463',
    severity: 'info',
    message: `this entry was not used: "${reason}"`,
    source,
    labels: [{ span }],
  };
}
