import type {
  ArithmeticNode,
  ComparisonNode,
  Expression,
  FieldNode,
  InNode,
  LogicalNode,
  MatchNode,
} from './ast.js';
import { checkCall } from './check-call.js';
import { warnOfMismatch, warnOfNull, warnOfWildcards } from './lint.js';
import { printBriefly } from './printer.js';
import type { CheckScope } from './check-scope.js';
import {
  BOOLEAN,
  fits,
  NUMERIC,
  TEXT,
  typeOfField,
  typeOfLiteral,
  type Known,
  type ValueType,
} from './types.js';

/**
 * Checks that the types of `expression` fit and gives the type of its value. Everything that does not fit is told to
 * the scope's problems, once: what stands around a mistake takes its type as unknown. Source: spec §4-8.
 */
export function checkExpression(expression: Expression, scope: CheckScope): Known {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return checkLogical(expression, scope);
    case 'not': {
      const { constant } = checkCondition(expression.operand, scope);
      return { type: 'boolean', constant };
    }
    case 'comparison':
      return checkComparison(expression, scope);
    case 'in':
      return checkIn(expression, scope);
    case 'match':
      return checkMatch(expression, scope);
    case 'arithmetic':
      return checkArithmetic(expression, scope);
    case 'negate':
      return checkNumber(expression.operand, '-', scope);
    case 'call': {
      const args = expression.args.map((argument) => checkExpression(argument, scope));
      return checkCall(expression, args, scope);
    }
    case 'field':
      return checkField(expression, scope);
    case 'literal':
      return { type: typeOfLiteral(expression), constant: true };
  }
}

/** Checks an expression whose value decides: a whole condition, or an operand of `and`, `or`, `not`. */
export function checkCondition(expression: Expression, scope: CheckScope): Known {
  const known = checkExpression(expression, scope);
  if (fits(known.type, BOOLEAN)) return known;
  scope.problems.error('RS230', expression.span, `condition must be boolean, found ${known.type}`, {
    help: known.constant
      ? undefined
      : `compare it with something: \`${printBriefly(expression)} == …\``,
  });
  return { ...known, type: 'unknown' };
}

/** A join key, or a field in an expression. */
export function checkField(field: FieldNode, scope: CheckScope): Known {
  scope.onField(field);
  return { type: typeOfField(scope.fieldType(field.path)), constant: false };
}

function checkLogical({ operands }: LogicalNode, scope: CheckScope): Known {
  let constant = true;
  for (const operand of operands) {
    if (!checkCondition(operand, scope).constant) constant = false;
  }
  return { type: 'boolean', constant };
}

function checkComparison(comparison: ComparisonNode, scope: CheckScope): Known {
  const { left, right, operator, operatorSpan } = comparison;
  const leftKnown = checkExpression(left, scope);
  const rightKnown = checkExpression(right, scope);
  const constant = leftKnown.constant && rightKnown.constant;
  if (!leftKnown.constant && !rightKnown.constant) {
    // Elasticsearch takes an optional field that it does not know for the literal null.
    if (isUnmapped(left, leftKnown) && isUnmapped(right, rightKnown))
      return { type: 'boolean', constant };
    scope.problems.error('RS231', operatorSpan, 'a field can only be compared with a constant', {
      labels: [
        { span: left.span, text: 'depends on the event' },
        { span: right.span, text: 'depends on the event, too' },
      ],
      help: 'Elasticsearch does not compare fields with each other',
    });
    return { type: 'boolean', constant };
  }
  if (operator === '==' || operator === '!=') {
    warnOfWildcards(comparison, scope.problems);
  }
  warnOfMismatch(left, leftKnown, operator, right, scope.problems);
  warnOfMismatch(right, rightKnown, operator, left, scope.problems);
  if (operator === '==' || operator === '!=') return { type: 'boolean', constant };
  for (const [side, { type }] of [
    [left, leftKnown],
    [right, rightKnown],
  ] as const) {
    if (type === 'boolean') {
      scope.problems.error(
        'RS232',
        side.span,
        `\`${operator}\` needs values with an order, found boolean`,
        {
          help: 'compare booleans with `==` or `!=`',
        },
      );
    } else if (type === 'null') {
      warnOfNull(side, operator, scope.problems);
    }
  }
  return { type: 'boolean', constant };
}

