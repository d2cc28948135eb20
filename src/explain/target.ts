import type { CheckedQuery } from '../eql/index.js';
import type { EventFields, GateMode } from '../scan/index.js';
import type { Source } from '../source/index.js';

/** What is explained: a checked query, and what its rule says about the events it is for. */
export interface ExplainTarget {
  readonly query: CheckedQuery;
  readonly querySource: Source;
  /** Index patterns of the rule; empty: every event. */
  readonly index: readonly string[];
  /** Default `auto`. */
  readonly gate?: GateMode;
  /** Fields that place an event. Default: those of the Elastic Common Schema. */
  readonly eventFields?: EventFields;
}
