// What is told while a run goes on, and not a second time at its end.
import type { Diagnostic } from '../source/index.js';
import type { Context } from './context.js';
import type { CommonFlags } from './options.js';
import { isShown } from './shown.js';

/** Prints diagnostics to stderr as they come, one behind the other. */
export class Teller {
  readonly #context: Context;
  readonly #flags: CommonFlags;
  readonly #told = new Set<string>();
  #printed: Promise<void> = Promise.resolve();

  constructor(context: Context, flags: CommonFlags) {
    this.#context = context;
    this.#flags = flags;
  }

  /** Says it now, whoever is busy with printing. */
  tell(diagnostic: Diagnostic): void {
    if (isShown(this.#flags)(diagnostic))
      this.then(() => this.#context.report([diagnostic], this.#flags.color));
  }

  /** Says what will be among the problems of the whole run. */
  tellEarly(diagnostic: Diagnostic): void {
    this.#told.add(keyOf(diagnostic));
    this.tell(diagnostic);
  }

  /** Has something done behind what is being told. Who does not listen any more need not be told. */
  then(work: () => Promise<void>): void {
    this.#printed = this.#printed.then(work).catch(() => undefined);
  }

  /** Waits until all is told. */
  async done(): Promise<void> {
    await this.#printed;
  }

  /** Whether that was said early. */
  hasTold(diagnostic: Diagnostic): boolean {
    return this.#told.has(keyOf(diagnostic));
  }
}

function keyOf({ code, message, place }: Diagnostic): string {
  return JSON.stringify([code, message, place]);
}
