// What a run cost: for `--profile` and `--stats`.

/** What one query cost. */
export interface QueryProfile {
  /** Events that may satisfy one of its subqueries, as the kernel tells; one that may satisfy two counts twice. */
  readonly leads: number;
  /** Events that were looked at again and do. */
  readonly candidates: number;
  /** Milliseconds of looking at them again and of correlating. Zero where it was not asked for. */
  readonly ms: number;
}

/** What the run as a whole cost. */
export interface RunCost {
  /** Threads that read; 1 where only the caller's did. */
  readonly jobs: number;
  /** Bytes of all inputs, unpacked. */
  readonly bytes: number;
  /** Events that the kernel settled, and those that had to be parsed at once. */
  readonly screened: number;
  readonly parsed: number;
  /** Leads of all queries, and how many were left after pruning. */
  readonly leads: number;
  readonly survivingLeads: number;
  /** Bytes of leads, candidates and texts that did not fit into memory. */
  readonly spilledBytes: number;
  /** Sequences and sample keys that the matchers held at the end. */
  readonly inFlight: number;
  /** Milliseconds of getting the kernel ready, of reading, and of what comes after it; a stream only reads. */
  readonly setUpMs: number;
  readonly readMs: number;
  readonly decideMs: number;
}

/** Adds up the time that queries take. */
export class QueryClock {
  readonly #ms: Float64Array;
  #since = 0;

  constructor(queries: number) {
    this.#ms = new Float64Array(queries);
  }

  /** Milliseconds by query. */
  get ms(): ArrayLike<number> {
    return this.#ms;
  }

  start(): void {
    this.#since = performance.now();
  }

  /** What has passed since {@link start}, or since the last call, was for `query`. */
  lap(query: number): void {
    const now = performance.now();
    this.#ms[query] = (this.#ms[query] ?? 0) + now - this.#since;
    this.#since = now;
  }
}
