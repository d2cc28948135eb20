/**
 * One leaf of a condition, taken apart for those who look for values: which fields it reads, which texts, numbers or
 * addresses it is about, and a test by the real predicate. Shapes only guide the search; the test decides.
 */
import {
  compile,
  parseCidr,
  parseRegex,
  type CidrRange,
  type ComparisonOperator,
  type Expression,
  type LiteralNode,
} from '../eql/index.js';
import { FieldSet, fold, type Event, type Scalar, type Value } from '../event/index.js';
import type { Span } from '../source/index.js';
import type { Random } from './random.js';
import { regexShape } from './regex-sample.js';
import { exactShape, wildcardShape, type TextShape } from './text-shape.js';

/** What a leaf is about, for its positive sense. */
export type LeafShape =
  /** True of any value: `x != null`, `x : "*"` */
  | { readonly kind: 'exists' }
  /** Some value is one of these. */
  | { readonly kind: 'entries'; readonly folded: boolean; readonly entries: readonly Entry[] }
  /** Some value stands in this order to the constant. */
  | { readonly kind: 'order'; readonly operator: Ordering; readonly constant: Scalar }
  /** Some value is an address in one of these blocks. */
  | { readonly kind: 'blocks'; readonly blocks: readonly Block[] }
  /** Anything else: constants that its values are likely to be made of. */
  | { readonly kind: 'computed'; readonly constants: readonly Scalar[] };

export type Ordering = Exclude<ComparisonOperator, '==' | '!='>;

/** One entry of a list: `"/tmp/*"`. */
export interface Entry {
  readonly node: LiteralNode;
  readonly kind: 'exact' | 'wildcard' | 'regex';
  /** A shape of which all texts match; for a regular expression, one of many. */
  readonly shape: (random: Random) => TextShape;
}

export interface Block {
  readonly span: Span;
  readonly range: CidrRange;
  /** As the author wrote it. */
  readonly text: string;
}

/** A leaf in its positive sense: `x != "a"` is the leaf `x == "a"`, not wanted. */
export interface Leaf {
  readonly expression: Expression;
  /** Paths of the fields it reads, none twice. */
  readonly fields: readonly string[];
  readonly shape: LeafShape;
  /** Whether the leaf is as `wanted`, given a value for each of `fields`. Decided by the compiled predicate. */
  readonly holds: (values: readonly Value[], wanted: boolean) => boolean;
}

/** Takes apart an expression that is no `and`, `or` or `not`. */
export function leafOf(expression: Expression): Leaf {
  const fields = fieldsIn(expression);
  // Most leaves are only looked at, never asked.
  const tests: Partial<Record<'true' | 'false', (values: readonly Value[]) => boolean>> = {};
  return {
    expression,
    fields,
    shape: shapeOf(expression),
    holds: (values, wanted) =>
      (tests[`${wanted}`] ??= predicate(expression, wanted, fields))(values),
  };
}

/** An event that is nothing but values by slot. */
class ValueEvent implements Event {
  #values: readonly Value[] = [];

  of(values: readonly Value[]): this {
    this.#values = values;
    return this;
  }

  get(slot: number): Value {
    return this.#values[slot] ?? null;
  }

  folded(slot: number): Value {
    const value = this.get(slot);
    if (typeof value === 'string') return fold(value);
    if (typeof value !== 'object' || value === null) return value;
    return value.map((item) => (typeof item === 'string' ? fold(item) : item));
  }
}

/** The compiled predicate over values of the fields at `paths`. */
function predicate(
  expression: Expression,
  wanted: boolean,
  paths: readonly string[],
): (values: readonly Value[]) => boolean {
  const { span } = expression;
  const condition: Expression = wanted ? expression : { kind: 'not', span, operand: expression };
  const fields = new FieldSet();
  for (const path of paths) fields.slot(path);
  const { query } = compile(
    { kind: 'event', filter: { category: null, condition }, pipes: [] },
    { fields, source: { name: '', text: '' } },
  );
  const matches = query?.subqueries[0]?.matches;
  // A constant that cannot be compiled is reported where the whole query is.
  if (matches === undefined) return () => false;
  const event = new ValueEvent();
  return (values) => matches(event.of(values));
}

