/**
 * Which operators bind tighter than which: the one table that the parser climbs and the printer reads.
 * Source: spec §2, precedence.
 */
import type { ArithmeticOperator, ComparisonOperator, Expression } from './ast.js';
import type { Token } from './token.js';

/** From loosest to tightest. `predicate` is `in`, `:`, `like` and `regex`, which bind to the one primary before them. */
export const PRECEDENCE = {
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  sign: 7,
  predicate: 8,
  primary: 9,
} as const;

/** An operator that stands between two operands. */
export type BinaryOperator =
  | { readonly kind: 'logical'; readonly operator: 'and' | 'or'; readonly precedence: number }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly precedence: number;
    }
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly precedence: number;
    };

const BINARY: ReadonlyMap<string, BinaryOperator> = new Map([
  ...(['or', 'and'] as const).map((operator) =>
    entry({ kind: 'logical', operator, precedence: PRECEDENCE[operator] }),
  ),
  ...(['==', '!=', '<', '<=', '>', '>='] as const).map((operator) =>
    entry({ kind: 'comparison', operator, precedence: PRECEDENCE.comparison }),
  ),
  ...(['+', '-'] as const).map((operator) =>
    entry({ kind: 'arithmetic', operator, precedence: PRECEDENCE.sum }),
  ),
  ...(['*', '/', '%'] as const).map((operator) =>
    entry({ kind: 'arithmetic', operator, precedence: PRECEDENCE.product }),
  ),
]);

function entry(operator: BinaryOperator): [string, BinaryOperator] {
  return [operator.operator, operator];
}

/** The operator that `token` is, when it can stand between two operands. */
export function binaryOperator(token: Token): BinaryOperator | undefined {
  return token.kind === 'symbol' || token.kind === 'keyword' ? BINARY.get(token.text) : undefined;
}

/** How tightly the parts of `expression` hold together. */
export function precedenceOf(expression: Expression): number {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'comparison':
      return PRECEDENCE[expression.kind];
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-'
        ? PRECEDENCE.sum
        : PRECEDENCE.product;
    case 'negate':
      return PRECEDENCE.sign;
    case 'in':
    case 'match':
      return PRECEDENCE.predicate;
    case 'call':
    case 'field':
    case 'literal':
      return PRECEDENCE.primary;
  }
}
