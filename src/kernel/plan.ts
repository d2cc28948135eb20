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
  /** The audit records that it reads, where it reads any. */
  readonly records?: RecordPlan;
}

/** What a kernel must know of audit records. */
export interface RecordPlan {
  /** Types that it reads; an event with a record of another one is left alone. */
  readonly types: readonly RecordType[];
  /** How many registers there are; see {@link REGISTERS}. */
  readonly registers: number;
}

/** A type of records. */
export interface RecordType {
  /** Such as `SYSCALL`. */
  readonly name: string;
  readonly roles: readonly RecordRole[];
  /** The keys that are wanted of its records. */
  readonly keys: readonly RecordKey[];
}

/**
 * `alone`: it is an event by itself; `ends`: it is the last of its event; `leads`: it says what happened; `arguments`: its `a0`, `a1` … are those of the program;
 * `message`: a program says something in it; `passed-over`: what it says is not wanted; `end`: it is no record, but says that its event is over.
 */
export type RecordRole =
  'alone' | 'ends' | 'leads' | 'arguments' | 'message' | 'passed-over' | 'end';

export interface RecordKey {
  readonly key: string;
  readonly register: number;
  /** What the value is; `refused`: an event with it is left alone. */
  readonly reading: RecordReading;
}

/** `text`: may be hexadecimal; `exit`: an error is told by its name; `socket`: an address, for the registers of its parts. */
export type RecordReading = 'plain' | 'text' | 'number' | 'exit' | 'socket' | 'refused';

/** Registers that there always are, by what is in them; others come behind. */
export const REGISTERS = [
  'arch',
  'syscall',
  'success',
  'res',
  'pid',
  'ppid',
  'socket family',
  'socket address',
  'socket port',
  'arguments',
  'addr',
  'comm',
  'exe',
] as const;

/** One subquery as the kernel knows it. */
export interface KernelProbe {
  readonly screen: Screen;
  /** Fields of the join key. */
  readonly keys: readonly KeyField[];
}