function shapeOf(expression: Expression): LeafShape {
  switch (expression.kind) {
    case 'field':
      return entriesOf(false, [{ ...TRUE, span: expression.span }], exactEntry);
    case 'comparison': {
      const { operator, left, right } = expression;
      if (left.kind !== 'field') break;
      const constant = literalOf(right);
      if (constant === undefined || operator === '!=') break;
      if (constant.value === null) return operator === '==' ? ABSENT : { kind: 'exists' };
      if (operator === '==') return entriesOf(false, [constant], exactEntry);
      return { kind: 'order', operator, constant: constant.value };
    }
    case 'in': {
      const literals = expression.values.map(literalOf);
      if (expression.operand.kind !== 'field' || literals.includes(undefined)) break;
      const given = literals.filter((literal) => literal !== undefined);
      return entriesOf(expression.insensitive, given, exactEntry);
    }
    case 'match': {
      const { operator, operand, patterns } = expression;
      if (operand.kind !== 'field') break;
      if (operator === 'regex' || operator === 'regex~') {
        const folded = operator === 'regex~';
        return entriesOf(folded, patterns, (node) => regexEntry(node, folded));
      }
      return entriesOf(operator !== 'like', patterns, wildcardEntry);
    }
    case 'call': {
      const [subject, ...rest] = expression.args;
      const constants = rest.map(literalOf).filter((literal) => literal !== undefined);
      if (subject?.kind !== 'field' || constants.length < rest.length) break;
      const name = expression.name.toLowerCase();
      if (name === 'cidrmatch') return { kind: 'blocks', blocks: constants.flatMap(blockOf) };
      const affix = AFFIXES.get(name);
      if (affix === undefined) break;
      return entriesOf(expression.insensitive, constants, (node) => ({
        node,
        kind: 'wildcard',
        shape: once(() => affix(Array.from(String(node.value)))),
      }));
    }
    case 'and':
    case 'or':
    case 'not':
    case 'arithmetic':
    case 'negate':
    case 'literal':
      break;
  }
  return { kind: 'computed', constants: constantsIn(expression) };
}

/** `x == null`: no value makes it true. */
const ABSENT: LeafShape = { kind: 'entries', folded: false, entries: [] };

const TRUE: Omit<LiteralNode, 'span'> = { kind: 'literal', value: true, integer: false };

type Affix = (part: readonly string[]) => TextShape;

const AFFIXES: ReadonlyMap<string, Affix> = new Map([
  ['startswith', (part) => [part, []]],
  ['endswith', (part) => [[], part]],
  ['stringcontains', (part) => [[], part, []]],
]);

function entriesOf(
  folded: boolean,
  nodes: readonly LiteralNode[],
  entryOf: (node: LiteralNode) => Entry,
): LeafShape {
  const entries = nodes.filter(({ value }) => value !== null).map(entryOf);
  const all = entries.some(
    ({ kind, node }) => kind === 'wildcard' && /^\*+$/.test(String(node.value)),
  );
  return all ? { kind: 'exists' } : { kind: 'entries', folded, entries };
}

function exactEntry(node: LiteralNode): Entry {
  return { node, kind: 'exact', shape: once(() => exactShape(String(node.value))) };
}

function wildcardEntry(node: LiteralNode): Entry {
  const pattern = String(node.value);
  const kind = /[*?]/.test(pattern) ? 'wildcard' : 'exact';
  return { node, kind, shape: once(() => wildcardShape(pattern)) };
}

/** Makes a shape when it is first asked for: most never are. */
function once(make: () => TextShape): () => TextShape {
  let made: TextShape | undefined;
  return () => (made ??= make());
}

function regexEntry(node: LiteralNode, folded: boolean): Entry {
  const parsed = parseRegex(String(node.value), folded);
  return {
    node,
    kind: 'regex',
    shape: (random) => (parsed.kind === 'error' ? [[]] : regexShape(parsed, random)),
  };
}

function blockOf({ value, span }: LiteralNode): readonly Block[] {
  const range = parseCidr(String(value));
  return range === null ? [] : [{ span, range, text: String(value) }];
}

/** The constant that an expression is, a sign before it included. */
function literalOf(expression: Expression): LiteralNode | undefined {
  if (expression.kind === 'literal') return expression;
  if (expression.kind !== 'negate' || expression.operand.kind !== 'literal') return undefined;
  const { value } = expression.operand;
  if (typeof value !== 'number') return undefined;
  return { ...expression.operand, span: expression.span, value: -value };
}

function fieldsIn(expression: Expression): readonly string[] {
  const paths = new Set<string>();
  visit(expression, (node) => {
    if (node.kind === 'field') paths.add(node.path);
  });
  return [...paths];
}

function constantsIn(expression: Expression): readonly Scalar[] {
  const constants = new Set<Scalar>();
  visit(expression, (node) => {
    if (node.kind === 'literal' && node.value !== null) constants.add(node.value);
  });
  return [...constants];
}

function visit(expression: Expression, see: (node: Expression) => void): void {
  see(expression);
  for (const child of childrenOf(expression)) visit(child, see);
}

function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands;
    case 'not':
    case 'negate':
      return [expression.operand];
    case 'comparison':
    case 'arithmetic':
      return [expression.left, expression.right];
    case 'in':
      return [expression.operand, ...expression.values];
    case 'match':
      return [expression.operand, ...expression.patterns];
    case 'call':
      return expression.args;
    case 'field':
    case 'literal':
      return [];
  }
}
