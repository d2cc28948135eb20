import type {
  Expression,
  FieldNode,
  FilterNode,
  LiteralNode,
  PipeNode,
  Query,
  SubqueryNode,
} from './ast.js';
import { PRECEDENCE, precedenceOf } from './precedence.js';
import { quote } from './quoted.js';
import { isPlainName } from './token.js';

/**
 * The canonical text of a query: one subquery a line, as few brackets as can be. Parsing it gives the same tree,
 * spans apart.
 */
export function printQuery(query: Query): string {
  const pipes = query.pipes.map(printPipe);
  switch (query.kind) {
    case 'event-query':
      return [printFilter(query.filter), ...pipes].join(' ');
    case 'sequence-query': {
      const { maxspan, until } = query;
      const span = maxspan === null ? '' : ` with maxspan=${maxspan.amount}${maxspan.unit ?? ''}`;
      return [
        `sequence${printKeys(query.by)}${span}`,
        ...query.subqueries.map((subquery) => `  ${printSubquery(subquery)}`),
        ...(until === null ? [] : [`until ${printSubquery(until)}`]),
        ...pipes,
      ].join('\n');
    }
    case 'sample-query':
      return [
        `sample${printKeys(query.by)}`,
        ...query.subqueries.map((subquery) => `  ${printSubquery(subquery)}`),
        ...pipes,
      ].join('\n');
  }
}

/** The canonical text of an expression. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const { operands, kind } = expression;
      return operands
        .map((operand) => printWithin(operand, PRECEDENCE[kind] + 1))
        .join(` ${kind} `);
    }
    case 'not':
      return `not ${printWithin(expression.operand, PRECEDENCE.not)}`;
    case 'comparison': {
      const left = printWithin(expression.left, PRECEDENCE.sum);
      return `${left} ${expression.operator} ${printWithin(expression.right, PRECEDENCE.sum)}`;
    }
    case 'arithmetic': {
      const precedence = precedenceOf(expression);
      const left = printWithin(expression.left, precedence);
      return `${left} ${expression.operator} ${printWithin(expression.right, precedence + 1)}`;
    }
    case 'negate':
      return `-${printWithin(expression.operand, PRECEDENCE.sign)}`;
    case 'in': {
      const operator = `${expression.negated ? 'not ' : ''}in${expression.insensitive ? '~' : ''}`;
      return `${printWithin(expression.operand, PRECEDENCE.primary)} ${operator} (${printList(expression.values)})`;
    }
    case 'match': {
      const patterns = printList(expression.patterns);
      const right = expression.patterns.length === 1 ? patterns : `(${patterns})`;
      return `${printWithin(expression.operand, PRECEDENCE.primary)} ${expression.operator} ${right}`;
    }
    case 'call':
      return `${expression.name}${expression.insensitive ? '~' : ''}(${printList(expression.args)})`;
    case 'field':
      return printField(expression);
    case 'literal':
      return printLiteral(expression);
  }
}

/** The text of an expression for a message: cut where it gets long. */
export function printBriefly(expression: Expression): string {
  const text = printExpression(expression);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** `expression`, in brackets if it holds together less than what is around it asks for. */
function printWithin(expression: Expression, loosest: number): string {
  const text = printExpression(expression);
  return precedenceOf(expression) < loosest ? `(${text})` : text;
}

function printList(expressions: readonly Expression[]): string {
  return expressions.map(printExpression).join(', ');
}

function printSubquery({ missing, filter, by, runs }: SubqueryNode): string {
  const times = runs === null ? '' : ` with runs=${runs.count}`;
  return `${missing ? '!' : ''}[${printFilter(filter)}]${printKeys(by)}${times}`;
}

function printFilter({ category: { name }, condition }: FilterNode): string {
  const category = name === null ? 'any' : isPlainName(name) ? name : quote(name);
  return `${category} where ${printExpression(condition)}`;
}

function printKeys(keys: readonly FieldNode[]): string {
  return keys.length === 0 ? '' : ` by ${printList(keys)}`;
}

function printPipe({ name, args }: PipeNode): string {
  return args.length === 0 ? `| ${name}` : `| ${name} ${printList(args)}`;
}

function printField({ path, optional }: FieldNode): string {
  const segments = path.split('.');
  // A dot at an end, or two in a row, can only have been written inside backticks.
  const text = segments.includes('') ? printName(path) : segments.map(printName).join('.');
  return optional ? `?${text}` : text;
}

function printName(name: string): string {
  return isPlainName(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}

function printLiteral({ value, integer }: LiteralNode): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'number') return String(value);
  if (integer) return BigInt(value).toString();
  const text = String(value);
  return /^\d+$/.test(text) ? `${text}.0` : text;
}
