import type { Alert } from '../alert/index.js';
import type { DiagnosticDigest } from './fold.js';
import type { RunProfile, RunStats } from './cost.js';
import type { RunSummary } from './summary.js';

/** A piece of a report; bytes are UTF-8. */
export type ReportPiece = string | Buffer;

/**
 * Turns alerts into the text of one report, piece by piece. Pure: whoever calls it writes each piece before asking for
 * the next, and calls `end` exactly once, also when the run was interrupted.
 */
export interface Reporter<Piece extends ReportPiece = ReportPiece> {
  alert(alert: Alert): Piece;
  end(run: FinishedRun): string;
}

/** What a report may say after the last alert. */
export interface FinishedRun {
  readonly summary: RunSummary;
  readonly diagnostics: DiagnosticDigest;
  /** Where they were asked for. */
  readonly stats?: RunStats | undefined;
  readonly profile?: RunProfile | undefined;
}
