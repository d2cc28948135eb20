// The file that has a certain name, whichever it is at the time, as an input without an end: like `tail -F`.
import { closeSync, fstatSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { invariant, RshellError, type Diagnostic } from '../source/index.js';
import { BEAT_MS, Changes } from './changes.js';
import type { IoCode } from './codes.js';
import { NOWHERE, OVERLAP_BYTES, positionIn } from './file-position.js';
import type { InputFile } from './find-inputs.js';
import type { FilePosition, Input, Origin } from './input.js';
import {
  HEAD_BYTES,
  headOf,
  isSameFile,
  lastLineOf,
  openIfThere,
  type OpenFile,
} from './open-file.js';
import {
  findPosition,
  isCompressed,
  openSuccessors,
  rotatedFiles,
  type Before,
} from './rotated.js';
import { Rewriting } from './rewriting.js';
import { Succession } from './succession.js';
import { ioError, reasonOf } from './system-error.js';

const BLOCK_BYTES = 256 * 1024;
/** Time spent on blocks in one go; after it, signals and timers have their turn. */
const TURN_MS = 50;
/** Files whose copies are known again. */
const MOST_HEADS = 64;
/** While a log is rotated there is no file of its name for a moment. */
const ABSENT_MS = 1000;
/** After this time nobody will make it again. */
const GONE_MS = 60_000;
/** The clock of files may be behind by as much. */
const CLOCK_MS = 20;
const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);
const NONE: ReadonlySet<string> = new Set();
const START: Origin = { line: 1, offset: 0 };

export interface FollowOptions {
  /** Start behind the last line that is there, not at the first. */
  readonly fromEnd?: boolean;
  /** End when there is no file of this name any more, and has not been for a while; otherwise the next one is waited for. */
  readonly endsWithoutFile?: boolean;
  /** Where to go on, wherever that is now: in the file, or in one that it was rotated or copied to. */
  readonly from?: FilePosition & Origin;
  /** Hears what becomes of the file: that it is not there, was rotated, was cut. */
  readonly tell?: (diagnostic: Diagnostic) => void;
}

/** Follows the file `path`, there already or not. Throws an {@link RshellError} RS410 for one that cannot grow: a directory, a packed file. */
export function followInput(
  file: InputFile & { path: string },
  options: FollowOptions,
): FollowInput {
  return new FollowInput(file.name, file.path, options);
}

/**
 * A file is read to its end before the one that took its place is, and it is at its end when there is something in that one: who writes
 * the log has gone on to it then. So nothing is lost when a log is rotated, not even where that happens several times between two looks.
 */
export class FollowInput implements Input {
  readonly name: string;
  readonly compression = 'none';
  readonly size = null;
  readonly seekable = false;
  readonly isStream = true;
  readonly file = null;
  bytesRead = 0;
  origin: Origin = START;
  readonly #path: string;
  readonly #tell: (diagnostic: Diagnostic) => void;
  readonly #changes: Changes;
  readonly #endsWithoutFile: boolean;
  #isResumed = false;
  readonly #startedNs = BigInt(Date.now() - CLOCK_MS) * 1_000_000n;
  #fromEnd: boolean;
  #current: OpenFile | null = null;
  /** Files that took the place of the current one. */
  readonly #next: Succession;
  /** How the files began that have been read. */
  #heads: readonly Buffer[] = [];
  #offset = 0;
  /** The last bytes in front of {@link #offset}, as they were read. */
  #last: Buffer = NOTHING;
  /** The first bytes of the file. */
  #head: Buffer = NOTHING;
  /** When the file was last found empty; null once something of it has been read. */
  #emptyNs: bigint | null = null;
  readonly #rewriting = new Rewriting();
  #isMissed = false;
  /** Rotated files that were there before there was a file of this name. */
  #others: ReadonlySet<string> | null = null;
  #isClosed = false;

