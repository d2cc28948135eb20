/**
 * Parts of a query that say nothing: clauses that no event can satisfy beside the others, clauses that every event does,
 * entries that can never decide. Only what is proven is told. Where a field usually has one value, one is assumed.
 */
import type { CheckedFilter, CheckedQuery, Expression } from '../eql/index.js';
import { contradictionIn, needsValue, rejects } from './contradiction.js';
import { deadEntries } from './dead-entries.js';
import type { DeadPart } from './dead-part.js';
import { goalOf, type Demand, type Goal } from './goal.js';
import { variableOf, type Variable } from './variable.js';

/** All dead parts of a query, in the order of its text. */
export function findDead(query: CheckedQuery): readonly DeadPart[] {
  const finder = new Finder();
  for (const { condition } of filtersOf(query)) {
    // `where true` is how a query asks for every event of a category.
    if (condition.kind !== 'literal' || condition.value !== true) finder.scope(condition, []);
  }
  return finder.found.toSorted((a, b) => a.span.start - b.span.start);
}

function filtersOf(query: CheckedQuery): readonly CheckedFilter[] {
  switch (query.kind) {
    case 'event':
      return [query.filter];
    case 'sample':
      return query.subqueries.map(({ filter }) => filter);
    case 'sequence': {
      const subqueries = new Set(query.stages.map(({ subquery }) => subquery));
      if (query.until !== null) subqueries.add(query.until);
      return [...subqueries].map(({ filter }) => filter);
    }
  }
}

/** A demand that has to be met at some place of a condition, and where it stands. */
interface Unit {
  readonly demand: Demand;
  readonly expression: Expression;
  /** Whether the expression has to be true for it, or false. */
  readonly wanted: boolean;
}

class Finder {
  readonly found: DeadPart[] = [];
  readonly #variables = new Map<string, Variable>();

  /** Looks at a part that could be true or false by itself, where `context` holds. */
  scope(expression: Expression, context: readonly Demand[]): void {
    const units = unitsOf(expression, true);
    const contradicted = this.#contradicted(units, context);
    if (contradicted !== null) {
      this.found.push(contradicted);
      return;
    }
    this.#inside(expression, [...context, ...units.map(({ demand }) => demand)]);
  }

