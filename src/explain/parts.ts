// The skeleton of a condition: `all` and `any` over clauses, every `not` carried down to them, as the compiler does it. Each part is
// compiled alone, by the product's compiler: what a part says cannot differ from what the query does. Source: spec §4.
import { compile, printExpression, type Expression } from '../eql/index.js';
import type { Event, FieldSet } from '../event/index.js';
import { invariant, type Source } from '../source/index.js';

export type Test = (event: Event) => boolean;

interface PartBase {
  /** As written, with the `not` that applies to it. */
  readonly text: string;
  readonly expression: Expression;
  readonly test: Test;
}

/** A leaf of the condition. */
export interface Leaf extends PartBase {
  readonly kind: 'clause';
  /** Its place among the clauses of the condition. */
  readonly number: number;
  /** What some value has to be, or, of a negated clause, none may be: without any `not`, as `==` for `!=`. */
  readonly positive: Expression;
  readonly negated: boolean;
  /** Fields that it reads. */
  readonly paths: readonly string[];
}

export interface Group extends PartBase {
  readonly kind: 'all' | 'any';
  readonly of: readonly Part[];
}

export type Part = Leaf | Group;

/** Compiles expressions of one query by themselves. */
export class PartCompiler {
  readonly #fields: FieldSet;
  readonly #source: Source;
  #leaves = 0;

  /** `source`: the text of the query, of which it is known that it compiles. */
  constructor(fields: FieldSet, source: Source) {
    this.#fields = fields;
    this.#source = source;
  }

  /** The test of a boolean expression. */
  test(condition: Expression): Test {
    const test = this.tryTest(condition);
    invariant(test !== null, 'a part of a query that compiles compiles');
    return test;
  }

  /** The same for an expression that is not of the query; null where it does not compile. */
  tryTest(condition: Expression): Test | null {
    const { query } = compile(
      { kind: 'event', filter: { category: null, condition }, pipes: [] },
      { fields: this.#fields, source: this.#source },
    );
    return query?.subqueries[0]?.matches ?? null;
  }

  slot(path: string): number {
    return this.#fields.slot(path);
  }

  /** The parts of a condition. */
  parts(condition: Expression): Part {
    this.#leaves = 0;
    return this.#part(condition, false);
  }

  #part(written: Expression, negated: boolean): Part {
    if (written.kind === 'not') return this.#part(written.operand, !negated);
    const expression: Expression = negated
      ? { kind: 'not', span: written.span, operand: written }
      : written;
    const base = { text: printExpression(expression), expression, test: this.test(expression) };
    if (written.kind === 'and' || written.kind === 'or') {
      const kind = (written.kind === 'and') === negated ? 'any' : 'all';
      return { ...base, kind, of: written.operands.map((operand) => this.#part(operand, negated)) };
    }
    const number = this.#leaves++;
    const paths = [...new Set(pathsOf(written))];
    const positive = positiveOf(written);
    const isNegated = positive === null ? negated : !negated;
    return {
      ...base,
      kind: 'clause',
      number,
      positive: positive ?? written,
      negated: isNegated,
      paths,
    };
  }
}

/** `x == "a"` of `x != "a"`, `x in ("a")` of `x not in ("a")`; null for what is no negation, `x != null` among it. */
function positiveOf(clause: Expression): Expression | null {
  if (clause.kind === 'in' && clause.negated) return { ...clause, negated: false };
  if (clause.kind !== 'comparison' || clause.operator !== '!=') return null;
  const isNullTest = [clause.left, clause.right].some(
    (side) => side.kind === 'literal' && side.value === null,
  );
  return isNullTest ? null : { ...clause, operator: '==' };
}

/**
 * How many clauses would have to turn over for the part to hold; 0 where it does. Gives up, with a number over `most`,
 * once it is more than that.
 */
export function shortfall(part: Part, event: Event, most = Number.POSITIVE_INFINITY): number {
  switch (part.kind) {
    case 'clause':
      return part.test(event) ? 0 : 1;
    case 'all': {
      let sum = 0;
      for (const item of part.of) {
        sum += shortfall(item, event, most - sum);
        if (sum > most) break;
      }
      return sum;
    }
    case 'any': {
      let least = Number.POSITIVE_INFINITY;
      for (const item of part.of) {
        least = Math.min(least, shortfall(item, event, Math.min(most, least)));
        if (least === 0) break;
      }
      return least;
    }
  }
}

/** The shortest way for a condition to hold. */
export interface Way {
  /** The clauses on it that fail. */
  readonly failing: readonly Leaf[];
  /** How many clauses it asks for. */
  readonly needs: number;
}

/** The way with the fewest clauses that fail; of several the one with the most that hold, then the first. */
export function shortestWay(part: Part, event: Event): Way {
  switch (part.kind) {
    case 'clause':
      return { failing: part.test(event) ? [] : [part], needs: 1 };
    case 'all': {
      const ways = part.of.map((item) => shortestWay(item, event));
      return {
        failing: ways.flatMap(({ failing }) => failing),
        needs: ways.reduce((sum, { needs }) => sum + needs, 0),
      };
    }
    case 'any':
      return part.of
        .map((item) => shortestWay(item, event))
        .reduce((best, next) => {
          const longer = next.failing.length - best.failing.length;
          return longer < 0 || (longer === 0 && next.needs > best.needs) ? next : best;
        });
  }
}

/** Fields that an expression reads, in the order of the text. */
function pathsOf(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'field':
      return [expression.path];
    case 'literal':
      return [];
    case 'and':
    case 'or':
      return expression.operands.flatMap(pathsOf);
    case 'not':
    case 'negate':
      return pathsOf(expression.operand);
    case 'comparison':
    case 'arithmetic':
      return [expression.left, expression.right].flatMap(pathsOf);
    case 'in':
      return [expression.operand, ...expression.values].flatMap(pathsOf);
    case 'match':
      return pathsOf(expression.operand);
    case 'call':
      return expression.args.flatMap(pathsOf);
  }
}
