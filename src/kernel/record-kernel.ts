// The kernel for audit records, as the rest of the program sees it: blocks in, leads out, and questions about processes in between.
import type { Scalar, Value } from '../event/index.js';
import { listOf } from '../event/index.js';
import type { KernelExports, KernelImports } from './exports.js';
import type { Settings } from './image.js';

/**
 * Who knows the processes of the log at hand. `event` tells events apart that are taken in one go; `pid` is the number of its process, and `ppid` that of
 * the parent, negative where it names none.
 */
export interface RecordHost extends Omit<KernelImports, 'tell'> {
  /** The value of a field that only processes tell. */
  readonly tell: (...asked: Parameters<KernelImports['tell']>) => Value;
}

/** What all events of a shape have in common, and where their other fields stand: all by slot. */
export interface ShapeFields {
  /** Whether its events start processes. */
  readonly startsProcess: boolean;
  readonly values: readonly (readonly [slot: number, value: Value])[];
  readonly registers: readonly (readonly [slot: number, register: number])[];
  /** Always there, with values that are not told. */
  readonly present: readonly number[];
  /** Not told, not even whether they are there. */
  readonly unclear: readonly number[];
  /** The host tells them. */
  readonly asked: readonly number[];
}

/** The room of a kernel. */
export interface KernelRoom {
  readonly exports: KernelExports;
  readonly settings: Settings;
  readonly bytes: Buffer;
  readonly words: Uint32Array;
}

/** Bytes of a value and of what stands before the slots of a shape, see assembly/records.ts. */
const VALUE_BYTES = 16;
const SLOTS = 16;
const ZERO = 0x30;
/** So many are always a safe integer. */
const MOST_DIGITS = 15;
const ALWAYS = 0;
const UNCLEAR = 1;
const ASKED = 2;
const BOOLEAN = 2;
const NUMBER = 1;
/** Where an entry of a kind keeps what its events have in common, see assembly/kinds.ts. */
const COMMON = 20;

export class RecordKernel {
  readonly #room: KernelRoom;
  #host: RecordHost | null = null;
  /** Where the next shape goes. */
  #next: number;

  constructor(room: KernelRoom, imports: { current: KernelImports }) {
    this.#room = room;
    this.#next = room.settings.common;
    imports.current = {
      see: (event, pid, ppid, kind, ms, serial) => {
        this.#host?.see(event, pid, ppid, kind, ms, serial);
      },
      keep: (event, pid, ppid) => {
        this.#host?.keep(event, pid, ppid);
      },
      tell: (event, pid, ppid, slot) => {
        this.#write(slot, this.#host?.tell(event, pid, ppid, slot) ?? null);
      },
    };
  }

  /** Whom the kernel asks from now on. */
  attend(host: RecordHost): void {
    if (this.#host === host) return;
    this.#host = host;
    this.forgetPids();
  }

  /** Takes back that any process is known. */
  forgetPids(): void {
    this.#room.exports.forgetPids();
  }

  /** Says which events wait for more records: what may be about them is left. False where they are too many. */
  wait(waiting: readonly { readonly serial: number; readonly untilMs: number }[]): boolean {
    const { exports } = this.#room;
    exports.startWaiting();
    return waiting.every(({ serial, untilMs }) => exports.addWaiting(serial, untilMs));
  }

  /** Says that some event is known to have the field. */
  markTold(slot: number): void {
    this.#room.bytes[this.#room.settings.told + slot] = 1;
  }

  /** What a register of the event at hand holds, null for nothing: a whole number as it is usually written, or a text. */
  numberOrText(register: number): number | string | null {
    const { settings, bytes, words } = this.#room;
    if (bytes[settings.owners + register] === 0) return null;
    const value = settings.registers + register * VALUE_BYTES;
    const at = words[value / 4] ?? 0;
    const length = words[value / 4 + 1] ?? 0;
    const isUsual = length > 0 && length <= MOST_DIGITS && (bytes[at] !== ZERO || length === 1);
    if (!isUsual) return this.#textAt(value);
    let number = 0;
    for (let i = 0; i < length; i++) {
      const digit = (bytes[at + i] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) return this.#textAt(value);
      number = number * 10 + digit;
    }
    return number;
  }

  /** What program the process of the event at hand runs, in one text: see `packProgram` of assembly/records.ts. */
  program(withArguments: boolean): string {
    const { exports, bytes } = this.#room;
    const length = exports.packProgram(withArguments);
    if (length === 0) throw new Error('internal error: no room for a program');
    const at = numberIn(exports.packed);
    return bytes.toString('utf8', at, at + length);
  }

  #textAt(value: number): string {
    const { bytes, words } = this.#room;
    const at = words[value / 4] ?? 0;
    return bytes.toString('utf8', at, at + (words[value / 4 + 1] ?? 0));
  }

