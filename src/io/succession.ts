// The files that took the place of the one that is read, in order: each is opened as soon as it is seen, however far behind the reading is,
// so that it can still be read when rotation has removed it.
import { closeSync, fstatSync, statSync } from 'node:fs';
import type { Diagnostic } from '../source/index.js';
import type { IoCode } from './codes.js';
import { hasBytes, headOf, isSameFile, type OpenFile } from './open-file.js';
import { openSuccessors } from './rotated.js';

/** Files of one log that are held open; those behind them are looked for when the first of them have been read. */
export const MOST_HELD = 64;
const NONE: ReadonlySet<string> = new Set();
const NS_PER_MS = 1_000_000n;

/** What the files are behind. */
export interface Predecessors {
  /** The file that is read; null where there is none. */
  readonly reading: () => OpenFile | null;
  /** How the files began that have been read, that one included. */
  readonly heads: () => readonly Buffer[];
}

/** Says what becomes of the log. */
export type Say = (
  code: IoCode,
  severity: Diagnostic['severity'],
  message: string,
  notes?: readonly string[],
) => void;

export class Succession {
  readonly #path: string;
  readonly #before: Predecessors;
  readonly #say: Say;
  #files: readonly OpenFile[] = [];
  #lookedAt = 0;
  #absentSince: number | null = null;
  #isFullSaid = false;

  constructor(file: string, before: Predecessors, say: Say) {
    this.#path = file;
    this.#before = before;
    this.#say = say;
  }

  /** Whether something is written in one of the files: then the file in front of them is at its end. */
  get isBegun(): boolean {
    return this.#files.some(hasBytes);
  }

  get isEmpty(): boolean {
    return this.#files.length === 0;
  }

  /** For how long there has been no file of this name, in milliseconds; 0 while there is one. */
  get absentMs(): number {
    return this.#absentSince === null ? 0 : performance.now() - this.#absentSince;
  }

  /** Time since the last look, in milliseconds. */
  get sinceLook(): number {
    return performance.now() - this.#lookedAt;
  }

  /** Opens what has taken the place of the last file that is known. Throws where that may not be opened. */
  look(): void {
    this.#lookedAt = performance.now();
    const newest = this.#files.at(-1) ?? this.#before.reading();
    if (newest === null) return;
    const now = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
    this.#absentSince = now === undefined ? (this.#absentSince ?? this.#lookedAt) : null;
    if (now !== undefined && isSameFile(now, newest.stats)) return;
    if (this.#files.length < MOST_HELD) this.#append(newest);
    else this.#sayFull();
  }

  /** Begins anew with files that are open. */
  hold(files: readonly OpenFile[]): void {
    this.close();
    this.#files = files;
  }

  /** The first of the files, which is read from now on. */
  take(): OpenFile | undefined {
    try {
      this.look();
      this.#findCopies();
    } catch {
      // What may not be opened is met again, and told, behind this one.
    }
    const [first, ...others] = this.#files;
    this.#files = others;
    if (others.length < MOST_HELD / 2) this.#isFullSaid = false;
    return first;
  }

  /** The first of the copies of `file` that were made since a time when that was empty: it is read from now on, and the file again behind all of them. Null where there is none. */
  goBack(file: OpenFile, sinceNs: bigint, others: ReadonlySet<string>): OpenFile | null {
    // What came behind the file is no copy of it.
    this.look();
    const { between, current } = this.#successors(sinceNs, others);
    if (current !== null) closeSync(current.fd);
    const [first = null, ...rest] = between;
    if (first !== null) this.#files = [...rest, file, ...this.#files];
    return first;
  }

  close(): void {
    for (const { fd } of this.#files) closeSync(fd);
    this.#files = [];
  }

  get #held(): readonly OpenFile[] {
    const reading = this.#before.reading();
    return reading === null ? this.#files : [reading, ...this.#files];
  }

  #append(newest: OpenFile): void {
    const { nlink, mtimeNs } = fstatSync(newest.fd, { bigint: true });
    const { between, current, packed } = this.#successors(mtimeNs);
    // While it is there, so is what was written after it: rotation removes the oldest first.
    if (nlink === 0n && between.length + packed > 0) {
      const last = new Date(Number(mtimeNs / NS_PER_MS)).toISOString();
      this.#say(
        'RS328',
        'warning',
        'rotated files may have been removed before they could be opened: what they held is lost',
        [`what was read before them was written until ${last}`, ...packedNote(packed)],
      );
    }
    const found = current === null ? between : [...between, current];
    const room = MOST_HELD - this.#files.length;
    for (const { fd } of found.slice(room)) closeSync(fd);
    this.#files = [...this.#files, ...found.slice(0, room)];
    if (found.length > room) this.#sayFull();
  }

  /** Files may have been copied and cut since they were opened: what they held is in the copies, which were written before what they hold now. */
  #findCopies(): void {
    const reading = this.#before.reading();
    if (reading === null || this.#files.length === 0) return;
    const { between, current } = this.#successors(writtenNs(reading));
    if (between.length > 0) {
      const files = [...between, ...this.#files].map((file) => ({ file, ns: writtenNs(file) }));
      files.sort((a, b) => Number(a.ns - b.ns));
      this.#files = files.map(({ file }) => file);
    }
    if (current !== null) this.#files = [...this.#files, current];
    for (const { fd } of this.#files.slice(MOST_HELD)) closeSync(fd);
    this.#files = this.#files.slice(0, MOST_HELD);
  }

  /** Those behind a time that are not held. */
  #successors(sinceNs: bigint, others = NONE): ReturnType<typeof openSuccessors> {
    return openSuccessors(this.#path, {
      held: this.#held,
      sinceNs,
      others,
      heads: [...this.#before.heads(), ...this.#files.map(headOf)],
    });
  }

  #sayFull(): void {
    if (this.#isFullSaid) return;
    this.#isFullSaid = true;
    this.#say(
      'RS327',
      'warning',
      `${MOST_HELD} rotated files wait to be read: those behind them are opened when there is room`,
      ['what rotation removes until then is lost, and told when it is noticed'],
    );
  }
}

/** When something was last written to a file, in nanoseconds since 1970. */
function writtenNs({ fd }: OpenFile): bigint {
  return fstatSync(fd, { bigint: true }).mtimeNs;
}

function packedNote(packed: number): readonly string[] {
  return packed === 0
    ? []
    : [`packed meanwhile: ${packed}; scan ${packed === 1 ? 'it' : 'them'} without --follow`];
}
