// Comparisons that hold for other values than their types suggest.
import { FLIPPED, printBriefly, type ComparisonNode, type Expression } from '../eql/index.js';
import { fieldType } from '../event/index.js';
import type { Findings } from './findings.js';

/** `user.id >= 1000`: numbers that are shipped as text have the order of text, so 999 is greater. */
export function checkOrder(comparison: ComparisonNode, findings: Findings): void {
  const { left, right } = comparison;
  const [field, constant, operator] =
    left.kind === 'field'
      ? [left, right, comparison.operator]
      : [right, left, FLIPPED[comparison.operator]];
  if (operator === '==' || operator === '!=' || field.kind !== 'field') return;
  if (fieldType(field.path) !== 'keyword' || !isNumber(constant)) return;
  const number = printBriefly(constant);
  findings.inQuery(
    'RS287',
    comparison.span,
    `\`${field.path}\` holds strings: \`${operator}\` compares them with ${number} character by character`,
    {
      help: `for numbers: \`number(${field.path}) ${operator} ${number}\`, where every value spells one`,
      notes: ['as text "9" is greater than "10"'],
    },
  );
}

function isNumber(expression: Expression): boolean {
  if (expression.kind === 'negate') return isNumber(expression.operand);
  return expression.kind === 'literal' && typeof expression.value === 'number';
}
