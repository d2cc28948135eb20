// An input that comes as it is being written, and can be read once only.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { invariant, RshellError } from '../source/index.js';
import {
  compressionOf,
  foreignCompression,
  MAGIC_BYTES,
  mayBeCompressed,
  type Compression,
} from './compression.js';
import { decompress } from './decompress.js';
import type { Input, OpenOptions } from './input.js';
import { PipeReader } from './pipe.js';
import { ioError } from './system-error.js';

/** What gives blocks; a block is valid until the next one is asked for. */
interface Source {
  blocks(window: Buffer | undefined): AsyncIterable<Buffer>;
  destroy(): void;
}

const STDIN_FD = 0;

/** A pipe, a terminal, a socket or a device: blocks are handed on as they come, however small. */
export function streamInput(
  name: string,
  fd: number,
  stats: Stats,
  { hashed = false, ahead = false }: OpenOptions,
): Input {
  const source =
    stats.isFIFO() || stats.isSocket()
      ? new PipeReader(fd, ahead)
      : new DeviceReader(fd === STDIN_FD ? process.stdin : createReadStream('', { fd }));
  return new StreamInput(name, source, hashed);
}

class DeviceReader implements Source {
  readonly #stream: Readable;

  constructor(stream: Readable) {
    this.#stream = stream;
  }

  async *blocks(): AsyncGenerator<Buffer> {
    for await (const block of this.#stream) {
      invariant(Buffer.isBuffer(block), 'a stream without encoding gives buffers');
      yield block;
    }
  }

  destroy(): void {
    this.#stream.destroy();
  }
}

class StreamInput implements Input {
  readonly name: string;
  compression: Compression | null = null;
  readonly size = null;
  readonly seekable = false;
  readonly file = null;
  readonly isStream = true;
  bytesRead = 0;
  readonly #source: Source;
  readonly #hash: Hash | null;
  #isWhole = false;
  #isClosed = false;

  constructor(name: string, source: Source, hashed: boolean) {
    this.name = name;
    this.#source = source;
    this.#hash = hashed ? createHash('sha256') : null;
  }

  async *blocks(window?: Buffer): AsyncGenerator<Buffer> {
    const received = this.#received(window);
    let head: Buffer = Buffer.alloc(0);
    // The first bytes tell the compression; a line of JSON is known by its very first.
    do {
      if (head.length > 0) head = Buffer.from(head);
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

  sha256(): Promise<string | null> {
    return Promise.resolve(this.#isWhole ? (this.#hash?.copy().digest('hex') ?? null) : null);
  }

  close(): void {
    this.#isClosed = true;
    this.#source.destroy();
  }

  async *#received(window: Buffer | undefined): AsyncGenerator<Buffer> {
    try {
      for await (const block of this.#source.blocks(window)) {
        this.bytesRead += block.length;
        this.#hash?.update(block);
        yield block;
      }
      this.#isWhole = !this.#isClosed;
    } catch (error) {
      // Our own close() ends the source like an error.
      if (this.#isClosed) return;
      throw ioError('RS323', `cannot be read behind byte ${this.bytesRead}`, this.name, error);
    }
  }
}

async function* withHead(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* rest;
}
