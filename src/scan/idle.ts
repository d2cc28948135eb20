/** What {@link withIdle} gives in place of a block when none came for a while. */
export const idle = Symbol('idle');

const stopped = Symbol('stopped');

/**
 * The blocks of `blocks`, with an {@link idle} whenever none has come for `afterMs` of wall-clock time, once a silence.
 * Ends early when `signal` is aborted, without waiting for the next block.
 */
export async function* withIdle(
  blocks: AsyncGenerator<Buffer>,
  afterMs: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer | typeof idle> {
  // One listener for the whole stream: a promise raced against for every block would keep every block alive.
  let stop = (): void => undefined;
  const onAbort = (): void => {
    stop();
  };
  signal?.addEventListener('abort', onAbort);
  try {
    let next = blocks.next();
    let isQuiet = false;
    while (signal?.aborted !== true) {
      const result = await soonest(next, isQuiet ? null : afterMs, (call) => {
        stop = call;
      });
      if (result === stopped) break;
      if (result === idle) {
        isQuiet = true;
        yield idle;
        continue;
      }
      if (result.done === true) return;
      isQuiet = false;
      yield result.value;
      next = blocks.next();
    }
    // A read that never finishes must not keep the process waiting; its result is of no use any more.
    next.catch(() => undefined);
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

/** The next block, or a notice: after `afterMs` (null: never), or when what `onStop` was given is called. */
function soonest(
  next: Promise<IteratorResult<Buffer>>,
  afterMs: number | null,
  onStop: (call: () => void) => void,
): Promise<IteratorResult<Buffer> | typeof idle | typeof stopped> {
  return new Promise((resolve, reject) => {
    const timer = afterMs === null ? undefined : setTimeout(resolve, afterMs, idle);
    onStop(() => {
      clearTimeout(timer);
      resolve(stopped);
    });
    next.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
