// What was known of the processes of events that are read again: each process is written down once, however many events are of it, and
// each program once, however many processes run it.
import {
  pack,
  partsOfProcess,
  processOf,
  unpack,
  type KnownProcess,
  type Lineage,
  type ProcessNote,
  type Program,
} from '../input/index.js';
import type { Spool } from './spool.js';

/** Where nobody stands; a process stands at one more than its place in the spool. */
const NOBODY = 0;
/** What stands before the identity of a process: how long that is, its parent, its program. */
const HEAD_BYTES = 4 + 8 + 8;
const MOST_IDENTITY_BYTES = 4096;

export class LineageStore {
  readonly #spool: Spool;
  readonly #scratch = Buffer.allocUnsafe(HEAD_BYTES + MOST_IDENTITY_BYTES);

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
    const { process, parent } = this.#read(place);
    return { own: process, parent: parent === NOBODY ? null : this.#read(parent).process };
  }

  /** Where a process stands, written again if it is known to have another parent than before. */
  #noteOf(process: KnownProcess, parent?: number): ProcessNote {
    const { note } = process;
    const isRight = parent === undefined || note?.parent === parent;
    if (note?.by === this && isRight) return note;
    const fresh = {
      by: this,
      place: this.#write(process, parent ?? NOBODY),
      parent: parent ?? NOBODY,
    };
    process.note = fresh;
    return fresh;
  }

  #write(process: KnownProcess, parent: number): number {
    const { identity, program } = partsOfProcess(process);
    const length = Buffer.byteLength(identity);
    // The name of a host may be of any length.
    const isUsual = length <= MOST_IDENTITY_BYTES;
    const bytes = isUsual ? this.#scratch : Buffer.allocUnsafe(HEAD_BYTES + length);
    bytes.writeUInt32LE(length);
    bytes.writeDoubleLE(parent, 4);
    bytes.writeDoubleLE(this.#placeOf(program), 12);
    bytes.write(identity, HEAD_BYTES);
    return this.#spool.append(bytes.subarray(0, HEAD_BYTES + length)) + 1;
  }

  #placeOf(program: Program): number {
    if (program.written?.by === this) return program.written.place;
    const place = this.#spool.put(Buffer.from(pack(program)));
    program.written = { by: this, place };
    return place;
  }

  #read(place: number): { readonly process: KnownProcess; readonly parent: number } {
    const at = place - 1;
    const head = this.#spool.read(at, HEAD_BYTES);
    const identity = this.#spool.read(at + HEAD_BYTES, head.readUInt32LE()).toString();
    const program = unpack(this.#spool.get(head.readDoubleLE(12)).toString());
    return { process: processOf(identity, program), parent: head.readDoubleLE(4) };
  }
}
