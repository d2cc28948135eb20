import { placeOf, type Diagnostic, type Label } from './diagnostic.js';
import { escapeControl } from './escape.js';
import { locate, type Source } from './source.js';

/** How parts of a message are coloured; each function gives its text back, possibly wrapped in escapes. */
export interface Painter {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const same = (text: string): string => text;

/** Paints nothing: for pipes, files and tests. */
export const PLAIN: Painter = { error: same, warning: same, info: same, strong: same, faint: same };

/** The widest piece of a source line that a frame shows, in UTF-16 units; on a narrow terminal less. */
const FRAME_WIDTH = 96;
const NARROWEST_FRAME = 40;

/**
 * A diagnostic as a person reads it: headline, place, a frame of the source with carets, help and notes.
 * Ends with a newline. Text from files is shown with control characters escaped, and cut to fit into `columns`.
 */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  painter: Painter = PLAIN,
  columns = Number.POSITIVE_INFINITY,
): string {
  const { code, severity, message, help, notes = [], labels = [], source, place } = diagnostic;
  const lines = [
    `${painter[severity](`${severity}[${code}]`)}${painter.strong(`: ${escapeControl(message)}`)}`,
  ];
  const where = placeOf(diagnostic);
  // Beside the text stand a line number, a bar and marks of cuts.
  const width = Math.max(NARROWEST_FRAME, Math.min(FRAME_WIDTH, columns - 8));
  const frames = source === undefined ? [] : labels.map((label) => frameOf(source, label, width));
  const gutter = Math.max(1, ...frames.map((frame) => String(frame.line).length));
  const pad = ' '.repeat(gutter);
  if (where !== undefined) {
    const byte = place?.byteOffset === undefined ? '' : ` (byte ${place.byteOffset})`;
    lines.push(`${pad}${painter.faint('-->')} ${escapeControl(where)}${byte}`);
  }
  const bar = painter.faint('|');
  let previousLine = 0;
  for (const frame of frames) {
    if (frame.line !== previousLine) {
      lines.push(`${pad} ${bar}`);
      lines.push(`${painter.faint(String(frame.line).padStart(gutter))} ${bar} ${frame.text}`);
    }
    previousLine = frame.line;
    const word = frame.label === undefined ? '' : ` ${escapeControl(frame.label)}`;
    lines.push(
      `${pad} ${bar} ${' '.repeat(frame.indent)}${painter[severity](frame.carets + word)}`,
    );
  }
  if (place?.excerpt !== undefined) {
    const excerpt = escapeControl(place.excerpt);
    const isLong = excerpt.length > columns - 4;
    lines.push(`${pad} ${bar} ${isLong ? `${excerpt.slice(0, width)}…` : excerpt}`);
  }
  const asides = [
    ...(help === undefined ? [] : [`help: ${help}`]),
    ...notes.map((note) => `note: ${note}`),
  ];
  if (asides.length > 0 && (frames.length > 0 || place?.excerpt !== undefined)) {
    lines.push(`${pad} ${bar}`);
  }
  for (const aside of asides) lines.push(`${pad} ${painter.faint('=')} ${escapeControl(aside)}`);
  return `${lines.join('\n')}\n`;
}

interface Frame {
  readonly line: number;
  readonly text: string;
  readonly indent: number;
  readonly carets: string;
  readonly label: string | undefined;
}

/** One source line around a label, cut to `width`, with carets under the labelled part. */
function frameOf(source: Source, label: Label, width: number): Frame {
  const from = locate(source, label.span.start);
  const to = locate(source, Math.max(label.span.start, label.span.end - 1));
  const text = from.source.text;
  const lineStart = from.offset - from.column + 1;
  const newline = text.indexOf('\n', lineStart);
  const lineEnd = newline === -1 ? text.length : newline;
  const last = to.source === from.source && to.line === from.line ? to.offset + 1 : lineEnd;

  let cutStart = lineStart;
  let cutEnd = lineEnd;
  if (lineEnd - lineStart > width) {
    cutStart = Math.max(lineStart, Math.min(from.offset - 24, lineEnd - width));
    cutEnd = Math.min(lineEnd, cutStart + width);
  }
  const show = (piece: string): string => escapeControl(piece.replaceAll('\t', ' '));
  const lead = cutStart > lineStart ? '…' : '';
  const tail = cutEnd < lineEnd ? '…' : '';
  const before = show(text.slice(cutStart, from.offset));
  const marked = show(text.slice(from.offset, Math.min(last, cutEnd)));
  return {
    line: from.line,
    text: lead + show(text.slice(cutStart, cutEnd).replace(/\r$/, '')) + tail,
    indent: lead.length + before.length,
    carets: '^'.repeat(Math.max(1, marked.length)),
    label: label.text,
  };
}
