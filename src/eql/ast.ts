import type { Span } from '../source/index.js';

/** A parsed query. Every node has a span in the query's own text; no node is ever changed after parsing. */
export type Query = EventQueryNode | SequenceQueryNode | SampleQueryNode;

/** `process where process.name == "bash" | head 5` */
export interface EventQueryNode {
  readonly kind: 'event-query';
  readonly span: Span;
  readonly filter: FilterNode;
  readonly pipes: readonly PipeNode[];
}

/** `sequence by host.id with maxspan=5s [process where true] ![file where true] until [network where true]` */
export interface SequenceQueryNode {
  readonly kind: 'sequence-query';
  readonly span: Span;
  readonly by: readonly FieldNode[];
  readonly maxspan: DurationNode | null;
  readonly subqueries: readonly SubqueryNode[];
  readonly until: SubqueryNode | null;
  readonly pipes: readonly PipeNode[];
}

/** `sample by host.id [process where true] [file where true]` */
export interface SampleQueryNode {
  readonly kind: 'sample-query';
  readonly span: Span;
  readonly by: readonly FieldNode[];
  readonly subqueries: readonly SubqueryNode[];
  readonly pipes: readonly PipeNode[];
}

/** `[process where true] by process.pid with runs=3`, or `![process where true]` for a missing event. */
export interface SubqueryNode {
  readonly kind: 'subquery';
  readonly span: Span;
  readonly missing: boolean;
  readonly filter: FilterNode;
  readonly by: readonly FieldNode[];
  /** How many consecutive stages this subquery stands for; 1 without `with runs`. */
  readonly runs: RunsNode | null;
}

/** `with runs=3`; `count` is as written, the checker tells whether it is in range. */
export interface RunsNode {
  readonly kind: 'runs';
  readonly span: Span;
  readonly count: number;
}

/** `process where process.name == "bash"` */
export interface FilterNode {
  readonly kind: 'filter';
  readonly span: Span;
  readonly category: CategoryNode;
  readonly condition: Expression;
}

/** `process`, `"process"` or `any`; `name` is null for `any`. */
export interface CategoryNode {
  readonly kind: 'category';
  readonly span: Span;
  readonly name: string | null;
}

/** `maxspan=5s`; `unit` is null where it was left out, for the checker to complain about. */
export interface DurationNode {
  readonly kind: 'duration';
  readonly span: Span;
  readonly amount: number;
  readonly unit: string | null;
}

/** `| head 5` */
export interface PipeNode {
  readonly kind: 'pipe';
  readonly span: Span;
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expression[];
}

export type Expression =
  | LogicalNode
  | NotNode
  | ComparisonNode
  | InNode
  | MatchNode
  | ArithmeticNode
  | NegateNode
  | CallNode
  | FieldNode
  | LiteralNode;

/** `a and b and c`, flat: two operands or more. */
export interface LogicalNode {
  readonly kind: 'and' | 'or';
  readonly span: Span;
  readonly operands: readonly Expression[];
}

/** `not a` */
export interface NotNode {
  readonly kind: 'not';
  readonly span: Span;
  readonly operand: Expression;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** `process.pid == 4` */
export interface ComparisonNode {
  readonly kind: 'comparison';
  readonly span: Span;
  readonly operator: ComparisonOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

/** `process.name in ("sh", "bash")`, `not in`, `in~` */
export interface InNode {
  readonly kind: 'in';
  readonly span: Span;
  readonly operatorSpan: Span;
  readonly operand: Expression;
  readonly negated: boolean;
  readonly insensitive: boolean;
  readonly values: readonly Expression[];
}

export type MatchOperator = ':' | 'like' | 'like~' | 'regex' | 'regex~';

/** `process.name : ("sh", "b*sh")`, `like`, `regex` */
export interface MatchNode {
  readonly kind: 'match';
  readonly span: Span;
  readonly operator: MatchOperator;
  readonly operatorSpan: Span;
  readonly operand: Expression;
  readonly patterns: readonly LiteralNode[];
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/** `process.pid + 1` */
export interface ArithmeticNode {
  readonly kind: 'arithmetic';
  readonly span: Span;
  readonly operator: ArithmeticOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

/** `-process.pid` (a unary plus leaves no node) */
export interface NegateNode {
  readonly kind: 'negate';
  readonly span: Span;
  readonly operand: Expression;
}

/** `endsWith~(file.name, ".sh")` */
export interface CallNode {
  readonly kind: 'call';
  readonly span: Span;
  /** As written, without the `~`. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly insensitive: boolean;
  readonly args: readonly Expression[];
}

/** `process.name`, `?process.name`, `` `kubernetes.io/pod` `` */
export interface FieldNode {
  readonly kind: 'field';
  readonly span: Span;
  /** Dotted, backticks removed. */
  readonly path: string;
  readonly optional: boolean;
}

/** `"bash"`, `4`, `4.5`, `true`, `null` */
export interface LiteralNode {
  readonly kind: 'literal';
  readonly span: Span;
  readonly value: string | number | boolean | null;
  /** Whether a number was written as a whole number: integer division depends on it. */
  readonly integer: boolean;
}

export type Node =
  | Query
  | SubqueryNode
  | RunsNode
  | FilterNode
  | CategoryNode
  | DurationNode
  | PipeNode
  | Expression;

/** The keys of each node that lead to child nodes, in the order of the text. Typed by the union: none can be forgotten. */
export const CHILD_KEYS: {
  readonly [N in Node as N['kind']]: readonly (keyof N)[];
} = {
  'event-query': ['filter', 'pipes'],
  'sequence-query': ['by', 'maxspan', 'subqueries', 'until', 'pipes'],
  'sample-query': ['by', 'subqueries', 'pipes'],
  subquery: ['filter', 'by', 'runs'],
  runs: [],
  filter: ['category', 'condition'],
  category: [],
  duration: [],
  pipe: ['args'],
  and: ['operands'],
  or: ['operands'],
  not: ['operand'],
  comparison: ['left', 'right'],
  in: ['operand', 'values'],
  match: ['operand', 'patterns'],
  arithmetic: ['left', 'right'],
  negate: ['operand'],
  call: ['args'],
  field: [],
  literal: [],
};
