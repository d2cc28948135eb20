import type { LineScreen } from './line-screen.js';

export interface ReaderOptions {
  /** The input in diagnostics: a file path or `<stdin>`. */
  readonly name: string;
  /** Longer lines and records are skipped and reported (default 16 MiB). */
  readonly maxLineBytes?: number;
  /** Settles lines before they are parsed; the handler sees nothing of these. */
  readonly screen?: LineScreen;
}

/** How the documents of an input are put: as lines, as JSON of any layout, or as tools of Elasticsearch put them. */
export type InputFormat = 'ndjson' | 'json' | 'elasticsearch-export' | 'elasticsearch-bulk';
