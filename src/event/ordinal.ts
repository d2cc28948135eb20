import { compareTimestamps, type Timestamp } from './timestamp.js';

/** Where an event stands in the input: a total order, and the identity of the event. */
export interface Position {
  /** Number of the input, in the order in which inputs were given. */
  readonly input: number;
  /** Byte offset of the event's text in its (decompressed) input. */
  readonly offset: number;
  /** Number of the event within that text: one line may hold a whole search reply. */
  readonly index: number;
}

/** The place of an event in the order in which matchers see events: time, then tiebreaker, then position. */
export interface Ordinal {
  /** Null when the event has no readable timestamp: sorts first. */
  readonly time: Timestamp | null;
  /** Null when the event has no tiebreaker: sorts after any number. */
  readonly tiebreaker: number | null;
  readonly position: Position;
}

/** Negative, zero or positive as `a` comes before, is, or comes after `b`. Source: spec §9.3, ADR 003. */
export function compareOrdinals(a: Ordinal, b: Ordinal): number {
  if (a.time !== b.time) {
    if (a.time === null) return -1;
    if (b.time === null) return 1;
    const byTime = compareTimestamps(a.time, b.time);
    if (byTime !== 0) return byTime;
  }
  if (a.tiebreaker !== b.tiebreaker) {
    if (a.tiebreaker === null) return 1;
    if (b.tiebreaker === null) return -1;
    return a.tiebreaker - b.tiebreaker;
  }
  return comparePositions(a.position, b.position);
}

/** Order of appearance. Zero means: the same event. */
export function comparePositions(a: Position, b: Position): number {
  return a.input - b.input || a.offset - b.offset || a.index - b.index;
}
