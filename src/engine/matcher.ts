import type { JoinKey, Ordinal, Timestamp } from '../event/index.js';

/**
 * An event that satisfied some subquery of one query, with one join key: what the scan half hands to the correlate
 * half. An event whose subqueries give different keys makes one candidate a key.
 */
export interface Candidate {
  readonly ordinal: Ordinal;
  readonly key: JoinKey;
  /** Indexes of the subqueries that the event satisfies with this key, ascending, at least one. */
  readonly subqueries: readonly number[];
}

/** Events that satisfied a query, in the order of its stages. `null` stands for a missing event (`![ … ]`). */
export interface Match {
  readonly events: readonly (Ordinal | null)[];
  readonly key: JoinKey;
}

/**
 * The correlate half of one query. Sees candidates in ordinal order and gives each match as soon as it is decided.
 * Holds all state of the query for one run.
 */
export interface Matcher {
  /** Takes the next candidate: never one that comes before an earlier one. */
  accept(candidate: Candidate): readonly Match[];
  /** Says that no candidate before `time` will come any more. Decides what waited for that. */
  advance(time: Timestamp): readonly Match[];
  /**
   * What `candidates`, all of one key and none before an earlier one, would decide if they came next and nothing else did. Changes
   * nothing: that they come is not settled yet.
   */
  foresee(candidates: readonly Candidate[]): readonly Match[];
  /** Says that the input is over. Trailing missing events whose time is not over stay pending unless asked otherwise. */
  end(): readonly Match[];
  /** All that it holds, as plain data. */
  save(): MatcherState;
  /** Takes up what another matcher of the same plan has saved; before the first candidate. */
  restore(state: MatcherState): void;
  readonly stats: MatcherStats;
}

/** What a matcher holds. Opaque to all but matchers of the same plan; survives a structured clone. */
export type MatcherState =
  | { readonly kind: 'event'; readonly counters: MatcherStats }
  | {
      readonly kind: 'sequence';
      readonly counters: MatcherStats;
      readonly now: Timestamp;
      /** From the oldest to the newest. */
      readonly held: readonly SavedSequence[];
      readonly leading: readonly {
        readonly key: string;
        readonly event: Ordinal;
        readonly time: Timestamp;
      }[];
    }
  | {
      readonly kind: 'sample';
      readonly counters: MatcherStats;
      /** From the oldest to the newest; those that have given all their samples hold no events. */
      readonly keys: readonly {
        readonly key: JoinKey;
        readonly events: readonly (readonly Ordinal[])[];
        readonly samples: number;
      }[];
    }
  | {
      readonly kind: 'piped';
      readonly inner: MatcherState;
      readonly matches: readonly Match[];
      readonly given: number;
    };

/** A sequence that is held. */
export interface SavedSequence {
  readonly key: JoinKey;
  readonly start: Timestamp;
  readonly clearFrom: Timestamp | null;
  readonly leadingHit: Ordinal | null;
  readonly events: readonly (Ordinal | null)[];
  readonly spoiledBy: Ordinal | null;
  /** Number of the state that it is in; null: it waits. */
  readonly state: number | null;
}

/** Counters that explain why something matched or did not. */
export interface MatcherStats {
  readonly candidates: number;
  readonly matches: number;
  /**
   * Sequences or sample keys held now: started, neither matched nor discarded. Complete sequences that wait for a
   * missing event are among them, until the input ends.
   */
  readonly inFlight: number;
  /**
   * Sequences discarded because maxspan was over before they were complete. One that a newer sequence of its key has
   * replaced by then is not counted: the newer one stands for both.
   */
  readonly rejectedByMaxspan: number;
  /** Sequences discarded by an until event. */
  readonly rejectedByUntil: number;
  /** Sequences discarded because an event was there that had to be missing. */
  readonly rejectedByMissing: number;
  /** Complete sequences that still waited for a missing event when the input ended: nobody knows. */
  readonly pending: number;
  /** Candidates without a timestamp, which a sequence cannot place. */
  readonly withoutTime: number;
  /** State given up because a limit was reached. */
  readonly dropped: number;
}

/** What became of a sequence, or of a join key of a sample, that is over. */
export type AttemptEnd =
  /** It is a match. */
  | 'completed'
  /** Its maxspan was over. */
  | 'maxspan'
  /** By an until event. */
  | 'until'
  /** By an event that had to be missing. */
  | 'missing'
  /** A newer sequence of its key took its place. */
  | 'superseded'
  /** The input was over first. */
  | 'unfinished'
  /** Complete, but the input was over before what had to be missing could no longer come. */
  | 'pending'
  /** Given up because a limit was reached. */
  | 'dropped';

/** What a matcher tells an observer, in the order in which it decides. */
export type MatcherStep =
  | {
      /** An attempt is over; every one ends exactly once. */
      readonly kind: 'ended';
      readonly end: AttemptEnd;
      readonly key: JoinKey;
      /** By stage (or subquery of a sample), as far as it got; null: missing, or none yet. */
      readonly events: readonly (Ordinal | null)[];
      /** The event that ended it: an until event, one that had to be missing, the last one; null: time did. */
      readonly by: Ordinal | null;
    }
  | {
      /** An event came that satisfies a stage behind the first when no sequence of its key waited there. */
      readonly kind: 'alone';
      readonly stage: number;
      readonly key: JoinKey;
      readonly event: Ordinal;
    };

/** How a matcher treats what the query leaves open. */
export interface MatcherOptions {
  /** Most samples for one join key, 1 or more (default 1). */
  readonly maxSamplesPerKey?: number;
  /**
   * Whether the end of the input closes the windows of trailing missing events, as a search over stored data does.
   * Default false: what is not decided stays pending.
   */
  readonly endClosesWindows?: boolean;
  /**
   * Most sequences or sample keys in flight; the oldest is dropped, and counted, beyond it (default: no limit). Holds
   * as well for the join keys of which a leading missing event is remembered.
   */
  readonly maxInFlight?: number;
  /** Hears what becomes of each sequence, and of each key of a sample. For explanations; costs nothing when absent. */
  readonly observe?: (step: MatcherStep) => void;
}
