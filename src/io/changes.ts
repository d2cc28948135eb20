import { watch, type FSWatcher } from 'node:fs';

/** Time between two looks where nothing tells of changes: network drives, links into other directories. Alerts are due within a second. */
const POLL_MS = 250;

/** Time between two looks for files that were renamed, however busy the reader is: rotation under load may remove them soon. */
export const BEAT_MS = 100;

/** Tells when something may have changed in a directory. */
export class Changes {
  readonly #directory: string;
  readonly #onRename: () => void;
  #beat: NodeJS.Timeout | undefined;
  #watcher: FSWatcher | null = null;
  #isPending = true;
  #isClosed = false;
  #wake: () => void = () => undefined;

  /** `onRename` is called when files may have come, gone, or got other names: from {@link start} on, whether or not anybody waits. */
  constructor(directory: string, onRename: () => void) {
    this.#directory = directory;
    this.#onRename = onRename;
  }

  start(): void {
    if (this.#isClosed || this.#beat !== undefined) return;
    this.#watcher ??= this.#watch();
    this.#beat = setInterval(this.#onRename, BEAT_MS).unref();
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
    clearInterval(this.#beat);
    this.#watcher?.close();
    this.#wake();
  }

  /** Null where the directory is not there, or the system watches enough others: then looking now and then has to do. */
  #watch(): FSWatcher | null {
    if (this.#isClosed) return null;
    try {
      const watcher = watch(this.#directory, (event) => {
        this.#isPending = true;
        if (event === 'rename') this.#onRename();
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
