/**
 * An expression, backwards: from the result that it should have to values of its field which, starting from what the field has now, may
 * give it. Functions are undone one by one, from the outside.
 */
import {
  ARITHMETIC_FUNCTIONS,
  FLIPPED,
  FUNCTIONS,
  type ArithmeticOperator,
  type CallNode,
  type ComparisonOperator,
  type Expression,
} from '../eql/index.js';
import type { Scalar } from '../event/index.js';
import { INVERSES, numberIn } from './inverses.js';
import { having } from './text-edits.js';
import { wildcardShape } from './text-shape.js';

/** What is known while an expression is undone. */
export interface Setting {
  /** Whether the field at a path is the one that may change. */
  readonly isOwn: (path: string) => boolean;
  /** The value that the field at a path has now. */
  readonly valueOf: (path: string) => Scalar | null;
  /** A character to fill up texts with. */
  readonly filler: string;
}

type Result = Scalar | null;

/** Values of which `expression` may be true, or with `wanted` false may not be. */
export function* valuesFor(
  expression: Expression,
  wanted: boolean,
  setting: Setting,
): Generator<Scalar> {
  switch (expression.kind) {
    case 'not':
      yield* valuesFor(expression.operand, !wanted, setting);
      break;
    case 'and':
    case 'or':
      for (const operand of expression.operands) yield* valuesFor(operand, wanted, setting);
      break;
    case 'comparison': {
      const { left, operator, right } = expression;
      const isFlipped = left.kind === 'literal';
      const [side, other] = isFlipped ? [right, left] : [left, right];
      const constant = now(other, setting);
      const facing = isFlipped ? FLIPPED[operator] : operator;
      for (const result of resultsFor(wanted ? facing : OPPOSITE[facing], constant)) {
        yield* valuesGiving(side, result, setting);
      }
      break;
    }
    case 'in':
      for (const value of expression.values) {
        const constant = now(value, setting);
        const operator = expression.negated === wanted ? '!=' : '==';
        for (const result of resultsFor(operator, constant)) {
          yield* valuesGiving(expression.operand, result, setting);
        }
      }
      break;
    case 'match': {
      const text = now(expression.operand, setting);
      for (const { value } of expression.patterns) {
        if (!wanted || value === null || expression.operator.startsWith('regex')) continue;
        const shape = wildcardShape(String(value));
        const pieces = shape.map((piece) => piece.map((one) => one ?? setting.filler).join(''));
        for (const result of [...having(String(text ?? ''), pieces), pieces.join('')]) {
          yield* valuesGiving(expression.operand, result, setting);
        }
      }
      break;
    }
    case 'call':
      yield* undoCall(expression, wanted, setting);
      break;
    case 'field':
    case 'literal':
    case 'arithmetic':
    case 'negate':
      yield* valuesGiving(expression, wanted, setting);
  }
}

const OPPOSITE: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/** Results that stand in this order to `constant`. */
function resultsFor(operator: ComparisonOperator, constant: Result): readonly Result[] {
  if (constant === null) return operator === '==' ? [null] : [0, 1, ''];
  if (typeof constant === 'boolean') return [operator === '==' ? constant : !constant];
  switch (operator) {
    case '==':
    case '<=':
    case '>=':
      return [constant];
    case '!=':
      return typeof constant === 'number' ? [constant + 1, constant - 1] : [`${constant}a`, ''];
    case '<':
      return typeof constant === 'number' ? [constant - 1, constant / 2] : [constant.slice(0, -1)];
    case '>':
      return typeof constant === 'number' ? [constant + 1, constant * 2] : [`${constant}a`];
  }
}

/** Values of which `expression` may give `result`. */
function* valuesGiving(
  expression: Expression,
  result: Result,
  setting: Setting,
): Generator<Scalar> {
  switch (expression.kind) {
    case 'field':
      if (result !== null && setting.isOwn(expression.path)) yield result;
      break;
    case 'negate': {
      const number = numberIn(result);
      if (number !== null) yield* valuesGiving(expression.operand, -number, setting);
      break;
    }
    case 'arithmetic': {
      const { operator, left, right } = expression;
      yield* undoArithmetic(operator, left, right, result, setting);
      break;
    }
    case 'call':
      yield* undoCall(expression, result, setting);
      break;
    case 'and':
    case 'or':
    case 'not':
    case 'comparison':
    case 'in':
    case 'match':
      if (typeof result === 'boolean') yield* valuesFor(expression, result, setting);
      break;
    case 'literal':
      break;
  }
}

