/**
 * Expressions that are more than a test of one field: function results, arithmetic, comparisons inside comparisons. They
 * are evaluated for one value of each field at a time, in three-valued logic: null is neither true nor false.
 * Source: spec §4 (inside scripts), §5 (functions), §8.
 */
import { fold, type Scalar } from '../event/index.js';
import type {
  ArithmeticOperator,
  CallNode,
  ComparisonNode,
  ComparisonOperator,
  Expression,
  FieldNode,
  InNode,
  LogicalNode,
  MatchNode,
} from './ast.js';
import { calculate } from './arithmetic.js';
import { cidrMatcher, parseCidr, type CidrRange } from './cidr.js';
import {
  compareScalars,
  equality,
  FLIPPED,
  numberOf,
  ordering,
  type ScalarTest,
} from './compare.js';
import type { CompileContext } from './condition.js';
import { isNullAlways, readsField, withNulls } from './fold-constants.js';
import { ARITHMETIC_FUNCTIONS, FUNCTIONS, parameterAt, type ParameterType } from './functions.js';
import { fractionalAsText, isFractional } from './number-text.js';
import { regexPattern, wildcardPattern, type Pattern } from './pattern.js';
import { invariant, type Span } from '../source/index.js';

/** One value, or null, for each field of a script, by the number that {@link Fields} gave it. */
export type Frame = readonly (Scalar | null)[];
export type Script = (frame: Frame) => Scalar | null;

/** The fields of one script, in the order in which it names them. */
export type Fields = Map<string, number>;

/** The value that `expression` has for every event; undefined when that depends on the event. Source: spec §4. */
export function constantOf(
  expression: Expression,
  context: CompileContext,
): Scalar | null | undefined {
  if (expression.kind === 'literal') return expression.value;
  if (!readsField(expression)) return compileScript(expression, new Map(), context)([]);
  const folded = withNulls(expression, (operand) => constantOf(operand, context) === null);
  if (isNullAlways(folded)) return null;
  return readsField(folded) ? undefined : compileScript(folded, new Map(), context)([]);
}

/** The constant that `expression` gives, as `field` is compared with it: keywords are compared with what is written. */
export function constantFor(
  { path }: FieldNode,
  expression: Expression,
  constant: Scalar,
  context: CompileContext,
): Scalar {
  const isText = context.type(path) === 'keyword' && isFractional(expression, context);
  return isText ? fractionalAsText(constant) : constant;
}

/** Compiles `expression`; its fields are entered into `fields`. */
export function compileScript(
  expression: Expression,
  fields: Fields,
  context: CompileContext,
): Script {
  if (readsField(expression) && constantOf(expression, context) === null) return () => null;
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'field': {
      const index = fields.get(expression.path) ?? fields.size;
      fields.set(expression.path, index);
      return (frame) => frame[index] ?? null;
    }
    case 'and':
    case 'or':
      return compileLogical(expression, fields, context);
    case 'not': {
      const operand = compileTruth(expression.operand, fields, context);
      return (frame) => {
        const value = operand(frame);
        return value === null ? null : value !== true;
      };
    }
    case 'comparison':
      return compileComparison(expression, fields, context);
    case 'in':
      return compileIn(expression, fields, context);
    case 'match': {
      const operand = compileScript(expression.operand, fields, context);
      return matches(operand, patternOf(expression, context));
    }
    case 'arithmetic': {
      const { operator, left, right } = expression;
      return compileArithmetic(operator, left, right, fields, context);
    }
    case 'negate': {
      const operand = compileScript(expression.operand, fields, context);
      return (frame) => {
        const value = coerce(operand(frame), 'number');
        return typeof value === 'number' ? -value : null;
      };
    }
    case 'call':
      return compileCall(expression, fields, context);
  }
}

/** The right side of `:`, `like` and `regex`. A regular expression that is none is reported and matches nothing. */
export function patternOf({ operator, patterns }: MatchNode, context: CompileContext): Pattern {
  const literals = patterns.filter(({ value }) => value !== null);
  const texts = literals.map(({ value }) => String(value));
  if (operator !== 'regex' && operator !== 'regex~') return wildcardPattern(operator, texts);
  return regexPattern(operator, texts, (index, { message, offset }) => {
    const span = literals[index]?.span ?? patterns[0]?.span;
    if (span === undefined) return;
    context.report(
      'RS241',
      span,
      `invalid regular expression at character ${offset + 1}: ${message}`,
    );
  });
}

