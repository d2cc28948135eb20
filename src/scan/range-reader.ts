// Reads a range of a plain file through a kernel, in whatever thread: what can be settled becomes leads and counts, and what cannot is told
// by its place.
import { readSync } from 'node:fs';
import type { Census, Kernel } from '../kernel/index.js';

/** A range of a file: the lines that start in `[start, end)`. */
export interface FileRange {
  readonly start: number;
  readonly end: number;
}

/** Lines one behind the other that the kernel took, and then lines that it left. */
export interface RangePiece {
  /** Words of leads, in those of the range, that belong to this piece and the pieces before. */
  readonly leads: number;
  /** Lines taken, and blank ones: they count from the start of the piece. */
  readonly lines: number;
  /** Offset in the file of the first line that was left, or behind what was read. */
  readonly offset: number;
  /** Bytes of the lines that were left; 0 at the end. */
  readonly left: number;
  readonly census: Census;
}

/** What was found in a range. */
export interface RangeResult {
  /** See `readLeads`: offsets count from {@link start}, lines from the start of their piece. */
  readonly leads: Uint32Array;
  readonly pieces: readonly RangePiece[];
  /** Offset of the first line. */
  readonly start: number;
  /** Hashes of hosts that no earlier range of this kernel had. */
  readonly hosts: BigUint64Array;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
/** Pieces of a range at most. */
const MOST_PIECES = 64;

/** Reads ranges one after the other. */
export class RangeReader {
  readonly #kernel: Kernel;
  readonly #pieces: RangePiece[] = [];
  readonly #leads = new LeadWords();
  /** Teaches the kernel the kind of the event that it stopped at; false when it can learn no more. */
  readonly #learn: () => boolean;
  readonly #window: Buffer;
  #fd = 0;
  #shift = 0;
  /** What is in the window: `[at, filled)`, the first of it at `offset` in the file. */
  #at = 0;
  #filled = 0;
  #offset = 0;
  #hosts = 0;

  constructor(kernel: Kernel, learn: () => boolean) {
    this.#kernel = kernel;
    this.#learn = learn;
    this.#window = kernel.window;
  }

  /**
   * Reads one range of an open file, of which the first `shift` bytes do not count. Throws what the system throws. It ends early, with what is
   * read so far, at a line that the file ends in or that is longer than the window, and where too many lines are left: then it is not worth it.
   */
  read(fd: number, { start, end }: FileRange, shift: number): RangeResult {
    this.#fd = fd;
    this.#shift = shift;
    this.#at = 0;
    this.#filled = 0;
    // What a failure left.
    this.#pieces.length = 0;
    this.#leads.take();
    this.#kernel.census();
    // The newline before a line that starts at `start` is the byte before it.
    this.#offset = Math.max(0, start - 1);
    const isFound = start === 0 || this.#skipLine();
    const first = this.#offset;
    if (isFound) this.#readLines(first, end);
    const hosts = this.#kernel.hostsFrom(this.#hosts);
    this.#hosts += hosts.length;
    return { leads: this.#leads.take(), pieces: this.#pieces.splice(0), start: first, hosts };
  }

  #readLines(first: number, end: number): void {
    const kernel = this.#kernel;
    let lines = 0;
    while (this.#offset < end) {
      const stop = this.#take(first, lines, this.#limit(end));
      this.#leads.append(kernel.leads);
      lines += kernel.linesTaken;
      if (stop === 'full' || (stop === 'new-kind' && this.#learn())) continue;
      if (stop === 'end') {
        if (this.#offset >= end || this.#fill()) continue;
        break;
      }
      const length = this.#lineLength();
      if (length === 0) break;
      if (this.#isBlank(length)) {
        lines += 1;
      } else {
        this.#leave(lines, length);
        if (this.#pieces.length === MOST_PIECES) return;
        lines = 0;
      }
      this.#goTo(this.#at + length);
    }
    this.#leave(lines, 0);
  }

  /** Length of the line at hand with its newline; 0 where the window has no end of it. */
  #lineLength(): number {
    do {
      const newline = this.#window.indexOf(NEWLINE, this.#at);
      if (newline !== -1 && newline < this.#filled) return newline + 1 - this.#at;
    } while (this.#fill());
    return 0;
  }

  #isBlank(length: number): boolean {
    return length === 1 || (length === 2 && this.#window[this.#at] === RETURN);
  }

  /** Ends a piece with a line that is left, or adds the line to those that the last piece ends with. */
  #leave(lines: number, length: number): void {
    const last = this.#pieces.at(-1);
    if (lines === 0 && last !== undefined && length > 0) {
      this.#pieces[this.#pieces.length - 1] = { ...last, left: last.left + length };
      return;
    }
    const census = this.#kernel.census();
    const leads = this.#leads.length;
    this.#pieces.push({ leads, lines, offset: this.#offset, left: length, census });
  }

  #take(first: number, lines: number, limit: number): ReturnType<Kernel['take']> {
    const stop = this.#kernel.take(this.#window, this.#at, limit, this.#offset - first, lines);
    this.#goTo(this.#kernel.position);
    return stop;
  }

  /** Behind the last line in the window that starts before `end`. */
  #limit(end: number): number {
    const last = this.#at + end - 1 - this.#offset;
    if (last >= this.#filled) return this.#filled;
    const newline = this.#window.indexOf(NEWLINE, last);
    return newline === -1 || newline >= this.#filled ? this.#filled : newline + 1;
  }

  /** Goes behind the next newline; false where there is none. */
  #skipLine(): boolean {
    for (;;) {
      if (!this.#fill()) return false;
      const newline = this.#window.indexOf(NEWLINE, this.#at);
      if (newline !== -1 && newline < this.#filled) {
        this.#goTo(newline + 1);
        return true;
      }
      this.#goTo(this.#filled);
    }
  }

  #goTo(at: number): void {
    this.#offset += at - this.#at;
    this.#at = at;
  }

  /** Reads more behind what is in the window; false at the end of the file, and where the window is full. */
  #fill(): boolean {
    const window = this.#window;
    if (this.#at > 0) {
      window.copyWithin(0, this.#at, this.#filled);
      this.#filled -= this.#at;
      this.#at = 0;
    }
    const room = window.length - this.#filled;
    if (room === 0) return false;
    const position = this.#shift + this.#offset + this.#filled;
    const length = readSync(this.#fd, window, this.#filled, room, position);
    this.#filled += length;
    return length > 0;
  }
}

/** Words that come in pieces. */
class LeadWords {
  #words = new Uint32Array(1 << 14);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(words: Uint32Array): void {
    const needed = this.#length + words.length;
    if (needed > this.#words.length) {
      const grown = new Uint32Array(Math.max(needed, 2 * this.#words.length));
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#words.set(words, this.#length);
    this.#length = needed;
  }

  take(): Uint32Array {
    const words = this.#words.slice(0, this.#length);
    this.#length = 0;
    return words;
  }
}
