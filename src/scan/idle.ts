/** What {@link withIdle} gives in place of a block when none came for a while. */
export const idle = Symbol('idle');

const ended = Symbol('ended');

/**
 * The blocks of `blocks`, with an {@link idle} whenever none has come for `afterMs` of wall-clock time. Ends early when
 * `signal` is aborted, without waiting for the next block.
 */
export async function* withIdle(
  blocks: AsyncGenerator<Buffer>,
  afterMs: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer | typeof idle> {
  const aborted = new Promise<typeof ended>((resolve) => {
    if (signal?.aborted === true) resolve(ended);
    signal?.addEventListener(
      'abort',
      () => {
        resolve(ended);
      },
      { once: true },
    );
  });
  let next = blocks.next();
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const quiet = new Promise<typeof idle>((resolve) => {
      timer = setTimeout(resolve, afterMs, idle);
    });
    const result = await Promise.race([next, quiet, aborted]);
    clearTimeout(timer);
    if (result === ended) {
      // A read that never finishes must not keep the process waiting; its result is of no use any more.
      next.catch(() => undefined);
      return;
    }
    if (result === idle) {
      yield idle;
      // One notice per silence: nothing more to decide until something comes.
      const later = await Promise.race([next, aborted]);
      if (later === ended) return;
      if (later.done === true) return;
      yield later.value;
      next = blocks.next();
    } else {
      if (result.done === true) return;
      yield result.value;
      next = blocks.next();
    }
  }
}
