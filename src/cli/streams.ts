// The process as commands see it: arguments come separately; streams and environment are parameters, so that a test
// can stand in for the terminal.

import { ioError } from '../io/index.js';

/** The part of `process` that commands use. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Raised when the reader of our output went away: `rshell-scan … | head`. Ends the run quietly. */
export class ClosedPipe extends Error {
  override readonly name = 'ClosedPipe';
}

/** Writes to a stream with respect for a slow reader, and notices one that has gone. */
export class Writer {
  readonly #stream: NodeJS.WriteStream;
  #closed = false;
  #failure: Error | null = null;
  #wake: (() => void) | null = null;
  readonly #before: (() => void) | undefined;

  /** `name`: the stream in messages. `before` is called before anything is written. */
  constructor(stream: NodeJS.WriteStream, name: string, before?: () => void) {
    this.#stream = stream;
    this.#before = before;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') this.#closed = true;
      else this.#failure = ioError('RS521', 'cannot be written', name, error);
      this.#wake?.();
    });
    stream.on('drain', () => this.#wake?.());
  }

  /** Whether the reader has gone. */
  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Writes text, or UTF-8, waiting while the reader is behind. Throws {@link ClosedPipe} once the reader has gone,
   * an RshellError RS521 when the stream takes nothing.
   */
  async write(text: string | Uint8Array): Promise<void> {
    this.#check();
    this.#before?.();
    if (text.length === 0 || this.#stream.write(text)) return;
    while (this.#stream.writableNeedDrain && !this.#closed && this.#failure === null) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    this.#check();
  }

  /** Waits until all that was written has been handed on. */
  async flush(): Promise<void> {
    if (this.#closed) return;
    // Also where nothing is left to write: an error is told a little later.
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#stream.write('', () => {
        resolve();
      });
    });
    this.#wake = null;
    this.#check();
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure;
    if (this.#closed) throw new ClosedPipe();
  }
}

/** Columns of the terminal behind `stream`; undefined for pipes and files. */
export function widthOf(stream: NodeJS.WriteStream, env: Streams['env']): number | undefined {
  const columns = stream.isTTY ? stream.columns : Number(env['COLUMNS'] ?? Number.NaN);
  return Number.isInteger(columns) && columns >= 20 ? columns : undefined;
}
