// Conditions that are read otherwise than they look.
import type { Expression, LogicalNode } from '../eql/index.js';
import type { Span } from '../source/index.js';
import type { Findings } from './findings.js';
import { subqueriesOf, valueTestOf } from './query-parts.js';

/**
 * `a and b or c` as a whole condition: what comes first in it, mostly the system and the kind of event, holds for the
 * first alternative only. Inside brackets the author has drawn the border already.
 */
export function checkMixture(findings: Findings): void {
  const { query, querySource } = findings.rule;
  for (const { filter } of subqueriesOf(query)) {
    const { condition } = filter;
    if (condition.kind !== 'or') continue;
    const { operands } = condition;
    const index = operands.findIndex(
      ({ kind }, number) => kind === 'and' && !isBracketed(condition, number, querySource.text),
    );
    const [bare, next] = [operands[index], operands[index + 1]];
    if (bare === undefined) continue;
    // The `or` behind it; where it comes last, the one before it.
    const gap =
      next === undefined
        ? { start: operands[index - 1]?.span.end ?? 0, end: bare.span.start }
        : { start: bare.span.end, end: next.span.start };
    const found = /\bor\b/.exec(withoutComments(querySource.text.slice(gap.start, gap.end)));
    const start = gap.start + (found?.index ?? 0);
    findings.inQuery(
      'RS276',
      { start, end: start + 'or'.length },
      '`and` binds closer than `or`: what stands on one side of this `or` does not hold on the other',
      {
        labels: [{ span: bare.span, text: 'one alternative' }],
        help: 'put brackets around what belongs together: `a and (b or c)`, or `(a and b) or c`',
      },
    );
  }
}

/** Whether an operand has brackets of its own: spans of expressions leave them out. */
function isBracketed({ operands, span }: LogicalNode, index: number, text: string): boolean {
  const own = operands[index]?.span ?? span;
  const start = operands[index - 1]?.span.end ?? span.start;
  return withoutComments(text.slice(start, own.start)).includes('(');
}

/** The text with blanks in place of comments. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => ' '.repeat(comment.length));
}

/** `not a or b` about one field: the second alternative says nothing that the first does not. */
export function checkNot({ kind, operands }: LogicalNode, findings: Findings): void {
  if (kind !== 'or') return;
  const { text } = findings.rule.querySource;
  const fields = operands.map((operand) => fieldTested(operand, 'held'));
  for (const [index, operand] of operands.entries()) {
    if (operand.kind !== 'not') continue;
    const isClear = withoutComments(text.slice(operand.span.start, operand.operand.span.start));
    const field = fieldTested(operand, 'excluded');
    if (isClear.includes('(') || field === null || !fields.includes(field, index + 1)) continue;
    const not: Span = { start: operand.span.start, end: operand.span.start + 'not'.length };
    findings.inQuery('RS277', not, 'this `not` ends at the next `or`', {
      help: 'to exclude all of the alternatives, put them in brackets: `not (… or …)`',
    });
  }
}

/** `a != 1 or a != 2`: a field with one value always differs from one of them. */
export function checkExclusions({ kind, operands }: LogicalNode, findings: Findings): void {
  if (kind !== 'or') return;
  const excluded = new Map<string, Expression>();
  for (const operand of operands) {
    const field = fieldTested(operand, 'excluded');
    if (field === null || HOLDS_SEVERAL.test(field)) continue;
    const first = excluded.get(field);
    if (first === undefined) excluded.set(field, operand);
    else {
      findings.inQuery(
        'RS278',
        operand.span,
        `whatever \`${field}\` is, it differs from one of these`,
        { labels: [{ span: first.span, text: 'or this' }], help: 'to exclude both, write `and`' },
      );
      return;
    }
  }
}

/** Fields with a list of values, which may hold both of two. */
const HOLDS_SEVERAL =
  /(^|\.)(args|category|type|ip|mac|env_vars|effective|permitted|tags|groups|ancestry|answers|headers)$|^(related|tags|labels)\b/;

/** The field that an expression tests for values other than null, or for their absence. */
function fieldTested(expression: Expression, way: 'held' | 'excluded'): string | null {
  const test = valueTestOf(expression);
  if (test?.negated !== (way === 'excluded')) return null;
  return test.values.some(({ value }) => value === null) ? null : test.field.path;
}
