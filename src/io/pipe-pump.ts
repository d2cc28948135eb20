// Reads a pipe or a socket into a ring, in whatever thread, without making a new buffer for every 64 KiB that come: a stream of Node takes
// twice the time.
import { Socket, type OnReadOpts, type SocketConstructorOpts } from 'node:net';
import type { PipeRing } from './pipe-ring.js';

/** Whom a {@link PipePump} tells what happens. */
export interface PumpListener {
  /** There is something in the ring, and the taker waits for it. */
  readonly data: () => void;
  /** Nothing comes any more: at the end, or at what the system said. Once. */
  readonly over: (failure: Error | null) => void;
}

export class PipePump {
  readonly #socket: Socket;

  constructor(fd: number, ring: PipeRing, { data, over }: PumpListener) {
    let failure: Error | null = null;
    const options: SocketConstructorOpts & { readonly onread: OnReadOpts } = {
      fd,
      readable: true,
      writable: false,
      onread: {
        buffer: () => ring.room,
        callback: (count) => {
          if (ring.wrote(count)) data();
          // False stops reading until there is room.
          return !ring.isFull();
        },
      },
    };
    this.#socket = new Socket(options);
    this.#socket.on('error', (error) => {
      failure = error;
    });
    this.#socket.on('close', () => {
      over(failure);
    });
  }

  /** Goes on after the ring was full. */
  resume(): void {
    this.#socket.resume();
  }

  isAwaited(awaited: boolean): void {
    if (awaited) this.#socket.ref();
    else this.#socket.unref();
  }

  close(): void {
    this.#socket.destroy();
  }
}
