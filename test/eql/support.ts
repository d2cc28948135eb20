import type { Expression, Query } from '../../src/eql/index.js';
import type { Diagnostic, Source } from '../../src/source/index.js';
import { locate } from '../../src/source/index.js';

/** A query text as typed at a prompt. */
export function sourceOf(text: string): Source {
  return { name: '<query>', text };
}

const SPANS: ReadonlySet<string> = new Set(['span', 'operatorSpan', 'nameSpan']);

/** A tree as data, without the places in the text: for comparing two texts of one query. */
export function withoutSpans(tree: Query | null): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => (SPANS.has(key) ? undefined : value)),
  );
}

/** A diagnostic as `RS200 1:5 message`, the part that tests compare. */
export function summaryOf({ code, message, source, labels }: Diagnostic): string {
  if (source === undefined || labels?.[0] === undefined) return `${code} ${message}`;
  const { line, column } = locate(source, labels[0].span.start);
  return `${code} ${line}:${column} ${message}`;
}

/** An expression with brackets around everything that holds operands: shows what binds tighter. */
export function bracketed(expression: Expression): string {
  const list = (items: readonly Expression[]): string => items.map(bracketed).join(', ');
  switch (expression.kind) {
    case 'and':
    case 'or':
      return `(${expression.operands.map(bracketed).join(` ${expression.kind} `)})`;
    case 'not':
      return `(not ${bracketed(expression.operand)})`;
    case 'negate':
      return `(-${bracketed(expression.operand)})`;
    case 'comparison':
    case 'arithmetic':
      return `(${bracketed(expression.left)} ${expression.operator} ${bracketed(expression.right)})`;
    case 'in':
      return `(${bracketed(expression.operand)} in (${list(expression.values)}))`;
    case 'match':
      return `(${bracketed(expression.operand)} ${expression.operator} ${list(expression.patterns)})`;
    case 'call':
      return `${expression.name}(${list(expression.args)})`;
    case 'field':
      return expression.path;
    case 'literal':
      return JSON.stringify(expression.value);
  }
}
