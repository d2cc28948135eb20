// A terminal as far as the shell uses one: text that wraps at the edge, a few cursor movements, and scrolling.

/** What is to be seen, row by row, and where the cursor is. */
export interface Screen {
  readonly rows: readonly string[];
  readonly cursor: { readonly row: number; readonly column: number };
}

const SEQUENCE = /\u001b\[\??([\d;]*)([A-Za-z])/y;

/** Every character takes one column. */
export class VirtualTerminal {
  readonly #columns: number;
  readonly #rows: number;
  #lines: string[][] = [[]];
  #row = 0;
  #column = 0;

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
  }

  write(text: string): void {
    for (let at = 0; at < text.length;) {
      SEQUENCE.lastIndex = at;
      const sequence = SEQUENCE.exec(text);
      if (sequence === null) {
        this.#put(text.charAt(at));
        at += 1;
      } else {
        this.#control(sequence[2] ?? '', Number(sequence[1] === '' ? 1 : sequence[1]));
        at = SEQUENCE.lastIndex;
      }
    }
  }

  get screen(): Screen {
    const rows = this.#lines.map((line) =>
      Array.from(line, (character: string | undefined) => character ?? ' ')
        .join('')
        .trimEnd(),
    );
    while (rows.length > 0 && rows.at(-1) === '') rows.pop();
    return { rows, cursor: { row: this.#row, column: this.#column } };
  }

  #put(character: string): void {
    if (character === '\r') this.#column = 0;
    else if (character === '\n') this.#down();
    else {
      // The row is full: it goes on in the next one with the next character only.
      if (this.#column === this.#columns) {
        this.#column = 0;
        this.#down();
      }
      const line = this.#lines[this.#row];
      if (line !== undefined) line[this.#column] = character;
      this.#column += 1;
    }
  }

  #down(): void {
    this.#row += 1;
    this.#lines[this.#row] ??= [];
    if (this.#row < this.#rows) return;
    this.#lines.shift();
    this.#row -= 1;
  }

  #control(name: string, amount: number): void {
    switch (name) {
      case 'A':
        this.#row = Math.max(0, this.#row - amount);
        return;
      case 'G':
        this.#column = amount - 1;
        return;
      case 'H':
        this.#row = 0;
        this.#column = 0;
        return;
      case 'J':
        if (amount === 2) this.#lines = [[]];
        else {
          this.#lines.length = this.#row + 1;
          this.#lines[this.#row]?.splice(this.#column);
        }
        return;
      case 'K':
        this.#lines[this.#row]?.splice(this.#column);
        return;
      case 'm':
      case 'h':
      case 'l':
        return;
      default:
        throw new Error(`this terminal does not know ESC [ ${name}`);
    }
  }
}
