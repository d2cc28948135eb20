/**
 * From the tree of a condition to a {@link Condition}: the skeleton of and, or and not over leaves. Every leaf is true or
 * false for an event, never null, and `not` is the complement of a leaf. Source: spec §4.
 */
import type { Scalar } from '../event/index.js';
import type {
  CallNode,
  ComparisonNode,
  Expression,
  FieldNode,
  InNode,
  LogicalNode,
  NotNode,
} from './ast.js';
import {
  affixLeaf,
  cidrLeaf,
  equalsLeaf,
  existsLeaf,
  orderLeaf,
  patternLeaf,
} from './compile-leaf.js';
import {
  ALWAYS,
  all,
  any,
  fails,
  holds,
  NEVER,
  type CompileContext,
  type Condition,
  type Leaf,
} from './condition.js';
import { dateRange, isDateMath } from './date-constant.js';
import { equalScalars, FLIPPED } from './compare.js';
import { FUNCTIONS } from './functions.js';
import { exactPattern } from './pattern.js';
import {
  blocksOf,
  compileScript,
  constantFor,
  constantOf,
  patternOf,
  type Script,
} from './script.js';
import { scriptCondition } from './script-leaf.js';

type LeafExpression = Exclude<Expression, LogicalNode | NotNode>;

/**
 * Compiles a verified boolean expression. `negated` is carried down to the leaves rather than applied to the whole: a
 * leaf that is the constant null holds neither way.
 */
export function compileCondition(
  expression: Expression,
  context: CompileContext,
  negated = false,
): Condition {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const operands = expression.operands.map((item) => compileCondition(item, context, negated));
      return (expression.kind === 'and') === negated ? any(operands) : all(operands);
    }
    case 'not':
      return compileCondition(expression.operand, context, !negated);
    case 'comparison':
    case 'in':
    case 'match':
    case 'call':
    case 'field':
    case 'literal':
    case 'arithmetic':
    case 'negate': {
      const constant = constantOf(expression, context);
      if (constant === null) return NEVER;
      if (constant !== undefined) return (constant === true) === negated ? NEVER : ALWAYS;
      return compileLeaf(expression, context, negated);
    }
  }
}

/** A leaf that depends on the event. */
function compileLeaf(
  expression: LeafExpression,
  context: CompileContext,
  negated: boolean,
): Condition {
  switch (expression.kind) {
    case 'comparison':
      return compileComparison(expression, context, negated);
    case 'in':
      return negateIf(expression.negated !== negated, inLeaf(expression, context));
    case 'match': {
      const { operand } = expression;
      const leaf =
        operand.kind === 'field'
          ? patternLeaf(operand, patternOf(expression, context), context)
          : scriptLeaf(expression, context);
      return negateIf(negated, leaf);
    }
    case 'call':
      return negateIf(negated, callLeaf(expression, context));
    case 'field':
      return negateIf(negated, equalsLeaf(expression, [true], context));
    case 'literal':
    case 'arithmetic':
    case 'negate':
      return negateIf(negated, scriptLeaf(expression, context));
  }
}

function compileComparison(
  node: ComparisonNode,
  context: CompileContext,
  negated: boolean,
): Condition {
  const left = constantOf(node.left, context);
  const constant = left === undefined ? constantOf(node.right, context) : left;
  const [operand, other] = left === undefined ? [node.left, node.right] : [node.right, node.left];
  const operator = left === undefined ? node.operator : FLIPPED[node.operator];
  if (constant === undefined) return compileVariables(node, context, negated);
  if (operator === '==' || operator === '!=') {
    const differs = operator === '!=';
    if (constant === null) return compileNullTest(operand, differs, context, negated);
    if (typeof constant === 'boolean' && isBoolean(operand)) {
      // `f(x) != true` is `not f(x)`, which holds for an absent field too.
      return compileCondition(operand, context, (differs === constant) !== negated);
    }
    if (operand.kind === 'field') {
      checkDate(operand, constant, node, context);
      const wanted = constantFor(operand, other, constant, context);
      return negateIf(differs !== negated, equalsLeaf(operand, [wanted], context));
    }
  } else if (operand.kind === 'field' && constant !== null) {
    checkDate(operand, constant, node, context);
    const limit = constantFor(operand, other, constant, context);
    return negateIf(negated, orderLeaf(operand, operator, limit, context));
  }
  return negateIf(negated, scriptLeaf(node, context));
}

/**
 * A comparison without a constant. Elasticsearch has it only of optional fields that no event has: `?x == ?y` is then
 * `null == null`, which is true.
 */
