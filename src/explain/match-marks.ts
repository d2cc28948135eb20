// Which clauses of a query made a match, and by what values: what a report marks in the text of the query. Only looks at what holds;
// why something does not is for `explainEvent`.
import type { JsonObject, Scalar } from '../event/index.js';
import type { Span } from '../source/index.js';
import { EventView, shortened } from './event-view.js';
import { firstHit } from './hints.js';
import type { Leaf, Part, PartCompiler, Test } from './parts.js';
import { takeApart, type SubqueryParts } from './query-parts.js';
import type { ExplainTarget } from './target.js';
import { alternativesOf } from './variants.js';

/** A clause of the query, where it is written. */
export interface MarkedClause {
  readonly span: Span;
  /** Whether it asks for something not to be. */
  readonly negated: boolean;
}

/** A clause that held for an event of the match. */
export interface ClauseMark {
  /** Index into {@link MatchMarker.clauses}. */
  readonly clause: number;
  /** The one literal of the clause that decided, where it is written; null: none did alone. */
  readonly literal: Span | null;
  /** The field that the clause looks at; null: it looks at several or none. */
  readonly field: string | null;
  /** The value that decided, else the first few that the field has; long ones are cut. */
  readonly values: readonly Scalar[];
}

/** Values that are shown where none of them decided alone. */
const MOST_VALUES = 3;

/** Marks the events of the matches of one query. Takes the query apart once. */
export class MatchMarker {
  /** In the order of the text. */
  readonly clauses: readonly MarkedClause[];
  readonly #subqueries: readonly SubqueryParts[];
  readonly #clauses: ReadonlyMap<Leaf, MarkableLeaf>;
  readonly #viewOf: (document: JsonObject) => EventView;

  constructor(target: ExplainTarget) {
    const { fields, compiler, subqueries } = takeApart(target);
    const leaves = subqueries
      .filter(({ places }) => places.length > 0)
      .flatMap(({ condition }) => leavesOf(condition));
    this.#subqueries = subqueries;
    this.clauses = leaves.map(({ expression, negated }) => ({ span: expression.span, negated }));
    this.#clauses = new Map(
      leaves.map((leaf, index) => [leaf, new MarkableLeaf(leaf, index, compiler)]),
    );
    this.#viewOf = (document) => new EventView(fields, document);
  }

  /** The clauses that held for `document`, the event at the 1-based `place` of the query's stages. */
  marks(place: number, document: JsonObject): readonly ClauseMark[] {
    const subquery = this.#subqueries.find(({ places }) => places.includes(place));
    if (subquery === undefined) return [];
    const view = this.#viewOf(document);
    return holding(subquery.condition, view).flatMap(
      (leaf) => this.#clauses.get(leaf)?.mark(view) ?? [],
    );
  }
}

/** A clause with its parts compiled when they are first asked for. */
class MarkableLeaf {
  readonly #leaf: Leaf;
  readonly #index: number;
  readonly #compiler: PartCompiler;
  #tests: { readonly whole: Test; readonly literals: readonly LiteralTest[] } | null = null;

  constructor(leaf: Leaf, index: number, compiler: PartCompiler) {
    this.#leaf = leaf;
    this.#index = index;
    this.#compiler = compiler;
  }

  mark(view: EventView): ClauseMark {
    const [path, ...others] = this.#leaf.paths;
    const mark = { clause: this.#index, literal: null, field: null, values: [] };
    if (path === undefined || others.length > 0) return mark;
    const values = view.values(path);
    // What is not to be has no value that decides.
    const hit = this.#leaf.negated ? null : firstHit(this.#compiled().whole, path, view);
    const decisive = hit === null ? undefined : values[hit];
    if (decisive === undefined) {
      return { ...mark, field: path, values: values.slice(0, MOST_VALUES).map(shortened) };
    }
    const event = view.with(path, decisive);
    const met = this.#compiled().literals.find(({ test }) => test(event));
    return { ...mark, literal: met?.span ?? null, field: path, values: [shortened(decisive)] };
  }

  #compiled(): { readonly whole: Test; readonly literals: readonly LiteralTest[] } {
    return (this.#tests ??= {
      whole: this.#leaf.test,
      literals: alternativesOf(this.#leaf.positive).map(({ span, expression }) => ({
        span,
        test: this.#compiler.test(expression),
      })),
    });
  }
}

interface LiteralTest {
  readonly span: Span;
  readonly test: Test;
}

function leavesOf(part: Part): readonly Leaf[] {
  return part.kind === 'clause' ? [part] : part.of.flatMap(leavesOf);
}

/** The clauses that hold and are of a part that holds: of alternatives all that do. */
function holding(part: Part, view: EventView): readonly Leaf[] {
  if (!part.test(view.event)) return [];
  return part.kind === 'clause' ? [part] : part.of.flatMap((item) => holding(item, view));
}
