/**
 * How a number is written where it meets text. A number of a fractional type shows it: `1.0` beside a keyword is the text "1.0", as
 * `string(1.0)` is. Source: spec §7 and §8; Elasticsearch writes a double as Java does.
 */
import type { Scalar } from '../event/index.js';
import type { Expression } from './ast.js';
import type { CompileContext } from './condition.js';
import { ARITHMETIC_FUNCTIONS } from './functions.js';

/** Whether a number is of a fractional type by what the query and the mapping say: `2.0`, and what is computed from it. */
export function isFractional(expression: Expression, context: CompileContext): boolean {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'number' && !expression.integer;
    case 'field':
      return context.type(expression.path) === 'double';
    case 'negate':
      return isFractional(expression.operand, context);
    case 'arithmetic':
      return isFractional(expression.left, context) || isFractional(expression.right, context);
    case 'call':
      return (
        ARITHMETIC_FUNCTIONS.has(expression.name.toLowerCase()) &&
        expression.args.some((arg) => isFractional(arg, context))
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

/** Sizes that are written without an exponent: from the smallest on, below the largest. */
const SMALLEST = 1e-3;
const LARGEST = 1e7;

/** `value` as a text shows it, where it is a number of a fractional type; any other as it is. */
export function fractionalAsText(value: Scalar): Scalar {
  if (typeof value !== 'number') return value;
  const size = Math.abs(value);
  if (size === 0 || (size >= SMALLEST && size < LARGEST)) return withPoint(String(value));
  const [digits = '', exponent] = value.toExponential().split('e');
  return `${withPoint(digits)}E${Number(exponent)}`;
}

function withPoint(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`;
}
