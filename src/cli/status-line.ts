/** A line at the end of a terminal that is written over, and makes way for what stays. */
export class StatusLine {
  readonly #stream: Pick<NodeJS.WriteStream, 'write' | 'columns'>;
  #isShown = false;

  constructor(stream: Pick<NodeJS.WriteStream, 'write' | 'columns'>) {
    this.#stream = stream;
  }

  /** Shows `text`, cut to the width of the terminal, instead of what was shown before. */
  show(text: string): void {
    // A terminal that does not tell its width says 0.
    const columns = this.#stream.columns > 0 ? this.#stream.columns : 80;
    this.#stream.write(`\r${text.slice(0, columns - 1)}${ERASE_TO_END}`);
    this.#isShown = true;
  }

  /** Takes it away. */
  clear(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#stream.write(`\r${ERASE_TO_END}`);
  }
}

const ERASE_TO_END = '\u001b[K';
