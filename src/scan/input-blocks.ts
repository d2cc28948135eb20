import type { Input } from '../io/index.js';

/**
 * The blocks of `input`, in `window` from `from` on. One that is a stream ends as soon as `signal` is aborted: nobody knows when, or whether,
 * something comes.
 */
export async function* blocksUntil(
  signal: AbortSignal | undefined,
  input: Input,
  window?: Buffer,
  from?: number,
): AsyncGenerator<Buffer> {
  const close = (): void => {
    input.close();
  };
  if (input.isStream) signal?.addEventListener('abort', close);
  try {
    yield* input.blocks(window, from);
  } finally {
    signal?.removeEventListener('abort', close);
  }
}
