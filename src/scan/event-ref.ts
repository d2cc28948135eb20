import type { Ordinal, Position } from '../event/index.js';
import type { BulkAction } from '../input/index.js';

/** Where an event's text is, so that the whole event can be had again when it turns out to matter. */
export interface EventRef extends Position {
  /** Bytes of the text at `offset`. */
  readonly length: number;
  /** 1-based line on which the text starts. */
  readonly line: number;
  /** The text itself, for inputs that cannot be read twice: pipes and compressed files. */
  readonly raw: Buffer | null;
  /** Identity that stands outside of the text, in the action line of a bulk request; null elsewhere. */
  readonly action: BulkAction | null;
}

/** The reference of an event that a matcher gave back. */
export function refOf(ordinal: Ordinal): EventRef {
  // The scan hands matchers no other positions than event references.
  return ordinal.position as EventRef;
}
