// A pipe or a socket as blocks: read in the event loop, or by a thread of its own. A thread costs some 10 MB and 40 ms of another core, and
// takes a quarter of the time off a pipe that is written fast.
import { Worker } from 'node:worker_threads';
import type { FromPipe, PipeOrder, ToPipe } from './pipe-messages.js';
import { PipePump, type PumpListener } from './pipe-pump.js';
import { PipeRing } from './pipe-ring.js';

const WINDOW_BYTES = 1024 * 1024;

/** Who fills the ring. */
interface Reader {
  /** Goes on after the ring was full. */
  resume(): void;
  /** Whether somebody waits for it: if not, it does not keep the program running. */
  isAwaited(awaited: boolean): void;
  close(): void;
}

export class PipeReader {
  readonly #ring = new PipeRing();
  readonly #reader: Reader;
  #isOver = false;
  #failure: Error | null = null;
  #wake: () => void = () => undefined;

  /** Reads from now on. `ahead`: in a thread of its own. */
  constructor(fd: number, ahead: boolean) {
    const listener: PumpListener = {
      data: () => {
        this.#wake();
      },
      over: (failure) => {
        this.#failure = failure;
        this.#isOver = true;
        this.#wake();
      },
    };
    this.#reader = ahead
      ? new PipeThread(fd, this.#ring, listener)
      : new PipePump(fd, this.#ring, listener);
    // A run may end before it reads anything, whoever still holds the other end.
    this.#reader.isAwaited(false);
  }

  /** What comes, in blocks that stand in `window`. A block is valid until the next one is asked for. Throws what the system throws. */
  async *blocks(window = Buffer.allocUnsafe(WINDOW_BYTES)): AsyncGenerator<Buffer> {
    for (;;) {
      // In this order: what came last was in the ring before the end was told.
      const isOver = this.#isOver;
      if (this.#ring.isEmpty()) {
        if (this.#failure !== null) throw this.#failure;
        if (isOver) return;
        this.#reader.isAwaited(true);
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#reader.isAwaited(false);
        continue;
      }
      const { length, wakesReader } = this.#ring.take(window);
      if (wakesReader) this.#reader.resume();
      yield window.subarray(0, length);
    }
  }

  destroy(): void {
    this.#isOver = true;
    this.#reader.close();
    this.#wake();
  }
}

/** A {@link PipePump} in another thread. */
class PipeThread implements Reader {
  readonly #worker: Worker;

  constructor(fd: number, ring: PipeRing, { data, over }: PumpListener) {
    const order: PipeOrder = { fd, ring: ring.shared };
    this.#worker = new Worker(new URL('./pipe-thread.js', import.meta.url), { workerData: order });
    let isOver = false;
    const end = (failure: Error | null): void => {
      if (!isOver) over(failure);
      isOver = true;
    };
    this.#worker.on('message', (message: FromPipe) => {
      if (message.kind === 'data') data();
      else
        end(message.failure && Object.assign(new Error(message.failure.message), message.failure));
    });
    this.#worker.on('error', end);
    this.#worker.on('exit', (code) => {
      end(code === 0 ? null : new Error('the thread that reads it died'));
    });
  }

  resume(): void {
    this.#send('resume');
  }

  isAwaited(awaited: boolean): void {
    if (awaited) this.#worker.ref();
    else this.#worker.unref();
  }

  close(): void {
    this.#send('close');
  }

  #send(message: ToPipe): void {
    this.#worker.postMessage(message);
  }
}
