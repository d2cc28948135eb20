import type { CompiledQuery, Plan } from '../eql/index.js';
import type { IndexPatterns } from '../rule/index.js';

/** A query as the scan runs it: compiled, with what its rule says about the events it is for. */
export interface ScanQuery {
  readonly compiled: CompiledQuery;
  /** Which indexes the rule reads; null: every event. */
  readonly index: IndexPatterns | null;
  /** Fields that the query reads events by; see {@link EventFields}. */
  readonly eventFields: EventFields;
}

/** The fields that place an event: in time, and in a category. Rules may override each. */
export interface EventFields {
  /** Default `@timestamp`. */
  readonly timestamp: string;
  /** The first that holds a number decides order at equal times. Default `event.sequence`, then `auditd.sequence`. */
  readonly tiebreaker: readonly string[];
  /** Default `event.category`. */
  readonly category: string;
}

/** Source: design §6. */
export const DEFAULT_EVENT_FIELDS: EventFields = {
  timestamp: '@timestamp',
  tiebreaker: ['event.sequence', 'auditd.sequence'],
  category: 'event.category',
};

/** The subqueries without an event of which there is no match: neither `until` nor missing events. */
export function neededSubqueries(plan: Plan): readonly number[] {
  switch (plan.kind) {
    case 'event':
      return [0];
    case 'sequence':
      return plan.stages.filter(({ missing }) => !missing).map(({ subquery }) => subquery);
    case 'sample':
      return Array.from({ length: plan.size }, (_, subquery) => subquery);
  }
}
