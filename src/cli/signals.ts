import { EXIT, type ExitCode } from './exit-codes.js';

/** Stops a run in order on the first SIGINT or SIGTERM, at once on the second. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #listeners: readonly (readonly [NodeJS.Signals, () => void])[];
  #exitCode: ExitCode | null = null;

  constructor() {
    this.#listeners = [
      this.#listen('SIGINT', EXIT.interrupted),
      this.#listen('SIGTERM', EXIT.terminated),
    ];
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The exit code that the signal asks for; null when none came. */
  get exitCode(): ExitCode | null {
    return this.#exitCode;
  }

  /** Gives the signals back to Node. */
  dispose(): void {
    for (const [name, listener] of this.#listeners) process.off(name, listener);
  }

  #listen(name: NodeJS.Signals, code: ExitCode): readonly [NodeJS.Signals, () => void] {
    const listener = (): void => {
      if (this.#exitCode !== null) process.exit(this.#exitCode);
      this.#exitCode = code;
      this.#controller.abort();
    };
    process.on(name, listener);
    return [name, listener];
  }
}
