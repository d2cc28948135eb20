// Which inputs of a run are files of one log, and what each of them leaves to the next one.
import { AuditMemory } from '../input/index.js';
import { compareNames, logOf, type Input } from '../io/index.js';

/** What is known of the logs of one run, whose inputs are read one after the other. */
export class RotatedLogs {
  readonly #names: readonly string[];
  /** By input. */
  readonly #memories: AuditMemory[] = [];

  constructor(inputs: readonly Pick<Input, 'name'>[]) {
    this.#names = inputs.map(({ name }) => name);
  }

  /** Whether an input goes on where the one before it ends, which is an older file of the same log. */
  continues(number: number): boolean {
    const before = this.#names[number - 1];
    const name = this.#names[number];
    if (before === undefined || name === undefined) return false;
    return logOf(before) === logOf(name) && compareNames(before, name) < 0;
  }

  /** What an input is to be read with: what the files of its log before it have left. */
  memoryOf(number: number): AuditMemory {
    return (this.#memories[number] ??= this.continues(number)
      ? this.memoryOf(number - 1)
      : new AuditMemory());
  }
}
