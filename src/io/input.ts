// One input as blocks of bytes, whatever it is: a plain or compressed file, a pipe, standard input.
import {
  closeSync,
  createReadStream,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  type Stats,
} from 'node:fs';
import { Socket } from 'node:net';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { invariant, RshellError } from '../source/index.js';
import {
  compressionOf,
  foreignCompression,
  MAGIC_BYTES,
  mayBeCompressed,
  type Compression,
} from './compression.js';
import { decompress } from './decompress.js';
import type { InputFile } from './find-inputs.js';
import { ioError } from './system-error.js';

/** An input that can be read once from its start to its end, and, where it is seekable, anywhere again. */
export interface Input {
  /** As a person knows it. */
  readonly name: string;
  /** Null for a stream before its first block. */
  readonly compression: Compression | null;
  /** Bytes as stored, compressed or not; null where that is not known. */
  readonly size: number | null;
  /** Whether {@link readAt} works: a regular file that is not compressed. */
  readonly seekable: boolean;
  /** Whether it comes as it is being written: a pipe, a terminal, a socket. */
  readonly isStream: boolean;
  /** Bytes read so far, as stored: for progress. */
  readonly bytesRead: number;
  /**
   * The bytes, unpacked. Once only. A block is valid until the next one is asked for. Throws an {@link RshellError}
   * RS321, RS322 or RS323 at damage, after everything in front of it.
   */
  blocks(): AsyncGenerator<Buffer>;
  /**
   * `length` bytes from `offset` on; fewer at the end of the file. Throws an {@link RshellError} RS323 when the file is
   * gone.
   */
  readAt(offset: number, length: number): Buffer;
  /** Ends reading before the end of the input. */
  close(): void;
}

const BLOCK_BYTES = 1024 * 1024;
const PACKED_BLOCK_BYTES = 128 * 1024;
/** Blocks read in one go; after them, signals and timers have their turn. */
const BLOCKS_IN_A_ROW = 4;
const STDIN_FD = 0;

/** Opens an input for reading. Throws an {@link RshellError} RS422 when that is not possible. */
export function openInput({ name, path }: InputFile): Input {
  try {
    if (path === null) {
      const stats = fstatSync(STDIN_FD);
      return stats.isFile()
        ? new FileInput(name, null, stats, positionOf(STDIN_FD))
        : new StreamInput(name, () => process.stdin);
    }
    const fd = openSync(path, 'r');
    const stats = fstatSync(fd);
    if (!stats.isFile()) return new StreamInput(name, () => streamOf(fd, stats));
    closeSync(fd);
    return new FileInput(name, path, stats, 0);
  } catch (error) {
    throw ioError('RS422', 'cannot be read', name, error);
  }
}

/** A regular file. No descriptor is held between calls: there may be thousands of inputs. */
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
  readonly #head: Buffer;
  #isClosed = false;

  constructor(name: string, path: string | null, stats: Stats, start: number) {
    this.name = name;
    this.size = Math.max(0, stats.size - start);
    this.#path = path;
    this.#start = start;
    this.#head = this.#read(0, MAGIC_BYTES);
    this.compression = compressionOf(this.#head);
    this.seekable = this.compression === 'none';
  }

  async *blocks(): AsyncGenerator<Buffer> {
    const foreign = foreignCompression(this.#head, this.name, this.#path !== null);
    if (foreign !== null) throw new RshellError(foreign);
    if (this.compression === 'none') yield* this.#stored(BLOCK_BYTES);
    else yield* decompress(this.#stored(PACKED_BLOCK_BYTES), this.compression, this.name);
  }

  readAt(offset: number, length: number): Buffer {
    invariant(this.seekable, 'readAt is for seekable inputs');
    try {
      return this.#read(offset, length);
    } catch (error) {
      throw ioError('RS323', 'cannot be read again', this.name, error);
    }
  }

  close(): void {
    this.#isClosed = true;
  }

  /** The bytes as stored. Synchronous reads into one buffer are several times faster than a stream. */
  async *#stored(blockBytes: number): AsyncGenerator<Buffer> {
    const block = Buffer.allocUnsafe(blockBytes);
    let fd: number | null = null;
    try {
      fd = this.#open();
      for (let count = 1; !this.#isClosed; count++) {
        const length = readSync(fd, block, 0, blockBytes, this.#start + this.bytesRead);
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

  #read(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    const fd = this.#open();
    try {
      let filled = 0;
      while (filled < length) {
        const got = readSync(fd, bytes, filled, length - filled, this.#start + offset + filled);
        if (got === 0) break;
        filled += got;
      }
      return bytes.subarray(0, filled);
    } finally {
      this.#release(fd);
    }
  }

  #open(): number {
    return this.#path === null ? STDIN_FD : openSync(this.#path, 'r');
  }

  #release(fd: number | null): void {
    if (fd !== null && fd !== STDIN_FD) closeSync(fd);
  }
}

/** A pipe, a terminal, a socket or a device: blocks are handed on as they come, however small. */
class StreamInput implements Input {
  readonly name: string;
  compression: Compression | null = null;
  readonly size = null;
  readonly seekable = false;
  readonly isStream = true;
  bytesRead = 0;
  readonly #start: () => Readable;
  #stream: Readable | null = null;
  #isClosed = false;

  constructor(name: string, start: () => Readable) {
    this.name = name;
    this.#start = start;
  }

  async *blocks(): AsyncGenerator<Buffer> {
    this.#stream = this.#start();
    const received = this.#received(this.#stream);
    let head: Buffer = Buffer.alloc(0);
    // The first bytes tell the compression; a line of JSON is known by its very first.
    do {
      const next = await received.next();
      if (next.done === true) break;
      head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    } while (head.length < MAGIC_BYTES && mayBeCompressed(head));
    const foreign = foreignCompression(head, this.name, false);
    if (foreign !== null) {
      this.close();
      throw new RshellError(foreign);
    }
    this.compression = compressionOf(head);
    const blocks = withHead(head, received);
    yield* this.compression === 'none' ? blocks : decompress(blocks, this.compression, this.name);
  }

  readAt(): Buffer {
    invariant(false, 'readAt is for seekable inputs');
  }

  close(): void {
    this.#isClosed = true;
    this.#stream?.destroy();
  }

  async *#received(stream: Readable): AsyncGenerator<Buffer> {
    try {
      for await (const block of stream) {
        invariant(Buffer.isBuffer(block), 'a stream without encoding gives buffers');
        this.bytesRead += block.length;
        yield block;
      }
    } catch (error) {
      // Our own close() ends the stream like an error.
      if (this.#isClosed) return;
      throw ioError('RS323', `cannot be read behind byte ${this.bytesRead}`, this.name, error);
    }
  }
}

async function* withHead(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* rest;
}

/** A stream over what is no regular file. A pipe is waited for in the event loop: a thread could not be called off. */
function streamOf(fd: number, stats: Stats): Readable {
  return stats.isFIFO() || stats.isSocket()
    ? new Socket({ fd, readable: true, writable: false })
    : createReadStream('', { fd });
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
