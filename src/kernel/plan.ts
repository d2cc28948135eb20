import type { KeyField } from '../event/index.js';
import type { Screen } from '../eql/index.js';

/** What a kernel is made from: which fields to read, and what makes a probe possible. */
export interface KernelPlan {
  /** Dotted paths of all fields, by slot. */
  readonly fields: readonly string[];
  /** By probe number. */
  readonly probes: readonly KernelProbe[];
  /** Slots of the fields that tell which probes an event is for: its category, its origin. */
  readonly kindSlots: readonly number[];
  /** Slot of the event time. */
  readonly timeSlot: number;
  readonly hostIdSlot: number;
  readonly hostNameSlot: number;
  /** Longer lines, in bytes, are left alone. */
  readonly longestLine: number;
}

/** One subquery as the kernel knows it. */
export interface KernelProbe {
  readonly screen: Screen;
  /** Fields of the join key. */
  readonly keys: readonly KeyField[];
}
