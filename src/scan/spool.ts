import { TempFile } from '../io/index.js';

/** Bytes of memory taken at a time. */
const CHUNK_BYTES = 1 << 20;
/** Bytes that are written to the file at a time. */
const WRITE_BYTES = 1 << 18;
const LENGTH_BYTES = 4;

/**
 * Bytes one after the other, as many as there are: the first of them in memory, outside of the garbage-collected heap,
 * what is beyond the limit in a {@link TempFile}. Every method may throw the RshellError RS522.
 */
export class Spool {
  readonly #memoryBytes: number;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #file: TempFile | null = null;
  /** Behind what is in the file: not written yet. */
  #pending = Buffer.alloc(0);
  #pendingBytes = 0;

  /** `memoryBytes`: how much to keep in memory. */
  constructor(memoryBytes: number) {
    this.#memoryBytes = Math.floor(memoryBytes);
  }

  get size(): number {
    return this.#size;
  }

  /** How many of the bytes are in the file. */
  get spilledBytes(): number {
    return Math.max(0, this.#size - this.#memoryBytes);
  }

  /** Copies `bytes`; gives the position of the first. */
  append(bytes: Uint8Array): number {
    const position = this.#size;
    for (let done = 0; done < bytes.length;) {
      const room = this.#memoryBytes - this.#size;
      if (room <= 0) {
        this.#appendToFile(done === 0 ? bytes : bytes.subarray(done));
        this.#size += bytes.length - done;
        break;
      }
      const at = this.#size % CHUNK_BYTES;
      if (at === 0) this.#chunks.push(Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, room)));
      const count = Math.min(bytes.length - done, CHUNK_BYTES - at, room);
      const part = count === bytes.length ? bytes : bytes.subarray(done, done + count);
      this.#chunks.at(-1)?.set(part, at);
      done += count;
      this.#size += count;
    }
    return position;
  }

  /** `length` bytes from `position` on. */
  read(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    this.readInto(position, bytes);
    return bytes;
  }

  /** Fills `target` with the bytes from `position` on. */
  readInto(position: number, target: Uint8Array): void {
    for (let done = 0; done < target.length;) {
      const from = position + done;
      if (from >= this.#memoryBytes) {
        this.#readFile(from - this.#memoryBytes, done === 0 ? target : target.subarray(done));
        return;
      }
      const chunk = this.#chunks[Math.floor(from / CHUNK_BYTES)];
      const at = from % CHUNK_BYTES;
      const part = chunk?.subarray(at, at + target.length - done) ?? new Uint8Array(0);
      target.set(part, done);
      done += part.length;
    }
  }

  /** Appends `bytes` with their length, for {@link get}; gives the place. */
  put(bytes: Uint8Array): number {
    const whole = Buffer.allocUnsafe(LENGTH_BYTES + bytes.length);
    whole.writeUInt32LE(bytes.length);
    whole.set(bytes, LENGTH_BYTES);
    return this.append(whole);
  }

  /** The bytes that were {@link put} at `place`. */
  get(place: number): Buffer {
    return this.read(place + LENGTH_BYTES, this.read(place, LENGTH_BYTES).readUInt32LE());
  }

  /** The same as {@link put} for a text, in UTF-8. */
  putText(text: string): number {
    const position = this.#size;
    const at = position % CHUNK_BYTES;
    const chunk = at === 0 || position >= this.#memoryBytes ? undefined : this.#chunks.at(-1);
    // A unit of a text takes at most three bytes.
    if (chunk === undefined || at + LENGTH_BYTES + text.length * 3 > chunk.length) {
      return this.put(Buffer.from(text));
    }
    const length = chunk.write(text, at + LENGTH_BYTES);
    chunk.writeUInt32LE(length, at);
    this.#size += LENGTH_BYTES + length;
    return position;
  }

  /** Forgets the bytes, but not how many there were. */
  close(): void {
    this.#chunks.length = 0;
    this.#file?.close();
    this.#file = null;
    this.#pendingBytes = 0;
  }

  #appendToFile(bytes: Uint8Array): void {
    this.#file ??= new TempFile();
    if (this.#pendingBytes + bytes.length > WRITE_BYTES) {
      this.#file.append(this.#pending.subarray(0, this.#pendingBytes));
      this.#pendingBytes = 0;
    }
    if (bytes.length > WRITE_BYTES) {
      this.#file.append(bytes);
      return;
    }
    if (this.#pending.length === 0) this.#pending = Buffer.allocUnsafeSlow(WRITE_BYTES);
    this.#pending.set(bytes, this.#pendingBytes);
    this.#pendingBytes += bytes.length;
  }

  #readFile(position: number, target: Uint8Array): void {
    const written = this.#file?.size ?? 0;
    const inFile = Math.max(0, Math.min(target.length, written - position));
    if (inFile > 0) this.#file?.read(position, target.subarray(0, inFile));
    const from = position + inFile - written;
    target.set(this.#pending.subarray(from, from + target.length - inFile), inFile);
  }
}
