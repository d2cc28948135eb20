// From places of events to the events themselves: what the log of attempts kept, with names, values and clauses.
import type { Match } from '../engine/index.js';
import type { Ordinal } from '../event/index.js';
import type { FoundEvent, Survey } from '../scan/index.js';
import { nanosBetween, type Lead, type LoggedAttempt, type LoggedPart } from './attempt-log.js';
import { EventView } from './event-view.js';
import type { EventExplainer } from './explain-event.js';
import { contextOf, keyParts, tellMatch } from './explain-match.js';
import type {
  Attempt,
  Blame,
  Clause,
  EventIdentity,
  EventPart,
  MatchExplanation,
  SeenField,
} from './explanation.js';
import { shortestWay } from './parts.js';
import type { QueryParts } from './query-parts.js';

export class Retelling {
  readonly #query: QueryParts;
  readonly #explainer: EventExplainer;
  readonly #survey: Pick<Survey, 'found'>;

  constructor(query: QueryParts, explainer: EventExplainer, survey: Pick<Survey, 'found'>) {
    this.#query = query;
    this.#explainer = explainer;
    this.#survey = survey;
  }

  match({ key, events }: Match): MatchExplanation {
    return tellMatch({ key, events: this.#found(events) }, this.#query, this.#explainer);
  }

  attempt(attempt: LoggedAttempt): Attempt {
    const { key, end, events, reached, lacks, lead } = attempt;
    const present = events.filter((event) => event !== null);
    const [first] = present;
    const last = present.at(-1);
    return {
      key: keyParts(key, this.#query),
      outcome: end,
      events: this.#found(events).map((event) => (event === null ? null : this.#identity(event))),
      reached,
      span: first === undefined || last === undefined ? null : nanosBetween(first, last),
      lacks,
      blame: lead === null ? null : this.#blame(lead, attempt, last ?? null),
    };
  }

  part({ subquery, key, attempt, tooLateFor }: LoggedPart): EventPart {
    return {
      subquery,
      key: keyParts(key, this.#query),
      attempt: attempt === null ? null : this.attempt(attempt),
      tooLateFor: tooLateFor === null ? null : this.attempt(tooLateFor),
    };
  }

  #blame(lead: Lead, { key, lacks }: LoggedAttempt, last: Ordinal | null): Blame | null {
    const [found] = this.#found([lead.event]);
    if (found === undefined || found === null) return null;
    const event = this.#identity(found);
    const after = last === null ? null : nanosBetween(last, lead.event);
    const [next = null] = lacks;
    switch (lead.kind) {
      case 'late':
        return { kind: 'late', event, subquery: next, span: lead.span, over: lead.over };
      case 'early':
        return { kind: 'early', event, subquery: next, before: lead.before };
      case 'ended':
        return { kind: 'ended', event, subquery: null, after };
      case 'near':
        return {
          kind: 'near',
          event,
          subquery: lead.subquery,
          after,
          failing: this.#failing(found, lead.subquery),
        };
      case 'no-key':
        return {
          kind: 'no-key',
          event,
          subquery: lead.subquery,
          after,
          fields: this.#absentKeys(found, lead.subquery),
        };
      case 'other-key': {
        const { subquery, part, seen } = lead;
        const field = this.#query.subqueries[subquery]?.keys[part]?.path ?? '';
        return {
          kind: 'other-key',
          event,
          subquery,
          after,
          differs: { field, wanted: key.values[part] ?? null, seen },
        };
      }
    }
  }

  #failing(found: FoundEvent, subquery: number): readonly Clause[] {
    const condition = this.#query.subqueries[subquery]?.condition;
    if (condition === undefined) return [];
    const { event } = new EventView(this.#query.fields, found.document);
    return this.#explainer.clauses(found.document, shortestWay(condition, event).failing);
  }

  #absentKeys(found: FoundEvent, subquery: number): readonly SeenField[] {
    const view = new EventView(this.#query.fields, found.document);
    const keys = this.#query.subqueries[subquery]?.keys ?? [];
    return keys
      .filter(({ path, optional }) => !optional && view.values(path).length === 0)
      .map(({ path }) => view.seen(path));
  }

  #found(events: readonly (Ordinal | null)[]): readonly (FoundEvent | null)[] {
    return this.#survey.found(events);
  }

  #identity(event: FoundEvent): EventIdentity {
    return this.#explainer.identity(event.document, contextOf(event));
  }
}
