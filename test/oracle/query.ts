// The tree of a condition, and what its fields are: the only things of the product that the oracle reads a query through.
import type { FieldType } from '../../src/event/index.js';
import type {
  ArithmeticNode,
  ArithmeticOperator,
  CallNode,
  Expression,
} from '../../src/eql/index.js';

/** The type of a field, where it is known. */
export type TypeOf = (path: string) => FieldType | undefined;

const OPERATORS: Readonly<Record<string, ArithmeticOperator>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  modulo: '%',
};

/** `add(a, b)` is `a + b`; null for other calls. */
export function asArithmetic(call: CallNode): ArithmeticNode | null {
  const operator = OPERATORS[call.name.toLowerCase()];
  const [left, right] = call.args;
  if (operator === undefined || left === undefined || right === undefined) return null;
  return {
    kind: 'arithmetic',
    span: call.span,
    operator,
    operatorSpan: call.nameSpan,
    left,
    right,
  };
}

/** The operands of an expression, in the order of the text. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands;
    case 'not':
    case 'negate':
      return [expression.operand];
    case 'comparison':
    case 'arithmetic':
      return [expression.left, expression.right];
    case 'in':
      return [expression.operand, ...expression.values];
    case 'match':
      return [expression.operand, ...expression.patterns];
    case 'call':
      return expression.args;
    case 'field':
    case 'literal':
      return [];
  }
}

/** Paths of the fields in an expression, each once. */
export function fieldsOf(expression: Expression): readonly string[] {
  if (expression.kind === 'field') return [expression.path];
  return [...new Set(operandsOf(expression).flatMap(fieldsOf))];
}

/** The literal null. */
export function isNull(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === null;
}
