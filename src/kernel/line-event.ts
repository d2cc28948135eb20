import { foldValue, fromScalars, type Event, type Scalar, type Value } from '../event/index.js';
import type { Settings } from './image.js';

/** Flags of a value, see assembly/fields.ts. */
const BOOLEAN = 2;

/** The line at hand, as the fields that the kernel has noted of it: each is decoded at most once. */
export class LineEvent implements Event {
  readonly #bytes: Buffer;
  readonly #words: Uint32Array;
  readonly #slots: number;
  /** By slot; undefined: not asked for. */
  readonly #values: (Value | undefined)[];
  readonly #folded: (Value | undefined)[];
  /** Whether something was asked for. */
  #isRead = false;

  /** `bytes` and `words` are the memory of the kernel. */
  constructor(bytes: Buffer, words: Uint32Array, { slots, slotCount }: Settings) {
    this.#bytes = bytes;
    this.#words = words;
    this.#slots = slots / 4;
    this.#values = Array.from({ length: slotCount }, () => undefined);
    this.#folded = [...this.#values];
  }

  /** Turns to another line. */
  reset(): void {
    if (!this.#isRead) return;
    this.#isRead = false;
    this.#values.fill(undefined);
    this.#folded.fill(undefined);
  }

  get(slot: number): Value {
    const known = this.#values[slot];
    if (known !== undefined) return known;
    this.#isRead = true;
    return (this.#values[slot] = this.#read(slot));
  }

  folded(slot: number): Value {
    const known = this.#folded[slot];
    if (known !== undefined) return known;
    return (this.#folded[slot] = foldValue(this.get(slot)));
  }

  #read(slot: number): Value {
    const first = this.#words[this.#slots + slot] ?? 0;
    if (first === 0) return null;
    if (this.#wordOf(first, NEXT) === 0) return this.#scalarAt(first);
    const scalars: Scalar[] = [];
    for (let at = first; at !== 0; at = this.#wordOf(at, NEXT)) scalars.push(this.#scalarAt(at));
    return fromScalars(scalars);
  }

  #scalarAt(value: number): Scalar {
    const start = this.#wordOf(value, START);
    const text = this.#bytes.toString('utf8', start, start + this.#wordOf(value, LENGTH));
    const flags = this.#wordOf(value, FLAGS);
    return flags === 0 ? text : flags === BOOLEAN ? text === 'true' : Number(text);
  }

  #wordOf(value: number, word: number): number {
    return this.#words[value / 4 + word] ?? 0;
  }
}

/** Words of a value, see assembly/layout.ts. */
const START = 0;
const LENGTH = 1;
const FLAGS = 2;
const NEXT = 3;
