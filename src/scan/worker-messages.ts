// What the threads of a scan tell each other.
import type { Value } from '../event/index.js';
import type { KernelImage } from '../kernel/index.js';
import type { FileRange, RangeResult } from './range-reader.js';

/** What a worker is told first. */
export interface WorkerSetup {
  readonly kind: 'setup';
  readonly image: KernelImage;
  /** Slots of the fields that tell the kind of an event. */
  readonly kindSlots: readonly number[];
  /** Where it finds the answer to `learn`: the state (32 bits), then the probes of the kind. */
  readonly answer: SharedArrayBuffer;
}

/** States of an answer. */
export const WAITING = 0;
export const ANSWERED = 1;

/** Read this range of an open file, of which the first `shift` bytes do not count. */
export interface RangeOrder {
  readonly kind: 'range';
  readonly fd: number;
  readonly shift: number;
  readonly range: FileRange;
}

export type ToWorker = WorkerSetup | RangeOrder;

export type FromWorker =
  /** The probes of this kind are wanted: values of its fields. The worker waits. */
  | { readonly kind: 'learn'; readonly values: readonly Value[] }
  /** There was no room for the kind learnt last. */
  | { readonly kind: 'forget' }
  | { readonly kind: 'result'; readonly result: RangeResult }
  /** The file could not be read. */
  | { readonly kind: 'failed' };
