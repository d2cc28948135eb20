import type { Compression } from './compression.js';

/** A place in a file at which a line starts. */
export interface Origin {
  /** 1-based. */
  readonly line: number;
  readonly offset: number;
}

/** A place in a file that may be rotated, cut, or made anew before it is looked for again. */
export interface FilePosition {
  /** Empty where there was no file yet; it has been waited for since {@link writtenNs}. */
  readonly device: string;
  readonly inode: string;
  readonly offset: number;
  /** The first bytes of the file, and the last ones in front of the offset. */
  readonly head: Uint8Array;
  readonly last: Uint8Array;
  /** The first bytes of files that were read before it. */
  readonly heads: readonly Uint8Array[];
  /** When it was written last, in nanoseconds since 1970. */
  readonly writtenNs: bigint;
}

/** How to open an input. */
export interface OpenOptions {
  /** Whether {@link Input.sha256} will be asked of a stream. */
  readonly hashed?: boolean;
  /** Whether a pipe is read by a thread of its own, from now on. */
  readonly ahead?: boolean;
}

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
  /** The file, open, where {@link readAt} works, and where the input starts in it; null where it is not kept open. */
  readonly file: { readonly fd: number; readonly shift: number } | null;
  /** Of an input that is several files, one after the other: where the next block starts in its file. Another object for each file. */
  readonly origin?: Origin;
  /** Whether it begins where another run has left off. */
  readonly isResumed?: boolean;
  /** What it takes to go on at an offset of the file at hand later; null where that cannot be told now. Not for every input. */
  positionAt?(offset: number): FilePosition | null;
  /** Bytes read so far, as stored: for progress. Whoever reads {@link file} by other means counts as well. */
  bytesRead: number;
  /**
   * The bytes, unpacked, from `from` on, which is for seekable inputs. Once only. A block is valid until the next one is asked for; where it can, it stands in `window`. Throws an {@link RshellError}
   * RS321, RS322 or RS323 at damage, after everything in front of it.
   */
  blocks(window?: Buffer, from?: number): AsyncGenerator<Buffer>;
  /**
   * `length` bytes from `offset` on; fewer at the end of the file. Throws an {@link RshellError} RS323 when the file is
   * gone.
   */
  readAt(offset: number, length: number): Buffer;
  /**
   * The SHA-256 of the bytes as stored, in lower-case hexadecimal; before {@link close}. Of a file all that it held when it was read, which
   * reads it once more. Of a stream, which must have been opened for it, what came, when that was all. Null where it cannot be told. Not for every input.
   */
  sha256?(signal: AbortSignal): Promise<string | null>;
  /** Ends reading before the end of the input. */
  close(): void;
}
