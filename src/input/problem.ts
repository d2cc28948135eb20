// What a reader says about a part of an input that is not an event: cheap to make a million times, put into words
// only when asked.
import type { Diagnostic, Severity } from '../source/index.js';
import type { InputCode } from './codes.js';
import type { DocumentPlace } from './place.js';

/** The words of a problem. */
export interface ProblemText {
  /** Lower case, no full stop. */
  readonly message: string;
  /** A short piece of the input. */
  readonly excerpt?: string;
  readonly help?: string;
  readonly note?: string;
}

/** Problems with which every event was still read. */
const HARMLESS: ReadonlySet<InputCode> = new Set(['RS305', 'RS307', 'RS309']);

/** One problem of an input. Valid only while the handler is being called: place and text are overwritten after. */
export class InputProblem {
  readonly code: InputCode;
  readonly place: DocumentPlace;
  readonly #name: string;
  readonly #describe: () => ProblemText;

  constructor(name: string, code: InputCode, place: DocumentPlace, describe: () => ProblemText) {
    this.code = code;
    this.place = place;
    this.#name = name;
    this.#describe = describe;
  }

  /** Whether a line or record was lost that may have been an event: a bad line. */
  get losesEvent(): boolean {
    return !HARMLESS.has(this.code);
  }

  /** The problem in words; not cheap. */
  diagnostic(): Diagnostic {
    const { message, excerpt, help, note } = this.#describe();
    return {
      code: this.code,
      severity: this.#severity,
      message,
      place: this.place.toInputPlace(this.#name, excerpt),
      ...(help === undefined ? {} : { help }),
      ...(note === undefined ? {} : { notes: [note] }),
    };
  }

  get #severity(): Severity {
    return this.code === 'RS308' ? 'error' : 'warning';
  }
}

/** A byte count for people. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const [amount, unit] =
    bytes < 1024 ** 2
      ? [bytes / 1024, 'KiB']
      : bytes < 1024 ** 3
        ? [bytes / 1024 ** 2, 'MiB']
        : [bytes / 1024 ** 3, 'GiB'];
  return `${amount.toFixed(1).replace(/\.0$/, '')} ${unit}`;
}
