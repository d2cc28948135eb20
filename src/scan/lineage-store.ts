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
/** What stands before the text of a process: the length of that, and the place of its parent. */
const LENGTH_BYTES = 4;
const HEAD_BYTES = LENGTH_BYTES + 8;
/** Most programs have shorter command lines. */
const USUAL_BYTES = 16 * 1024;
const MOST_BYTES_A_UNIT = 3;

export class LineageStore {
  readonly #spool: Spool;
  readonly #scratch = Buffer.allocUnsafe(USUAL_BYTES);

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
    const text = textOfProcess(process);
    const most = HEAD_BYTES + text.length * MOST_BYTES_A_UNIT;
    const bytes = most <= USUAL_BYTES ? this.#scratch : Buffer.allocUnsafe(most);
    const length = bytes.write(text, HEAD_BYTES);
    bytes.writeUInt32LE(length);
    bytes.writeDoubleLE(parentPlace, LENGTH_BYTES);
    const place = this.#spool.append(bytes.subarray(0, HEAD_BYTES + length)) + 1;
    return { by: this, place, parentPlace };
  }

  #read(place: number): { readonly process: KnownProcess; readonly parentPlace: number } {
    const at = place - 1;
    const head = this.#spool.read(at, HEAD_BYTES);
    const text = this.#spool.read(at + HEAD_BYTES, head.readUInt32LE()).toString();
    return { process: processOf(text), parentPlace: head.readDoubleLE(LENGTH_BYTES) };
  }
}