/** The blocks of a `cidrMatch`. One that is none is reported. */
export function blocksOf(
  args: readonly { value: Scalar | null; span: Span }[],
  context: CompileContext,
): CidrRange[] {
  return args.flatMap(({ value, span }) => {
    const range = parseCidr(String(value));
    if (range !== null) return [range];
    context.report('RS240', span, `expected a block such as "10.0.0.0/8", found "${value}"`);
    return [];
  });
}

/** An operand of `and`, `or`, `not`: a field there stands for `field == true`. */
function compileTruth(expression: Expression, fields: Fields, context: CompileContext): Script {
  const script = compileScript(expression, fields, context);
  if (expression.kind !== 'field') return script;
  const isTrue = fieldTest(expression, '==', true, context);
  return (frame) => {
    const value = script(frame);
    return value === null ? null : isTrue(value);
  };
}

function compileLogical(
  { kind, operands }: LogicalNode,
  fields: Fields,
  context: CompileContext,
): Script {
  const scripts = operands.map((operand) => compileTruth(operand, fields, context));
  const decisive = kind === 'or';
  return (frame) => {
    let result: boolean | null = !decisive;
    for (const script of scripts) {
      const value = script(frame);
      if (value === decisive) return decisive;
      if (value === null) result = null;
    }
    return result;
  };
}

function compileComparison(node: ComparisonNode, fields: Fields, context: CompileContext): Script {
  const { operator } = node;
  const left = compileScript(node.left, fields, context);
  const right = compileScript(node.right, fields, context);
  // What depends on no event is known by now: compiling it once more at each level would take forever.
  const fixed = (side: Expression, script: Script): Scalar | null | undefined =>
    readsField(side) ? constantOf(side, context) : script([]);
  const constants = [fixed(node.left, left), fixed(node.right, right)] as const;
  if ((operator === '==' || operator === '!=') && constants.includes(null)) {
    return (frame) => (left(frame) === right(frame)) === (operator === '==');
  }
  const compare = comparison(node, constants, context);
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    return a === null || b === null ? null : compare(a, b);
  };
}

/**
 * A field compared with a constant goes by the type of the field. Where there is no field, values of different types have no verdict, null: they
 * are not even unequal.
 */
function comparison(
  { operator, left, right }: ComparisonNode,
  [leftConstant, rightConstant]: readonly [Scalar | null | undefined, Scalar | null | undefined],
  context: CompileContext,
): (a: Scalar, b: Scalar) => boolean | null {
  if (left.kind === 'field' && rightConstant !== undefined && rightConstant !== null) {
    return fieldTest(left, operator, constantFor(left, right, rightConstant, context), context);
  }
  if (right.kind === 'field' && leftConstant !== undefined && leftConstant !== null) {
    const constant = constantFor(right, left, leftConstant, context);
    const test = fieldTest(right, FLIPPED[operator], constant, context);
    return (_, b) => test(b);
  }
  const holds = orderTest(operator);
  const isFree = left.kind !== 'field' && right.kind !== 'field';
  return (a, b) => (isFree && typeof a !== typeof b ? null : holds(compareScalars(a, b)));
}

/** What the difference of two values must be. */
function orderTest(operator: ComparisonOperator): (difference: number) => boolean {
  switch (operator) {
    case '==':
      return (difference) => difference === 0;
    case '!=':
      return (difference) => difference !== 0;
    case '<':
      return (difference) => difference < 0;
    case '<=':
      return (difference) => difference <= 0;
    case '>':
      return (difference) => difference > 0;
    case '>=':
      return (difference) => difference >= 0;
  }
}

function fieldTest(
  { path }: FieldNode,
  operator: ComparisonOperator,
  constant: Scalar,
  context: CompileContext,
): ScalarTest {
  const type = context.type(path);
  if (operator !== '==' && operator !== '!=') return ordering(operator, constant, type);
  const { test } = equality([constant], type);
  return operator === '==' ? test : (value) => !test(value);
}

