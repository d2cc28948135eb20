// A query taken apart for explaining: each of its subqueries once, with its place, its condition in parts, and the compiled whole.
import {
  compile,
  type CheckedFilter,
  type CheckedQuery,
  type CompiledQuery,
  type Subquery,
} from '../eql/index.js';
import type { FieldNode } from '../eql/index.js';
import { FieldSet } from '../event/index.js';
import { IndexPatterns } from '../rule/index.js';
import {
  DEFAULT_EVENT_FIELDS,
  type EventFields,
  type GateMode,
  type ScanQuery,
} from '../scan/index.js';
import { invariant } from '../source/index.js';
import type { SubqueryRole } from './explanation.js';
import { PartCompiler, type Part } from './parts.js';
import type { ExplainTarget } from './target.js';

/** One subquery of the query. */
export interface SubqueryParts {
  readonly role: SubqueryRole;
  /** 1-based; empty for `until`. */
  readonly places: readonly number[];
  readonly category: string | null;
  readonly condition: Part;
  readonly keys: readonly FieldNode[];
  readonly compiled: Subquery;
}

export interface QueryParts {
  readonly kind: CheckedQuery['kind'];
  readonly fields: FieldSet;
  readonly compiler: PartCompiler;
  readonly compiled: CompiledQuery;
  /** The same numbers as {@link CompiledQuery.subqueries} has. */
  readonly subqueries: readonly SubqueryParts[];
  readonly scanQuery: ScanQuery;
  readonly patterns: readonly string[];
  readonly gate: GateMode;
  readonly eventFields: EventFields;
}

/** Takes a query apart. It is known to compile. */
export function takeApart(target: ExplainTarget): QueryParts {
  const { query, querySource, index, gate = 'auto', eventFields = DEFAULT_EVENT_FIELDS } = target;
  const fields = new FieldSet();
  const { query: compiled } = compile(query, { fields, source: querySource });
  invariant(compiled !== null, 'an explained query compiles');
  const compiler = new PartCompiler(fields, querySource);
  const described = describe(query);
  const subqueries = compiled.subqueries.map((subquery, number): SubqueryParts => {
    const own = described[number];
    invariant(own !== undefined, 'the compiler keeps the order of subqueries');
    const { role, places, filter, keys } = own;
    const condition = compiler.parts(filter.condition);
    return { role, places, category: filter.category, condition, keys, compiled: subquery };
  });
  return {
    kind: query.kind,
    fields,
    compiler,
    compiled,
    subqueries,
    scanQuery: {
      compiled,
      index: index.length === 0 ? null : IndexPatterns.of(index),
      eventFields,
    },
    patterns: index,
    gate,
    eventFields,
  };
}

interface Described {
  readonly role: SubqueryRole;
  readonly places: number[];
  readonly filter: CheckedFilter;
  readonly keys: readonly FieldNode[];
}

/** The distinct subqueries in the order in which the compiler numbers them: runs share one. */
function describe(query: CheckedQuery): readonly Described[] {
  switch (query.kind) {
    case 'event':
      return [{ role: 'event', places: [1], filter: query.filter, keys: [] }];
    case 'sample':
      return query.subqueries.map(({ filter, keys }, index) => ({
        role: 'member',
        places: [index + 1],
        filter,
        keys,
      }));
    case 'sequence': {
      const known = new Map<object, Described>();
      for (const [index, { subquery, missing }] of query.stages.entries()) {
        const { filter, keys } = subquery;
        const own = known.get(subquery);
        if (own !== undefined) own.places.push(index + 1);
        else
          known.set(subquery, {
            role: missing ? 'missing' : 'stage',
            places: [index + 1],
            filter,
            keys,
          });
      }
      const { until } = query;
      const stages = [...known.values()];
      return until === null
        ? stages
        : [...stages, { role: 'until', places: [], filter: until.filter, keys: until.keys }];
    }
  }
}
