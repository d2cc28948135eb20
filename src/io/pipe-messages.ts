import type { SharedRing } from './pipe-ring.js';

/** What the thread that reads a pipe is started with. */
export interface PipeOrder {
  readonly fd: number;
  readonly ring: SharedRing;
}

/** From that thread: see `PumpListener`. */
export type FromPipe =
  | { readonly kind: 'data' }
  /** What the system said; null at the end. */
  | { readonly kind: 'over'; readonly failure: PipeFailure | null };

export interface PipeFailure {
  readonly message: string;
  readonly code: string | undefined;
}

/** To that thread: there is room again, or nothing more is wanted. */
export type ToPipe = 'resume' | 'close';
