// Keeps the memory of a long scan from following the size of its input. Left alone, V8 does two things that only a long
// input brings out: it doubles the young generation whenever enough has survived in all, and it leaves garbage in the
// old one (every short string of the input, once) until a limit far above what is in use. See ADR 010.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** After this many bytes of parsed events the young generation has the size that it needs. */
const SETTLED_AFTER_BYTES = 48 * 1024 * 1024;
/** Bytes of parsed events between two full collections: some 10 ms each. What the kernel takes leaves no garbage. */
const COLLECT_EVERY_BYTES = 192 * 1024 * 1024;

/** Watches the bytes read in one run. */
export class FlatMemory {
  #read = 0;
  #isSettled = false;
  #nextCollection = COLLECT_EVERY_BYTES;
  #collect: (() => void) | null = null;

  /** Bytes read so far. */
  get bytes(): number {
    return this.#read;
  }

  /** Call with the length of each block, and the bytes that have been parsed of all blocks. */
  read(bytes: number, parsed: number): void {
    this.#read += bytes;
    if (!this.#isSettled && parsed > SETTLED_AFTER_BYTES) {
      this.#isSettled = true;
      setFlagsFromString('--semi-space-growth-factor=1');
    }
    if (parsed < this.#nextCollection) return;
    this.#nextCollection = parsed + COLLECT_EVERY_BYTES;
    this.#collect ??= collector();
    this.#collect();
  }
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  // V8 puts the function there when a context is made with the flag set; it takes nothing and gives nothing.
  const collect = runInNewContext('globalThis.gc') as (() => void) | undefined;
  setFlagsFromString('--no-expose-gc');
  return collect ?? (() => undefined);
}
