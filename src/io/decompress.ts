// Unpacks a stream of blocks. Everything in front of damage is given before the failure is thrown; members and frames
// that follow each other are one text.
import { createGunzip } from 'node:zlib';
import { Decompress, ZstdErrorCode } from 'fzstd';
import { RshellError } from '../source/index.js';
import type { Compression } from './compression.js';
import { codeOf, messageOf } from './system-error.js';

const ZSTD_CUT_OFF = ZstdErrorCode.UnexpectedEOF;
const OUTPUT_BYTES = 1024 * 1024;
/**
 * Packed bytes that are unpacked at a time. When one of them is damaged the text of the whole slice is lost; and a slice
 * made to explode unpacks to a thousand times its size.
 */
const SLICE_BYTES = 16 * 1024;

/** Unpacks the blocks of one member or frame, or of several that it knows to belong together. */
interface Unpacker {
  /** Takes the next block, or a part of it where the data ends before the block does. */
  write(block: Buffer): Promise<void>;
  /** Says that there are no more blocks; rejects when the data has not ended. */
  end(): Promise<void>;
  /** Bytes taken so far. */
  readonly taken: number;
  /** Frees what the unpacker holds. */
  close(): void;
}

type Output = (block: Buffer) => void;

/**
 * The unpacked text of `blocks`, in blocks of its own. Throws an {@link RshellError} RS321 at damage, after the text in
 * front of it. While a block is looked at, the next one is unpacked, where that is the work of another thread.
 */
export async function* decompress(
  blocks: AsyncIterable<Buffer>,
  compression: Exclude<Compression, 'none'>,
  name: string,
): AsyncGenerator<Buffer> {
  const unpacked = unpack(blocks, compression, name);
  let next = unpacked.next();
  try {
    for (;;) {
      const result = await next;
      if (result.done === true) return;
      next = unpacked.next();
      // It is waited for in its turn; until then its failure is nobody's.
      next.catch(() => undefined);
      yield result.value;
    }
  } finally {
    await unpacked.return(undefined);
  }
}

async function* unpack(
  blocks: AsyncIterable<Buffer>,
  compression: Exclude<Compression, 'none'>,
  name: string,
): AsyncGenerator<Buffer> {
  const queue: Buffer[] = [];
  const start = (): Unpacker => startUnpacker(compression, (block) => queue.push(block));
  let unpacker: Unpacker | null = start();
  /** Bytes of the input in front of the current unpacker, and in front of the current block. */
  let origin = 0;
  let offset = 0;
  try {
    for await (const block of blocks) {
      for (let at = 0; at < block.length;) {
        if (unpacker === null) {
          // Tapes and disk images pad with NUL bytes.
          while (at < block.length && block[at] === 0) at++;
          if (at === block.length) break;
          origin = offset + at;
          unpacker = start();
        }
        const before = unpacker.taken;
        const slice = block.subarray(at, at + SLICE_BYTES);
        await unpacker.write(slice);
        yield* queue.splice(0);
        const taken = unpacker.taken - before;
        at += taken;
        if (taken === slice.length) continue;
        unpacker.close();
        unpacker = null;
      }
      offset += block.length;
    }
    await unpacker?.end();
    yield* queue.splice(0);
  } catch (error) {
    if (error instanceof RshellError) throw error;
    yield* queue.splice(0);
    const at = origin + (unpacker?.taken ?? 0);
    throw damage(compression, name, at, error);
  } finally {
    unpacker?.close();
  }
}

function damage(compression: string, name: string, at: number, cause: unknown): RshellError {
  const reason = isCutOff(cause) ? 'is cut off' : `is damaged (${messageOf(cause)})`;
  return new RshellError(
    {
      code: 'RS321',
      severity: 'error',
      message: `${compression} data ${reason} behind byte ${at} of the file`,
      place: { name },
      notes: ['what is packed in the bytes up to there was read'],
    },
    { cause },
  );
}

/** Whether the data ended too early. */
function isCutOff(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'Z_BUF_ERROR' || code === ZSTD_CUT_OFF;
}

function startUnpacker(compression: Exclude<Compression, 'none'>, output: Output): Unpacker {
  return compression === 'gzip' ? new GzipUnpacker(output) : new ZstdUnpacker(output);
}

/** Unpacks on another thread, by a stream of node:zlib. */
class GzipUnpacker implements Unpacker {
  readonly #stream = createGunzip({ chunkSize: OUTPUT_BYTES });
  #failure: Error | null = null;
  #isOver = false;
  /** Wakes who waits for the stream. */
  #wake: () => void = () => undefined;

  constructor(output: Output) {
    // Flowing: output comes here at once, so that none of it is lost when the stream fails.
    this.#stream.on('data', output);
    this.#stream.on('end', () => {
      this.#isOver = true;
      this.#wake();
    });
    this.#stream.on('error', (error) => {
      this.#failure = error;
      this.#wake();
    });
  }

  get taken(): number {
    return this.#stream.bytesWritten;
  }

  async write(block: Buffer): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#stream.write(block, () => {
        resolve();
      });
    });
    if (this.#failure !== null) throw this.#failure;
  }

  async end(): Promise<void> {
    if (!this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#stream.end();
      });
    }
    if (this.#failure !== null) throw this.#failure;
  }

  close(): void {
    this.#stream.destroy();
  }
}

/** Unpacks zstd in JavaScript: Node can only since 22.15, and then takes data that is cut off for whole. */
class ZstdUnpacker implements Unpacker {
  readonly #decoder: Decompress;
  taken = 0;

  constructor(output: Output) {
    this.#decoder = new Decompress((block) => {
      output(Buffer.from(block.buffer, block.byteOffset, block.byteLength));
    });
  }

  write(block: Buffer): Promise<void> {
    // The decoder keeps what it cannot use yet, and the block will be overwritten.
    this.#decoder.push(Buffer.from(block));
    this.taken += block.length;
    return Promise.resolve();
  }

  end(): Promise<void> {
    this.#decoder.push(Buffer.alloc(0), true);
    return Promise.resolve();
  }

  close(): void {
    // Holds nothing but memory.
  }
}
