// Alternatives that can go: whatever satisfies one of them satisfies what stands beside it, too.
import {
  printExpression,
  type Expression,
  type LiteralNode,
  type LogicalNode,
} from '../eql/index.js';
import { covers, exactShape, wildcardShape, type TextShape } from '../witness/index.js';
import type { Findings } from './findings.js';
import { outlineOf, valueTestOf, type ValueTest } from './query-parts.js';

/** One condition of several that have to hold. */
interface Conjunct {
  readonly expression: Expression;
  readonly outline: string;
  readonly test: ValueTest | null;
}

/**
 * `a or (a and b)`: where the second alternative holds, the first does. `a and (a or b)`: the bracket always holds.
 * Alternatives that are the same are told of as such.
 */
export function checkAlternatives({ kind, operands }: LogicalNode, findings: Findings): void {
  if (kind === 'and') checkBrackets(operands, findings);
  else checkCovered(operands, findings);
}

function checkBrackets(operands: readonly Expression[], findings: Findings): void {
  const brackets = operands.filter((operand): operand is LogicalNode => operand.kind === 'or');
  if (brackets.length === 0) return;
  const parts = operands.map((operand) => ({ operand, conjuncts: conjunctsOf(operand) }));
  for (const bracket of brackets) {
    const beside = parts.flatMap(({ operand, conjuncts }) =>
      operand === bracket ? [] : conjuncts,
    );
    const held = bracket.operands.find((one) => areImplied(conjunctsOf(one), beside));
    if (held === undefined) continue;
    const message = 'this always holds: one of its alternatives stands beside it already';
    findings.inQuery('RS280', bracket.span, message, { labels: [{ span: held.span }] });
  }
}

function checkCovered(operands: readonly Expression[], findings: Findings): void {
  const parts = operands.map((operand) => ({ operand, conjuncts: conjunctsOf(operand) }));
  for (const [index, { operand, conjuncts }] of parts.entries()) {
    const wider = parts.find(
      (other, number) =>
        number !== index &&
        areImplied(other.conjuncts, conjuncts) &&
        // Of two that cover each other, the first may stay.
        (number < index || !areImplied(conjuncts, other.conjuncts)),
    );
    if (wider === undefined || isSame(wider.operand, operand)) continue;
    findings.inQuery('RS286', operand.span, 'this decides nothing: another alternative covers it', {
      labels: [{ span: wider.operand.span, text: 'holds wherever it does' }],
      help: 'leave it out, or look for the condition that the wider one lacks',
    });
  }
}

function conjunctsOf(expression: Expression): readonly Conjunct[] {
  const parts = expression.kind === 'and' ? expression.operands : [expression];
  return parts.map((part) => ({
    expression: part,
    outline: outlineOf(part),
    test: valueTestOf(part),
  }));
}

/** Whether all of `wide` hold where all of `narrow` do. */
function areImplied(wide: readonly Conjunct[], narrow: readonly Conjunct[]): boolean {
  return wide.every((one) => narrow.some((other) => isImplied(one, other)));
}

function isImplied(wide: Conjunct, narrow: Conjunct): boolean {
  if (wide.outline === narrow.outline && isSame(wide.expression, narrow.expression)) return true;
  return wide.test !== null && narrow.test !== null && hasValuesOf(wide.test, narrow.test);
}

/** Whether a field that has one of the values of `narrow` has one of those of `wide`. */
function hasValuesOf(wide: ValueTest, narrow: ValueTest): boolean {
  if (wide.negated || narrow.negated || wide.field.path !== narrow.field.path) return false;
  if (narrow.ignoresCase && !wide.ignoresCase) return false;
  // What a regular expression matches is not compared.
  if (wide.operator.startsWith('regex') || narrow.operator.startsWith('regex')) return false;
  return narrow.values.every((value) =>
    wide.values.some((wider) => isWider(wide, wider, narrow, value)),
  );
}

/** Whether the value `wider` of one test is there for all that `value` of the other is there for. */
function isWider(
  wide: ValueTest,
  wider: LiteralNode,
  narrow: ValueTest,
  value: LiteralNode,
): boolean {
  if (typeof wider.value !== 'string' || typeof value.value !== 'string') {
    return wider.value === value.value;
  }
  return covers(shapeOf(wide, wider), shapeOf(narrow, value), wide.ignoresCase);
}

/** A value is compared with many others. */
const shapes = new WeakMap<LiteralNode, TextShape>();

function shapeOf({ takesPatterns }: ValueTest, literal: LiteralNode): TextShape {
  let shape = shapes.get(literal);
  if (shape === undefined) {
    const text = String(literal.value);
    shapes.set(literal, (shape = takesPatterns ? wildcardShape(text) : exactShape(text)));
  }
  return shape;
}

function isSame(a: Expression, b: Expression): boolean {
  return printExpression(a) === printExpression(b);
}
