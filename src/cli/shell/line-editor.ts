// The line that a person types. node:readline keeps it (keys, undo, history) but shows nothing of it: what it writes is dropped, and the
// line is drawn by `line-view.ts`, in colour, after each burst of keys. So nothing here depends on how readline draws.
import { createInterface, emitKeypressEvents, type Interface, type Key } from 'node:readline';
import { Writable } from 'node:stream';
import { highlight } from './highlighter.js';
import { MOST_STATEMENTS } from './history.js';
import { drawLine, type Drawing, type SyntaxPaint } from './line-view.js';

/** What an editor is told to do, and whom it tells. */
export interface LineEditorOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly paint: SyntaxPaint;
  /** `pasted`: more of the same text comes for sure. */
  readonly onLine: (line: string, pasted: boolean) => void;
  /** Ctrl-C. */
  readonly onInterrupt: () => void;
  /** Ctrl-D, or the end of the input. */
  readonly onClose: () => void;
  /** Tab: what to do with the text before the cursor. */
  readonly onTab: (before: string) => void;
  /** Statements to go back to, the newest first; asked again for each line. */
  readonly history: () => readonly string[];
}

/** Terminals that know bracketed paste say where a pasted text starts and ends; the others ignore these. */
const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l';
const CLEAR_SCREEN = '\u001b[H\u001b[2J';
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

export class LineEditor {
  readonly #options: LineEditorOptions;
  readonly #readline: Interface;
  #prompt = '';
  /** What was typed of the same statement on lines above: for colours. */
  #above = '';
  #isShown = false;
  #isPasting = false;
  #isClosed = false;
  #drawRequested = false;
  /** The row of the cursor in the last drawing. */
  #cursorRow = 0;
  /** Readline's own list of lines; null before the first. */
  #history: string[] | null = null;
  /** Ctrl-R: what is looked for, and the place in the history of what was found; null while nobody looks. */
  #search: { readonly wanted: string; at: number } | null = null;