  /** Looks into a part that is itself possible. */
  #inside(expression: Expression, context: readonly Demand[]): void {
    switch (expression.kind) {
      case 'and':
        for (const operand of expression.operands) this.#inside(operand, context);
        break;
      case 'or':
        this.#reportAlways(expression);
        for (const operand of expression.operands) this.scope(operand, context);
        break;
      case 'not':
        this.scope(expression.operand, withoutExclusions(context, expression.operand));
        break;
      case 'in':
      case 'comparison':
      case 'match':
      case 'call':
      case 'field':
      case 'literal':
      case 'arithmetic':
      case 'negate':
        this.#entries(expression, context);
        break;
    }
  }

  #entries(expression: Expression, context: readonly Demand[]): void {
    const goal = goalIn(expression, true);
    if (goal.kind !== 'demand') return;
    const { leaf, wanted } = goal;
    this.found.push(...deadEntries(expression, leaf.shape));
    const [path] = leaf.fields;
    if (leaf.shape.kind !== 'entries' || path === undefined || leaf.fields.length > 1) return;
    // What a list excludes has to be possible by what else is asked.
    const others = (wanted ? context : withoutExclusions(context, expression)).filter(
      (other) => other.leaf !== leaf && isAbout(other, path),
    );
    if (others.length === 0) return;
    const positive = wanted ? goal : { ...goal, wanted: true };
    const variable = this.#variable(path);
    const ruledOut = leaf.shape.entries.flatMap((entry) => {
      const rejecter = others.find((other) => rejects(other, entry, positive, variable));
      return rejecter === undefined
        ? []
        : [{ span: entry.node.span, by: `\`${rejecter.text()}\`` }];
    });
    const [first] = ruledOut;
    if (first !== undefined && !wanted && ruledOut.length === leaf.shape.entries.length) {
      this.found.push({ kind: 'always', span: expression.span, reason: `${first.by} implies it` });
      return;
    }
    const known = new Set(this.found.map(({ span }) => span));
    for (const { span, by } of ruledOut) {
      if (!known.has(span)) this.found.push({ kind: 'entry', span, reason: `${by} rules it out` });
    }
  }

  #contradicted(units: readonly Unit[], context: readonly Demand[]): DeadPart | null {
    const paths = new Set(units.flatMap(({ demand }) => demand.leaf.fields));
    for (const { demand, expression } of units) {
      if (demand.leaf.fields.length === 0) {
        const holds = demand.leaf.holds([], demand.wanted);
        return {
          kind: holds ? 'always' : 'never',
          span: expression.span,
          reason: 'it depends on no event',
        };
      }
    }
    for (const path of paths) {
      const own = units.filter(({ demand }) => isAbout(demand, path));
      const around = context.filter((demand) => isAbout(demand, path));
      if (own.length + around.length < 2) continue;
      const core = contradictionIn(this.#variable(path), [
        ...around,
        ...own.map(({ demand }) => demand),
      ]);
      const last = own.findLast(({ demand }) => core?.includes(demand) === true);
      if (core === null || last === undefined) continue;
      const others = core.filter((demand) => demand !== last.demand);
      return {
        kind: 'never',
        span: last.expression.span,
        reason: `${[...new Set(others.map(({ text }) => `\`${text()}\``))].join(' and ')} ${others.length > 1 ? 'rule' : 'rules'} it out`,
      };
    }
    return null;
  }

  /** Alternatives of which one is true whatever the event. */
  #reportAlways(expression: Expression): void {
    const units = unitsOf(expression, false);
    for (const path of new Set(units.flatMap(({ demand }) => demand.leaf.fields))) {
      const own = units.map(({ demand }) => demand).filter((demand) => isAbout(demand, path));
      if (own.length < 2) continue;
      const core = contradictionIn({ ...this.#variable(path), isList: true }, own);
      if (core === null) continue;
      // Each of them is what is demanded for the whole to be false.
      const alternatives = units.filter(({ demand }) => core.includes(demand));
      const texts = alternatives.map(({ expression: part, wanted }) => {
        return `\`${goalIn(part, !wanted).text()}\``;
      });
      this.found.push({
        kind: 'always',
        span: expression.span,
        reason: `${texts.join(' or ')} holds for every event`,
      });
      return;
    }
  }

  #variable(path: string): Variable {
    const known = this.#variables.get(path);
    if (known !== undefined) return known;
    const variable = variableOf(path, [path]);
    this.#variables.set(path, variable);
    return variable;
  }
}

/** The demands that all have to be met for `expression` to be as `wanted`, with their places. */
function unitsOf(expression: Expression, wanted: boolean): readonly Unit[] {
  if (expression.kind === 'not') return unitsOf(expression.operand, !wanted);
  if (expression.kind === 'and' || expression.kind === 'or') {
    if ((expression.kind === 'and') !== wanted) return [];
    return expression.operands.flatMap((operand) => unitsOf(operand, wanted));
  }
  const goal = goalIn(expression, wanted);
  return goal.kind === 'demand' ? [{ demand: goal, expression, wanted }] : [];
}

/**
 * `context` without what only excludes, and without the demands of `expression` itself: an exclusion that another one
 * covers is not worth a word, one that could never apply is.
 */
function withoutExclusions(context: readonly Demand[], expression: Expression): readonly Demand[] {
  const own = new Set(unitsOf(expression, false).map(({ demand }) => demand.leaf));
  return context.filter((demand) => !own.has(demand.leaf) && needsValue(demand));
}

function isAbout({ leaf }: Demand, path: string): boolean {
  return leaf.fields.length === 1 && leaf.fields[0] === path;
}

/** The goals of leaves, which every condition around them asks for. */
const goals = {
  true: new WeakMap<Expression, Goal>(),
  false: new WeakMap<Expression, Goal>(),
} as const;

function goalIn(expression: Expression, wanted: boolean): Goal {
  const known = goals[`${wanted}`];
  let goal = known.get(expression);
  if (goal === undefined) {
    goal = goalOf(expression, wanted, samePath);
    known.set(expression, goal);
  }
  return goal;
}

/** Within one event a field is its own variable. */
function samePath(path: string): string {
  return path;
}
