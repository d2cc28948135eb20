// A match told: its join key, and its events with every clause marked.
import type { JoinKey } from '../event/index.js';
import type { FoundEvent, FoundMatch } from '../scan/index.js';
import { nanosBetween } from './attempt-log.js';
import { EventExplainer, type EventContext } from './explain-event.js';
import type { KeyPart, MatchExplanation } from './explanation.js';
import { takeApart, type QueryParts } from './query-parts.js';
import type { ExplainTarget } from './target.js';

/** Why `match` is a match of the query: of an alert that a scan found. */
export function explainMatch(target: ExplainTarget, match: FoundMatch): MatchExplanation {
  const query = takeApart(target);
  return tellMatch(match, query, new EventExplainer(query));
}

/** The same where the query is taken apart already. */
export function tellMatch(
  { key, events }: Pick<FoundMatch, 'key' | 'events'>,
  query: QueryParts,
  explainer: EventExplainer,
): MatchExplanation {
  const present = events.filter((event) => event !== null);
  const [first] = present;
  const last = present.at(-1);
  return {
    key: keyParts(key, query),
    span: first === undefined || last === undefined ? null : nanosBetween(first, last),
    events: events.map((event) =>
      event === null ? null : explainer.explain(event.document, contextOf(event)),
    ),
  };
}

/** The values of a key, each with the fields that it is read from. */
export function keyParts({ values }: JoinKey, { subqueries }: QueryParts): readonly KeyPart[] {
  return values.map((value, part) => ({
    fields: [...new Set(subqueries.flatMap(({ keys }) => keys[part]?.path ?? []))],
    value,
  }));
}

/** What is known of an event beside its document. */
export function contextOf({ place, id, indexName }: FoundEvent): EventContext {
  const { file, line, index } = place;
  return { place: { file, line, index }, id, indexName };
}
