// Other forms of a clause: its alternatives one by one, and what its author may have meant. They are compiled like any clause; so
// "it would hold with `:`" is a verdict of the product, too.
import { FUNCTIONS, type Expression, type LiteralNode } from '../eql/index.js';
import type { Span } from '../source/index.js';

/** One of the literals of a clause, and the clause with that one alone. */
export interface Alternative {
  readonly literal: string;
  /** Where the literal is written. */
  readonly span: Span;
  readonly expression: Expression;
}

/** Another form of a clause, and what to write for it. */
export interface Variant {
  readonly expression: Expression;
  /** `:`, `like~` */
  readonly operator: string;
}

/** The literals that a clause compares a field with; empty where it does something else. */
export function alternativesOf(clause: Expression): readonly Alternative[] {
  switch (clause.kind) {
    case 'comparison': {
      const literal = [clause.right, clause.left].find(isLiteral);
      return literal === undefined || literal.value === null
        ? []
        : [{ literal: String(literal.value), span: literal.span, expression: clause }];
    }
    case 'in':
      return clause.values.filter(isLiteral).map((value) => ({
        literal: String(value.value),
        span: value.span,
        expression: { ...clause, values: [value] },
      }));
    case 'match':
      return clause.patterns.map((pattern) => ({
        literal: String(pattern.value),
        span: pattern.span,
        expression: { ...clause, patterns: [pattern] },
      }));
    case 'call': {
      const [subject, ...rest] = clause.args;
      if (subject === undefined) return [];
      return rest.filter(isLiteral).map((arg) => ({
        literal: String(arg.value),
        span: arg.span,
        expression: { ...clause, args: [subject, arg] },
      }));
    }
    case 'and':
    case 'or':
    case 'not':
    case 'arithmetic':
    case 'negate':
    case 'field':
    case 'literal':
      return [];
  }
}

/** The clause with case ignored; null where it ignores case already or has no such form. */
export function insensitiveForm(clause: Expression): Variant | null {
  switch (clause.kind) {
    case 'comparison': {
      const list = asList(clause);
      if (list === null || clause.operator !== '==') return null;
      return {
        expression: { ...list, insensitive: true },
        operator: hasWildcard(list.values) ? 'in~' : ':',
      };
    }
    case 'in':
      if (clause.insensitive) return null;
      return { expression: { ...clause, insensitive: true }, operator: 'in~' };
    case 'match':
      if (clause.operator !== 'like' && clause.operator !== 'regex') return null;
      return clause.operator === 'like'
        ? { expression: { ...clause, operator: 'like~' }, operator: 'like~` or `:' }
        : { expression: { ...clause, operator: 'regex~' }, operator: 'regex~' };
    case 'call':
      if (clause.insensitive || FUNCTIONS.get(clause.name.toLowerCase())?.returns !== 'boolean')
        return null;
      if (clause.name.toLowerCase() === 'cidrmatch') return null;
      return { expression: { ...clause, insensitive: true }, operator: `${clause.name}~` };
    case 'and':
    case 'or':
    case 'not':
    case 'arithmetic':
    case 'negate':
    case 'field':
    case 'literal':
      return null;
  }
}

/** The clause with the `*` and `?` of its literals as wildcards; null where there are none or they are. */
export function wildcardForm(clause: Expression): Variant | null {
  const list = clause.kind === 'in' ? clause : clause.kind === 'comparison' ? asList(clause) : null;
  if (list === null || !hasWildcard(list.values)) return null;
  return likeForm(list, list.insensitive ? 'like~' : 'like', (text) => text);
}

/** The clause with its texts anywhere in a value; null where a text may be anywhere already. */
export function partForm(clause: Expression): Variant | null {
  const around = (text: string): string => `*${text}*`;
  if (clause.kind === 'match') {
    if (clause.operator === 'regex' || clause.operator === 'regex~') return null;
    const patterns = clause.patterns.map((pattern) => withText(pattern, around));
    return { expression: { ...clause, patterns }, operator: clause.operator };
  }
  const list = clause.kind === 'in' ? clause : clause.kind === 'comparison' ? asList(clause) : null;
  return list === null ? null : likeForm(list, list.insensitive ? 'like~' : 'like', around);
}

type InExpression = Expression & { readonly kind: 'in' };

/** `x == "a"` as `x in ("a")`; null for any other comparison. */
function asList(clause: Expression & { readonly kind: 'comparison' }): InExpression | null {
  const { span, operatorSpan, operator, left, right } = clause;
  if (operator !== '==' || left.kind !== 'field' || !isText(right)) return null;
  return {
    kind: 'in',
    span,
    operatorSpan,
    operand: left,
    negated: false,
    insensitive: false,
    values: [right],
  };
}

function likeForm(
  { span, operatorSpan, operand, values }: InExpression,
  operator: 'like' | 'like~',
  change: (text: string) => string,
): Variant | null {
  const texts = values.filter(isText);
  if (operand.kind !== 'field' || texts.length === 0) return null;
  const patterns = texts.map((text) => withText(text, change));
  return {
    expression: { kind: 'match', span, operatorSpan, operator, operand, patterns },
    operator,
  };
}

function withText(literal: LiteralNode, change: (text: string) => string): LiteralNode {
  return { ...literal, value: change(String(literal.value)) };
}

function hasWildcard(values: readonly Expression[]): boolean {
  return values.some((value) => isText(value) && /[*?]/.test(value.value));
}

function isLiteral(expression: Expression): expression is LiteralNode {
  return expression.kind === 'literal';
}

function isText(expression: Expression): expression is LiteralNode & { readonly value: string } {
  return expression.kind === 'literal' && typeof expression.value === 'string';
}