  constructor(options: LineEditorOptions) {
    this.#options = options;
    const { stdin, stdout } = options;
    const nowhere = new Writable({
      write: (_chunk, _encoding, done) => {
        done();
      },
    });
    // Done by createInterface itself, all but the last of several characters that come at once go to the end of the line,
    // wherever the cursor is.
    emitKeypressEvents(stdin);
    this.#readline = createInterface({
      input: stdin,
      output: nowhere,
      terminal: true,
      history: [...options.history()],
      historySize: MOST_STATEMENTS + 1,
      completer: (before: string, done: (error: null, found: [string[], string]) => void) => {
        done(null, [[], before]);
        this.#tab(before);
      },
    });
    this.#readline.on('line', (line) => {
      this.#took(line);
    });
    this.#readline.on('SIGINT', options.onInterrupt);
    this.#readline.on('SIGCONT', () => {
      this.#readline.resume();
      stdout.write(PASTE_ON);
      this.#requestDraw();
    });
    this.#readline.on('close', () => {
      if (!this.#isClosed) options.onClose();
    });
    this.#readline.on('history', (kept) => {
      // Readline notes lines; what a person wants back are statements, which may have taken several.
      kept.splice(0, kept.length, ...options.history());
      this.#history = kept;
    });
    stdin.on('keypress', this.#onKey);
    stdout.on('resize', this.#onResize);
    stdout.write(PASTE_ON);
  }

  /** Shows the prompt and lets the person type. `above`: the lines of the statement so far. */
  ask(prompt: string, above: string): void {
    this.#prompt = prompt;
    this.#above = above;
    this.#isShown = true;
    this.#cursorRow = 0;
    this.#history?.splice(0, this.#history.length, ...this.#options.history());
    this.#draw();
  }

  /** Shows a line that was typed ahead, as if it were typed now. */
  echo(prompt: string, above: string, line: string): void {
    this.#cursorRow = 0;
    this.#options.stdout.write(`${this.#drawingOf(prompt, above, line, line.length).text}\r\n`);
  }

  /** Stops showing the line, which is kept: something else is to be printed. */
  hide(): void {
    this.#isShown = false;
  }

  /** Gives the line up, which stays to be seen with `mark` behind it. Gives whether there was any. */
  cancel(mark: string): boolean {
    const { line } = this.#readline;
    if (this.#isShown) this.#drawFinally(mark);
    this.#isShown = false;
    this.#replace(line.length, '');
    return line !== '';
  }

  /** Puts `text` in place of the text before the cursor from `start` on. */
  insert(start: number, text: string): void {
    const typed = this.#readline.line.slice(start, this.#readline.cursor);
    for (let left = Array.from(typed).length; left > 0; left--) this.#key('backspace');
    this.#readline.write(text);
    this.#requestDraw();
  }

  /** Prints lines below the line that is being typed, and shows it again. */
  printBelow(text: string): void {
    this.#drawFinally();
    this.#options.stdout.write(text);
    this.#draw();
  }

  /** Gives the terminal back. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#isShown = false;
    this.#options.stdin.off('keypress', this.#onKey);
    this.#options.stdout.off('resize', this.#onResize);
    this.#readline.close();
    this.#options.stdout.write(PASTE_OFF);
  }

  readonly #onKey = (_text: string | undefined, key: Key): void => {
    if (key.name === 'paste-start') this.#isPasting = true;
    if (key.name === 'paste-end') this.#isPasting = false;
    if (key.ctrl === true && key.name === 'l' && this.#isShown) {
      this.#options.stdout.write(CLEAR_SCREEN);
      this.#cursorRow = 0;
    }
    if (key.ctrl === true && key.name === 'r') this.#searchBack();
    else this.#search = null;
    this.#requestDraw();
  };

  readonly #onResize = (): void => {
    // Terminals break the lines on them anew, and take the cursor along.
    if (this.#isShown) this.#cursorRow = this.#drawing().cursorRow;
    this.#requestDraw();
  };

  /** The next older statement that holds what was typed when the search began. */
  #searchBack(): void {
    const { line } = this.#readline;
    this.#search ??= { wanted: line, at: -1 };
    const { wanted, at } = this.#search;
    const found = this.#options
      .history()
      .findIndex((statement, index) => index > at && statement.includes(wanted));
    if (found === -1) return;
    this.#search.at = found;
    this.#replace(line.length, this.#options.history()[found] ?? '');
  }

  #tab(before: string): void {
    // A tab in a pasted text is a blank.
    if (this.#isPasting) this.#readline.write(' ');
    else if (this.#isShown) this.#options.onTab(before);
    this.#requestDraw();
  }

  #took(line: string): void {
    if (this.#isShown) {
      // Readline has given the line up already.
      const { text } = this.#drawingOf(this.#prompt, this.#above, line, line.length);
      this.#options.stdout.write(`${text}\r\n`);
      this.#cursorRow = 0;
    }
    this.#options.onLine(line, this.#isPasting);
  }

  /** Puts `text` in place of the whole line, which is `length` long. */
  #replace(length: number, text: string): void {
    if (length > 0) {
      this.#key('e', true);
      this.#key('u', true);
    }
    if (text !== '') this.#readline.write(text);
  }

  #key(name: string, ctrl = false): void {
    this.#readline.write(null, { name, ctrl });
  }

  /** Draws once all keys that are there have been taken: a pasted text is one drawing. */
  #requestDraw(): void {
    if (this.#drawRequested) return;
    this.#drawRequested = true;
    setImmediate(() => {
      this.#drawRequested = false;
      if (this.#isShown) this.#draw();
    });
  }

  #draw(): void {
    const drawing = this.#drawing();
    this.#options.stdout.write(drawing.text);
    this.#cursorRow = drawing.cursorRow;
  }

  /** Draws the line for the last time: the cursor goes behind it, and `mark` and whatever is next below it. */
  #drawFinally(mark = ''): void {
    const { text } = this.#drawing(this.#readline.line.length);
    this.#options.stdout.write(`${text}${mark}\r\n`);
    this.#cursorRow = 0;
  }

  #drawing(cursor = this.#readline.cursor): Drawing {
    return this.#drawingOf(this.#prompt, this.#above, this.#readline.line, cursor);
  }

  #drawingOf(prompt: string, above: string, line: string, cursor: number): Drawing {
    const { stdout, paint } = this.#options;
    const size = {
      columns: stdout.columns > 0 ? stdout.columns : DEFAULT_COLUMNS,
      rows: stdout.rows > 0 ? stdout.rows : DEFAULT_ROWS,
    };
    return drawLine(
      { prompt, parts: highlight(line, above), cursor },
      size,
      this.#cursorRow,
      paint,
    );
  }
}
