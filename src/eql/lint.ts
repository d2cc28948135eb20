/**
 * Warnings about conditions that can be run but hardly mean what their author thinks.
 */
import type { Scalar } from '../event/index.js';
import type { ComparisonNode, ComparisonOperator, Expression, InNode, LiteralNode } from './ast.js';
import { parseAddress, parseCidr } from './cidr.js';
import { numberOf } from './compare.js';
import { printBriefly } from './printer.js';
import type { Problems } from './problems.js';
import type { Known, ValueType } from './types.js';

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

const VALUES_OF: Partial<Readonly<Record<ValueType, string>>> = {
  boolean: 'booleans',
  string: 'strings',
  ip: 'addresses',
  integer: 'whole numbers',
  number: 'numbers',
};

/**
 * A literal beside a field or a function, none of whose values can equal it, or stand in that order to it: Elasticsearch
 * fails when the query runs, or the comparison never holds. Source: spec §7.
 */
export function warnOfMismatch(
  side: Expression,
  { type, constant }: Known,
  operator: ComparisonOperator,
  other: Expression,
  problems: Problems,
): void {
  // Arithmetic over what is no number was told of; over whole numbers it gives whole numbers.
  if (side.kind !== 'field' && side.kind !== 'call' && type !== 'integer') return;
  const values = VALUES_OF[type];
  if (constant || values === undefined || other.kind !== 'literal' || other.value === null) return;
  const isOrdered = operator !== '==' && operator !== '!=';
  const isComparable = side.kind === 'field' || isOfType(other.value, type);
  if (isComparable && fitsType(other.value, type, isOrdered)) return;
  const what = `\`${printBriefly(side)}\` ${side.kind === 'field' ? 'holds' : 'gives'} ${values}`;
  const literal = printBriefly(other);
  problems.warning(
    'RS272',
    other.span,
    isOrdered || !isComparable
      ? `${what}: \`${operator}\` with ${literal} never holds`
      : type === 'string'
        ? `${what}: ${literal} is compared with them as the text "${literal}"`
        : `${what}, never ${literal}`,
  );
}

/** Whether a literal is of `type` as it is written: what a function gives is compared as it is, and with nothing of another type. */
function isOfType(value: Scalar, type: ValueType): boolean {
  switch (type) {
    case 'boolean':
    case 'string':
      return typeof value === type;
    case 'integer':
    case 'number':
      return typeof value === 'number';
    case 'ip':
    case 'date':
    case 'version':
    case 'null':
    case 'unknown':
      return true;
  }
}

/** Whether a value of `type` may equal `value`, or, where `isOrdered`, be less or greater. */
function fitsType(value: Scalar, type: ValueType, isOrdered: boolean): boolean {
  // That booleans have no order is an error of its own.
  if (isOrdered && (type === 'boolean' || typeof value === 'boolean')) return true;
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false';
    case 'string':
      return typeof value !== 'boolean';
    case 'ip':
      return (isOrdered ? parseAddress : parseCidr)(String(value)) !== null;
    case 'integer':
    case 'number': {
      const number = numberOf(value);
      return number !== null && (isOrdered || type === 'number' || Number.isInteger(number));
    }
    case 'date':
    case 'version':
    case 'null':
    case 'unknown':
      return true;
  }
}
