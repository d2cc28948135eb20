/**
 * Warnings about conditions that can be run but hardly mean what their author thinks.
 */
import type { ComparisonNode, Expression, InNode, LiteralNode } from './ast.js';
import { parseCidr } from './cidr.js';
import { printBriefly } from './printer.js';
import type { Problems } from './problems.js';
import { NUMERIC, type Known } from './types.js';

/** `*` and `?` in the literals of `==`, `!=`, `in` and `in~`, where they stand for themselves. Source: spec §6. */
export function warnOfWildcards(test: ComparisonNode | InNode, problems: Problems): void {
  const isIn = test.kind === 'in';
  const candidates = isIn ? test.values : [test.left, test.right];
  const literal = candidates.find(hasWildcard);
  const operand = isIn ? test.operand : test.left === literal ? test.right : test.left;
  if (literal === undefined || operand.kind === 'literal') return;
  const operator = isIn ? (test.insensitive ? 'in~' : 'in') : test.operator;
  const negated = isIn ? test.negated : test.operator === '!=';
  const insensitive = isIn && test.insensitive;
  const list = isIn && test.values.length > 1;
  const pattern = list ? `(${printBriefly(literal)}, …)` : printBriefly(literal);
  const match = `${printBriefly(operand)} ${insensitive ? 'like~' : 'like'} ${pattern}`;
  problems.warning(
    'RS270',
    literal.span,
    `\`*\` and \`?\` stand for themselves in \`${operator}\``,
    {
      help: `for a pattern write \`${negated ? 'not ' : ''}${match}\`${insensitive ? '' : ', or `:` to ignore case'}`,
    },
  );
}

function hasWildcard(
  expression: Expression,
): expression is LiteralNode & { readonly value: string } {
  return (
    expression.kind === 'literal' &&
    typeof expression.value === 'string' &&
    /[*?]/.test(expression.value)
  );
}

/** `<` and its like with `null`. Source: spec §4. */
export function warnOfNull(side: Expression, operator: string, problems: Problems): void {
  problems.warning('RS271', side.span, `\`${operator}\` with \`null\` never holds`, {
    help: 'whether a field is there: `field != null`',
  });
}

const VALUES_OF: Partial<Readonly<Record<Known['type'], string>>> = {
  boolean: 'booleans',
  string: 'strings',
  ip: 'addresses',
};

/** A literal that no value of a field's known type can equal: Elasticsearch fails on it when the query runs. */
export function warnOfMismatch(
  field: Expression,
  { type }: Known,
  other: Expression,
  problems: Problems,
): void {
  if (field.kind !== 'field' || other.kind !== 'literal' || other.value === null) return;
  const { value } = other;
  const impossible =
    (type === 'boolean' && value !== 'true' && value !== 'false' && typeof value !== 'boolean') ||
    (type === 'string' && typeof value === 'boolean') ||
    (type === 'ip' && parseCidr(String(value)) === null) ||
    (NUMERIC.includes(type) && (typeof value === 'boolean' || Number.isNaN(Number(value))));
  if (!impossible) return;
  problems.warning(
    'RS272',
    other.span,
    `\`${field.path}\` holds ${VALUES_OF[type] ?? 'numbers'}, never ${printBriefly(other)}`,
  );
}
