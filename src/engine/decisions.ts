import type { JoinKey, Ordinal } from '../event/index.js';
import type { Match, MatcherStats } from './matcher.js';

/** What a matcher gives when nothing is decided: one array for all, so that the common case allocates nothing. */
export const NO_MATCHES: readonly Match[] = [];

/** {@link MatcherStats} in the making. */
type Counters = { -readonly [name in keyof MatcherStats]: MatcherStats[name] };

/** What one matcher has decided: matches that wait to be handed out, and the counters. */
export class Decisions {
  readonly counters: Counters = {
    candidates: 0,
    matches: 0,
    inFlight: 0,
    rejectedByMaxspan: 0,
    rejectedByUntil: 0,
    rejectedByMissing: 0,
    pending: 0,
    withoutTime: 0,
    dropped: 0,
  };
  #matches: Match[] | null = null;

  /** Decides that `events` are a match. */
  match(events: readonly (Ordinal | null)[], key: JoinKey): void {
    this.counters.matches += 1;
    (this.#matches ??= []).push({ events, key });
  }

  /** Goes on counting from there. */
  restore(counters: MatcherStats): void {
    Object.assign(this.counters, counters);
  }

  /** The matches decided since the last call, in the order in which they were. */
  take(): readonly Match[] {
    if (this.#matches === null) return NO_MATCHES;
    const matches = this.#matches;
    this.#matches = null;
    return matches;
  }
}