function compileVariables(
  node: ComparisonNode,
  context: CompileContext,
  negated: boolean,
): Condition {
  const { operator, left, right } = node;
  const differs = operator === '!=';
  if (left.kind !== 'field' || right.kind !== 'field' || (operator !== '==' && !differs)) {
    return negateIf(negated, scriptLeaf(node, context));
  }
  const fields = new Map<string, number>();
  const a = compileScript(left, fields, context);
  const b = compileScript(right, fields, context);
  const equal: Script = (frame) => {
    const value = a(frame);
    const other = b(frame);
    return value === null || other === null ? value === other : equalScalars(value, other);
  };
  return negateIf(differs !== negated, scriptCondition(equal, fields, context));
}

/** `x == null` and `x != null`: of a field whether it is there, else whether some combination of values gives null. */
function compileNullTest(
  operand: Expression,
  differs: boolean,
  context: CompileContext,
  negated: boolean,
): Condition {
  if (operand.kind === 'field') return negateIf(differs === negated, existsLeaf(operand, context));
  const leaf = scriptOf(
    operand,
    context,
    (script) => (frame) => (script(frame) === null) !== differs,
  );
  return negateIf(negated, leaf);
}

/** `x in (…)`, without its `not`. */
function inLeaf(node: InNode, context: CompileContext): Leaf {
  const { operand, insensitive } = node;
  const asScript = (): Leaf => scriptLeaf({ ...node, negated: false }, context);
  if (operand.kind !== 'field') return asScript();
  const constants: Scalar[] = [];
  for (const value of node.values) {
    const constant = constantOf(value, context);
    if (constant === undefined) return asScript();
    if (constant !== null) constants.push(constantFor(operand, value, constant, context));
  }
  if (insensitive) return patternLeaf(operand, exactPattern(constants.map(String)), context);
  for (const value of node.values) checkDate(operand, constantOf(value, context), value, context);
  return equalsLeaf(operand, constants, context);
}

function callLeaf(node: CallNode, context: CompileContext): Leaf {
  const [subject, ...rest] = node.args;
  const name = node.name.toLowerCase();
  const constants = rest.map((arg) => ({ value: constantOf(arg, context), span: arg.span }));
  if (subject?.kind !== 'field') return scriptLeaf(node, context);
  if (name === 'cidrmatch') {
    const blocks = constants.flatMap(({ value, span }) =>
      value === undefined || value === null ? [] : [{ value, span }],
    );
    return cidrLeaf(subject, blocksOf(blocks, context), context);
  }
  if (name === 'startswith' || name === 'endswith' || name === 'stringcontains') {
    const part = constants[0]?.value;
    if (part !== undefined && part !== null) {
      return affixLeaf(subject, name, String(part), node.insensitive, context);
    }
  }
  return scriptLeaf(node, context);
}

/** Any other leaf: evaluated as a whole. */
function scriptLeaf(expression: Expression, context: CompileContext): Leaf {
  return scriptOf(expression, context, (script) => script);
}

function scriptOf(
  expression: Expression,
  context: CompileContext,
  leafOf: (script: Script) => Script,
): Leaf {
  const fields = new Map<string, number>();
  const script = compileScript(expression, fields, context);
  return scriptCondition(leafOf(script), fields, context);
}

function negateIf(negated: boolean, leaf: Leaf): Condition {
  return negated ? fails(leaf) : holds(leaf);
}

/** Whether an expression other than a field is boolean by its form. */
function isBoolean(expression: Expression): boolean {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'comparison':
    case 'in':
    case 'match':
      return true;
    case 'call':
      return FUNCTIONS.get(expression.name.toLowerCase())?.returns === 'boolean';
    case 'field':
    case 'literal':
    case 'arithmetic':
    case 'negate':
      return false;
  }
}

/** Reports a constant, written at `node`, that a date field cannot be compared with. */
function checkDate(
  field: FieldNode,
  constant: Scalar | null | undefined,
  node: Expression,
  context: CompileContext,
): void {
  if (context.type(field.path) !== 'date' || constant === null || constant === undefined) return;
  if (dateRange(constant) !== null) return;
  const { span } = node.kind === 'comparison' && node.right.kind === 'literal' ? node.right : node;
  if (isDateMath(constant)) {
    const message = `expected a fixed time for ${field.path}, found date math, "${constant}"`;
    const help = 'the verdict on recorded events must not depend on today';
    context.report('RS291', span, message, help);
  } else {
    const message = `expected a time for ${field.path}, found "${constant}"`;
    const help = 'write it as "2026-11-21T04:13:58Z" or in epoch milliseconds';
    context.report('RS290', span, message, help);
  }
}
