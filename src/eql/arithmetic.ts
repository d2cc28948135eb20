import type { ArithmeticOperator } from './ast.js';

/**
 * `left operator right`; null when there is no finite result (division by zero). Between whole numbers `/` drops the
 * fraction, towards zero, unless `float` says that one of them is of a fractional type (`2.0`). A remainder has the
 * sign of the left side. Source: spec §8.
 */
export function calculate(
  operator: ArithmeticOperator,
  left: number,
  right: number,
  float: boolean,
): number | null {
  const result = apply(operator, left, right, float);
  return Number.isFinite(result) ? result : null;
}

function apply(operator: ArithmeticOperator, left: number, right: number, float: boolean): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return !float && Number.isInteger(left) && Number.isInteger(right)
        ? Math.trunc(left / right)
        : left / right;
    case '%':
      return left % right;
  }
}
