// What a terminal shows of the line that is being edited: pure text with escape sequences. Rows and columns are counted here, so that the
// cursor comes back to the right place whatever the width, and whatever wide or hostile characters the line holds.
import { escapeControl } from '../../source/index.js';
import { columnsOf } from '../../report/index.js';
import type { StyledText, SyntaxStyle } from './highlighter.js';

export type SyntaxPaint = (style: SyntaxStyle, text: string) => string;

/** A line as it is to be seen. */
export interface EditedLine {
  readonly prompt: string;
  readonly parts: readonly StyledText[];
  /** In UTF-16 units of the text of all parts. */
  readonly cursor: number;
}

/** The size of the terminal. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** What to write, and in which row, counted from the first that is shown, the cursor is then. */
export interface Drawing {
  readonly text: string;
  readonly cursorRow: number;
}

/** One character as it is shown, and where. */
interface Cell {
  readonly shown: string;
  readonly style: SyntaxStyle | 'prompt';
  readonly row: number;
}

interface Place {
  readonly row: number;
  readonly column: number;
}

/** Draws a line over the last drawing of it, in which the cursor was in row `cursorRow`. */
export function drawLine(
  line: EditedLine,
  size: TerminalSize,
  cursorRow: number,
  paint: SyntaxPaint,
): Drawing {
  const columns = Math.max(2, size.columns);
  const { cells, cursor, end } = layOut(line, columns);
  // Of a line that is higher than the terminal, the rows around the cursor are shown.
  const height = Math.max(1, size.rows - 1);
  const top = Math.max(0, Math.min(cursor.row - height + 2, end.row - height + 1));
  const bottom = Math.min(end.row, top + height - 1);
  const visible = cells.filter(({ row }) => row >= top && row <= bottom);
  // A terminal goes to the next row only with the next character.
  const wraps = bottom === end.row && end.column === 0 && end.row > 0 ? ' \r' : '';
  const back = up(bottom - cursor.row) + toColumn(cursor.column);
  return {
    text: `${up(cursorRow)}\r\u001b[J${painted(visible, paint)}${wraps}${back}`,
    cursorRow: cursor.row - top,
  };
}

function layOut(
  { prompt, parts, cursor }: EditedLine,
  columns: number,
): { readonly cells: readonly Cell[]; readonly cursor: Place; readonly end: Place } {
  const cells: Cell[] = [];
  let row = 0;
  let column = 0;
  const put = (character: string, style: Cell['style']): void => {
    const shown = character === '\t' ? ' ' : escapeControl(character);
    // An escape is several characters, which may stand in two rows.
    for (const one of shown.length > 2 ? shown : [shown]) {
      const width = columnsOf(one);
      if (column + width > columns) {
        row += 1;
        column = 0;
      }
      cells.push({ shown: one, style, row });
      column += width;
    }
    if (column >= columns) {
      row += 1;
      column = 0;
    }
  };
  for (const character of prompt) put(character, 'prompt');
  let at = 0;
  let place: Place | null = null;
  for (const { text, style } of parts) {
    for (const character of text) {
      if (at >= cursor) place ??= { row, column };
      put(character, style);
      at += character.length;
    }
  }
  const end = { row, column };
  return { cells, cursor: place ?? end, end };
}

/** The cells, each run of one style painted at once. */
function painted(cells: readonly Cell[], paint: SyntaxPaint): string {
  let text = '';
  let run = '';
  let style: Cell['style'] = 'prompt';
  const flush = (): void => {
    text += style === 'prompt' || run === '' ? run : paint(style, run);
    run = '';
  };
  for (const cell of cells) {
    if (cell.style !== style) flush();
    style = cell.style;
    run += cell.shown;
  }
  flush();
  return text;
}

function up(rows: number): string {
  return rows > 0 ? `\u001b[${rows}A` : '';
}

function toColumn(column: number): string {
  return `\u001b[${column + 1}G`;
}
