// What was known of the processes of events that are read again: each process is written down once, however many events are of it.
import {
  processOf,
  textOfProcess,
  type KnownProcess,
  type Lineage,
  type ProcessNote,
} from '../input/index.js';
import type { Spool } from './spool.js';

/** Where nobody stands; a process stands at one more than its place in the spool. */
const NOBODY = 0;
/** What stands before the text of a process: the place of its parent. */
const PARENT_BYTES = 8;

export class LineageStore {
  readonly #spool: Spool;

  /** Several stores may share a spool. */
  constructor(spool: Spool) {
    this.#spool = spool;
  }

  /** Keeps a lineage; gives its place. */
  put(lineage: Lineage | null): number {
    if (lineage === null) return NOBODY;
    const { own, parent } = lineage;
    const parentPlace = parent === null ? NOBODY : this.#noteOf(parent).place;
    return this.#noteOf(own, parentPlace).place;
  }

  /** The lineage that was put at `place`. */
  get(place: number): Lineage | null {
    if (place === NOBODY) return null;
    const { process, parentPlace } = this.#read(place);
    return {
      own: process,
      parent: parentPlace === NOBODY ? null : this.#read(parentPlace).process,
    };
  }

  /** Where a process stands, written again if it is known to have another parent than before. */
  #noteOf(process: KnownProcess, parentPlace?: number): ProcessNote {
    const { note } = process;
    const isRight = parentPlace === undefined || note?.parentPlace === parentPlace;
    if (note?.by === this && isRight) return note;
    const fresh = this.#write(process, parentPlace ?? NOBODY);
    process.note = fresh;
    return fresh;
  }

  #write(process: KnownProcess, parentPlace: number): ProcessNote {
    const text = Buffer.from(textOfProcess(process));
    const bytes = Buffer.allocUnsafe(PARENT_BYTES + text.length);
    bytes.writeDoubleLE(parentPlace);
    bytes.set(text, PARENT_BYTES);
    return { by: this, place: this.#spool.put(bytes) + 1, parentPlace };
  }

  #read(place: number): { readonly process: KnownProcess; readonly parentPlace: number } {
    const bytes = this.#spool.get(place - 1);
    return {
      process: processOf(bytes.toString('utf8', PARENT_BYTES)),
      parentPlace: bytes.readDoubleLE(),
    };
  }
}
