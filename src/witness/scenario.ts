/**
 * The events that a match of a query needs, as unknowns: one part for each subquery, a variable for each field, one
 * variable for all fields of a join key. And what is asked of them, clause by clause.
 */
import type {
  CheckedFilter,
  CheckedQuery,
  CheckedSubquery,
  Expression,
  FieldNode,
} from '../eql/index.js';
import type { Span } from '../source/index.js';
import { allOf, goalOf, opposite, type Goal, type VariableOf } from './goal.js';
import { variableOf, type Variable } from './variable.js';

/** One subquery, and the event that stands for it. */
export interface Part {
  readonly number: number;
  readonly subquery: CheckedSubquery;
  readonly role: 'stage' | 'missing' | 'until';
  /** The variable of each field of its event that something is asked of, by path. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** The variable of a field, which from then on is one of `variables`. */
  readonly variableOf: VariableOf;
  /** That its event passes the filter: category and condition. */
  readonly filter: Goal;
  /** That its event takes part: passes the filter and has its join keys. */
  readonly goal: Goal;
}

/** A query taken apart. */
export interface Scenario {
  readonly query: CheckedQuery;
  readonly parts: readonly Part[];
  /** The part of each stage in order; parts stand there several times in runs. For a sample, every part. */
  readonly stages: readonly Part[];
  readonly until: Part | null;
  readonly maxspanMs: number | null;
  readonly variables: ReadonlyMap<string, Variable>;
  /** The variable of each join key, by its position. */
  readonly keys: readonly Variable[];
  /** That no event but the last passes `until`. */
  readonly undisturbed: readonly Goal[];
  /** That every stage has its event, and nothing stops them. */
  readonly goal: Goal;
}

/** One stage that is to be a part of its own, though others have the same subquery. */
export interface Apart {
  /** Index among the stages. */
  readonly stage: number;
  /** A field of it that is no join key shared with the other stages; null: it shares all. */
  readonly unsharedField: string | null;
}

/** Takes `query` apart; `categoryField` holds the category of an event. */
export function scenarioOf(
  query: CheckedQuery,
  categoryField: string,
  apart: Apart | null = null,
): Scenario {
  const listed = listSubqueries(query);
  const numbers = numbersOf(listed, query.kind, apart);
  const distinct = listed
    .map((item, index) => ({ ...item, number: numbers[index] ?? index }))
    .filter(({ number }, index) => number === index);
  const variables = new Variables(distinct, apart);
  const parts = distinct.map(({ subquery, role, number }): Part => {
    const named = new Map<string, Variable>();
    const find: VariableOf = (path) => {
      const variable = variables.of(number, path);
      named.set(path, variable);
      return variable.id;
    };
    for (const { path } of subquery.keys) find(path);
    const filter = filterGoal(subquery.filter, categoryField, find);
    const goal = allOf([filter, ...keysPresent(subquery, find)]);
    return { number, subquery, role, variables: named, variableOf: find, filter, goal };
  });
  const stages = numbers.flatMap((number) => parts.find((part) => part.number === number) ?? []);
  const until = parts.find(({ role }) => role === 'until') ?? null;
  const inOrder = stages.filter(({ role }) => role !== 'until');
  const undisturbed = untilAvoided(inOrder, until, categoryField);
  return {
    query,
    parts,
    stages: inOrder,
    until,
    maxspanMs: query.kind === 'sequence' ? query.maxspanMs : null,
    variables: variables.all,
    keys: variables.keys,
    undisturbed,
    goal: allOf([
      ...parts.filter(({ role }) => role === 'stage').map(({ goal }) => goal),
      ...undisturbed,
    ]),
  };
}

/** That the event of `part`, a part of the scenario, passes another filter, too. */
export function goalOn(part: Part, filter: CheckedFilter, categoryField: string): Goal {
  return filterGoal(filter, categoryField, part.variableOf);
}

/** An event that passes `until` ends what it is part of, unless it is the last. */
function untilAvoided(
  stages: readonly Part[],
  until: Part | null,
  categoryField: string,
): readonly Goal[] {
  if (until === null) return [];
  const present = stages.filter(({ role }) => role === 'stage');
  return [...new Set(present.slice(0, -1))].map((part) =>
    opposite(goalOn(part, until.subquery.filter, categoryField)),
  );
}

interface ListedSubquery {
  readonly subquery: CheckedSubquery;
  readonly role: Part['role'];
}

function listSubqueries(query: CheckedQuery): readonly ListedSubquery[] {
  switch (query.kind) {
    case 'event':
      return [{ subquery: { filter: query.filter, keys: [] }, role: 'stage' }];
    case 'sample':
      return query.subqueries.map((subquery) => ({ subquery, role: 'stage' }));
    case 'sequence': {
      const { stages, until } = query;
      return [
        ...stages.map(({ subquery, missing }) => ({
          subquery,
          role: missing ? ('missing' as const) : ('stage' as const),
        })),
        ...(until === null ? [] : [{ subquery: until, role: 'until' as const }]),
      ];
    }
  }
}

