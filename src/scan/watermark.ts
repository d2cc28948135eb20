// How far event time has come over several live inputs: as far as all of them have, but for those that have nothing to say.
import { compareTimestamps, type Timestamp } from '../event/index.js';

interface Source {
  latest: Timestamp | null;
  /** Whether something came lately. */
  isBusy: boolean;
}

export class Watermark {
  /** By input. */
  readonly #sources: Source[] = [];

  /** Takes the next input, by number, into account; it is waited for until it {@link rest}s. */
  add(): void {
    this.#sources.push({ latest: null, isBusy: true });
  }

  /** Notes that something came of an input, and the latest time in it, if any. */
  see(input: number, time: Timestamp | null): void {
    const source = this.#sources[input];
    if (source === undefined) return;
    source.isBusy = true;
    if (time === null) return;
    if (source.latest === null || compareTimestamps(time, source.latest) > 0) source.latest = time;
  }

  /** Says that nothing comes of an input for now: the others need not wait for it. */
  rest(input: number): void {
    const source = this.#sources[input];
    if (source !== undefined) source.isBusy = false;
  }

  /** The latest time of an input; negative infinity before its first. */
  of(input: number): number {
    return this.#sources[input]?.latest?.ms ?? Number.NEGATIVE_INFINITY;
  }

  /** As far as all busy inputs have come; where none is, the farthest of all. Null while that is not known. */
  get time(): Timestamp | null {
    let last: Timestamp | null = null;
    let first: Timestamp | null = null;
    let isBusy = false;
    for (const source of this.#sources) {
      const { latest } = source;
      if (source.isBusy) {
        if (latest === null) return null;
        if (first === null || compareTimestamps(latest, first) < 0) first = latest;
        isBusy = true;
      }
      if (latest !== null && (last === null || compareTimestamps(latest, last) > 0)) last = latest;
    }
    return isBusy ? first : last;
  }
}
