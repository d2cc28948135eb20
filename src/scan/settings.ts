import type { MatcherOptions } from '../engine/index.js';
import type { AuditOptions, GivenFormat, ReaderOptions } from '../input/index.js';
import type { Input } from '../io/index.js';
import type { EventFilter } from './event-filter.js';
import type { GateMode } from './gate.js';
import type { EventFields } from './query.js';

/** How inputs are read. */
export interface ReadSettings {
  /** Longer lines are skipped and reported. */
  readonly maxLineBytes: number;
  /** How raw audit records become events. */
  readonly audit?: AuditOptions;
  /** What all inputs are said to be; default: each is looked at. */
  readonly format?: GivenFormat;
}

/** How a scan treats what inputs and queries leave open. */
export interface ScanSettings extends ReadSettings {
  readonly gate: GateMode;
  readonly eventFields: EventFields;
  /** Streams: how much later, in event time, an event may come and still be put in its place. */
  readonly reorderWindowMs: number;
  /**
   * `kernel` (default): lines are screened before they are parsed. `json`: every line is parsed and evaluated, which gives the same and
   * takes several times longer; what the kernel is tested against.
   */
  readonly decoder?: 'kernel' | 'json';
  /** Threads that read plain files (default 1: none beside the one that calls). The result is the same for any number. */
  readonly jobs?: number;
  /** Measure what each query costs, which costs something itself. */
  readonly profile?: boolean;
  readonly matcher: MatcherOptions;
  /** Which events queries may have; what it asks is compiled with the fields of the run. Default: all. */
  readonly filter?: EventFilter;
  /**
   * Give matches in the order of a search, not as they are decided: sequences by their last event, samples by key.
   * Over files only. Meant for one query.
   */
  readonly searchOrder?: boolean;
  /** With `searchOrder`: at most so many matches, as a search of that size gives. */
  readonly size?: number;
}

/** Those settings for the reader of one input. */
export function readerOptionsOf(
  { name }: Pick<Input, 'name'>,
  { maxLineBytes, audit, format }: ReadSettings,
): ReaderOptions {
  return {
    name,
    maxLineBytes,
    ...(audit === undefined ? {} : { audit }),
    ...(format === undefined ? {} : { format }),
  };
}