function* undoArithmetic(
  operator: ArithmeticOperator,
  left: Expression,
  right: Expression,
  result: Result,
  setting: Setting,
): Generator<Scalar> {
  const wanted = numberIn(result);
  if (wanted === null) return;
  const a = numberNow(left, setting);
  const b = numberNow(right, setting);
  for (const number of b === null ? [] : leftsOf(operator, b, wanted, a ?? 0)) {
    yield* valuesGiving(left, number, setting);
  }
  for (const number of a === null ? [] : rightsOf(operator, a, wanted)) {
    yield* valuesGiving(right, number, setting);
  }
}

/** What may stand on the left of an operator: near `current` where there is a choice. */
function leftsOf(
  operator: ArithmeticOperator,
  right: number,
  result: number,
  current: number,
): readonly number[] {
  switch (operator) {
    case '+':
      return [result - right];
    case '-':
      return [result + right];
    case '*':
      return [result / right];
    case '/':
      return [result * right];
    case '%': {
      const below = current - (current % right) + result;
      return [below, below + right, below - right, result];
    }
  }
}

function rightsOf(operator: ArithmeticOperator, left: number, result: number): readonly number[] {
  switch (operator) {
    case '+':
      return [result - left];
    case '-':
      return [left - result];
    case '*':
      return [result / left];
    case '/':
      return [left / result];
    case '%':
      return [left - result];
  }
}

function* undoCall(call: CallNode, result: Result, setting: Setting): Generator<Scalar> {
  const name = call.name.toLowerCase();
  const [first, second, third] = call.args;
  if (first === undefined) return;
  const operator = ARITHMETIC_FUNCTIONS.get(name);
  if (operator !== undefined && second !== undefined) {
    yield* undoArithmetic(operator, first, second, result, setting);
    return;
  }
  if (name === 'concat') {
    yield* undoConcat(call, result, setting);
    return;
  }
  const inverse = INVERSES.get(name);
  if (inverse === undefined) return;
  const valueOf = (arg: Expression | undefined): Result =>
    arg === undefined ? null : now(arg, setting);
  const text = String(valueOf(first) ?? '');
  const question = {
    text,
    result,
    second: valueOf(second),
    third: valueOf(third),
    filler: setting.filler,
  };
  for (const source of inverse(question)) yield* valuesGiving(first, source, setting);
}

function* undoConcat({ args }: CallNode, result: Result, setting: Setting): Generator<Scalar> {
  const parts = args.map((arg) => String(now(arg, setting) ?? ''));
  for (const [index, arg] of args.entries()) {
    const before = parts.slice(0, index).join('');
    const after = parts.slice(index + 1).join('');
    const text = String(result);
    if (text.length < before.length + after.length) continue;
    if (!text.startsWith(before) || !text.endsWith(after)) continue;
    yield* valuesGiving(arg, text.slice(before.length, text.length - after.length), setting);
  }
}

function numberNow(expression: Expression, setting: Setting): number | null {
  return numberIn(now(expression, setting));
}

/** What `expression` gives now, where that is easily told. */
function now(expression: Expression, setting: Setting): Result {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'field':
      return setting.valueOf(expression.path);
    case 'negate': {
      const number = numberNow(expression.operand, setting);
      return number === null ? null : -number;
    }
    case 'call':
    case 'arithmetic': {
      const call = expression.kind === 'call';
      const name = call ? expression.name.toLowerCase() : NAMES[expression.operator];
      const args = call ? expression.args : [expression.left, expression.right];
      const values = args.map((arg) => now(arg, setting));
      const isKnown = values.every((value) => value !== null);
      const insensitive = call && expression.insensitive;
      return isKnown ? (FUNCTIONS.get(name)?.evaluate(values, insensitive) ?? null) : null;
    }
    case 'and':
    case 'or':
    case 'not':
    case 'comparison':
    case 'in':
    case 'match':
      return null;
  }
}

const NAMES: Readonly<Record<ArithmeticOperator, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
};
