/** Compiled conditions and how `and`, `or` and `not` combine them. Source: spec §4. */
import type { Event, FieldType } from '../event/index.js';
import type { Span } from '../source/index.js';
import type { EqlCode } from './codes.js';
import type { Requirement } from './query.js';
import { requirementsOfAll, requirementsOfAny } from './requirements.js';

/** A condition ready to run: always true or false, never null. */
export interface Condition {
  readonly test: (event: Event) => boolean;
  /** What a test costs, relative to looking up one exact value. */
  readonly cost: number;
  readonly requirements: readonly Requirement[];
  /** A requirement that is met by exactly those events for which the test is true. */
  readonly same?: Requirement;
  /** What an `and` consists of. */
  readonly operands?: readonly Condition[];
}

/** What leaves need to know of the world while they are compiled. */
export interface CompileContext {
  /** The slot of a field; from then on the query counts as reading it. */
  readonly slot: (path: string) => number;
  readonly type: (path: string) => FieldType | undefined;
  /** Tells of a constant that makes the query impossible to run. */
  readonly report: (code: EqlCode, span: Span, message: string, help?: string) => void;
}

export const ALWAYS: Condition = { test: () => true, cost: 0, requirements: [] };
export const NEVER: Condition = { test: () => false, cost: 0, requirements: [] };

/** The complement: true exactly where `condition` is false. */
export function negate(condition: Condition): Condition {
  if (condition === ALWAYS) return NEVER;
  if (condition === NEVER) return ALWAYS;
  const { test, cost } = condition;
  return { test: (event) => !test(event), cost, requirements: [] };
}

/** `and`. Operands have no effects, so the cheap ones go first. */
export function all(conditions: readonly Condition[]): Condition {
  if (conditions.includes(NEVER)) return NEVER;
  const operands = cheapestFirst(conditions.filter((condition) => condition !== ALWAYS));
  const [a, b, c] = operands.map(({ test }) => test);
  const [only] = operands;
  if (a === undefined || only === undefined) return ALWAYS;
  if (b === undefined) return only;
  return {
    test:
      c === undefined
        ? (event) => a(event) && b(event)
        : operands.length === 3
          ? (event) => a(event) && b(event) && c(event)
          : everyTest(operands.map(({ test }) => test)),
    cost: costOf(operands),
    requirements: requirementsOfAll(operands.map(({ requirements }) => requirements)),
    operands,
  };
}

/** What is left to test of `condition` for an event that meets all the requirements in `met`. */
export function beyond(condition: Condition, met: ReadonlySet<Requirement>): Condition {
  const { same, operands } = condition;
  if (same !== undefined && met.has(same)) return ALWAYS;
  return operands === undefined ? condition : all(operands.map((item) => beyond(item, met)));
}

/** `or`. Operands have no effects, so the cheap ones go first. */
export function any(conditions: readonly Condition[]): Condition {
  if (conditions.includes(ALWAYS)) return ALWAYS;
  const operands = cheapestFirst(conditions.filter((condition) => condition !== NEVER));
  const [a, b] = operands.map(({ test }) => test);
  const [only] = operands;
  if (a === undefined || only === undefined) return NEVER;
  if (b === undefined) return only;
  return {
    test:
      operands.length === 2
        ? (event) => a(event) || b(event)
        : someTest(operands.map(({ test }) => test)),
    cost: costOf(operands),
    requirements: requirementsOfAny(operands.map(({ requirements }) => requirements)),
  };
}

function everyTest(tests: readonly Condition['test'][]): Condition['test'] {
  return (event) => {
    for (const test of tests) if (!test(event)) return false;
    return true;
  };
}

function someTest(tests: readonly Condition['test'][]): Condition['test'] {
  return (event) => {
    for (const test of tests) if (test(event)) return true;
    return false;
  };
}

/** Stable: of equal costs the author's order stays. */
function cheapestFirst(conditions: readonly Condition[]): readonly Condition[] {
  return conditions.toSorted((a, b) => a.cost - b.cost);
}

function costOf(conditions: readonly Condition[]): number {
  return conditions.reduce((sum, { cost }) => sum + cost, 0);
}
