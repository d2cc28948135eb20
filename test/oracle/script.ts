// §4 (inside scripts), §6 and §8 of the specification: an expression evaluated for one value of each of its fields, in
// three-valued logic.
import type { Scalar } from '../../src/event/index.js';
import type {
  ArithmeticNode,
  ComparisonNode,
  Expression,
  InNode,
  MatchNode,
} from '../../src/eql/index.js';
import { isEqual, isOrdered, numberOf } from './comparison.js';
import { call } from './functions.js';
import { asArithmetic, isNull, operandsOf, type TypeOf } from './query.js';
import { matchesRegex } from './regex.js';
import { doubleText, lower } from './text.js';
import { coversText } from './wildcard.js';

/** One value, or null, for each field. */
export type Frame = ReadonlyMap<string, Scalar | null>;

/** The value of an expression that has been folded (see fold.ts). */
export function evaluate(expression: Expression, frame: Frame, typeOf: TypeOf): Scalar | null {
  const value = (operand: Expression): Scalar | null => evaluate(operand, frame, typeOf);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'field':
      return frame.get(expression.path) ?? null;
    case 'and':
      return conjunction(expression.operands, value);
    case 'or':
      return disjunction(expression.operands, value);
    case 'not':
      return negation(value(expression.operand));
    case 'negate': {
      const number = arithmeticOperand(value(expression.operand));
      return number === null ? null : -number;
    }
    case 'comparison':
      return comparison(expression, value(expression.left), value(expression.right), typeOf);
    case 'in':
      return membership(expression, value, typeOf);
    case 'match': {
      const text = value(expression.operand);
      return text === null ? null : matches(String(text), expression);
    }
    case 'arithmetic':
      return arithmetic(expression, value(expression.left), value(expression.right), typeOf);
    case 'call': {
      const operator = asArithmetic(expression);
      if (operator !== null) return value(operator);
      return call(
        expression.name.toLowerCase(),
        expression.insensitive,
        expression.args.map((arg) => written(arg, value(arg), typeOf)),
      );
    }
  }
}

/** A value where a text is wanted: a number of a fractional type shows that it is one. */
function written(expression: Expression, value: Scalar | null, typeOf: TypeOf): Scalar | null {
  const isDouble = typeof value === 'number' && isFractional(expression, typeOf);
  return isDouble ? doubleText(value) : value;
}

/** The value of a constant as a field of `type` is compared with it. */
export function comparedAs<T extends Scalar | null>(
  value: T,
  constant: Expression,
  type: ReturnType<TypeOf>,
  typeOf: TypeOf,
): T | string {
  const isDouble = typeof value === 'number' && isFractional(constant, typeOf);
  return isDouble && type === 'keyword' ? doubleText(value) : value;
}

/** `and`: false wins over null, null over true. */
export function conjunction(
  operands: readonly Expression[],
  valueOf: (operand: Expression) => Scalar | null,
): boolean | null {
  let result: boolean | null = true;
  for (const operand of operands) {
    const value = valueOf(operand);
    if (value === false) return false;
    if (value === null) result = null;
  }
  return result;
}

/** `or`: true wins over null, null over false. */
export function disjunction(
  operands: readonly Expression[],
  valueOf: (operand: Expression) => Scalar | null,
): boolean | null {
  return negation(conjunction(operands, (operand) => negation(valueOf(operand))));
}

export function negation(value: Scalar | null): boolean | null {
  return value === null ? null : value !== true;
}

/** Whether a text matches any of the patterns of `:`, `like`, `regex`. */
export function matches(text: string, { operator, patterns }: MatchNode): boolean {
  const ignoreCase = operator !== 'like' && operator !== 'regex';
  const folded = lower(text);
  return patterns.some(({ value }) => {
    if (value === null) return false;
    const pattern = String(value);
    if (operator.startsWith('regex')) return matchesRegex(pattern, text, ignoreCase);
    return ignoreCase ? coversText(lower(pattern), folded) : coversText(pattern, text);
  });
}

function comparison(
  { operator, left, right }: ComparisonNode,
  a: Scalar | null,
  b: Scalar | null,
  typeOf: TypeOf,
): boolean | null {
  const isEquality = operator === '==' || operator === '!=';
  if (isEquality && (isNull(left) || isNull(right))) return (a === b) === (operator === '==');
  if (a === null || b === null) return null;
  // No field whose type could decide: values of different types are not compared.
  if (left.kind !== 'field' && right.kind !== 'field' && typeof a !== typeof b) return null;
  const isFlipped = right.kind === 'field';
  const type = typed(isFlipped ? right : left, typeOf);
  const found = isFlipped ? b : a;
  const wanted = isFlipped ? comparedAs(a, left, type, typeOf) : comparedAs(b, right, type, typeOf);
  if (isEquality) return isEqual(found, wanted, type) === (operator === '==');
  return isOrdered(found, isFlipped ? FLIPPED[operator] : operator, wanted, type);
}

export const FLIPPED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function typed(expression: Expression, typeOf: TypeOf): ReturnType<TypeOf> {
  return expression.kind === 'field' ? typeOf(expression.path) : undefined;
}

function membership(
  { operand, insensitive, negated, values }: InNode,
  value: (expression: Expression) => Scalar | null,
  typeOf: TypeOf,
): boolean | null {
  const found = value(operand);
  if (found === null) return null;
  const type = typed(operand, typeOf);
  const isAmong = values.some((expression) => {
    const constant = comparedAs(value(expression), expression, type, typeOf);
    if (constant === null) return false;
    if (insensitive) return lower(String(found)) === lower(String(constant));
    return isEqual(found, constant, type);
  });
  return isAmong !== negated;
}

function arithmetic(
  { operator, left, right }: ArithmeticNode,
  a: Scalar | null,
  b: Scalar | null,
  typeOf: TypeOf,
): number | null {
  const x = arithmeticOperand(a);
  const y = arithmeticOperand(b);
  if (x === null || y === null) return null;
  const isWhole =
    Number.isInteger(x) &&
    Number.isInteger(y) &&
    ![left, right].some((side) => isFractional(side, typeOf));
  const quotient = isWhole ? Math.trunc(x / y) : x / y;
  const result = { '+': x + y, '-': x - y, '*': x * y, '/': quotient, '%': x % y }[operator];
  return Number.isFinite(result) ? result : null;
}

function arithmeticOperand(value: Scalar | null): number | null {
  return value === null ? null : numberOf(value);
}

/** Whether a number is of a fractional type, as `2.0` is, even if it is whole. */
export function isFractional(expression: Expression, typeOf: TypeOf): boolean {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'number' && !expression.integer;
    case 'field':
      return typeOf(expression.path) === 'double';
    case 'negate':
    case 'arithmetic':
      return operandsOf(expression).some((operand) => isFractional(operand, typeOf));
    case 'call':
      return (
        asArithmetic(expression) !== null &&
        expression.args.some((arg) => isFractional(arg, typeOf))
      );
    case 'and':
    case 'or':
    case 'not':
    case 'comparison':
    case 'in':
    case 'match':
      return false;
  }
}
