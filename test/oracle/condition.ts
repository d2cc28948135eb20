// §4 and §5 of the specification: a condition is `and`, `or`, `not` over leaves; a leaf is true of an event or false.
import type { JsonObject, Scalar } from '../../src/event/index.js';
import type {
  ComparisonNode,
  ComparisonOperator,
  Expression,
  FieldNode,
} from '../../src/eql/index.js';
import { isEqual, isOrdered } from './comparison.js';
import { valuesOf } from './fields.js';
import { fieldsOf, type TypeOf } from './query.js';
import {
  comparedAs,
  conjunction,
  disjunction,
  evaluate,
  FLIPPED,
  matches,
  negation,
  type Frame,
} from './script.js';
import { lower } from './text.js';

/** Whether an event satisfies a condition, which has been folded (see fold.ts). */
export function holds(condition: Expression, document: JsonObject, typeOf: TypeOf): boolean {
  return truth(condition, document, typeOf) === true;
}

/** True or false; null where folding made the literal null of it, which holds neither way. */
function truth(expression: Expression, document: JsonObject, typeOf: TypeOf): boolean | null {
  const of = (operand: Expression): boolean | null => truth(operand, document, typeOf);
  switch (expression.kind) {
    case 'and':
      return conjunction(expression.operands, of);
    case 'or':
      return disjunction(expression.operands, of);
    case 'not':
      return negation(of(expression.operand));
    case 'literal':
      return expression.value === null ? null : expression.value === true;
    case 'comparison':
    case 'in':
    case 'match':
    case 'call':
    case 'field':
    case 'arithmetic':
    case 'negate':
      return leaf(expression, document, typeOf);
  }
}

function leaf(expression: Expression, document: JsonObject, typeOf: TypeOf): boolean | null {
  const anyValue = (field: FieldNode, test: (value: Scalar) => boolean): boolean =>
    valuesOf(document, field.path).some(test);
  const isTrue = (expression: Expression): boolean =>
    anyCombination(expression, document, (frame) => evaluate(expression, frame, typeOf) === true);
  switch (expression.kind) {
    case 'match': {
      const { operand } = expression;
      if (operand.kind !== 'field') return isTrue(expression);
      return anyValue(operand, (value) => matches(String(value), expression));
    }
    case 'in': {
      const { operand, negated, insensitive } = expression;
      const constants = expression.values.map((value) => {
        const constant = constantOf(value);
        const type = operand.kind === 'field' ? typeOf(operand.path) : undefined;
        return constant === undefined ? undefined : comparedAs(constant, value, type, typeOf);
      });
      const isIn =
        operand.kind !== 'field'
          ? isTrue({ ...expression, negated: false })
          : anyValue(operand, (value) =>
              constants.some((constant) => {
                if (constant === null || constant === undefined) return false;
                if (insensitive) return lower(String(value)) === lower(String(constant));
                return isEqual(value, constant, typeOf(operand.path));
              }),
            );
      return isIn !== negated;
    }
    case 'comparison':
      return comparison(expression, document, typeOf);
    case 'call':
    case 'field':
    case 'and':
    case 'or':
    case 'not':
    case 'arithmetic':
    case 'negate':
    case 'literal':
      return isTrue(expression);
  }
}

function comparison(
  expression: ComparisonNode,
  document: JsonObject,
  typeOf: TypeOf,
): boolean | null {
  const { operand, operator, constant } = facing(expression, typeOf);
  const isScriptTrue = (): boolean =>
    anyCombination(expression, document, (frame) => evaluate(expression, frame, typeOf) === true);
  if (constant === undefined) return variables(expression, document) ?? isScriptTrue();
  if (operator !== '==' && operator !== '!=') {
    if (operand.kind !== 'field' || constant === null) return isScriptTrue();
    const { path } = operand;
    return valuesOf(document, path).some((value) =>
      isOrdered(value, operator, constant, typeOf(path)),
    );
  }
  if (constant === null) {
    const isNull = operator === '==';
    if (operand.kind === 'field') return (valuesOf(document, operand.path).length === 0) === isNull;
    return anyCombination(
      operand,
      document,
      (frame) => (evaluate(operand, frame, typeOf) === null) === isNull,
    );
  }
  if (typeof constant === 'boolean' && isBoolean(operand)) {
    const value = truth(operand, document, typeOf);
    return constant === (operator === '==') ? value : negation(value);
  }
  if (operand.kind !== 'field') return isScriptTrue();
  const { path } = operand;
  const isSame = valuesOf(document, path).some((value) => isEqual(value, constant, typeOf(path)));
  return isSame === (operator === '==');
}

/** A comparison with its constant on the right. */
function facing(
  { left, operator, right }: ComparisonNode,
  typeOf: TypeOf,
): {
  readonly operand: Expression;
  readonly operator: ComparisonOperator;
  readonly constant: Scalar | null | undefined;
} {
  const isFlipped = left.kind === 'literal';
  const [operand, other] = isFlipped ? [right, left] : [left, right];
  const value = constantOf(other);
  const type = operand.kind === 'field' ? typeOf(operand.path) : undefined;
  const constant = value === undefined ? undefined : comparedAs(value, other, type, typeOf);
  if (!isFlipped || operator === '==' || operator === '!=') return { operand, operator, constant };
  return { operand, operator: FLIPPED[operator], constant };
}

/** Undefined for what depends on the event. */
function constantOf(expression: Expression): Scalar | null | undefined {
  return expression.kind === 'literal' ? expression.value : undefined;
}

/** `?x == ?y`: two that are absent are equal. Null for any other comparison. */
function variables(
  { left, operator, right }: ComparisonNode,
  document: JsonObject,
): boolean | null {
  if (left.kind !== 'field' || right.kind !== 'field') return null;
  if (operator !== '==' && operator !== '!=') return null;
  const orNull = (values: readonly Scalar[]): readonly (Scalar | null)[] =>
    values.length === 0 ? [null] : values;
  const others = orNull(valuesOf(document, right.path));
  const isSame = orNull(valuesOf(document, left.path)).some((a) =>
    others.some((b) => (a === null || b === null ? a === b : isEqual(a, b, undefined))),
  );
  return isSame === (operator === '==');
}

const BOOLEAN_FUNCTIONS: readonly string[] = [
  'startswith',
  'endswith',
  'stringcontains',
  'cidrmatch',
];

function isBoolean(expression: Expression): boolean {
  if (expression.kind === 'call') return BOOLEAN_FUNCTIONS.includes(expression.name.toLowerCase());
  return ['and', 'or', 'not', 'comparison', 'in', 'match'].includes(expression.kind);
}

/** Whether some combination of the values of the fields passes; an absent field contributes one null. */
function anyCombination(
  expression: Expression,
  document: JsonObject,
  test: (frame: Frame) => boolean,
): boolean {
  let frames: Frame[] = [new Map()];
  for (const path of fieldsOf(expression)) {
    const values = valuesOf(document, path);
    const choices = values.length === 0 ? [null] : values;
    frames = frames.flatMap((frame) => choices.map((value) => new Map([...frame, [path, value]])));
  }
  return frames.some(test);
}