/** The number of each one's part: the index of the first with the same subquery. Events of a sample are all different. */
function numbersOf(
  listed: readonly ListedSubquery[],
  kind: CheckedQuery['kind'],
  apart: Apart | null,
): readonly number[] {
  return listed.map(({ subquery }, index) => {
    if (kind === 'sample' || index === apart?.stage) return index;
    const first = listed.findIndex((item, at) => item.subquery === subquery && at !== apart?.stage);
    return first === -1 ? index : first;
  });
}

function keysPresent({ keys }: CheckedSubquery, find: VariableOf): readonly Goal[] {
  return keys
    .filter(({ optional }) => !optional)
    .map((key) => ({ ...goalOf(isPresent(key), true, find), text: () => `by ${key.path}` }));
}

function filterGoal(filter: CheckedFilter, categoryField: string, find: VariableOf): Goal {
  const condition = goalOf(filter.condition, true, find);
  if (filter.category === null) return condition;
  const category = goalOf(categoryTest(filter, categoryField), true, find);
  const text = (): string => `event category "${filter.category ?? ''}"`;
  return allOf([{ ...category, text, span: null }, condition]);
}

const NO_SPAN: Span = { start: 0, end: 0 };

/** Goals of one filter share its leaf, so the expression is made once. */
const categoryTests = new WeakMap<CheckedFilter, Expression>();

function categoryTest(filter: CheckedFilter, path: string): Expression {
  const known = categoryTests.get(filter);
  if (known !== undefined) return known;
  const made: Expression = {
    kind: 'comparison',
    span: NO_SPAN,
    operator: '==',
    operatorSpan: NO_SPAN,
    left: { kind: 'field', span: NO_SPAN, path, optional: false },
    right: { kind: 'literal', span: NO_SPAN, value: filter.category, integer: false },
  };
  categoryTests.set(filter, made);
  return made;
}

function isPresent(key: FieldNode): Expression {
  const { span } = key;
  const right = { kind: 'literal', span, value: null, integer: false } as const;
  return { kind: 'comparison', span, operator: '!=', operatorSpan: span, left: key, right };
}

/** Gives fields their variables; those of one join key, and of keys that share a field, have one. */
class Variables {
  readonly all = new Map<string, Variable>();
  /** By part and path: the name of the key that the field is part of. */
  readonly #keyOf = new Map<string, string>();
  readonly #pathsOf = new Map<string, string[]>();
  readonly #keys: string[] = [];

  constructor(
    parts: readonly { readonly number: number; readonly subquery: CheckedSubquery }[],
    apart: Apart | null,
  ) {
    const count = parts[0]?.subquery.keys.length ?? 0;
    for (let position = 0; position < count; position++) {
      const fields = parts.flatMap(({ number, subquery: { keys } }) => {
        const path = keys[position]?.path;
        const isShared = number !== apart?.stage || path !== apart.unsharedField;
        return path === undefined || !isShared ? [] : [{ name: `${number}:${path}`, path }];
      });
      this.#join(position, fields);
    }
  }

  /** The variable of each join key, by its position. */
  get keys(): readonly Variable[] {
    return this.#keys.map((key) => this.#keyVariable(key, ''));
  }

  of(part: number, path: string): Variable {
    const name = `${part}:${path}`;
    const key = this.#keyOf.get(name);
    return key === undefined ? this.#make(name, [path]) : this.#keyVariable(key, path);
  }

  /** One variable for `fields`; where one of them is part of an earlier key, that key's. */
  #join(
    position: number,
    fields: readonly { readonly name: string; readonly path: string }[],
  ): void {
    const known = fields.map(({ name }) => this.#keyOf.get(name)).find((key) => key !== undefined);
    const key = known ?? `key ${position}`;
    this.#keys.push(key);
    const paths = this.#pathsOf.get(key) ?? [];
    for (const { name, path } of fields) {
      this.#keyOf.set(name, key);
      if (!paths.includes(path)) paths.push(path);
    }
    this.#pathsOf.set(key, paths);
  }

  #keyVariable(key: string, path: string): Variable {
    const [first = path, ...rest] = this.#pathsOf.get(key) ?? [];
    return this.#make(key, [first, ...rest]);
  }

  #make(id: string, paths: readonly [string, ...string[]]): Variable {
    const known = this.all.get(id);
    if (known !== undefined) return known;
    const variable = variableOf(id, paths);
    this.all.set(id, variable);
    return variable;
  }
}
