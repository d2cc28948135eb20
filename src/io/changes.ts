import { watch, type FSWatcher } from 'node:fs';

/** Time between two looks where nothing tells of changes: network drives, links into other directories. Alerts are due within a second. */
const POLL_MS = 250;

/** Tells when something may have changed in a directory. */
export class Changes {
  readonly #directory: string;
  #watcher: FSWatcher | null = null;
  #isPending = true;
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Waits until something may have changed since the last call, at most for {@link POLL_MS}; at once when closed. */
  async next(): Promise<void> {
    this.#watcher ??= this.#watch();
    if (!this.#isPending && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#isPending = false;
  }

  close(): void {
    this.#isClosed = true;
    this.#watcher?.close();
    this.#wake();
  }

  /** Null where the directory is not there, or the system watches enough others: then looking now and then has to do. */
  #watch(): FSWatcher | null {
    if (this.#isClosed) return null;
    try {
      const watcher = watch(this.#directory, () => {
        this.#isPending = true;
        this.#wake();
      });
      watcher.on('error', () => {
        watcher.close();
        this.#watcher = null;
      });
      return watcher;
    } catch {
      return null;
    }
  }
}
