// What a live scan is asked to do.
import type { FieldSet } from '../event/index.js';
import type { EventFilter } from './event-filter.js';
import type { FoundMatch } from './event-source.js';
import type { Diagnostic } from '../source/index.js';
import type { ScanQuery } from './query.js';
import type { SavedScan } from './saved-scan.js';

/** Takes results as they are decided. */
export interface ScanHandler {
  /** A match with the whole of its events. The scan waits for the promise: a slow reader slows it down. */
  readonly match: (found: FoundMatch) => Promise<void>;
  /**
   * Hears of a live input what is wrong with it, at once: five problems of a kind, and a remark on what is counted. The result has all of
   * them again, and the counts.
   */
  readonly problem?: (diagnostic: Diagnostic) => void;
}

/** What a live scan looks for. */
export interface Revision {
  /** Compiled with `fields`. */
  readonly queries: readonly ScanQuery[];
  readonly fields: FieldSet;
  readonly handler: ScanHandler;
  /** By query: what makes it known again, in another revision or another run. */
  readonly names?: readonly string[];
  /** In place of that of the settings, which is compiled with other fields. */
  readonly filter?: EventFilter;
}

/** Where what a scan holds is kept. */
export interface Checkpoint {
  /** What another scan held at last. */
  readonly saved: SavedScan | null;
  /** Keeps it; gives how long to wait for the next time, in milliseconds. */
  readonly save: (saved: SavedScan) => number;
  /** Whether that is due before. */
  readonly isUrgent?: () => boolean;
  /** Hears, once, when nothing could be kept for long. */
  readonly tell?: (diagnostic: Diagnostic) => void;
}

/** How a live scan goes on. */
export interface LiveOptions {
  /** Inputs may still be added when all have ended. */
  readonly isEndless?: boolean;
  readonly checkpoint?: Checkpoint;
}
