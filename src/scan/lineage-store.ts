// What was known of the processes of events that are read again: each process is written down once, however many events are of it, and
// each program once, however many processes run it.
import {
  identityOf,
  pack,
  partsOfProcess,
  processOf,
  unpack,
  type KnownProcess,
  type Lineage,
  type ProcessNote,
  type ProcessParts,
  type Program,
} from '../input/index.js';
import type { Spool } from './spool.js';

/** Where nobody stands; a process stands at one more than its place in the spool. */
const NOBODY = 0;
/**
 * A process is so many doubles: the places of its parent and of its program; number, time and serial of its origin, and the place of the
 * host's id. One whose number is no number, or whose origin is not known, has NaN for it, and the place of its identity in place of that of the host.
 */
const WIDTH = 6;

export class LineageStore {
  readonly #spool: Spool;
  /** The process at hand. */
  readonly #row = new Float64Array(WIDTH);
  readonly #bytes = new Uint8Array(this.#row.buffer);
  /** The host written last: mostly there is one. */
  #host: string | null = null;
  #hostPlace = 0;

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
      place: this.#write(partsOfProcess(process), parent ?? NOBODY),
      parent: parent ?? NOBODY,
    };
    process.note = fresh;
    return fresh;
  }

  #write(process: ProcessParts, parent: number): number {
    const { origin } = process;
    const row = this.#row;
    row[0] = parent;
    row[1] = this.#placeOf(process.program);
    if (origin !== null && typeof origin.pid === 'number') {
      row[2] = origin.pid;
      row[3] = origin.timeMs;
      row[4] = origin.serial;
      row[5] = this.#placeOfHost(origin.hostId);
    } else {
      row[2] = Number.NaN;
      row[5] = this.#spool.putText(process.identity);
    }
    return this.#spool.append(this.#bytes) + 1;
  }

  #placeOfHost(hostId: string): number {
    if (hostId !== this.#host) {
      this.#host = hostId;
      this.#hostPlace = this.#spool.putText(hostId);
    }
    return this.#hostPlace;
  }

  #placeOf(program: Program): number {
    if (program.written?.by === this) return program.written.place;
    const place = this.#spool.putText(pack(program));
    program.written = { by: this, place };
    return place;
  }

  #read(place: number): { readonly process: KnownProcess; readonly parent: number } {
    this.#spool.readInto(place - 1, this.#bytes);
    const [parent = NOBODY, programPlace = 0, pid = 0, timeMs = 0, serial = 0, textPlace = 0] =
      this.#row;
    const host = textPlace === this.#hostPlace ? this.#host : null;
    const text = host ?? this.#spool.get(textPlace).toString();
    const identity = Number.isNaN(pid) ? text : identityOf({ hostId: text, pid, timeMs, serial });
    const program = unpack(this.#spool.get(programPlace).toString());
    return { process: processOf(identity, program), parent };
  }
}
