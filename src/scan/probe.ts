import type { Subquery } from '../eql/index.js';
import type { ScanQuery } from './query.js';

/** One subquery of one query, as the scan half looks for it. */
export interface Probe {
  /** Its place among all probes of the scan, which are in the order of queries and their subqueries. */
  readonly number: number;
  /** Index of its query in the scan. */
  readonly query: number;
  /** Index of the subquery in its query. */
  readonly subquery: number;
  readonly run: Subquery;
  /** The subqueries of a candidate that satisfies this one only: shared by all of them. */
  readonly alone: readonly number[];
  /** A number for its list of key fields: probes with the same fields have the same keys for an event. */
  readonly keyList: number;
}

/** The probes of `queries`, by number. */
export function probesOf(queries: readonly ScanQuery[]): readonly Probe[] {
  const keyLists = new Map<string, number>();
  const probes: Probe[] = [];
  for (const [query, { compiled }] of queries.entries()) {
    for (const [subquery, run] of compiled.subqueries.entries()) {
      const identity = JSON.stringify(run.keys);
      const keyList = keyLists.get(identity) ?? keyLists.size;
      keyLists.set(identity, keyList);
      probes.push({ number: probes.length, query, subquery, run, alone: [subquery], keyList });
    }
  }
  return probes;
}
