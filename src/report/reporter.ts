// What every format of alerts is made of. `formats.ts` lists them.
import type { Alert, AlertRule, AlertThreat, Hash } from '../alert/index.js';
import type { AlertColumn } from './columns.js';
import type { AlertCounts } from './counts.js';
import type { DiagnosticDigest } from './fold.js';
import type { RunProfile, RunStats } from './cost.js';
import type { Palette } from './palette.js';
import type { RunSummary } from './summary.js';

/** A piece of a report; bytes are UTF-8. */
export type ReportPiece = string | Buffer;

/**
 * Turns alerts into the text of one report, piece by piece. Pure: whoever calls it writes each piece before asking for
 * the next, and calls `end` exactly once, also when the run was interrupted. Holds no more of an alert than a bounded
 * number of alerts needs: there may be millions.
 */
export interface Reporter<Piece extends ReportPiece = ReportPiece> {
  alert(alert: Alert): Piece;
  end(run: FinishedRun): Piece | string;
  /** After `end`: Markdown for the page that GitHub shows of a run, where there is one. */
  stepSummary?(run: FinishedRun): string;
}

/** The program that made a report. */
export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** What a report is made with; each format takes of it what it needs. */
export interface ReportSettings {
  readonly tool: Tool;
  /** When the run began, ISO 8601. */
  readonly startedAt: string;
  /** Columns and colours of the terminal that the report goes to, if it does. */
  readonly width?: number | undefined;
  readonly palette?: Palette;
  /** Columns of a table, in their order; all of them where none are named. */
  readonly columns?: readonly AlertColumn[] | undefined;
  /** Index or data stream of a bulk request. */
  readonly bulkIndex?: string | undefined;
  /** Whether alerts are wanted as they come, and not when the run is over: a pipe may have no end. */
  readonly isLive?: boolean;
  /** Where suppressed alerts are among those of the report. */
  readonly showsSuppressed?: boolean;
  /** Where the run has a baseline: whether an alert is in it. */
  readonly isKnown?: ((alert: Alert) => boolean) | undefined;
  readonly hash: Hash;
  /** Reads a file that was built into `dist/`, for formats that have one. */
  readonly asset?: (name: string) => string;
}

/** Starts a report. */
export type MakeReporter = (settings: ReportSettings) => Reporter;

/** What a report may say after the last alert. */
export interface FinishedRun {
  readonly alerts: AlertCounts;
  /** Null for alerts that were saved by an earlier run: what that run read is not known any more. */
  readonly summary: RunSummary | null;
  /** The rules that the run was asked for, in their order; none for alerts that were saved. */
  readonly rules: readonly AlertRule[];
  /** What these rules are mapped to in ATT&CK, one entry a rule and tactic. */
  readonly covered?: readonly AlertThreat[];
  /** The command line that asked for the run, as a shell takes it. */
  readonly command?: string;
  readonly diagnostics: DiagnosticDigest;
  /** Where they were asked for. */
  readonly stats?: RunStats | undefined;
  readonly profile?: RunProfile | undefined;
}
