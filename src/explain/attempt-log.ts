// What a matcher's observer hears, as far as people want to know it: how far the sequences (or the keys of a sample) got, and what the
// input has that would have taken the best of them further. Bounded, whatever the input.
import type { AttemptEnd, Candidate, MatcherStep } from '../engine/index.js';
import {
  comparePositions,
  keyText,
  type JoinKey,
  type Ordinal,
  type Position,
  type Scalar,
  type Timestamp,
} from '../event/index.js';
import type { Plan } from '../eql/index.js';
import { Recent } from './recent.js';

/** Attempts that are kept: the best of as many join keys. */
const MOST_ATTEMPTS = 12;
/** Steps of one event that are kept. */
const MOST_PARTS = 12;

/** Something in the input that would have taken an attempt further, but for one thing. */
export type Lead =
  | { readonly kind: 'late'; readonly event: Ordinal; readonly span: number; readonly over: number }
  | { readonly kind: 'early'; readonly event: Ordinal; readonly before: number }
  | { readonly kind: 'ended'; readonly event: Ordinal }
  | { readonly kind: 'near'; readonly event: Ordinal; readonly subquery: number }
  | { readonly kind: 'no-key'; readonly event: Ordinal; readonly subquery: number }
  | {
      readonly kind: 'other-key';
      readonly event: Ordinal;
      readonly subquery: number;
      readonly part: number;
      readonly seen: Scalar | null;
    };

/** How telling the kinds are; the sooner the better. */
const LEADS: readonly Lead['kind'][] = ['late', 'ended', 'near', 'no-key', 'early', 'other-key'];

/** One sequence, or one key of a sample, that is over. */
export interface LoggedAttempt {
  readonly key: JoinKey;
  /** `unstarted`: a later stage came without the first. */
  readonly end: AttemptEnd | 'unstarted';
  readonly events: readonly (Ordinal | null)[];
  readonly reached: number;
  /** Subqueries that it lacks; of a sequence the next. */
  readonly lacks: readonly number[];
  lead: Lead | null;
}

/** A step in which the event that was asked for had a part. */
export interface LoggedPart {
  readonly subquery: number;
  readonly key: JoinKey;
  readonly attempt: LoggedAttempt | null;
  readonly tooLateFor: LoggedAttempt | null;
}

interface Keyed {
  readonly event: Ordinal;
  readonly key: JoinKey;
}

export class AttemptLog {
  readonly #stages: readonly { readonly subquery: number; readonly missing: boolean }[];
  readonly #isSequence: boolean;
  readonly #maxspanNs: number;
  readonly #focus: (position: Position) => boolean;
  /** Nearly satisfied, by subquery and key. */
  readonly #near: Recent<Ordinal>;
  /** Events that no sequence waited for, and sequences that are over, by stage and key. */
  readonly #alone: Recent<Ordinal>;
  readonly #expired: Recent<LoggedAttempt>;
  /** Candidates and events without a key, by subquery and all of the key but one part. */
  readonly #apart: Recent<Keyed>;
  readonly #keyless: Recent<Ordinal>;
  readonly #counts = new Map<
    string,
    { readonly reached: number; readonly end: AttemptEnd; count: number }
  >();
  /** By key, the best of each. */
  readonly #best = new Map<string, LoggedAttempt>();
  readonly #parts: LoggedPart[] = [];

  /** `memory`: how many keys to remember for a while. `focus`: whether an event is the one that was asked for. */
  constructor(plan: Plan, memory: number, focus: (position: Position) => boolean) {
    this.#isSequence = plan.kind === 'sequence';
    this.#stages =
      plan.kind === 'sequence'
        ? plan.stages
        : Array.from({ length: plan.kind === 'sample' ? plan.size : 1 }, (_, subquery) => ({
            subquery,
            missing: false,
          }));
    this.#maxspanNs =
      plan.kind === 'sequence' && plan.maxspanMs !== null
        ? plan.maxspanMs * 1e6
        : Number.POSITIVE_INFINITY;
    this.#focus = focus;
    this.#near = new Recent(memory);
    this.#alone = new Recent(memory);
    this.#expired = new Recent(memory);
    this.#apart = new Recent(memory);
    this.#keyless = new Recent(memory);
  }

