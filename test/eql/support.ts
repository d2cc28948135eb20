import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'smol-toml';
import { CHILD_KEYS, type Node } from '../../src/eql/ast.js';
import type { Expression, Query } from '../../src/eql/index.js';
import type { Diagnostic, Source } from '../../src/source/index.js';
import { locate } from '../../src/source/index.js';
import { shared } from '../support/shared.js';

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

/** The child nodes of a node, in the order of the text. */
export function childrenOf(node: Node): Node[] {
  const keys: readonly string[] = CHILD_KEYS[node.kind];
  const values = keys.map((key) => (node as unknown as Record<string, Node | Node[] | null>)[key]);
  return values.flat().filter((value) => value !== null && value !== undefined);
}

/** A query and what to call it. */
export interface Named {
  readonly name: string;
  readonly query: string;
}

/** The rules of the corpus in the shared folder, which must be there. */
export function corpusRules(): Named[] {
  const root = shared('rules-survey', 'elastic-linux-eql', 'rules');
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.toml'))
    .map((name) => {
      const { rule } = parse(readFileSync(path.join(root, name), 'utf8')) as unknown as {
        rule: Named;
      };
      return { name, query: rule.query };
    });
}