  /** Puts what events of the kind at `entry` have in common into memory; false when there is no room. */
  learn(entry: number, fields: ShapeFields): boolean {
    const { settings, words } = this.#room;
    const start = this.#next;
    const slotBytes = (settings.slotCount * 4 + 15) & ~15;
    const pairs = [
      ...fields.registers,
      ...fields.present.map((slot) => [slot, ALWAYS] as const),
      ...fields.unclear.map((slot) => [slot, UNCLEAR] as const),
      ...fields.asked.map((slot) => [slot, ASKED] as const),
    ];
    const pairsAt = start + SLOTS + slotBytes;
    let at = pairsAt + ((pairs.length * 8 + 15) & ~15);
    if (at + sizeOf(fields) > settings.commonEnd) return false;
    words.fill(0, start / 4, at / 4);
    const { registers } = fields;
    words.set(
      [Number(fields.startsProcess), registers.length, pairs.length - registers.length],
      start / 4,
    );
    words.set(pairs.flat(), pairsAt / 4);
    for (const [slot, value] of fields.values) {
      let link = start + SLOTS + slot * 4;
      for (const scalar of listOf(value)) {
        words[link / 4] = at;
        link = at + 12;
        at = this.#writeConstant(scalar, at);
      }
    }
    this.#next = at;
    words[(entry + COMMON) / 4] = start;
    return true;
  }

  /** Writes a value and its text; gives the place behind. */
  #writeConstant(scalar: Scalar, at: number): number {
    const { bytes, words } = this.#room;
    const length = bytes.write(String(scalar), at + VALUE_BYTES);
    words.set([at + VALUE_BYTES, length, flagsOf(scalar), 0], at / 4);
    return at + VALUE_BYTES + ((length + 31) & ~15);
  }

  /** Puts a value into the slot of a field of the event at hand. */
  #write(slot: number, value: Value): void {
    const { exports, settings, bytes, words } = this.#room;
    let link = settings.slots + slot * 4;
    for (const scalar of listOf(value)) {
      const text = String(scalar);
      const at = exports.makeRoom(text.length * 3);
      const length = at === 0 ? 0 : bytes.write(text, at);
      const flags = at === 0 || !text.isWellFormed() ? UNUSUAL : flagsOf(scalar);
      if (!exports.addValue(at, length, flags, link))
        throw new Error('internal error: no room for a value');
      link = (words[link / 4] ?? 0) + 12;
    }
  }
}

/** A value whose text is not known, see assembly/fields.ts. */
const UNUSUAL = 4;

function flagsOf(scalar: Scalar): number {
  return typeof scalar === 'number' ? NUMBER : typeof scalar === 'boolean' ? BOOLEAN : 0;
}

/** The most bytes that the constants of a shape take. */
function sizeOf({ values }: ShapeFields): number {
  return values
    .flatMap(([, value]) => listOf(value))
    .reduce<number>((sum, scalar) => sum + VALUE_BYTES + 32 + String(scalar).length * 3, 0);
}

function numberIn({ value }: WebAssembly.Global): number {
  // All settings are numbers of 32 bits or floats.
  return value as number;
}
