// Reads a pipe or a socket into one buffer, without making a new one for every 64 KiB that come: a stream of Node takes twice the time.
import { Socket, type OnReadOpts, type SocketConstructorOpts } from 'node:net';

const WINDOW_BYTES = 1024 * 1024;
/** What is read in one go at most: as much as a pipe holds. */
const READ_BYTES = 64 * 1024;

export class PipeReader {
  readonly #fd: number;
  #socket: Socket | null = null;
  #window: Buffer = Buffer.alloc(0);
  // What was read and not handed on: `[start, end)` of the window. The next bytes come behind it.
  #start = 0;
  #end = 0;
  #isOver = false;
  #failure: Error | null = null;
  #wake: () => void = () => undefined;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** What comes, in blocks that stand in `window`. A block is valid until the next one is asked for. Throws what the system throws. */
  async *blocks(window = Buffer.allocUnsafe(WINDOW_BYTES)): AsyncGenerator<Buffer> {
    this.#window = window;
    const socket = this.#open();
    for (;;) {
      if (this.#start === this.#end) {
        if (this.#failure !== null) throw this.#failure;
        if (this.#isOver) return;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      const block = window.subarray(this.#start, this.#end);
      this.#start = this.#end;
      yield block;
      if (!this.#isFull || this.#start < this.#end) continue;
      // All of the window has been looked at: it is filled from its start again.
      this.#start = this.#end = 0;
      socket.resume();
    }
  }

  destroy(): void {
    this.#isOver = true;
    this.#socket?.destroy();
    this.#wake();
  }

  get #isFull(): boolean {
    return this.#window.length - this.#end < READ_BYTES;
  }

  #open(): Socket {
    const options: SocketConstructorOpts & { readonly onread: OnReadOpts } = {
      fd: this.#fd,
      readable: true,
      writable: false,
      onread: {
        buffer: () => this.#window.subarray(this.#isFull ? 0 : this.#end),
        callback: (count) => {
          this.#end += count;
          this.#wake();
          // False stops reading until there is room.
          return !this.#isFull;
        },
      },
    };
    const socket = new Socket(options);
    socket.on('error', (error) => {
      this.#failure = error;
      this.#wake();
    });
    socket.on('close', () => {
      this.#isOver = true;
      this.#wake();
    });
    this.#socket = socket;
    return socket;
  }
}
