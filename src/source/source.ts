/** A text that knows where it came from. */
export interface Source {
  /** File path or another name that a person recognises, such as `<query>`. */
  readonly name: string;
  readonly text: string;
  /** Set when this text is a part of another one: an EQL query inside a TOML rule file. */
  readonly embedded?: Embedding;
}

/** Where an embedded text stands. */
export interface Embedding {
  readonly within: Source;
  /** Maps an offset in the embedded text to the offset in `within` where that character is written. */
  readonly toOuter: (offset: number) => number;
}

/** A place in the outermost source, as people count: line and column start at 1. */
export interface Location {
  readonly source: Source;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * The place of `offset` in the file that a person would open: embedded sources are followed outwards.
 * Columns count UTF-16 code units. Linear in the offset.
 */
export function locate(source: Source, offset: number): Location {
  let inner = source;
  let at = Math.max(0, Math.min(offset, inner.text.length));
  while (inner.embedded !== undefined) {
    at = inner.embedded.toOuter(at);
    inner = inner.embedded.within;
  }
  at = Math.max(0, Math.min(at, inner.text.length));
  let line = 1;
  let lineStart = 0;
  for (
    let next = inner.text.indexOf('\n');
    next !== -1 && next < at;
    next = inner.text.indexOf('\n', next + 1)
  ) {
    line += 1;
    lineStart = next + 1;
  }
  return { source: inner, offset: at, line, column: at - lineStart + 1 };
}
