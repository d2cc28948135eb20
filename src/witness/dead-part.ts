import type { Span } from '../source/index.js';

/** A part of a query without effect. */
export interface DeadPart {
  /** `never`: no event satisfies it; `always`: every event does; `entry`: an entry of a list that can never decide. */
  readonly kind: 'never' | 'always' | 'entry';
  /** In the text of the query. */
  readonly span: Span;
  /** Why, lower case, without a full stop. */
  readonly reason: string;
  readonly help?: string;
}
