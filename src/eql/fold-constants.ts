/** What folding knows of an expression by its form. Source: spec §4. */
import type { Expression, LiteralNode } from './ast.js';
import { FUNCTIONS, parameterAt } from './functions.js';

/** `expression` with the literal null in place of the operands that `isNull`: what is null for every event is a constant. */
export function withNulls(
  expression: Expression,
  isNull: (operand: Expression) => boolean,
): Expression {
  const folded = (operand: Expression): Expression => {
    if (!isNull(operand)) return operand;
    const none: LiteralNode = { kind: 'literal', span: operand.span, value: null, integer: false };
    return none;
  };
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { ...expression, operands: expression.operands.map(folded) };
    case 'not':
    case 'negate':
    case 'match':
      return { ...expression, operand: folded(expression.operand) };
    case 'comparison':
    case 'arithmetic':
      return { ...expression, left: folded(expression.left), right: folded(expression.right) };
    case 'in':
      return {
        ...expression,
        operand: folded(expression.operand),
        values: expression.values.map(folded),
      };
    case 'call':
      return { ...expression, args: expression.args.map(folded) };
    case 'field':
    case 'literal':
      return expression;
  }
}

/**
 * Whether `expression` is null for every event: null spreads, and what is computed from the literal null is null, whatever
 * stands beside it.
 */
export function isNullAlways(expression: Expression): boolean {
  switch (expression.kind) {
    case 'comparison': {
      const { operator, left, right } = expression;
      // `== null` and `!= null` are questions that have an answer.
      return operator !== '==' && operator !== '!=' && (isNull(left) || isNull(right));
    }
    case 'in':
      return isNull(expression.operand) || expression.values.every(isNull);
    case 'match':
      return isNull(expression.operand) || expression.patterns.every(isNull);
    case 'arithmetic':
      return isNull(expression.left) || isNull(expression.right);
    case 'negate':
    case 'not':
      return isNull(expression.operand);
    case 'call': {
      const spec = FUNCTIONS.get(expression.name.toLowerCase());
      return expression.args.some(
        (arg, index) =>
          spec !== undefined && parameterAt(spec, index)?.optional !== true && isNull(arg),
      );
    }
    case 'and':
    case 'or':
    case 'field':
    case 'literal':
      return false;
  }
}

function isNull(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === null;
}

/** Whether the value of `expression` depends on the event. */
export function readsField(expression: Expression): boolean {
  switch (expression.kind) {
    case 'field':
      return true;
    case 'literal':
      return false;
    case 'and':
    case 'or':
      return expression.operands.some(readsField);
    case 'not':
    case 'negate':
      return readsField(expression.operand);
    case 'comparison':
    case 'arithmetic':
      return readsField(expression.left) || readsField(expression.right);
    case 'in':
      return readsField(expression.operand) || expression.values.some(readsField);
    case 'match':
      return readsField(expression.operand);
    case 'call':
      return expression.args.some(readsField);
  }
}
