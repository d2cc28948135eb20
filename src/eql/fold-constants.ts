import type { Scalar } from '../event/index.js';
import type { Expression } from './ast.js';
import type { CompileContext } from './condition.js';
import { FUNCTIONS, parameterAt } from './functions.js';
import { compileScript } from './script.js';

/**
 * The value that `expression` has for every event; undefined when that depends on the event. Null spreads: what is
 * computed from the literal null is null, whatever stands beside it. Source: spec §4.
 */
export function constantOf(
  expression: Expression,
  context: CompileContext,
): Scalar | null | undefined {
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind === 'field') return undefined;
  if (!readsField(expression)) return compileScript(expression, new Map(), context)([]);
  return isNullAlways(expression, context) ? null : undefined;
}

function isNullAlways(expression: Expression, context: CompileContext): boolean {
  const isNull = (operand: Expression): boolean => constantOf(operand, context) === null;
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

function readsField(expression: Expression): boolean {
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
