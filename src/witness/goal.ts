/**
 * What is to be made true, or false, of some events at once: a tree of `all` and `any` over demands, each of which asks
 * one leaf of a condition to be true or false. Negation stands at the leaves only, where EQL has it, too. Source: spec §4.
 */
import { FUNCTIONS, printBriefly, type Expression } from '../eql/index.js';
import type { Span } from '../source/index.js';
import { leafOf, type Leaf } from './leaf.js';

export type Goal = AllOf | AnyOf | Demand;

/** Every one of `of`. */
export interface AllOf {
  readonly kind: 'all';
  readonly of: readonly Goal[];
  /** As the author wrote it. */
  readonly text: () => string;
  /** In the text of the query; null for what is not written there. */
  readonly span: Span | null;
}

/** One of `of` at least. */
export interface AnyOf {
  readonly kind: 'any';
  readonly of: readonly Goal[];
  readonly text: () => string;
  readonly span: Span | null;
}

/** One leaf that has to be true (`wanted`) or false. */
export interface Demand {
  readonly kind: 'demand';
  readonly leaf: Leaf;
  readonly wanted: boolean;
  /** The variable that each field of the leaf stands for. */
  readonly variables: readonly string[];
  /** As the author wrote it. */
  readonly text: () => string;
  readonly span: Span | null;
}

/** Names the variable that a field of some event stands for. */
export type VariableOf = (path: string) => string;

/** Leaves are taken apart once, however many goals they are part of. */
const leaves = new WeakMap<Expression, Leaf>();

/** The goal that `expression` is true, or with `wanted` false that it is false. */
export function goalOf(expression: Expression, wanted: boolean, variableOf: VariableOf): Goal {
  const text = (): string => textOf(expression, wanted);
  const { span } = expression;
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const kind = (expression.kind === 'and') === wanted ? 'all' : 'any';
      const of = expression.operands.map((operand) => goalOf(operand, wanted, variableOf));
      return { kind, of, text, span };
    }
    case 'not':
      return goalOf(expression.operand, !wanted, variableOf);
    case 'in':
      return demandOf(
        expression.negated ? positive(expression) : expression,
        wanted !== expression.negated,
        text,
        span,
        variableOf,
      );
    case 'comparison': {
      const { operator, left, right } = expression;
      if (operator !== '==' && operator !== '!=') break;
      const isSame = (operator === '==') === wanted;
      if (right.kind === 'literal' && typeof right.value === 'boolean' && isBoolean(left)) {
        return goalOf(left, isSame === right.value, variableOf);
      }
      // Of a field `!=` is the complement of `==`; of a function's result it is not.
      if (left.kind !== 'field' || operator === '==') break;
      return demandOf(positive(expression), isSame, text, span, variableOf);
    }
    case 'match':
    case 'call':
    case 'field':
    case 'literal':
    case 'arithmetic':
    case 'negate':
      break;
  }
  return demandOf(expression, wanted, text, span, variableOf);
}

/** The goal that fails exactly where `goal` is reached. */
export function opposite(goal: Goal): Goal {
  if (goal.kind === 'demand') {
    return { ...goal, wanted: !goal.wanted };
  }
  return {
    kind: goal.kind === 'all' ? 'any' : 'all',
    of: goal.of.map(opposite),
    text: goal.text,
    span: goal.span,
  };
}

/** Every one of `of`. */
export function allOf(of: readonly Goal[]): Goal {
  return { kind: 'all', of, text: () => of.map(({ text }) => text()).join(' and '), span: null };
}

/** One of `of` at least. */
export function anyOf(of: readonly Goal[]): Goal {
  return { kind: 'any', of, text: () => of.map(({ text }) => text()).join(' or '), span: null };
}

/** All demands in a goal, in the order of the text. */
export function demandsIn(goal: Goal): readonly Demand[] {
  return goal.kind === 'demand' ? [goal] : goal.of.flatMap(demandsIn);
}

function demandOf(
  expression: Expression,
  wanted: boolean,
  text: () => string,
  span: Span,
  variableOf: VariableOf,
): Demand {
  let leaf = leaves.get(expression);
  if (leaf === undefined) leaves.set(expression, (leaf = leafOf(expression)));
  return { kind: 'demand', leaf, wanted, variables: leaf.fields.map(variableOf), text, span };
}

/** The positive forms of negated nodes, so that each of these has one leaf. */
const positives = new WeakMap<Expression, Expression>();

function positive(
  expression: Extract<Expression, { readonly kind: 'in' | 'comparison' }>,
): Expression {
  const known = positives.get(expression);
  if (known !== undefined) return known;
  const made: Expression =
    expression.kind === 'in'
      ? { ...expression, negated: false }
      : { ...expression, operator: '==' };
  positives.set(expression, made);
  return made;
}

function textOf(expression: Expression, wanted: boolean): string {
  const { span } = expression;
  return printBriefly(wanted ? expression : { kind: 'not', span, operand: expression });
}

/** Whether an expression is true or false by its form. */
function isBoolean(expression: Expression): boolean {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'comparison':
    case 'in':
    case 'match':
      return true;
    case 'call':
      return FUNCTIONS.get(expression.name.toLowerCase())?.returns === 'boolean';
    case 'field':
    case 'literal':
    case 'arithmetic':
    case 'negate':
      return false;
  }
}
