// The parts of a JSON report beside the alerts: the same facts as in text, with keys in snake case.
import { locate, type Diagnostic, type Severity } from '../source/index.js';
import type { RunProfile, RunStats } from './cost.js';
import type { FinishedRun } from './reporter.js';
import { badLinesOf, bytesOf, type RunSummary } from './summary.js';

/** The `summary` of a JSON report: the same for two runs over the same input. Of saved alerts it has the alerts alone. */
export function summaryDocument({
  alerts,
  summary,
}: Pick<FinishedRun, 'alerts' | 'summary'>): object {
  return {
    alerts: {
      total: alerts.total,
      by_severity: alerts.bySeverity,
      by_rule: alerts.byRule,
      suppressed: {
        total: alerts.suppressed.total,
        by_reason: alerts.suppressed.byReason,
        repeated: alerts.suppressed.repeated,
      },
    },
    ...(summary === null ? {} : readingDocument(summary)),
  };
}

function readingDocument(summary: RunSummary): object {
  const { events, hidden, inputs, rules, sequences } = summary;
  return {
    events: {
      read: events.read,
      by_category: events.byCategory,
      without_time: events.withoutTime,
      without_data_set: events.withoutDataSet,
      curtailed: summary.curtailed,
      start: events.span?.start ?? null,
      end: events.span?.end ?? null,
      hosts: events.hosts,
    },
    hidden_events: hidden,
    inputs: inputs.map(
      ({ name, format, records, compression, events: read, badLines, bytes, sha256 }) => ({
        name,
        format,
        records: records?.read ?? null,
        compression,
        events: read,
        bad_lines: badLines,
        bytes,
        sha256,
      }),
    ),
    bad_lines: badLinesOf(summary),
    bytes: bytesOf(summary),
    rules: {
      loaded: rules.loaded,
      run: rules.run,
      deprecated: rules.deprecated,
      not_evaluable: rules.notEvaluable,
      in_error: rules.inError,
      silent: rules.silent,
    },
    sequences,
  };
}

/** The `run` of a JSON report: what differs from run to run. */
export function runDocument({ summary, stats, profile }: FinishedRun): object {
  return {
    ...(summary === null
      ? {}
      : { partial: summary.partial, duration_ms: summary.durationMs, losses: summary.losses }),
    ...(stats === undefined ? {} : { stats: statsDocument(stats) }),
    ...(profile === undefined ? {} : { profile: profileDocument(profile) }),
  };
}

function statsDocument({ funnel, times, ...stats }: RunStats): object {
  return {
    bytes: stats.bytes,
    events: stats.events,
    screened: stats.screened,
    parsed: stats.parsed,
    leads: funnel.leads,
    surviving_leads: funnel.survivingLeads,
    candidates: funnel.candidates,
    matches: funnel.matches,
    in_flight: stats.inFlight,
    spilled_bytes: stats.spilledBytes,
    threads: stats.threads,
    peak_bytes: stats.peakBytes,
    times_ms: {
      load: times.load,
      set_up: times.setUp,
      read: times.read,
      decide: times.decide,
      write: times.write,
      total: times.total,
    },
  };
}

function profileDocument({ rules, sharedMs }: RunProfile): object {
  return { shared_ms: sharedMs, rules };
}

/** A diagnostic with its place spelled out; what is not known is null. */
export interface DiagnosticDocument {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly byte_offset: number | null;
  readonly excerpt: string | null;
  readonly help: string | null;
  readonly notes: readonly string[];
}

/** The document of a diagnostic. */
export function diagnosticDocument(diagnostic: Diagnostic): DiagnosticDocument {
  const { code, severity, message, source, labels, place, help, notes } = diagnostic;
  const label = labels?.[0];
  const at =
    source !== undefined && label !== undefined ? locate(source, label.span.start) : undefined;
  return {
    code,
    severity,
    message,
    file: at?.source.name ?? place?.name ?? source?.name ?? null,
    line: at?.line ?? place?.line ?? null,
    column: at?.column ?? null,
    byte_offset: place?.byteOffset ?? null,
    excerpt: place?.excerpt ?? null,
    help: help ?? null,
    notes: notes ?? [],
  };
}
