// A search over documents held in memory, fed one by one: its caller decides how long it goes on at a stretch.
import {
  compareMatches,
  createMatcher,
  type Match,
  type Matcher,
  type MatcherOptions,
  type MatcherStats,
} from '../engine/index.js';
import {
  compareTimestamps,
  type FieldSet,
  type JoinKey,
  type JsonObject,
  type Timestamp,
} from '../event/index.js';
import { CandidateStore } from './candidate-store.js';
import { Evaluator } from './evaluator.js';
import type { GateMode } from './gate.js';
import { Kinds } from './kinds.js';
import { probesOf } from './probe.js';
import { neededSubqueries, type ScanQuery } from './query.js';
import { limitPlan, takeSize } from './search-order.js';

/** What a search leaves open. */
export interface DocumentSearchOptions {
  /** Whether documents are held to the index patterns of the query. Default `off`. */
  readonly gate?: GateMode;
  /** Most matches: the last ones in order, as Elasticsearch's `size` (samples: the first). Default: no limit. */
  readonly size?: number;
  readonly matcher?: MatcherOptions;
}

/** A match; documents are named by their number, from 0, in the order in which they were added. */
export interface DocumentMatch {
  readonly key: JoinKey;
  /** In stage order; null for a missing event. */
  readonly documents: readonly (number | null)[];
}

/** One query over documents: add them all, then ask for the matches. */
export class DocumentSearch {
  readonly #query: ScanQuery;
  readonly #size: number | undefined;
  readonly #evaluator: Evaluator;
  readonly #matcher: Matcher;
  readonly #store = new CandidateStore();
  #added = 0;
  #latest: Timestamp | null = null;

  /** `query` was compiled with `fields`. */
  constructor(query: ScanQuery, fields: FieldSet, options: DocumentSearchOptions = {}) {
    const { gate = 'off', size, matcher = {} } = options;
    const probes = probesOf([query]);
    const { eventFields } = query;
    const kinds = new Kinds(probes, [query], fields, { gate, eventFields });
    this.#query = query;
    this.#size = size;
    this.#evaluator = new Evaluator(probes, [query], kinds, fields, eventFields);
    this.#matcher = createMatcher(limitPlan(query.compiled.plan, size), matcher);
  }

  /** Takes the next document; `indexName` is its `_index`, where it was exported with one. */
  add(document: JsonObject, indexName: string | null = null): void {
    const offset = this.#added++;
    const kind = this.#evaluator.turnTo(document, indexName);
    this.#latest = later(this.#latest, this.#evaluator.time());
    if (this.#evaluator.satisfied(kind.probes).length === 0) return;
    const place = { input: 0, offset, index: 0, length: 0, line: offset + 1 };
    this.#evaluator.emit({ ...place, raw: null, action: null }, (number, candidate) => {
      this.#store.add(number, candidate);
    });
  }

  /** All matches, in the order in which Elasticsearch's search gives them. Once, after the last document. */
  matches(): readonly DocumentMatch[] {
    const { plan } = this.#query.compiled;
    const matches: Match[] = [];
    for (const { candidate } of this.#store.inOrder([neededSubqueries(plan)])) {
      for (const match of this.#matcher.accept(candidate)) matches.push(match);
    }
    // Events that were no candidates, too, show how far time has come.
    if (this.#latest !== null) {
      for (const match of this.#matcher.advance(this.#latest)) matches.push(match);
    }
    for (const match of this.#matcher.end()) matches.push(match);
    return takeSize(matches.sort(compareMatches(plan)), plan, this.#size).map(
      ({ key, events }) => ({
        key,
        documents: events.map((ordinal) => ordinal?.position.offset ?? null),
      }),
    );
  }

  /** Gives memory back where nobody will ask for the matches. */
  abandon(): void {
    this.#store.close();
  }

  /** What became of the candidates; after {@link matches}. */
  get stats(): MatcherStats {
    return this.#matcher.stats;
  }
}

function later(a: Timestamp | null, b: Timestamp | null): Timestamp | null {
  if (a === null || b === null) return a ?? b;
  return compareTimestamps(a, b) < 0 ? b : a;
}
