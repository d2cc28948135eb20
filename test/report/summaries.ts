import {
  AlertCounter,
  type FinishedRun,
  type EventCounts,
  type InputCounts,
  type RuleCounts,
  type RunSummary,
  type SequenceCounts,
  type SilentRule,
} from '../../src/report/index.js';
import type { Alert } from '../../src/alert/index.js';

/** A run over 12,000 events of one file by 61 rules; the parts that are given replace those of this one. */
export function summaryWith({
  alerts = [],
  events = {},
  categories,
  inputs,
  rules = {},
  silent,
  sequences = {},
  durationMs = 190,
  partial = false,
  losses = 0,
}: {
  readonly alerts?: readonly Alert[];
  readonly events?: Partial<EventCounts>;
  readonly categories?: EventCounts['byCategory'];
  readonly inputs?: readonly InputCounts[];
  readonly rules?: Partial<RuleCounts>;
  readonly silent?: readonly SilentRule[];
  readonly sequences?: Partial<SequenceCounts>;
  readonly durationMs?: number;
  readonly partial?: boolean;
  readonly losses?: number;
} = {}): RunSummary {
  const counter = new AlertCounter();
  for (const alert of alerts) counter.add(alert);
  const quiet = silent ?? SILENT;
  return {
    events: {
      read: 12_000,
      byCategory: categories ?? [
        { name: 'process', events: 9410 },
        { name: 'network', events: 2590 },
      ],
      withoutTime: 0,
      withoutDataSet: 0,
      span: { start: '2026-11-19T00:00:01.000Z', end: '2026-11-19T23:59:59.120Z' },
      hosts: 3,
      ...events,
    },
    hidden: [],
    curtailed: 0,
    losses,
    inputs: inputs ?? [
      {
        name: 'events.ndjson',
        format: 'ndjson',
        records: null,
        compression: null,
        events: 12_000,
        badLines: 0,
        bytes: 900_000,
        sha256: null,
      },
    ],
    rules: {
      loaded: 48 + quiet.length,
      run: 48,
      deprecated: 1,
      notEvaluable: 0,
      inError: 0,
      silent: quiet,
      ...rules,
    },
    alerts: counter.counts(),
    sequences: { late: 0, pending: 0, dropped: 0, ...sequences },
    durationMs,
    partial,
  };
}

/** The end of a run that gave `alerts`, without problems; `changes` replace parts of it. */
export function finishedRun(
  alerts: readonly Alert[],
  changes: Partial<FinishedRun> = {},
): FinishedRun {
  const summary = summaryWith({ alerts });
  const rules = new Map(alerts.map(({ rule }) => [rule.id, rule]));
  return {
    alerts: summary.alerts,
    summary,
    rules: [...rules.values()],
    diagnostics: { shown: [], folded: [] },
    ...changes,
  };
}

function silentRules(count: number, reason: SilentRule['reason'], detail: string): SilentRule[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${detail}-${index}`,
    name: `Rule ${index + 1} for ${detail}`,
    reason,
    detail,
  }));
}

const SILENT = [
  ...silentRules(1, 'field-absent', 'process.entity_id'),
  ...silentRules(8, 'no-index', 'logs-endpoint.events.*'),
  ...silentRules(4, 'no-category', 'file'),
];
