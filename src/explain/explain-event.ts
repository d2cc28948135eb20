// One event and one query: gate, category, every clause, join key.
import { joinKeys, type JsonObject } from '../event/index.js';
import { Kinds, probesOf, UNTOLD, type Kind } from '../scan/index.js';
import { fieldsOf } from './document-fields.js';
import { EventView, shortened } from './event-view.js';
import { explainLeaf, explainPart, firstFalse } from './explain-part.js';
import type {
  Clause,
  EventExplanation,
  EventIdentity,
  EventPlace,
  SubqueryExplanation,
} from './explanation.js';
import type { HintContext } from './hints.js';
import { identityOf } from './identity.js';
import type { Leaf } from './parts.js';
import { takeApart, type QueryParts, type SubqueryParts } from './query-parts.js';
import type { ExplainTarget } from './target.js';

/** What the document itself does not tell. */
export interface EventContext {
  readonly place?: EventPlace | null;
  /** `_index` and `_id` of an export. */
  readonly indexName?: string | null;
  readonly id?: string | null;
}

/** Join keys of one event that an explanation repeats. */
const MOST_KEYS = 16;

/** Why `document` is, or is not, what the query asks for: every clause marked, with the values it saw. */
export function explainEvent(
  target: ExplainTarget,
  document: JsonObject,
  context: EventContext = {},
): EventExplanation {
  return new EventExplainer(takeApart(target)).explain(document, context);
}

/** Explains events of one query. */
export class EventExplainer {
  readonly #query: QueryParts;
  readonly #kinds: Kinds;

  constructor(query: QueryParts) {
    this.#query = query;
    const { scanQuery, fields, gate, eventFields } = query;
    this.#kinds = new Kinds(probesOf([scanQuery]), [scanQuery], fields, { gate, eventFields });
  }

  explain(
    document: JsonObject,
    { place = null, indexName = null, id = null }: EventContext = {},
  ): EventExplanation {
    const { fields, kind, gate, patterns, eventFields, subqueries } = this.#query;
    const view = new EventView(fields, document);
    const eventKind = this.#kinds.of(view.event, indexName);
    const context = this.#contextOf(view);
    const explained = subqueries.map((subquery, number) =>
      this.#subquery(subquery, number, eventKind, context),
    );
    return {
      kind,
      event: identityOf(view, eventFields.timestamp, { place, id }),
      gate: {
        mode: gate,
        patterns,
        index: eventKind.origin.name === UNTOLD ? null : eventKind.origin.name,
        isOpen: eventKind.origin.open[0] === true,
      },
      subqueries: explained,
      isCandidate: explained.some(({ role, isCandidate }) => role !== 'until' && isCandidate),
    };
  }

  /** Clauses of the query, judged for one event. */
  clauses(document: JsonObject, leaves: readonly Leaf[]): readonly Clause[] {
    const context = this.#contextOf(new EventView(this.#query.fields, document));
    return leaves.map((leaf) => explainLeaf(leaf, context));
  }

  /** What an event is called. */
  identity(document: JsonObject, { place = null, id = null }: EventContext): EventIdentity {
    const { fields, eventFields } = this.#query;
    return identityOf(new EventView(fields, document), eventFields.timestamp, { place, id });
  }

  /** What the clauses of `view` are explained with. */
  #contextOf(view: EventView): HintContext {
    let known: ReturnType<typeof fieldsOf> | null = null;
    return {
      compiler: this.#query.compiler,
      view,
      fields: () => (known ??= fieldsOf(view.document)),
    };
  }

  #subquery(
    { role, places, category, condition, keys, compiled }: SubqueryParts,
    number: number,
    { probes, origin }: Kind,
    context: HintContext,
  ): SubqueryExplanation {
    const { view } = context;
    const field = this.#query.eventFields.category;
    const seen = view.values(field).map(String);
    const isOfCategory = category === null || seen.includes(category);
    const explanation = explainPart(condition, context);
    const tuples = joinKeys(view.event, compiled.keys);
    const isForIt = origin.open[0] === true && probes.some(({ subquery }) => subquery === number);
    return {
      role,
      places,
      category: { field, wanted: category, seen: seen.slice(0, MOST_KEYS), holds: isOfCategory },
      condition: explanation,
      isSatisfied: isOfCategory && explanation.holds,
      firstFalse: firstFalse(explanation),
      keys: keys.map(({ path, optional }) => ({ optional, field: view.seen(path) })),
      joinKeys: tuples
        .slice(0, MOST_KEYS)
        .map(({ values }) => values.map((value) => (value === null ? null : shortened(value)))),
      isCandidate: isForIt && explanation.holds && tuples.length > 0,
    };
  }
}
