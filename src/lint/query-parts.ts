// Ways through checked queries that several checks take.
import { printExpression } from '../eql/index.js';
import type {
  CheckedQuery,
  CheckedSubquery,
  Expression,
  FieldNode,
  LiteralNode,
} from '../eql/index.js';

/** The distinct subqueries in the order of the text, `until` last; an event query counts as one without keys. */
export function subqueriesOf(query: CheckedQuery): readonly CheckedSubquery[] {
  switch (query.kind) {
    case 'event':
      return [{ filter: query.filter, keys: [] }];
    case 'sample':
      return query.subqueries;
    case 'sequence': {
      const stages = new Set(query.stages.map(({ subquery }) => subquery));
      return query.until === null ? [...stages] : [...stages, query.until];
    }
  }
}

/** Calls `visit` for an expression and everything in it but constants, in the order of the text. */
export function forEachPart(expression: Expression, visit: (part: Expression) => void): void {
  visit(expression);
  for (const part of partsOf(expression)) forEachPart(part, visit);
}

/** Whether an expression or anything in it but constants is such a one. */
export function someParts(expression: Expression, isOne: (part: Expression) => boolean): boolean {
  return isOne(expression) || partsOf(expression).some((part) => someParts(part, isOne));
}

/** What an expression is made of, in the order of the text. What a list holds is constant. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands;
    case 'comparison':
    case 'arithmetic':
      return [expression.left, expression.right];
    case 'not':
    case 'negate':
    case 'in':
    case 'match':
      return [expression.operand];
    case 'call':
      return expression.args;
    case 'field':
    case 'literal':
      return [];
  }
}

/** A test whether a field has one of some values. */
export interface ValueTest {
  readonly field: FieldNode;
  readonly values: readonly LiteralNode[];
  /** As a message writes it: `==`, `in`, `like~`. */
  readonly operator: string;
  readonly negated: boolean;
  readonly ignoresCase: boolean;
  /** Whether `*` and `?` stand for other characters, or the values are regular expressions. */
  readonly takesPatterns: boolean;
}

/** Several checks ask for the same ones. */
const tests = new WeakMap<Expression, ValueTest | null>();
const outlines = new WeakMap<Expression, string>();

/** The test that an expression is, by `==`, `!=`, `in`, `:`, `like` or `regex`; `not` before it is taken in. */
export function valueTestOf(expression: Expression): ValueTest | null {
  let test = tests.get(expression);
  if (test === undefined) {
    test = readValueTest(expression);
    tests.set(expression, test);
  }
  return test;
}

function readValueTest(expression: Expression): ValueTest | null {
  switch (expression.kind) {
    case 'not': {
      const inner = valueTestOf(expression.operand);
      return inner && { ...inner, negated: !inner.negated };
    }
    case 'comparison': {
      const { operator, left, right } = expression;
      if (operator !== '==' && operator !== '!=') return null;
      const [field, value] = left.kind === 'field' ? [left, right] : [right, left];
      if (field.kind !== 'field' || value.kind !== 'literal') return null;
      const negated = operator === '!=';
      return {
        field,
        values: [value],
        operator,
        negated,
        ignoresCase: false,
        takesPatterns: false,
      };
    }
    case 'in': {
      const { operand: field, values, negated, insensitive: ignoresCase } = expression;
      const literals = values.filter((value) => value.kind === 'literal');
      if (field.kind !== 'field' || literals.length < values.length) return null;
      const operator = ignoresCase ? 'in~' : 'in';
      return { field, values: literals, operator, negated, ignoresCase, takesPatterns: false };
    }
    case 'match': {
      const { operand: field, patterns: values, operator } = expression;
      if (field.kind !== 'field') return null;
      const ignoresCase = operator === ':' || operator.endsWith('~');
      return { field, values, operator, negated: false, ignoresCase, takesPatterns: true };
    }
    case 'and':
    case 'or':
    case 'arithmetic':
    case 'negate':
    case 'call':
    case 'field':
    case 'literal':
      return null;
  }
}

/**
 * A short text that expressions of the same meaning share, and few others: to find out which are worth a comparison of
 * their whole text.
 */
export function outlineOf(expression: Expression): string {
  let outline = outlines.get(expression);
  if (outline === undefined) {
    outline = writeOutline(expression);
    outlines.set(expression, outline);
  }
  return outline;
}

function writeOutline(expression: Expression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return `${expression.kind} ${outlineOfList(expression.operands)}`;
    case 'not':
    case 'negate':
      return `${expression.kind} ${outlineOf(expression.operand)}`;
    case 'comparison':
    case 'arithmetic':
      return `${outlineOf(expression.left)} ${expression.operator} ${outlineOf(expression.right)}`;
    case 'in':
      return `${outlineOf(expression.operand)} in ${outlineOfList(expression.values)}`;
    case 'match':
      return `${outlineOf(expression.operand)} ${expression.operator} ${outlineOfList(expression.patterns)}`;
    case 'call':
      return `${expression.name} ${outlineOfList(expression.args)}`;
    case 'field':
      return expression.path;
    case 'literal':
      return String(expression.value);
  }
}

/** How many there are, the first and the last. */
function outlineOfList(list: readonly Expression[]): string {
  const [first, last] = [list[0], list.at(-1)];
  const ends = first === undefined || last === undefined ? [] : [outlineOf(first), outlineOf(last)];
  return `${list.length} ${ends.join(' ')}`;
}

/** {@link outlineOf} for queries. */
export function queryOutline(query: CheckedQuery): string {
  const subqueries = subqueriesOf(query);
  const [first] = subqueries;
  return `${query.kind}${subqueries.length}${first === undefined ? '' : outlineOf(first.filter.condition)}`;
}

/** A text that queries of the same meaning share, however they are laid out, bracketed and commented. */
export function canonicalText(query: CheckedQuery): string {
  const subqueries = subqueriesOf(query).map(({ filter: { category, condition }, keys }) =>
    [category ?? 'any', printExpression(condition), ...keys.map(({ path }) => path)].join('\n'),
  );
  const shape =
    query.kind === 'sequence'
      ? [query.maxspanMs, query.until !== null, ...query.stages.map(({ missing }) => missing)]
      : [];
  const pipes =
    query.kind === 'sample' ? [] : query.pipes.map(({ kind, count }) => `${kind} ${count}`);
  return [query.kind, ...shape, ...pipes, ...subqueries].join('\n');
}
