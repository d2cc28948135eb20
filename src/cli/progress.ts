// How far a run is: one line on a terminal, which makes way for everything else that is printed.
import { setInterval, clearInterval } from 'node:timers';
import type { Input } from '../io/index.js';
import { duration, grouped, megabytes } from '../report/index.js';
import type { Context } from './context.js';
import type { CommonFlags } from './options.js';

export type ProgressMode = 'auto' | 'always' | 'never';

export interface ProgressFlags extends Pick<CommonFlags, 'quiet' | 'verbose'> {
  readonly progress: ProgressMode;
}

/** What there is to tell. */
export interface ProgressState {
  readonly inputs: readonly Pick<Input, 'bytesRead' | 'size'>[];
  /** What was found so far: `3 alerts`. */
  readonly found: () => string;
  /** What goes on when all is read; by default correlating. */
  readonly doing?: () => string;
}

/** Runs that are over by then need no line. */
const FIRST_MS = 500;
const EVERY_MS = 200;
/** Where lines stay, they are few. */
const LOGGED_EVERY_MS = 10_000;

export class Progress {
  readonly #context: Context;
  readonly #state: ProgressState;
  readonly #startMs = performance.now();
  readonly #timer: NodeJS.Timeout | null;
  #shownMs = 0;

  /** Starts telling where `flags` ask for it; by default on a terminal, and with `-v` in a log. */
  constructor(context: Context, flags: ProgressFlags, state: ProgressState) {
    this.#context = context;
    this.#state = state;
    const { stderr, env } = context.streams;
    const isTerminal = stderr.isTTY && env['TERM'] !== 'dumb';
    const isWanted =
      flags.progress === 'always' ||
      (flags.progress === 'auto' && flags.quiet !== true && (isTerminal || flags.verbose === true));
    this.#timer = isWanted
      ? setInterval(() => {
          this.#tell(isTerminal);
        }, EVERY_MS).unref()
      : null;
  }

  /** Ends it, and takes the line away. */
  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#context.status.clear();
  }

  #tell(isTerminal: boolean): void {
    const elapsedMs = performance.now() - this.#startMs;
    if (elapsedMs < FIRST_MS) return;
    const line = progressLine(this.#state, elapsedMs);
    if (isTerminal) {
      this.#context.status.show(line);
    } else if (elapsedMs - this.#shownMs >= LOGGED_EVERY_MS) {
      this.#shownMs = elapsedMs;
      this.#context.streams.stderr.write(`${line}\n`);
    }
  }
}

/**
 * `42 %  1,203 MB of 2,864 MB  640 MB/s  3 s left  17 alerts`; of inputs whose size nobody knows, no share and no time left. Bytes are
 * those stored: of a packed file, packed.
 */
export function progressLine(
  { inputs, found, doing = () => 'correlating' }: ProgressState,
  elapsedMs: number,
): string {
  const read = inputs.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
  const size = inputs.reduce<number | null>(
    (sum, input) => (sum === null || input.size === null ? null : sum + input.size),
    0,
  );
  const rate = (read / elapsedMs) * 1000;
  const parts = [`${grouped(Math.round(rate / 1e6))} MB/s`, found()];
  if (size === null || size === 0) return [megabytes(read), ...parts].join('  ');
  const share = Math.min(1, read / size);
  const leftMs = rate === 0 ? null : ((size - read) / rate) * 1000;
  const [speed = '', alerts = ''] = parts;
  return [
    `${Math.floor(share * 100)} %`,
    `${megabytes(read)} of ${megabytes(size)}`,
    speed,
    ...(read >= size ? [doing()] : leftMs === null ? [] : [`${left(leftMs)} left`]),
    alerts,
  ].join('  ');
}

/** Whole seconds: what is estimated is not exact. */
function left(ms: number): string {
  return ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : duration(Math.round(ms / 1000) * 1e9);
}