function compileIn(node: InNode, fields: Fields, context: CompileContext): Script {
  const { operand, insensitive, negated } = node;
  const script = compileScript(operand, fields, context);
  const constants = node.values.flatMap((value) => {
    const constant = compileScript(value, fields, context)([]);
    if (constant === null) return [];
    return operand.kind === 'field' ? constantFor(operand, value, constant, context) : constant;
  });
  const folded = new Set(constants.map((constant) => fold(String(constant))));
  const type = operand.kind === 'field' ? context.type(operand.path) : undefined;
  const test: ScalarTest = insensitive
    ? (value) => folded.has(fold(String(value)))
    : equality(constants, type).test;
  return (frame) => {
    const value = script(frame);
    return value === null ? null : test(value) !== negated;
  };
}

function matches(operand: Script, pattern: Pattern): Script {
  const { folded } = pattern;
  const test = pattern.prepare();
  return (frame) => {
    const value = operand(frame);
    if (value === null) return null;
    return test(folded ? fold(String(value)) : String(value));
  };
}

function compileArithmetic(
  operator: ArithmeticOperator,
  leftNode: Expression,
  rightNode: Expression,
  fields: Fields,
  context: CompileContext,
): Script {
  const left = compileScript(leftNode, fields, context);
  const right = compileScript(rightNode, fields, context);
  const float = isFractional(leftNode, context) || isFractional(rightNode, context);
  return (frame) => {
    const a = coerce(left(frame), 'number');
    const b = coerce(right(frame), 'number');
    if (typeof a !== 'number' || typeof b !== 'number') return null;
    return calculate(operator, a, b, float);
  };
}

function compileCall(node: CallNode, fields: Fields, context: CompileContext): Script {
  const name = node.name.toLowerCase();
  const spec = FUNCTIONS.get(name);
  invariant(spec !== undefined, `function ${node.name} passed the checker`);
  const [first, second] = node.args;
  const operator = ARITHMETIC_FUNCTIONS.get(name);
  if (operator !== undefined && first !== undefined && second !== undefined) {
    return compileArithmetic(operator, first, second, fields, context);
  }
  const parameters = node.args.map((_, index) => parameterAt(spec, index));
  const args = node.args.map((arg, index) => {
    const script = compileScript(arg, fields, context);
    const type = parameters[index]?.type;
    return (type === 'any' || type === 'string') && isFractional(arg, context)
      ? written(script)
      : script;
  });
  if (name === 'cidrmatch' && args[0] !== undefined) {
    return compileCidrMatch(args[0], node, args.slice(1), context);
  }
  const values: (Scalar | null)[] = args.map(() => null);
  const { insensitive } = node;
  return (frame) => {
    for (const [index, arg] of args.entries()) {
      const parameter = parameters[index];
      const value = coerce(arg(frame), parameter?.type ?? 'any');
      if (value === null && parameter?.optional !== true) return null;
      values[index] = value;
    }
    return spec.evaluate(values, insensitive);
  };
}

/** A number of a fractional type, as text has it. */
function written(script: Script): Script {
  return (frame) => {
    const value = script(frame);
    return value === null ? null : fractionalAsText(value);
  };
}

/** The blocks are constants: read once, not for every event. */
function compileCidrMatch(
  address: Script,
  node: CallNode,
  blocks: readonly Script[],
  context: CompileContext,
): Script {
  const literals = blocks.map((block, index) => ({
    value: block([]),
    span: node.args[index + 1]?.span ?? node.span,
  }));
  if (literals.some(({ value }) => value === null)) return () => null;
  const inRange = cidrMatcher(blocksOf(literals, context));
  return (frame) => {
    const value = address(frame);
    return value === null ? null : inRange(String(value));
  };
}

/** A value as a parameter takes it; null when it cannot be taken so. */
function coerce(value: Scalar | null, type: ParameterType): Scalar | null {
  if (value === null) return null;
  switch (type) {
    case 'any':
      return value;
    case 'string':
    case 'ip':
      return typeof value === 'string' ? value : String(value);
    case 'number':
      return numberOf(value);
    case 'integer': {
      const number = coerce(value, 'number');
      return typeof number === 'number' ? Math.trunc(number) : null;
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : value === 'true';
  }
}
