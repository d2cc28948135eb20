import { locate, type Source } from './source.js';
import type { Span } from './span.js';

/**
 * The stable name of a kind of diagnostic. RS1xx: rule files, RS2xx: EQL, RS3xx: input, RS4xx: usage and
 * configuration, RS5xx: output. Each layer declares the codes it reports, with a title, in its own `codes.ts`.
 */
export type Code = `RS${number}`;

export type Severity = 'error' | 'warning' | 'info';

/** A span to underline, with an optional word beside the caret. The first label is the main one. */
export interface Label {
  readonly span: Span;
  readonly text?: string;
}

/** A place in an input that is not held as a {@link Source}: an event file of any size. */
export interface InputPlace {
  /** File path, or `<stdin>`. */
  readonly name: string;
  /** 1-based; absent where the input has no lines. */
  readonly line?: number;
  /** Offset in bytes from the start of the (decompressed) input. */
  readonly byteOffset?: number;
  /** A short piece of the text, already shortened; may hold hostile characters. */
  readonly excerpt?: string;
}

/** One piece of a text to replace; where the span is empty, to insert. */
export interface Edit {
  readonly span: Span;
  readonly replacement: string;
}

/** Something to tell a person about their rule, query, input or command line. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  /** Lower case, no full stop: what was expected and what was found. */
  readonly message: string;
  /** The text that `labels` refer to. */
  readonly source?: Source;
  readonly labels?: readonly Label[];
  /** For problems in event input. */
  readonly place?: InputPlace;
  /** How to mend it, or the nearest known name. */
  readonly help?: string;
  readonly notes?: readonly string[];
  /** Changes of `source` that mend it and change nothing else; they do not overlap. */
  readonly fix?: readonly Edit[];
}

/** The place of a diagnostic's first label as `file:line:column`, or of its input place as `file:line`. */
export function placeOf(diagnostic: Diagnostic): string | undefined {
  const label = diagnostic.labels?.[0];
  if (diagnostic.source !== undefined && label !== undefined) {
    const { source, line, column } = locate(diagnostic.source, label.span.start);
    return `${source.name}:${line}:${column}`;
  }
  if (diagnostic.place !== undefined) {
    const { name, line } = diagnostic.place;
    return line === undefined ? name : `${name}:${line}`;
  }
  return diagnostic.source?.name;
}

/** A failure that ends the run; carries what to tell the person. */
export class RshellError extends Error {
  override readonly name: string = 'RshellError';
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic, options?: ErrorOptions) {
    super(diagnostic.message, options);
    this.diagnostic = diagnostic;
  }
}

/** States what our own code guarantees; a failure is a bug of ours, never of the user's. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`internal error: ${message}`);
}
