import { findJsonError } from './json-error.js';

/** A piece of an input that is at hand: `[start, end)` of `bytes`. */
export interface TextPart {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** 1-based line on which it starts. */
  readonly line: number;
  /** Bytes before it on that line. */
  readonly column: number;
  /** Bytes before it in the input. */
  readonly offset: number;
}

/** A place in an input whose text is not at hand. */
export function emptyPart(line: number, offset: number): TextPart {
  return { bytes: Buffer.alloc(0), start: 0, end: 0, line, column: 0, offset };
}

/** Why a part is not JSON, in words. */
export interface PartError {
  /** What is not JSON: `line`, or `record` where it has several lines. */
  readonly noun: string;
  /** Such as `expected a value, found "x"`. */
  readonly reason: string;
  /** Such as `column 12`, or `line 8, column 5` where that is another line than the first. */
  readonly where: string;
  /** The text around it, from that line only. */
  readonly excerpt: string;
}

/** What is wrong with a part that `JSON.parse` refused. */
export function errorOf(part: TextPart): PartError {
  const text = part.bytes.toString('utf8', part.start, part.end);
  const { position, reason } = findJsonError(text) ?? {
    position: text.length,
    reason: 'ends here',
  };
  const lineStart = text.lastIndexOf('\n', position - 1) + 1;
  const column = position - lineStart + 1;
  const newlines = text.slice(0, lineStart).split('\n').length - 1;
  return {
    noun: text.includes('\n') ? 'record' : 'line',
    reason,
    where:
      newlines === 0
        ? `column ${part.column + column}`
        : `line ${part.line + newlines}, column ${column}`,
    excerpt: excerptAround(text, position),
  };
}

/** As wide as a frame around a piece of a rule. */
const EXCERPT_LENGTH = 96;
const EXCERPT_BEFORE = 60;

/** The piece of `text` around `position`, from one line. */
export function excerptAround(text: string, position: number): string {
  const lineStart = text.lastIndexOf('\n', position - 1) + 1;
  const newline = text.indexOf('\n', position);
  const lineEnd = newline === -1 ? text.length : newline;
  const start = position - lineStart <= EXCERPT_BEFORE ? lineStart : position - EXCERPT_BEFORE;
  const end = Math.min(lineEnd, start + EXCERPT_LENGTH);
  return `${start > lineStart ? '…' : ''}${text.slice(start, end)}${end < lineEnd ? '…' : ''}`;
}