  /** Takes a candidate that the matcher is about to see. */
  candidate({ ordinal: event, key, subqueries }: Candidate): void {
    if (key.values.length < (this.#isSequence ? 1 : 2)) return;
    for (const subquery of subqueries) {
      for (const part of key.values.keys()) {
        this.#apart.note(`${subquery} ${withoutPart(key, part)}`, { event, key });
      }
    }
  }

  /** Takes an event that is one clause short of some subqueries. */
  near({ ordinal, key, subqueries }: Candidate): void {
    for (const subquery of subqueries) this.#near.note(`${subquery} ${key.text}`, ordinal);
  }

  /** Takes an event that satisfies subqueries but lacks a join key; null stands for what it lacks. */
  keyless({ ordinal, key, subqueries }: Candidate): void {
    for (const subquery of subqueries) {
      for (const [part, value] of key.values.entries()) {
        if (value === null) this.#keyless.note(`${subquery} ${withoutPart(key, part)}`, ordinal);
      }
    }
  }

  /** For the matcher. */
  readonly observe = (step: MatcherStep): void => {
    if (step.kind === 'alone') this.#cameAlone(step);
    else this.#ended(step);
  };

  /** Best first. */
  get attempts(): readonly LoggedAttempt[] {
    for (const attempt of this.#best.values()) attempt.lead ??= this.#leadOf(attempt);
    return [...this.#best.values()].sort(compareAttempts);
  }

  /** Of all attempts. */
  get counts(): readonly {
    readonly reached: number;
    readonly end: AttemptEnd;
    readonly count: number;
  }[] {
    return [...this.#counts.values()].sort((a, b) => b.reached - a.reached || b.count - a.count);
  }

  get parts(): readonly LoggedPart[] {
    return this.#parts;
  }

  /** Events that a match needs. */
  get needed(): number {
    return this.#stages.filter(({ missing }) => !missing).length;
  }

  #cameAlone({ stage, key, event }: MatcherStep & { readonly kind: 'alone' }): void {
    const place = `${stage} ${key.text}`;
    const late = this.#expired.get(place).at(-1);
    const start = late === undefined ? null : firstOf(late.events);
    if (late?.end === 'maxspan' && late.lead?.kind !== 'late' && start !== null) {
      const span = nanosBetween(start, event);
      if (span !== null && span > this.#maxspanNs) {
        late.lead = { kind: 'late', event, span, over: span - this.#maxspanNs };
        this.#keep(late);
      }
    }
    if (late === undefined) this.#headless(stage, key, event);
    this.#alone.note(place, event);
    const { subquery } = this.#stages[stage] ?? { subquery: 0 };
    if (this.#focus(event.position))
      this.#note({ subquery, key, attempt: null, tooLateFor: late ?? null });
  }

  /** Keeps a later stage that came after what is nearly the one before it. */
  #headless(stage: number, key: JoinKey, event: Ordinal): void {
    const before = this.#stages.findLast((each, place) => place < stage && !each.missing);
    if (before === undefined) return;
    const { subquery } = before;
    const isInReach = (other: Ordinal): boolean => {
      const span = nanosBetween(other, event);
      return span !== null && span >= 0 && span <= this.#maxspanNs;
    };
    const near = this.#near.get(`${subquery} ${key.text}`).findLast(isInReach);
    const lead: Lead | null =
      near === undefined
        ? this.#keylessLead(key, [subquery], isInReach)
        : { kind: 'near', event: near, subquery };
    if (lead === null) return;
    const events = [...Array.from({ length: stage }, () => null), event];
    this.#keep({ key, end: 'unstarted', events, reached: 1, lacks: [subquery], lead });
  }

  #ended({ end, key, events, by }: MatcherStep & { readonly kind: 'ended' }): void {
    const reached = events.filter((event) => event !== null).length;
    const counted = this.#counts.get(`${reached} ${end}`);
    if (counted === undefined) this.#counts.set(`${reached} ${end}`, { reached, end, count: 1 });
    else counted.count += 1;

    const next = this.#lackedBy(events);
    const lacks = this.#isSequence ? next.slice(0, 1) : next;
    const attempt: LoggedAttempt = {
      key,
      end,
      events: [...events],
      reached,
      lacks: lacks.map((stage) => this.#stages[stage]?.subquery ?? 0),
      lead:
        by !== null && (end === 'until' || end === 'missing') ? { kind: 'ended', event: by } : null,
    };
    this.#noteFocus(attempt, by);
    if (end === 'completed' || end === 'superseded') return;
    if (this.#isSequence) {
      attempt.lead ??= this.#leadOf(attempt);
      if (end === 'maxspan' || end === 'until')
        this.#expired.note(`${next[0] ?? 0} ${key.text}`, attempt);
    }
    this.#keep(attempt);
  }

  /** Places without an event: of a sequence those behind its last. */
  #lackedBy(events: readonly (Ordinal | null)[]): readonly number[] {
    return [...this.#stages.keys()].filter(
      (stage) =>
        this.#stages[stage]?.missing === false &&
        (this.#isSequence ? stage >= events.length : (events[stage] ?? null) === null),
    );
  }

  /** What would have taken the attempt further. */
  #leadOf({ key, events, lacks }: LoggedAttempt): Lead | null {
    const start = firstOf(events);
    const last = events.findLast((event) => event !== null) ?? null;
    if (start === null || last === null) return null;
    const isInReach = (event: Ordinal): boolean => {
      if (!this.#isSequence) return true;
      const span = nanosBetween(start, event);
      const after = nanosBetween(last, event);
      return span !== null && after !== null && after >= 0 && span <= this.#maxspanNs;
    };
    const isFree = (event: Ordinal): boolean =>
      isInReach(event) &&
      !events.some((own) => own !== null && isSamePlace(own.position, event.position));
    for (const subquery of lacks) {
      const near = this.#near.get(`${subquery} ${key.text}`).find(isFree);
      if (near !== undefined) return { kind: 'near', event: near, subquery };
    }
    return (
      this.#keylessLead(key, lacks, isInReach) ??
      (this.#isSequence ? this.#early(key, events, start) : null) ??
      this.#apartFrom(key, lacks, last, isInReach)
    );
  }

  #keylessLead(
    key: JoinKey,
    lacks: readonly number[],
    isInReach: (event: Ordinal) => boolean,
  ): Lead | null {
    for (const subquery of lacks) {
      for (const part of key.values.keys()) {
        const event = this.#keyless.get(`${subquery} ${withoutPart(key, part)}`).find(isInReach);
        if (event !== undefined) return { kind: 'no-key', event, subquery };
      }
    }
    return null;
  }

  #early(key: JoinKey, events: readonly (Ordinal | null)[], start: Ordinal): Lead | null {
    const [stage] = this.#lackedBy(events);
    const event = this.#alone.get(`${stage ?? 0} ${key.text}`).at(-1);
    if (event === undefined) return null;
    const before = nanosBetween(event, start);
    return before === null || before < 0 || before > this.#maxspanNs
      ? null
      : { kind: 'early', event, before };
  }

  /** Of the events that satisfy what is lacking with another key, but for one part the same, the nearest in time. */
  #apartFrom(
    key: JoinKey,
    lacks: readonly number[],
    last: Ordinal,
    isInReach: (event: Ordinal) => boolean,
  ): Lead | null {
    let nearest: Lead | null = null;
    let distance = Number.POSITIVE_INFINITY;
    for (const subquery of lacks) {
      for (const part of key.values.keys()) {
        for (const { event, key: other } of this.#apart.get(
          `${subquery} ${withoutPart(key, part)}`,
        )) {
          const away = Math.abs(nanosBetween(last, event) ?? Number.MAX_VALUE);
          if (other.text === key.text || away >= distance || !isInReach(event)) continue;
          distance = away;
          nearest = { kind: 'other-key', event, subquery, part, seen: other.values[part] ?? null };
        }
      }
    }
    return nearest;
  }

  /** Keeps an attempt that is among the best, one a key. */
  #keep(attempt: LoggedAttempt): void {
    const { text } = attempt.key;
    const known = this.#best.get(text);
    if (known !== undefined) {
      if (compareAttempts(attempt, known) < 0) this.#best.set(text, attempt);
      return;
    }
    this.#best.set(text, attempt);
    if (this.#best.size <= MOST_ATTEMPTS) return;
    const worst = [...this.#best.values()].reduce((a, b) => (compareAttempts(a, b) >= 0 ? a : b));
    this.#best.delete(worst.key.text);
  }

  #noteFocus(attempt: LoggedAttempt, by: Ordinal | null): void {
    const stage = attempt.events.findIndex(
      (event) => event !== null && this.#focus(event.position),
    );
    const hasEnded = by !== null && this.#focus(by.position);
    if (stage === -1 && !hasEnded) return;
    const { subquery } = this.#stages[stage] ?? { subquery: -1 };
    this.#note({ subquery, key: attempt.key, attempt, tooLateFor: null });
  }

  #note(part: LoggedPart): void {
    if (this.#parts.length < MOST_PARTS) this.#parts.push(part);
  }
}

/** Negative when `a` is to be shown before `b`. */
function compareAttempts(a: LoggedAttempt, b: LoggedAttempt): number {
  return (
    b.reached - a.reached || rankOf(a.lead) - rankOf(b.lead) || overOf(a.lead) - overOf(b.lead)
  );
}

function rankOf(lead: Lead | null): number {
  return lead === null ? LEADS.length : LEADS.indexOf(lead.kind);
}

function overOf(lead: Lead | null): number {
  return lead?.kind === 'late' ? lead.over : 0;
}

function firstOf(events: readonly (Ordinal | null)[]): Ordinal | null {
  return events.find((event) => event !== null) ?? null;
}

/** Nanoseconds from one event to another; null where one has no time. */
export function nanosBetween(
  from: Pick<Ordinal, 'time'>,
  to: Pick<Ordinal, 'time'>,
): number | null {
  return from.time === null || to.time === null ? null : nanos(from.time, to.time);
}

function nanos(from: Timestamp, to: Timestamp): number {
  return (to.ms - from.ms) * 1e6 + (to.ns - from.ns);
}

/** A key without one of its parts, which one it is included. */
function withoutPart({ values }: JoinKey, part: number): string {
  return `${part} ${keyText(values.filter((_, index) => index !== part))}`;
}

/** Whether two places are the same event. */
export function isSamePlace(a: Position, b: Position): boolean {
  return comparePositions(a, b) === 0;
}
