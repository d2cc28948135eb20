import type { Candidate, Match, Matcher, MatcherState, MatcherStats } from './matcher.js';
import { Decisions, NO_MATCHES } from './decisions.js';

/** Matches an event query: every candidate is a match, with or without a timestamp. */
export class EventMatcher implements Matcher {
  readonly #decisions = new Decisions();

  accept({ ordinal, key }: Candidate): readonly Match[] {
    this.#decisions.counters.candidates += 1;
    this.#decisions.match([ordinal], key);
    return this.#decisions.take();
  }

  advance(): readonly Match[] {
    return NO_MATCHES;
  }

  foresee(candidates: readonly Candidate[]): readonly Match[] {
    return candidates.map(({ ordinal, key }) => ({ events: [ordinal], key }));
  }

  end(): readonly Match[] {
    return NO_MATCHES;
  }

  save(): MatcherState {
    return { kind: 'event', counters: this.stats };
  }

  restore(state: MatcherState): void {
    if (state.kind === 'event') this.#decisions.restore(state.counters);
  }

  get stats(): MatcherStats {
    return { ...this.#decisions.counters };
  }
}
