import type { Timestamp } from '../event/index.js';
import type { Pipe } from '../eql/index.js';
import type { Candidate, Match, Matcher, MatcherState, MatcherStats } from './matcher.js';
import { NO_MATCHES } from './decisions.js';

/**
 * Applies `| head` and `| tail` to the matches of another matcher. They speak of the whole ordered list, so all
 * matches are given at the end. Holds at most about twice what the first pipe lets through. Source: spec §11.
 */
export class PipedMatcher implements Matcher {
  readonly #inner: Matcher;
  readonly #first: Pipe;
  readonly #rest: readonly Pipe[];
  readonly #compare: (a: Match, b: Match) => number;
  #kept: readonly Match[] = NO_MATCHES;
  #fresh: Match[] = [];
  #given = 0;

  /** `first`, `rest`: the pipes, left to right. `compare`: the order that they are about. */
  constructor(
    inner: Matcher,
    first: Pipe,
    rest: readonly Pipe[],
    compare: (a: Match, b: Match) => number,
  ) {
    this.#inner = inner;
    this.#first = first;
    this.#rest = rest;
    this.#compare = compare;
  }

  accept(candidate: Candidate): readonly Match[] {
    return this.#hold(this.#inner.accept(candidate));
  }

  advance(time: Timestamp): readonly Match[] {
    return this.#hold(this.#inner.advance(time));
  }

  foresee(): readonly Match[] {
    return NO_MATCHES;
  }

  end(): readonly Match[] {
    this.#hold(this.#inner.end());
    this.#applyFirst();
    const matches = this.#rest.reduce(applyPipe, this.#kept);
    this.#kept = NO_MATCHES;
    this.#given += matches.length;
    return matches;
  }

  save(): MatcherState {
    const matches = [...this.#kept, ...this.#fresh];
    return { kind: 'piped', inner: this.#inner.save(), matches, given: this.#given };
  }

  restore(state: MatcherState): void {
    if (state.kind !== 'piped') return;
    this.#inner.restore(state.inner);
    this.#fresh = [...state.matches];
    this.#given = state.given;
  }

  /** `matches` counts what passed the pipes: none before the end. */
  get stats(): MatcherStats {
    return { ...this.#inner.stats, matches: this.#given };
  }

  #hold(matches: readonly Match[]): readonly Match[] {
    for (const match of matches) this.#fresh.push(match);
    if (this.#fresh.length > this.#first.count) this.#applyFirst();
    return NO_MATCHES;
  }

  /** What the first pipe removes from a part of the list, it would remove from the whole. */
  #applyFirst(): void {
    const matches = [...this.#kept, ...this.#fresh].sort(this.#compare);
    this.#kept = applyPipe(matches, this.#first);
    this.#fresh = [];
  }
}

function applyPipe(matches: readonly Match[], { kind, count }: Pipe): readonly Match[] {
  return kind === 'head'
    ? matches.slice(0, count)
    : matches.slice(Math.max(0, matches.length - count));
}
