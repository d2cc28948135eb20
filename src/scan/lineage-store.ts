// What was known of the processes of events that are read again: each process is written down once, however many events are of it.
import { processOf, textOfProcess, type KnownProcess, type Lineage } from '../input/index.js';
import type { Spool } from './spool.js';

/** In place of the place of a process that is not known. */
const NOBODY = -1;
const PAIR_BYTES = 16;

export class LineageStore {
  readonly #spool: Spool;
  readonly #places = new WeakMap<KnownProcess, number>();
  readonly #pair = new Float64Array(2);
  readonly #pairBytes = new Uint8Array(this.#pair.buffer);

  /** Several stores may share a spool. */
  constructor(spool: Spool) {
    this.#spool = spool;
  }

  /** Keeps a lineage; gives its place. */
  put(lineage: Lineage | null): number {
    this.#pair[0] = this.#placeOf(lineage?.own ?? null);
    this.#pair[1] = this.#placeOf(lineage?.parent ?? null);
    return this.#spool.append(this.#pairBytes);
  }

  /** The lineage that was put at `place`. */
  get(place: number): Lineage | null {
    const pair = new Float64Array(2);
    this.#spool.readInto(place, new Uint8Array(pair.buffer, 0, PAIR_BYTES));
    const own = this.#processAt(pair[0] ?? NOBODY);
    return own === null ? null : { own, parent: this.#processAt(pair[1] ?? NOBODY) };
  }

  #placeOf(process: KnownProcess | null): number {
    if (process === null) return NOBODY;
    const known = this.#places.get(process);
    if (known !== undefined) return known;
    const place = this.#spool.put(Buffer.from(textOfProcess(process)));
    this.#places.set(process, place);
    return place;
  }

  #processAt(place: number): KnownProcess | null {
    return place === NOBODY ? null : processOf(this.#spool.get(place).toString());
  }
}
