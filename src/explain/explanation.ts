// What an explanation says, as data: the text for people and the JSON document are made from it in `report/`.
import type { Scalar } from '../event/index.js';
import type { GateMode } from '../scan/index.js';
import type { Span } from '../source/index.js';

/**
 * How a condition stands. Leaves of EQL are two-valued; `unknown` is a leaf that does not hold because the event lacks
 * its fields, or has values of another type in them: nothing that the event holds speaks against it.
 */
export type Mark = 'true' | 'false' | 'unknown';

/** What an event has where a clause looks. */
export interface SeenField {
  readonly path: string;
  /** `empty`: a list without values. `object`: only fields below it have values. All but `present` are null to EQL. */
  readonly state: 'present' | 'missing' | 'null' | 'empty' | 'object';
  /** Some of the values, in order; long ones are cut. */
  readonly values: readonly Scalar[];
  /** Index of the first of them in the event. */
  readonly from: number;
  /** How many values there are in all. */
  readonly count: number;
  /** Index in the event of the value that made the clause hold, or that a negated clause fails by; null: no single one did. */
  readonly hit: number | null;
}

export type HintKind =
  | 'case'
  | 'wildcard'
  | 'value'
  | 'pieces'
  | 'number'
  | 'type'
  | 'absent'
  | 'elsewhere'
  | 'field-name'
  | 'hex';

/** What would have made a clause hold, or why it does not. The text may hold parts of the event. */
export interface Hint {
  readonly kind: HintKind;
  readonly text: string;
}

interface Judged {
  /** Canonical text of the condition. */
  readonly text: string;
  readonly span: Span;
  /** The verdict of the condition, compiled alone. */
  readonly holds: boolean;
  readonly mark: Mark;
  /** Clauses that would have to turn over for it to hold; 0 where it does. */
  readonly shortBy: number;
  /** Clauses that have to hold on the way that is the shortest. */
  readonly needs: number;
}

/** A leaf of a condition, with the `not` that applies to it. */
export interface Clause extends Judged {
  readonly kind: 'clause';
  readonly fields: readonly SeenField[];
  /** The literal, of several or of another spelling, that the hit met. */
  readonly metBy: string | null;
  readonly hints: readonly Hint[];
}

/** `and` and `or`, with every `not` carried down to the clauses: of `all` and `any`, no clause that fails is wanted. */
export interface ClauseGroup extends Judged {
  readonly kind: 'all' | 'any';
  readonly of: readonly ClauseExplanation[];
}

export type ClauseExplanation = Clause | ClauseGroup;

/** Which event is meant. What is not known, or the event does not tell, is null. */
export interface EventIdentity {
  readonly place: EventPlace | null;
  readonly id: string | null;
  /** ISO time. */
  readonly time: string | null;
  readonly host: string | null;
  /** `process exec bash(5107)` */
  readonly label: string;
}

/** As alerts show it: the 1-based line, and which of several documents of one line (from 0). */
export interface EventPlace {
  readonly file: string;
  readonly line: number;
  readonly index: number;
}

/** Whether the index patterns of the rule let the event in. */
export interface GateExplanation {
  readonly mode: GateMode;
  /** As the rule writes them; empty: every event is for the rule. */
  readonly patterns: readonly string[];
  /** The index that Elasticsearch would hold the event in; null: the event does not tell. */
  readonly index: string | null;
  readonly isOpen: boolean;
}

export interface CategoryExplanation {
  readonly field: string;
  /** Null: any. */
  readonly wanted: string | null;
  readonly seen: readonly string[];
  readonly holds: boolean;
}

export interface KeyExplanation {
  /** Whether an absent field counts as a key, null. */
  readonly optional: boolean;
  readonly field: SeenField;
}

/** `event`: the only one; `stage`, `missing`, `until` of a sequence; `member` of a sample. */
export type SubqueryRole = 'event' | 'stage' | 'missing' | 'until' | 'member';

