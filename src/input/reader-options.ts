import type { AuditMemory, AuditOptions } from './audit-assembler.js';
import type { GivenFormat } from './input-format.js';
import type { LineScreen, RecordScreen } from './line-screen.js';
import type { RecordWrapping } from './unwrapped.js';

export interface ReaderOptions {
  /** The input in diagnostics: a file path or `<stdin>`. */
  readonly name: string;
  /** What the input is said to be: then nothing is guessed, and what is not of that format is told (default `auto`). */
  readonly format?: GivenFormat;
  /** Longer lines and records are skipped and reported (default 16 MiB). */
  readonly maxLineBytes?: number;
  /** Settles lines before they are parsed; the handler sees nothing of these. */
  readonly screen?: LineScreen;
  /** The same for audit records. */
  readonly recordScreen?: RecordScreen;
  readonly audit?: AuditOptions;
  /** Number of the input among those of a run: places of events tell it (default 0). */
  readonly file?: number;
  /** What an earlier file of the same log has left; default: this is the first. */
  readonly memory?: AuditMemory;
  /** Where the first block stands in the input, at the start of a line (default: at its start), or where another reader was there. */
  readonly start?: { readonly line: number; readonly offset: number } | Bookmark;
}

/** `export`: documents with their `_index`; `bulk`: lines of the bulk API. */
export type Wrapping = 'none' | 'export' | 'bulk';

/** Where a reader may go on in place of another: the start of a line, and what that one knew of the input. */
export interface Bookmark {
  readonly line: number;
  readonly offset: number;
  /** Which reader was there. */
  readonly reader: 'json' | 'auditd' | 'journald-export';
  readonly sawJson: boolean;
  readonly wrapping: Wrapping;
  readonly recordWrapping: RecordWrapping | null | undefined;
}

/** How the documents of an input are put: as lines, as JSON of any layout, as tools of Elasticsearch put them, or as audit records. */
export type InputFormat =
  'ndjson' | 'elasticsearch-export' | 'elasticsearch-bulk' | Exclude<GivenFormat, 'auto'>;
