// The product and the oracle side by side: what one gives, the other must give.
import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';
import {
  compileQuery,
  type JsonObject,
  type SearchableQuery,
  type SearchOptions,
} from '../../src/index.js';
import type { Search } from './arbitrary.js';
import { oracleOf } from './oracle.js';

/** Matches of one list of events, each event by its place in the list. */
export interface Told {
  readonly joinKeys: readonly unknown[];
  readonly events: readonly (number | null)[];
}

type Searcher = Pick<SearchableQuery, 'search'>;

/** What a searcher tells of a list of events. `inOrder`: the same events, in the order that they are numbered by. */
export function told(
  { search }: Searcher,
  documents: readonly JsonObject[],
  options: SearchOptions = {},
  inOrder = documents,
): readonly Told[] {
  return search(documents, options).map(({ joinKeys, events }) => ({
    joinKeys,
    events: events.map((event) => (event === null ? null : inOrder.indexOf(event))),
  }));
}

/** Both readings of one query. */
export interface Both {
  readonly product: Searcher;
  readonly oracle: Searcher;
}

/** Both readings of a query; null where it is none. */
export function bothOf({ query, types }: Pick<Search, 'query' | 'types'>): Both | null {
  const options = { fieldType: (path: string) => types[path] };
  const product = compileQuery(query, options).query;
  const oracle = oracleOf(query, options);
  return product === null || oracle === null ? null : { product, oracle };
}

/** How many lists of events were searched, and in how many something was found. */
export interface Compared {
  readonly pairs: number;
  readonly matched: number;
}

/** Expects the same of both, in every list. Null where the query is none. */
export function compareSearch(search: Search): Compared | null {
  const both = bothOf(search);
  return both === null ? null : compareBoth(both, search);
}

/** Expects the same of both readings of a query, in every list: for a query that is read once and searched for often. */
export function compareBoth(both: Both, search: Search): Compared {
  const { query, types, lists, ...options } = search;
  let matched = 0;
  for (const documents of lists) {
    const product = told(both.product, documents, options);
    const oracle = told(both.oracle, documents, options);
    if (!isDeepStrictEqual(product, oracle)) {
      const searched = { query, types, options, documents };
      expect({ ...searched, matches: product }).toEqual({ ...searched, matches: oracle });
    }
    if (oracle.length > 0) matched += 1;
  }
  return { pairs: lists.length, matched };
}
