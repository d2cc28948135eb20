import { counted } from '../../report/index.js';

const CLEAR_LINE = '\r\u001b[K';
/** Nothing is said of what takes less. */
const QUIET_MS = 500;

/** A line on a terminal that tells how far reading has come, and goes when that is over. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #started = performance.now();
  #isShown = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  tell(events: number): void {
    if (performance.now() - this.#started < QUIET_MS) return;
    this.#isShown = true;
    this.#stream.write(`${CLEAR_LINE}${counted(events, 'event')} read (Ctrl-C: enough)`);
  }

  clear(): void {
    if (this.#isShown) this.#stream.write(CLEAR_LINE);
    this.#isShown = false;
  }
}
