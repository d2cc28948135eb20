import type { Event, KeyField } from '../event/index.js';
import type { Expression, FieldNode } from './ast.js';
import type { Screen } from './screen.js';

/**
 * A query that passed the checker: what every later stage may rely on. Runs are expanded, keys are complete and of
 * equal number, durations are numbers, pipes are known. Conditions are still trees, verified.
 */
export type CheckedQuery = CheckedEventQuery | CheckedSequence | CheckedSample;

export interface CheckedEventQuery {
  readonly kind: 'event';
  readonly filter: CheckedFilter;
  readonly pipes: readonly Pipe[];
}

export interface CheckedSequence {
  readonly kind: 'sequence';
  /** Two or more after expanding runs; an expanded stage repeats the same `subquery` object. */
  readonly stages: readonly CheckedStage[];
  readonly until: CheckedSubquery | null;
  /** Milliseconds from the first to the last event, inclusive; null: no bound. */
  readonly maxspanMs: number | null;
  readonly pipes: readonly Pipe[];
}

export interface CheckedSample {
  readonly kind: 'sample';
  readonly subqueries: readonly CheckedSubquery[];
}

export interface CheckedStage {
  readonly subquery: CheckedSubquery;
  readonly missing: boolean;
}

export interface CheckedSubquery {
  readonly filter: CheckedFilter;
  /** Global `by` fields, then the subquery's own. */
  readonly keys: readonly FieldNode[];
}

export interface CheckedFilter {
  /** Null: any category. */
  readonly category: string | null;
  readonly condition: Expression;
}

/** `head` and `tail` keep that many matches from either end of the ordered list. */
export interface Pipe {
  readonly kind: 'head' | 'tail';
  readonly count: number;
}

/** A query ready to run. Compiled once; holds no state; may be used by any number of matchers and workers. */
export interface CompiledQuery {
  readonly plan: Plan;
  /** The distinct predicates of the query. The scan half evaluates each at most once an event. */
  readonly subqueries: readonly Subquery[];
  /** Dotted paths of all fields that the query reads, `by` fields included. */
  readonly fields: readonly string[];
}

/** How candidates combine into matches. Subqueries are named by their index in {@link CompiledQuery.subqueries}. */
export type Plan = EventPlan | SequencePlan | SamplePlan;

/** Every candidate of subquery 0 is a match. */
export interface EventPlan {
  readonly kind: 'event';
  readonly pipes: readonly Pipe[];
}

export interface SequencePlan {
  readonly kind: 'sequence';
  /** Several stages may share a subquery (`with runs`, or the same text twice). */
  readonly stages: readonly { readonly subquery: number; readonly missing: boolean }[];
  /** Index of the until subquery; null without `until`. */
  readonly until: number | null;
  readonly maxspanMs: number | null;
  readonly pipes: readonly Pipe[];
}

/** One event for each of the subqueries 0 to `size - 1`, all different. */
export interface SamplePlan {
  readonly kind: 'sample';
  readonly size: number;
}

/** One compiled `category where condition` with its join key. */
export interface Subquery {
  /** The event category it asks for, case-sensitive; null: any. Not tested by `matches`. */
  readonly category: string | null;
  /**
   * Whether an event of the right category satisfies the condition. Never throws, whatever the event holds. Made ready
   * at the first event: most subqueries of most rules never see one that passes their {@link screen}.
   */
  readonly matches: (event: Event) => boolean;
  readonly keys: readonly KeyField[];
  /** Slots of fields whose values the condition combines, of which only so many count. */
  readonly combined: readonly (readonly number[])[];
  /**
   * What an event must have, proven from the condition alone: where `matches` is true, this holds. It lets the scan
   * half pass over events without building them.
   */
  readonly screen: Screen;
}
