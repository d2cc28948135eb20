import { fieldType as ecsFieldType, type FieldSet, type FieldType } from '../event/index.js';
import type { Diagnostic, Source } from '../source/index.js';
import { compileCondition } from './compile-condition.js';
import { atFirstUse, type CompileContext } from './condition.js';
import { Problems } from './problems.js';
import type { CheckedQuery, CheckedSubquery, CompiledQuery, Plan, Subquery } from './query.js';

export interface CompileOptions {
  /** Gives fields their slots; shared by all queries of a run. */
  readonly fields: FieldSet;
  /** How constants compared with a field are read; by default as the Elastic Common Schema types it. */
  readonly fieldType?: (path: string) => FieldType | undefined;
  /** The text that the query was parsed from, for diagnostics. */
  readonly source: Source;
}

export interface CompileResult {
  /** Null when a diagnostic is an error. */
  readonly query: CompiledQuery | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Turns a checked query into predicates and a plan for the matchers. Stages that are one {@link CheckedSubquery}
 * (`with runs`) share a predicate. The result holds no state; its predicates must not call each other re-entrantly.
 */
export function compile(query: CheckedQuery, options: CompileOptions): CompileResult {
  const compiler = new QueryCompiler(options);
  const plan = compiler.plan(query);
  const { subqueries, paths, problems } = compiler;
  const compiled = problems.hasErrors ? null : { plan, subqueries, fields: [...paths] };
  return { query: compiled, diagnostics: problems.diagnostics };
}

/** Collects what the parts of one query add up to. */
class QueryCompiler {
  readonly subqueries: Subquery[] = [];
  readonly paths = new Set<string>();
  readonly problems: Problems;
  /** Constants are compiled more than once. */
  readonly #reported = new Set<string>();
  /** Of the condition at hand. */
  #combined: (readonly number[])[] = [];
  readonly #indexes = new Map<CheckedSubquery, number>();
  readonly #fields: FieldSet;
  readonly #context: CompileContext;

  constructor({ fields, fieldType = ecsFieldType, source }: CompileOptions) {
    this.#fields = fields;
    this.problems = new Problems(source);
    this.#context = {
      slot: (path) => this.#slot(path),
      combines: (slots) => this.#combined.push(slots),
      type: fieldType,
      report: (code, span, message, help) => {
        const place = `${code}:${span.start}`;
        if (this.#reported.has(place)) return;
        this.#reported.add(place);
        this.problems.error(code, span, message, { help });
      },
    };
  }

  plan(query: CheckedQuery): Plan {
    switch (query.kind) {
      case 'event':
        this.#add({ filter: query.filter, keys: [] });
        return { kind: 'event', pipes: query.pipes };
      case 'sequence': {
        const { until, maxspanMs, pipes } = query;
        const stages = query.stages.map(({ subquery, missing }) => ({
          subquery: this.#indexOf(subquery),
          missing,
        }));
        const untilIndex = until === null ? null : this.#indexOf(until);
        return { kind: 'sequence', stages, until: untilIndex, maxspanMs, pipes };
      }
      case 'sample':
        // Every subquery of a sample is an event of its own, even where two are the same.
        for (const subquery of query.subqueries) this.#add(subquery);
        return { kind: 'sample', size: query.subqueries.length };
    }
  }

  #indexOf(subquery: CheckedSubquery): number {
    const known = this.#indexes.get(subquery);
    if (known !== undefined) return known;
    const index = this.#add(subquery);
    this.#indexes.set(subquery, index);
    return index;
  }

  #add({ filter, keys }: CheckedSubquery): number {
    this.#combined = [];
    const condition = compileCondition(filter.condition, this.#context);
    this.subqueries.push({
      category: filter.category,
      matches: atFirstUse(condition.prepare),
      keys: keys.map(({ path, optional }) => ({ slot: this.#slot(path), optional })),
      combined: this.#combined,
      screen: condition.screen,
    });
    return this.subqueries.length - 1;
  }

  #slot(path: string): number {
    this.paths.add(path);
    return this.#fields.slot(path);
  }
}
