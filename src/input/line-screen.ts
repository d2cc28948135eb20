import type { AuditHost, ProcessTable, RecordPlace, WaitingEvent } from '../audit/index.js';

/**
 * A faster way for lines that are one event each: takes as many as it can settle by itself, and leaves the first that it cannot
 * to the reader.
 */
export interface LineScreen {
  /**
   * Takes complete lines of `bytes` from index `from` on, where line number `line` starts, at `offset` in the input. Gives the index
   * of the first line that it leaves.
   */
  take(bytes: Buffer, from: number, line: number, offset: number): number;
  /** How many lines the last call took. */
  readonly taken: number;
}

/** A faster way for events that are audit records: takes as many as it can settle by itself, and leaves the first that it cannot. */
export interface RecordScreen {
  /**
   * Takes complete events of `bytes` as {@link LineScreen.take} takes lines, and tells `log` of their processes. Leaves what may be
   * about those that are `waiting`, or complete them.
   */
  take(
    bytes: Buffer,
    from: number,
    line: number,
    offset: number,
    log: AuditLog,
    waiting: readonly WaitingEvent[],
  ): number;
  /** Takes an event whose records stood apart, the first of them at `place`: `lines` are what they would be together. False where it is left. */
  takeGathered(lines: Buffer, place: RecordPlace, log: AuditLog): boolean;
  /** How many lines the last call of {@link take} took, and how many events they were. */
  readonly taken: number;
  readonly events: number;
}

/** What is known of a log beside its records. */
export interface AuditLog {
  readonly host: AuditHost & { readonly id: string };
  /** Null where nobody keeps count of processes. */
  readonly processes: ProcessTable | null;
}

/** After so many lines left one behind the other, the next ones are left unasked: to be asked has its price. */
const MANY_LEFT = 8;
const UNASKED = 64;

/** A screen that is not bothered with lines that it would leave anyhow, as far as one can tell from those before. */
export class PatientScreen implements LineScreen {
  readonly #screen: LineScreen;
  #left = 0;
  #unasked = 0;
  #taken = 0;

  constructor(screen: LineScreen) {
    this.#screen = screen;
  }

  get taken(): number {
    return this.#taken;
  }

  take(bytes: Buffer, from: number, line: number, offset: number): number {
    this.#taken = 0;
    if (this.#unasked > 0) {
      this.#unasked--;
      return from;
    }
    const at = this.#screen.take(bytes, from, line, offset);
    this.#taken = this.#screen.taken;
    if (this.#taken > 0) this.#left = 0;
    else if (++this.#left >= MANY_LEFT) this.#unasked = UNASKED;
    return at;
  }
}
