// What a live scan holds, as plain data: it survives a structured clone, and so a file.
import type { AuditMemoryState, Bookmark } from '../input/index.js';
import type { FilePosition } from '../io/index.js';
import type { CorrelatorState } from './stream-correlator.js';

export interface SavedScan {
  /** By query: what makes it known again. */
  readonly queries: readonly string[];
  readonly correlator: CorrelatorState;
  readonly inputs: readonly SavedInput[];
  /** By number of the file: the name of its input. */
  readonly files: readonly string[];
}

/** An input as far as it was read. */
export interface SavedInput {
  readonly name: string;
  /** Number of the file at hand. */
  readonly file: number;
  readonly bookmark: Bookmark;
  readonly position: FilePosition;
  readonly memory: AuditMemoryState;
}
