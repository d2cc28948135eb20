// §4 of the specification: what is the same for every event is worked out beforehand, and null spreads.
import type { Scalar } from '../../src/event/index.js';
import type { Expression, LiteralNode } from '../../src/eql/index.js';
import { isOptional } from './functions.js';
import { isNull, operandsOf, type TypeOf } from './query.js';
import { evaluate, isFractional } from './script.js';

/** §3: a field alone asks whether it is true. */
export function asCondition(expression: Expression): Expression {
  if (expression.kind !== 'field') return expression;
  const { span } = expression;
  const right: LiteralNode = { kind: 'literal', span, value: true, integer: false };
  return { kind: 'comparison', span, operator: '==', operatorSpan: span, left: expression, right };
}

/** The same expression, with literals in place of all that no field has a say in. */
export function fold(expression: Expression, typeOf: TypeOf): Expression {
  const folded = withFoldedOperands(expression, (operand) => fold(operand, typeOf));
  const operands = operandsOf(folded);
  if (operands.length === 0) return folded;
  if (operands.every(({ kind }) => kind === 'literal')) {
    return literal(evaluate(folded, new Map(), typeOf), folded, typeOf);
  }
  return isNullAlways(folded) ? literal(null, folded, typeOf) : folded;
}

/** Whether null spreads from an operand to the whole, whatever the others are. */
function isNullAlways(expression: Expression): boolean {
  const operands = operandsOf(expression);
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'field':
    case 'literal':
      return false;
    case 'comparison':
      // `== null` and `!= null` have an answer.
      return !['==', '!='].includes(expression.operator) && operands.some(isNull);
    case 'in':
    case 'match': {
      const [operand, ...others] = operands;
      return isNull(operand!) || others.every(isNull);
    }
    case 'call': {
      const name = expression.name.toLowerCase();
      return operands.some((operand, index) => isNull(operand) && !isOptional(name, index));
    }
    case 'not':
    case 'negate':
    case 'arithmetic':
      return operands.some(isNull);
  }
}

function literal(value: Scalar | null, from: Expression, typeOf: TypeOf): LiteralNode {
  return { kind: 'literal', span: from.span, value, integer: !isFractional(from, typeOf) };
}

function withFoldedOperands(
  expression: Expression,
  folded: (operand: Expression) => Expression,
): Expression {
  switch (expression.kind) {
    case 'field':
    case 'literal':
      return expression;
    case 'and':
    case 'or':
      return { ...expression, operands: expression.operands.map(asCondition).map(folded) };
    case 'not':
      return { ...expression, operand: folded(asCondition(expression.operand)) };
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
  }
}