/** One `category where condition` and what an event is to it. */
export interface SubqueryExplanation {
  readonly role: SubqueryRole;
  /** 1-based places in the query: several with `with runs`; empty for `until`. */
  readonly places: readonly number[];
  readonly category: CategoryExplanation;
  readonly condition: ClauseExplanation;
  /** Whether category and condition hold. */
  readonly isSatisfied: boolean;
  /** The first clause, as written, that keeps the condition from holding; of alternatives, that of the nearest. */
  readonly firstFalse: Clause | null;
  readonly keys: readonly KeyExplanation[];
  /** Values of the `by` fields: several where fields hold lists; empty where a key that is needed is absent. */
  readonly joinKeys: readonly (readonly (Scalar | null)[])[];
  /** Whether the event takes part: gate, category, condition and join key. */
  readonly isCandidate: boolean;
}

/** One event and one query. */
export interface EventExplanation {
  readonly kind: 'event' | 'sequence' | 'sample';
  readonly event: EventIdentity;
  readonly gate: GateExplanation;
  readonly subqueries: readonly SubqueryExplanation[];
  /** For an event query whether it matches, otherwise whether the event is a candidate of any subquery but `until`. */
  readonly isCandidate: boolean;
}

/** An event that is nearly what a subquery asks for. */
export interface NearMiss {
  readonly event: EventIdentity;
  /** Index into {@link RunExplanation.subqueries}. */
  readonly subquery: number;
  readonly shortBy: number;
  readonly needs: number;
  /** The clauses that fail, on the shortest way. */
  readonly failing: readonly Clause[];
  /** Events that fail by the same clauses, this one included. */
  readonly alike: number;
}

/** How many events of the input got how far with one subquery. */
export interface SubqueryCounts {
  readonly role: SubqueryRole;
  readonly places: readonly number[];
  readonly category: string | null;
  readonly text: string;
  /** Events that the gate lets in and that are of the category. */
  readonly ofCategory: number;
  readonly satisfied: number;
  /** Of those, events without a join key that is needed. */
  readonly withoutKey: number;
  /** Of all of the category: one clause short. */
  readonly oneShort: number;
}

export interface OriginCount {
  /** The index that such events would be in; null: they do not tell. */
  readonly name: string | null;
  readonly events: number;
  readonly isOpen: boolean;
}

/** A field of the query that no event of the input has. */
export interface AbsentField {
  readonly path: string;
  /** Whether it is in the tables of known fields. */
  readonly isKnown: boolean;
  /** Nearest names: of those tables, and of fields seen in the input. */
  readonly known: string | null;
  readonly seen: string | null;
}

/** A value of the join key, with the fields that it is read from, one for each subquery that names another. */
export interface KeyPart {
  readonly fields: readonly string[];
  readonly value: Scalar | null;
}

/** What became of a sequence, or of a join key of a sample. */
export type AttemptOutcome =
  | 'completed'
  | 'unstarted'
  | 'maxspan'
  | 'until'
  | 'missing'
  | 'superseded'
  | 'unfinished'
  | 'pending'
  | 'dropped';

/** Why an attempt got no further, as far as the input tells. Times are nanoseconds. */
export type Blame = Late | Early | Ended | Near | NoKey | OtherKey;

interface BlameBase {
  readonly event: EventIdentity;
  /** Index into {@link RunExplanation.subqueries}: what the event is, or nearly is; null: it only ended the attempt. */
  readonly subquery: number | null;
}

/** The next stage came, but too late: `span` after the first event. */
interface Late extends BlameBase {
  readonly kind: 'late';
  readonly span: number;
  readonly over: number;
}

/** The next stage came before the first event instead of after it. */
interface Early extends BlameBase {
  readonly kind: 'early';
  readonly before: number;
}

/** An event ended the attempt: an until event, or one that had to be missing. */
interface Ended extends BlameBase {
  readonly kind: 'ended';
  readonly after: number | null;
}

/** An event of the same join key is nearly what was lacking. */
interface Near extends BlameBase {
  readonly kind: 'near';
  readonly after: number | null;
  readonly failing: readonly Clause[];
}

/** An event satisfies what was lacking, but has no join key. */
interface NoKey extends BlameBase {
  readonly kind: 'no-key';
  readonly after: number | null;
  readonly fields: readonly SeenField[];
}

/** An event satisfies what was lacking with another join key. */
interface OtherKey extends BlameBase {
  readonly kind: 'other-key';
  readonly after: number | null;
  readonly differs: {
    readonly field: string;
    readonly wanted: Scalar | null;
    readonly seen: Scalar | null;
  };
}