function isUnmapped(expression: Expression, { type }: Known): boolean {
  return expression.kind === 'field' && expression.optional && type === 'unknown';
}

function checkIn(test: InNode, scope: CheckScope): Known {
  const { operand, values, insensitive } = test;
  const { type, constant } = checkExpression(operand, scope);
  if (insensitive) checkText(operand, type, 'in~', scope);
  for (const value of values) {
    const known = checkExpression(value, scope);
    if (!known.constant) {
      scope.problems.error(
        'RS231',
        value.span,
        `expected a constant in the list of \`in\`, found ${nameOf(value)}`,
        {
          label: 'depends on the event',
          help: 'Elasticsearch does not compare fields with each other',
        },
      );
    } else if (insensitive && !fits(known.type, TEXT)) {
      scope.problems.error('RS233', value.span, `\`in~\` compares strings, found ${known.type}`);
    } else {
      warnOfMismatch(operand, { type, constant }, '==', value, scope.problems);
    }
  }
  warnOfWildcards(test, scope.problems);
  return { type: 'boolean', constant };
}

function checkMatch({ operand, operator, patterns }: MatchNode, scope: CheckScope): Known {
  const { type, constant } = checkExpression(operand, scope);
  checkText(operand, type, operator, scope);
  for (const pattern of patterns) {
    // Null is no string, but `:` takes it and never matches.
    if (typeof pattern.value === 'string' || (pattern.value === null && operator === ':')) continue;
    const found = typeOfLiteral(pattern);
    scope.problems.error('RS233', pattern.span, `\`${operator}\` needs a string, found ${found}`, {
      help:
        found === 'null'
          ? 'whether a field is there: `field != null`'
          : 'compare other values with `==`',
    });
  }
  return { type: 'boolean', constant };
}

function checkText(
  operand: Expression,
  type: ValueType,
  operator: string,
  scope: CheckScope,
): void {
  if (fits(type, TEXT) || type === 'version') return;
  const known =
    operand.kind === 'field' ? `\`${operand.path}\`, which is ${article(type)} field` : type;
  scope.problems.error('RS233', operand.span, `\`${operator}\` needs a string, found ${known}`, {
    help:
      type === 'ip'
        ? 'compare addresses with `==`, or `cidrMatch(…)` for a block'
        : 'compare other values with `==`',
  });
}

function checkArithmetic(arithmetic: ArithmeticNode, scope: CheckScope): Known {
  const left = checkNumber(arithmetic.left, arithmetic.operator, scope);
  const right = checkNumber(arithmetic.right, arithmetic.operator, scope);
  const constant = left.constant && right.constant;
  const type = left.type === 'integer' && right.type === 'integer' ? 'integer' : 'number';
  return { type, constant };
}

function checkNumber(operand: Expression, operator: string, scope: CheckScope): Known {
  const { type, constant } = checkExpression(operand, scope);
  if (fits(type, NUMERIC)) return { type: type === 'integer' ? 'integer' : 'number', constant };
  scope.problems.error('RS234', operand.span, `\`${operator}\` needs numbers, found ${type}`, {
    help:
      type === 'string' && operator === '+' ? 'strings are joined by `concat(a, b)`' : undefined,
  });
  return { type: 'unknown', constant };
}

/** How a message calls what an expression is. */
function nameOf(expression: Expression): string {
  const text = `\`${printBriefly(expression)}\``;
  return expression.kind === 'field' ? `field ${text}` : text;
}

function article(type: ValueType): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
