// Text with a look, laid out in columns. Everything that a text report prints is made of pieces, and a piece is always
// escaped: no text from an event can reach a terminal in any other way.
import { escapeControl } from '../source/index.js';
import type { Palette, Style } from './palette.js';
import { counted, cutText } from './words.js';

/** A run of visible text in one style, safe for a terminal. */
export interface Piece {
  readonly text: string;
  readonly style: Style | null;
  /** Columns it takes. */
  readonly width: number;
}

export type Line = readonly Piece[];

/** `text` made safe to show; see {@link escapeControl}. */
export function piece(text: string, style: Style | null = null): Piece {
  return pieceOf(escapeControl(text), style);
}

/** `text` made safe, cut after `most` UTF-16 units; what is left out is counted. */
export function cutPieces(text: string, most: number, style: Style | null = null): Line {
  const { kept, left } = cutText(text, most);
  if (left === 0) return [piece(kept, style)];
  return [piece(kept, style), piece(` … ${counted(left, 'more character')}`, 'faint')];
}

/** Columns that the line takes. */
export function widthOf(line: Line): number {
  return line.reduce((sum, { width }) => sum + width, 0);
}

/** The line in colour, without spaces at its end. */
export function paint(line: Line, palette: Palette): string {
  let painted = '';
  let spaces = '';
  for (const { text, style } of line) {
    if (text.trim() === '') {
      spaces += text;
    } else {
      painted += spaces + (style === null ? text : palette[style](text));
      spaces = '';
    }
  }
  return painted;
}

export function spaces(columns: number): Piece {
  return { text: ' '.repeat(Math.max(0, columns)), style: null, width: Math.max(0, columns) };
}

/** The line filled with spaces to `columns`. */
export function padded(line: Line, columns: number): Line {
  return [...line, spaces(columns - widthOf(line))];
}

/** Columns of labels: the longest severity with two spaces. */
export const LABELS = 10;

/** Puts a label before the first of `lines` and indents the others as far. */
export function labelled(label: string, lines: readonly Line[]): readonly Line[] {
  const head = padded([piece(label, 'faint')], LABELS);
  return lines.map((line, index) => (index === 0 ? [...head, ...line] : [spaces(LABELS), ...line]));
}

/** `text` made safe, on at most `columns`: what does not fit becomes an ellipsis. */
export function truncated(text: string, columns: number, style: Style | null = null): Piece {
  const whole = piece(text, style);
  if (whole.width <= columns) return whole;
  const [head] = split(whole, Math.max(1, columns - 1));
  return pieceOf(`${head.text.trimEnd()}…`, style);
}

/**
 * Breaks a line at spaces into lines of at most `columns`; later lines start with `hanging` spaces. A word that is
 * wider than a line is broken where the line ends.
 */
export function wrap(line: Line, columns: number, hanging = 0): readonly Line[] {
  const lines: Piece[][] = [];
  let current: Piece[] = [];
  let used = 0;
  let blank = true;
  const newLine = (): void => {
    lines.push(current);
    current = [spaces(hanging)];
    used = hanging;
    blank = true;
  };
  for (const word of wordsOf(line)) {
    let rest = word;
    const isSpace = rest.text.trim() === '';
    if (isSpace && blank && lines.length > 0) continue;
    if (used + rest.width > columns && !blank) {
      newLine();
      if (isSpace) continue;
    }
    while (used + rest.width > columns && rest.width > 1) {
      const [head, tail] = split(rest, columns - used);
      if (tail === null) break;
      current.push(head);
      newLine();
      rest = tail;
    }
    current.push(rest);
    used += rest.width;
    blank &&= isSpace;
  }
  lines.push(current);
  return lines;
}

/**
 * Groups one after the other, `gap` spaces between them; a group that does not fit goes to the next line whole, and is
 * broken only where it is wider than a line. Empty groups leave no gap.
 */
export function flow(
  groups: readonly Line[],
  columns: number,
  { gap = 1, hanging = 0 }: { readonly gap?: number; readonly hanging?: number } = {},
): readonly Line[] {
  const lines: Line[] = [];
  for (const group of groups) {
    const width = widthOf(group);
    const last = lines.at(-1);
    if (width === 0) continue;
    if (last !== undefined && widthOf(last) + gap + width <= columns) {
      lines[lines.length - 1] = [...last, spaces(gap), ...group];
    } else {
      const indent = last === undefined ? [] : [spaces(hanging)];
      lines.push(...wrap([...indent, ...group], columns, hanging));
    }
  }
  return lines;
}

/** Words and the spaces between them, in order. */
function wordsOf(line: Line): readonly Piece[] {
  return line.flatMap(({ text, style }) =>
    text
      .split(/( +)/)
      .filter((word) => word !== '')
      .map((word) => pieceOf(word, style)),
  );
}

/** Cuts a piece so that the first part takes at most `columns`, at least one character. */
function split({ text, style }: Piece, columns: number): readonly [Piece, Piece | null] {
  let width = 0;
  let end = 0;
  for (const character of text) {
    const next = width + columnsOf(character);
    if (next > columns && end > 0) break;
    width = next;
    end += character.length;
  }
  const tail = text.slice(end);
  return [pieceOf(text.slice(0, end), style), tail === '' ? null : pieceOf(tail, style)];
}

function pieceOf(text: string, style: Style | null): Piece {
  return { text, style, width: columnsOf(text) };
}

/** Columns that escaped text takes: two for East Asian characters and emoji, none for combining marks. */
export function columnsOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) {
    if (!/^\p{M}$/u.test(character)) columns += WIDE.test(character) ? 2 : 1;
  }
  return columns;
}

const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u;