/** How far one join key got. */
export interface Attempt {
  readonly key: readonly KeyPart[];
  readonly outcome: AttemptOutcome;
  /** By place in the query: the event; null for a missing event, and for what was not reached. */
  readonly events: readonly (EventIdentity | null)[];
  /** Events that there are, of {@link RunExplanation.needed}. */
  readonly reached: number;
  /** From its first to its last event. */
  readonly span: number | null;
  /** Indexes into {@link RunExplanation.subqueries}: what it lacked; of a sequence the next stage. */
  readonly lacks: readonly number[];
  readonly blame: Blame | null;
}

/** How far sequences, or keys of a sample, got over the input. */
export interface AttemptCounts {
  readonly reached: number;
  readonly outcome: AttemptOutcome;
  readonly count: number;
}

/** What one event did in the sequences or samples of the input. */
export interface EventPart {
  /** Index into {@link RunExplanation.subqueries}; -1: it ended the attempt and is none of its events. */
  readonly subquery: number;
  /** Null: the event came when no sequence of its key waited for it. */
  readonly attempt: Attempt | null;
  /** Where no sequence waited: the one of its key that was over by then, and by how much. */
  readonly tooLateFor: Attempt | null;
  readonly key: readonly KeyPart[];
}

/** A match, each of its events marked as an {@link EventExplanation}; null for a missing event. */
export interface MatchExplanation {
  readonly key: readonly KeyPart[];
  /** From its first to its last event, nanoseconds; null where one of them has no time. */
  readonly span: number | null;
  readonly events: readonly (EventExplanation | null)[];
}

/** One event, in the light of the whole input. */
export interface FocusExplanation {
  readonly event: EventExplanation;
  /** How it took part; empty for an event query, and for an event that is no candidate. */
  readonly parts: readonly EventPart[];
}

/** A query and a whole input. */
export interface RunExplanation {
  readonly kind: 'event' | 'sequence' | 'sample';
  readonly events: number;
  /** The only input; null where there are several. */
  readonly file: string | null;
  /** Without a timestamp, which a sequence cannot place. */
  readonly withoutTime: number;
  /** Index patterns of the rule, as it writes them; empty: every event is for it. */
  readonly patterns: readonly string[];
  readonly origins: readonly OriginCount[];
  readonly categories: readonly { readonly name: string; readonly events: number }[];
  readonly subqueries: readonly SubqueryCounts[];
  /** Why no events at all could match, lower case, without a full stop; null where some may. */
  readonly never: string | null;
  readonly absentFields: readonly AbsentField[];
  readonly matches: number;
  /** The first few. */
  readonly matched: readonly MatchExplanation[];
  /** Nearest first. */
  readonly nearMisses: readonly NearMiss[];
  /** The nearest miss of all, every clause marked; null where no event was of a category that the query asks for. */
  readonly nearest: EventExplanation | null;
  /** Best first; empty for an event query. */
  readonly attempts: readonly Attempt[];
  /** Events that a match needs. */
  readonly needed: number;
  /** Of all, those not listed included. */
  readonly attemptCounts: readonly AttemptCounts[];
  /** The event that was asked for; null: none was, or it is not in the input. */
  readonly focus: FocusExplanation | null;
}

/** A query in words: needs no data. */
export interface QueryExplanation {
  readonly kind: 'event' | 'sequence' | 'sample';
  readonly text: string;
  readonly patterns: readonly string[];
  readonly maxspanMs: number | null;
  readonly pipes: readonly { readonly kind: 'head' | 'tail'; readonly count: number }[];
  /** Fields of the join key, place by place; empty: none. */
  readonly keys: readonly { readonly fields: readonly string[]; readonly optional: boolean }[];
  readonly subqueries: readonly SubqueryWords[];
  /** Why no events at all could match, lower case, without a full stop; null where some may. */
  readonly never: string | null;
  /** Every field that the query reads. */
  readonly fields: readonly {
    readonly path: string;
    readonly type: string | null;
    readonly known: string | null;
  }[];
}

/** A subquery in words. */
export interface SubqueryWords {
  readonly role: SubqueryRole;
  readonly places: readonly number[];
  readonly category: string | null;
  readonly condition: ClauseWords;
}

/** The skeleton of a condition. */
export type ClauseWords =
  | { readonly kind: 'clause'; readonly text: string }
  | { readonly kind: 'all' | 'any'; readonly of: readonly ClauseWords[] };
