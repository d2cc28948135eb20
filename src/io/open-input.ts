// Opens inputs, and reads those that are files.
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  type Stats,
} from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { invariant, RshellError } from '../source/index.js';
import { compressionOf, foreignCompression, MAGIC_BYTES, type Compression } from './compression.js';
import { decompress } from './decompress.js';
import type { InputFile } from './find-inputs.js';
import type { Input, OpenOptions } from './input.js';
import { streamInput } from './stream-input.js';
import { ioError } from './system-error.js';

const BLOCK_BYTES = 1024 * 1024;
const PACKED_BLOCK_BYTES = 128 * 1024;
/** Blocks read in one go; after them, signals and timers have their turn. */
const BLOCKS_IN_A_ROW = 4;
const STDIN_FD = 0;

/** Opens an input for reading. Throws an {@link RshellError} RS422 when that is not possible. */
export function openInput({ name, path }: InputFile, options: OpenOptions = {}): Input {
  try {
    if (path === null) {
      const stats = fstatSync(STDIN_FD);
      return stats.isFile()
        ? new FileInput(name, null, STDIN_FD, stats, positionOf(STDIN_FD))
        : streamInput(name, STDIN_FD, stats, options);
    }
    // A pipe that nobody writes to yet is waited for in the event loop, where signals are heard.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(fd);
    if (!stats.isFile()) return streamInput(name, fd, stats, options);
    return new FileInput(name, path, fd, stats, 0);
  } catch (error) {
    throw ioError('RS422', 'cannot be read', name, error);
  }
}

/** Descriptors that inputs hold: there may be thousands of inputs. */
const MOST_HELD = 256;
let held = 0;

/**
 * A regular file. It stays open, so that one that is moved or deleted meanwhile is read to its end; where too many are, it is opened anew, and must
 * then be the same.
 */
class FileInput implements Input {
  readonly name: string;
  readonly compression: Compression;
  readonly size: number;
  readonly seekable: boolean;
  readonly isStream = false;
  bytesRead = 0;
  readonly #path: string | null;
  /** Where the input starts in its file: a shell may have read from the same standard input before. */
  readonly #start: number;
  readonly #identity: Pick<Stats, 'dev' | 'ino'>;
  readonly #head: Buffer;
  /** Null where it is not held. */
  #fd: number | null;
  #isClosed = false;

  /** `fd` is the file, open. */
  constructor(name: string, path: string | null, fd: number, stats: Stats, start: number) {
    this.name = name;
    this.#fd = fd;
    this.#identity = stats;
    this.size = Math.max(0, stats.size - start);
    this.#path = path;
    this.#start = start;
    this.#head = this.#read(fd, 0, MAGIC_BYTES);
    this.compression = compressionOf(this.#head);
    this.seekable = this.compression === 'none';
    if (path === null) return;
    if (held < MOST_HELD) {
      held += 1;
    } else {
      this.#fd = null;
      closeSync(fd);
    }
  }

  get file(): Input['file'] {
    return this.seekable && this.#fd !== null ? { fd: this.#fd, shift: this.#start } : null;
  }

  async *blocks(window?: Buffer, from = 0): AsyncGenerator<Buffer> {
    this.bytesRead = from;
    const foreign = foreignCompression(this.#head, this.name, this.#path !== null);
    if (foreign !== null) throw new RshellError(foreign);
    if (this.compression === 'none') {
      yield* this.#stored(window ?? Buffer.allocUnsafe(BLOCK_BYTES));
    } else {
      const packed = this.#stored(Buffer.allocUnsafe(PACKED_BLOCK_BYTES));
      yield* decompress(packed, this.compression, this.name);
    }
  }

  readAt(offset: number, length: number): Buffer {
    invariant(this.seekable, 'readAt is for seekable inputs');
    let fd: number | null = null;
    try {
      fd = this.#open();
      return this.#read(fd, offset, length);
    } catch (error) {
      throw ioError('RS323', 'cannot be read again', this.name, error);
    } finally {
      this.#release(fd);
    }
  }

  async sha256(signal: AbortSignal): Promise<string | null> {
    const hash = createHash('sha256');
    // It may have grown while it was read, and may still grow.
    const end = Math.max(this.size, this.bytesRead);
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    let fd: number | null = null;
    try {
      fd = this.#open();
      for (let at = 0, count = 1; at < end; count++) {
        const most = Math.min(block.length, end - at);
        const length = readSync(fd, block, 0, most, this.#start + at);
        if (length === 0 || signal.aborted) return null;
        hash.update(block.subarray(0, length));
        at += length;
        if (count % BLOCKS_IN_A_ROW === 0) await setImmediate();
      }
      return hash.digest('hex');
    } catch {
      return null;
    } finally {
      this.#release(fd);
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#fd === null || this.#path === null) return;
    closeSync(this.#fd);
    held -= 1;
  }

  /** The bytes as stored, in `block`. Synchronous reads into one buffer are several times faster than a stream. */
  async *#stored(block: Buffer): AsyncGenerator<Buffer> {
    let fd: number | null = null;
    try {
      fd = this.#open();
      for (let count = 1; !this.#isClosed; count++) {
        const length = readSync(fd, block, 0, block.length, this.#start + this.bytesRead);
        if (length === 0) return;
        this.bytesRead += length;
        yield block.subarray(0, length);
        if (count % BLOCKS_IN_A_ROW === 0) await setImmediate();
      }
    } catch (error) {
      throw ioError('RS323', `cannot be read behind byte ${this.bytesRead}`, this.name, error);
    } finally {
      this.#release(fd);
    }
  }

  #read(fd: number, offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const got = readSync(fd, bytes, filled, length - filled, this.#start + offset + filled);
      if (got === 0) break;
      filled += got;
    }
    return bytes.subarray(0, filled);
  }

  #open(): number {
    if (this.#path === null) return STDIN_FD;
    if (this.#fd !== null && !this.#isClosed) return this.#fd;
    const fd = openSync(this.#path, 'r');
    const { dev, ino } = fstatSync(fd);
    if (dev === this.#identity.dev && ino === this.#identity.ino) return fd;
    closeSync(fd);
    throw new Error('another file has taken its place');
  }

  #release(fd: number | null): void {
    if (fd !== null && fd !== this.#fd && fd !== STDIN_FD) closeSync(fd);
  }
}

/** Where a descriptor that others may have read from stands; 0 where the system does not tell. */
function positionOf(fd: number): number {
  try {
    const position = /^pos:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'));
    return Number(position?.[1] ?? 0);
  } catch {
    return 0;
  }
}
