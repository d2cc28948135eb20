// Names to choose from, in columns as `ls` has them: down, then across.
import { padded, paint, piece, spaces, truncated, widthOf, type Line } from './layout.js';
import { PLAIN_PALETTE, type Palette } from './palette.js';
import { usableWidth } from './text.js';
import { counted } from './words.js';

/** A name, and what is said of it. */
export interface Choice {
  readonly name: string;
  readonly note?: string | undefined;
  /** Whether it is of less interest than the others. */
  readonly isFaint?: boolean | undefined;
}

const GAP = 2;
const WIDEST = 60;

/** `choices` in at most `rows` rows of at most `width` columns; what does not fit is counted. */
export function renderChoices(
  choices: readonly Choice[],
  options: {
    readonly width: number | undefined;
    readonly rows: number;
    readonly palette?: Palette;
    /** The widest that a name with its note gets. */
    readonly widest?: number;
  },
): string {
  const { width, rows, palette = PLAIN_PALETTE, widest: most = WIDEST } = options;
  const columns = usableWidth(width);
  const cells = choices.map((choice) => cellOf(choice, Math.min(most, columns - GAP)));
  const { shown, width: widest } = fitting(cells, rows, columns);
  const across = Math.max(1, Math.floor(columns / widest));
  const down = Math.ceil(shown.length / across);
  const lines = Array.from({ length: down }, (_, row) =>
    shown.filter((_cell, index) => index % down === row).flatMap((cell) => padded(cell, widest)),
  );
  const left = cells.length - shown.length;
  const rest: readonly Line[] =
    left === 0 ? [] : [[piece(`… and ${counted(left, 'more name')}; type more of it`, 'faint')]];
  return [...lines, ...rest].map((line) => `${paint(line, palette)}\n`).join('');
}

/** The first cells, as many as there is room for, and how wide all of their columns are. */
function fitting(
  cells: readonly Line[],
  rows: number,
  columns: number,
): { readonly shown: readonly Line[]; readonly width: number } {
  let fit = { shown: cells.slice(0, rows), width: columns };
  for (let across = 1; across * GAP < columns; across++) {
    const shown = cells.slice(0, across * rows);
    const width = Math.max(1, ...shown.map(widthOf)) + GAP;
    if (across * width > columns) break;
    fit = { shown, width };
    if (shown.length === cells.length) break;
  }
  return fit;
}

function cellOf({ name, note, isFaint = false }: Choice, columns: number): Line {
  const label = truncated(name, columns, isFaint ? 'faint' : null);
  if (note === undefined || label.width + 1 + note.length > columns) return [label];
  return [label, spaces(1), piece(note, 'faint')];
}