  /** See {@link followInput}. */
  constructor(name: string, file: string, options: FollowOptions) {
    const { fromEnd = false, endsWithoutFile = false, tell } = options;
    this.name = name;
    this.#endsWithoutFile = endsWithoutFile;
    this.#path = file;
    this.#fromEnd = fromEnd;
    this.#tell = tell ?? (() => undefined);
    this.#next = new Succession(
      file,
      { reading: () => this.#current, heads: () => this.heads },
      (...said) => {
        this.#say(...said);
      },
    );
    this.#changes = new Changes(path.dirname(file), () => {
      this.#keepUp();
    });
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
      throw this.#refusal('a directory cannot be followed', 'name the file in it that is written');
    }
    try {
      if (options.from !== undefined) this.#resume(options.from);
      if (this.#current === null) this.#open();
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  /** Whether it goes on where it was told to. */
  get isResumed(): boolean {
    return this.#isResumed;
  }

  /** The place at `offset` of the file at hand; see {@link positionIn}. */
  positionAt(offset: number): FilePosition | null {
    const file = this.#current;
    const heads = this.#heads;
    if (file === null) return { ...NOWHERE, heads, writtenNs: this.#startedNs };
    const writtenNs = this.#emptyNs ?? fstatSync(file.fd, { bigint: true }).mtimeNs;
    return positionIn(file, offset, this.#head, { heads, writtenNs });
  }

  /** How the files began that have been read, the one at hand included. */
  get heads(): readonly Buffer[] {
    return this.#current === null ? this.#heads : [...this.#heads, headOf(this.#current)];
  }

  /** Whether a file is the one at hand. */
  hasRead(stats: OpenFile['stats']): boolean {
    return this.#current !== null && isSameFile(this.#current.stats, stats);
  }

  async *blocks(window = Buffer.allocUnsafe(BLOCK_BYTES)): AsyncGenerator<Buffer> {
    this.#changes.start();
    try {
      for (let turn = performance.now(); !this.#isClosed;) {
        // Timers do not run while somebody is busy with one block after the other.
        if (this.#next.sinceLook > BEAT_MS) this.#keepUp();
        const block = this.#look(window);
        if (block === null) await this.#changes.next();
        else yield block;
        if (block === null && this.#isGone) return;
        if (performance.now() - turn < TURN_MS) continue;
        await setImmediate();
        turn = performance.now();
      }
    } catch (error) {
      if (error instanceof RshellError) throw error;
      throw ioError('RS323', `cannot be read behind byte ${this.#offset}`, this.name, error);
    } finally {
      this.close();
    }
  }

  readAt(): Buffer {
    invariant(false, 'readAt is for seekable inputs');
  }

  close(): void {
    this.#isClosed = true;
    this.#changes.close();
    this.#release();
  }

  get #isGone(): boolean {
    return this.#endsWithoutFile && this.#next.absentMs > GONE_MS;
  }

  /** Opens what has taken the place of the current file by now, however much of that is to be read. */
  #keepUp(): void {
    if (this.#isClosed) return;
    try {
      this.#next.look();
    } catch {
      // It is met again, and told, when the current file has been read.
    }
  }

  /** The next bytes, an empty block where another file begins, or null where there is nothing new. */
  #look(window: Buffer): Buffer | null {
    if (this.#current === null) return this.#open() ? NOTHING : null;
    const block = this.#read(this.#current, window);
    if (block !== null || !this.#isReplaced) return block;
    // What was written between the last look and the first byte of the next file.
    const rest = this.#read(this.#current, window, 'as it is');
    if (rest === null) this.#goOn(this.#current);
    return rest ?? NOTHING;
  }

  /** Opens the file, if it is there now, or what it was rotated to meanwhile. */
  #open(): boolean {
    try {
      const others = this.#others ?? rotatedFiles(this.#path);
      if (this.#isMissed) {
        this.#openFirst({ held: [], sinceNs: 0n, others, heads: [] });
      } else {
        this.#current = openIfThere(this.#path);
      }
      this.#others = others;
    } catch (error) {
      // Who made it may still be about to say who may read it.
      this.#miss(reasonOf(error));
      return false;
    }
    if (this.#current === null) {
      this.#miss('no such file yet');
      return false;
    }
    if (this.#isMissed) this.#say('RS326', 'info', 'is there now, and is read from its start');
    this.#start(this.#current);
    return true;
  }

  /** Opens all that is behind what was before: the first of it is read. */
  #openFirst(before: Before): void {
    const { between, current } = openSuccessors(this.#path, before);
    const [first = null, ...others] = current === null ? between : [...between, current];
    this.#current = first;
    this.#next.hold(others);
  }

  /** Goes on at `from`; where that is gone, what was written since then is read. */
  #resume(from: FilePosition & Origin): void {
    this.#fromEnd = false;
    this.#heads = from.heads.map((head) => Buffer.from(head));
    try {
      this.#current = from.inode === '' ? null : findPosition(this.#path, from);
      if (this.#current !== null) {
        this.origin = { line: from.line, offset: from.offset };
        this.#offset = from.offset;
        this.#last = Buffer.from(from.last);
        this.#head = headOf(this.#current);
        this.#isResumed = true;
        return;
      }
      if (from.head.length > 0) this.#heads = [...this.#heads, Buffer.from(from.head)];
      this.#openFirst({ held: [], sinceNs: from.writtenNs, others: NONE, heads: this.#heads });
    } catch {
      // It is met again, and told, when the file is opened.
    }
    if (from.inode !== '')
      this.#say(
        'RS331',
        'warning',
        `byte ${from.offset}, where the last run left off, is in no file that is there: goes on with what was written since`,
        ['what was rotated away, or packed, before it was read is lost'],
      );
    if (this.#current !== null) this.#start(this.#current);
  }

  #start(file: OpenFile): void {
    const head = headOf(file);
    if (isCompressed(head, this.name)) {
      throw this.#refusal('a compressed file cannot be followed', 'leave out --follow to scan it');
    }
    this.origin = this.#fromEnd ? lastLineOf(file) : { ...START };
    this.#offset = this.origin.offset;
    this.#last = NOTHING;
    this.#head = head;
    this.#emptyNs = head.length === 0 ? file.stats.mtimeNs : null;
    // A file that is made later is new from its first line on.
    this.#fromEnd = false;
    this.#isMissed = false;
  }

  /** New bytes of the file; an empty block where it turns out to be cut, null where there are none. `as it is`: it is not written any more. */
  #read(file: OpenFile, window: Buffer, how?: 'as it is'): Buffer | null {
    const overlap = this.#last.length;
    const length = readSync(file.fd, window, 0, window.length, this.#offset - overlap);
    const known = this.#offset === 0 ? this.#head : this.#last;
    if (length < known.length || !window.subarray(0, known.length).equals(known)) {
      return this.#findCut(file, how);
    }
    if (this.#rewriting.end())
      this.#say(
        'RS325',
        'info',
        'was cut, and holds again what was read of it: goes on behind that',
      );
    if (this.#emptyNs !== null && this.#goBack(file, this.#emptyNs, length > 0)) return NOTHING;
    if (length === overlap) return null;
    if (this.#head.length < HEAD_BYTES) this.#head = headOf(file);
    this.#emptyNs = null;
    const block = window.subarray(overlap, length);
    this.#last = Buffer.from(window.subarray(Math.max(0, length - OVERLAP_BYTES), length));
    this.#offset += block.length;
    this.bytesRead += block.length;
    return block;
  }

  /** Goes back to what was written to a file since it was empty and cut away before it was read, if that is in a copy; gives whether it is. */
  #goBack(file: OpenFile, sinceNs: bigint, isBegun: boolean): boolean {
    const { mtimeNs } = fstatSync(file.fd, { bigint: true });
    if (!isBegun && mtimeNs === sinceNs) return false;
    let copy: OpenFile | null;
    try {
      copy = this.#next.goBack(file, sinceNs, this.#others ?? NONE);
    } catch {
      // What may not be opened is met again, and told, behind this file.
      return false;
    }
    this.#emptyNs = mtimeNs;
    if (copy === null) return false;
    this.#say('RS325', 'info', 'was cut before it was read: what it held is read from its copy');
    this.#current = copy;
    this.#start(copy);
    return true;
  }

  /** The file was emptied and is written anew, as `copytruncate` of logrotate does. What it held is in a copy then. Null while it may still become what it was. */
  #findCut(file: OpenFile, how?: 'as it is'): Buffer | null {
    const position = { ...NOWHERE, offset: this.#offset, head: this.#head, last: this.#last };
    const copy = findPosition(this.#path, position);
    if (copy !== null) {
      this.#say('RS325', 'info', 'was cut: the rest of what it held is read from its copy');
      closeSync(file.fd);
      this.#current = copy;
      this.#rewriting.end();
      return NOTHING;
    }
    if (how !== 'as it is' && this.#rewriting.isLikely(file, this.#head, this.#offset)) return null;
    this.#rewriting.end();
    this.#say('RS325', 'warning', 'was cut, and is read from its start', [
      'there is no copy of it: what was written just before, and not read yet, is lost',
      'what was read before, and is in it again, is read again',
      ...this.#unfinished(),
    ]);
    this.origin = { ...START };
    this.#offset = 0;
    this.#last = NOTHING;
    this.#head = NOTHING;
    return NOTHING;
  }

  /** Whether something is written in a file that took the place of the current one, which has been read as far as it goes. */
  get #isReplaced(): boolean {
    if (this.#next.isBegun) return true;
    try {
      this.#next.look();
    } catch (error) {
      this.#miss(reasonOf(error));
    }
    if (this.#next.isEmpty && this.#next.absentMs > ABSENT_MS) this.#miss('no such file any more');
    return this.#next.isBegun;
  }

  /** Leaves the current file for the one that took its place. */
  #goOn(file: OpenFile): void {
    const next = this.#next.take();
    invariant(next !== undefined, 'a file that was replaced has a successor');
    const notes = this.#unfinished();
    const severity = notes.length === 0 ? 'info' : 'warning';
    this.#say('RS327', severity, 'was rotated: goes on with the next file', notes);
    this.#heads = [...this.#heads, headOf(file)].slice(-MOST_HEADS);
    closeSync(file.fd);
    this.#current = next;
    this.#start(next);
  }

  #unfinished(): readonly string[] {
    const last = this.#last.at(-1);
    return last === undefined || last === NEWLINE
      ? []
      : ['its last line has no end: it is taken as it is'];
  }

  /** Says once that there is nothing to read, and why. */
  #miss(reason: string): void {
    if (this.#isMissed) return;
    this.#isMissed = true;
    this.#fromEnd = false;
    this.#say('RS326', 'warning', `${reason}: waiting for it`);
  }

  #say(
    code: IoCode,
    severity: Diagnostic['severity'],
    message: string,
    notes: readonly string[] = [],
  ): void {
    const place = { name: this.name };
    this.#tell({ code, severity, message, place, ...(notes.length === 0 ? {} : { notes }) });
  }

  #refusal(message: string, help: string): RshellError {
    const place = { name: this.name };
    return new RshellError({ code: 'RS410', severity: 'error', message, place, help });
  }

  #release(): void {
    this.#next.close();
    if (this.#current !== null) closeSync(this.#current.fd);
    this.#current = null;
  }
}
