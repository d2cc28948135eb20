/**
 * Compiled conditions and how `and`, `or` and `not` combine them. Of each there is at once what it asks of the texts of an
 * event, its screen; the test itself is made when an event needs it. Source: spec §4.
 */
import type { Event, FieldType } from '../event/index.js';
import type { Span } from '../source/index.js';
import type { EqlCode } from './codes.js';
import { allOf, ANYTHING, anyOf, complement, NOTHING, type Screen } from './screen.js';

/** Always true or false, never null. Not re-entrant: one event at a time. */
export type EventTest = (event: Event) => boolean;

/** A condition that is true or false of an event. */
export interface Condition {
  /** Makes the test. Everything that can be wrong with the query has been reported before. */
  readonly prepare: () => EventTest;
  /** What a test costs, relative to looking up one exact value. */
  readonly cost: number;
  /** Holds for every event for which the test is true. */
  readonly screen: Screen;
}

/** What conditions are made of. A leaf can be asked either way, see {@link holds} and {@link fails}. */
export interface Leaf extends Pick<Condition, 'prepare' | 'cost'> {
  /** Holds for no events but those for which the test is true. */
  readonly sure: Screen;
  /** Holds for every event for which the test is true; absent where `sure` does so itself. */
  readonly possible?: () => Screen;
}

/** What leaves need to know of the world while they are compiled. */
export interface CompileContext {
  /** The slot of a field; from then on the query counts as reading it. */
  readonly slot: (path: string) => number;
  /** Says that the values of these fields are tried in combinations, of which only so many count. */
  readonly combines: (slots: readonly number[]) => void;
  readonly type: (path: string) => FieldType | undefined;
  /** Tells of a constant that makes the query impossible to run. */
  readonly report: (code: EqlCode, span: Span, message: string, help?: string) => void;
}

export const ALWAYS: Condition = { prepare: () => () => true, cost: 0, screen: ANYTHING };
export const NEVER: Condition = { prepare: () => () => false, cost: 0, screen: NOTHING };

/** True exactly where `leaf` is. */
export function holds({ prepare, cost, sure, possible }: Leaf): Condition {
  return { prepare, cost, screen: possible === undefined ? sure : possible() };
}

/** True exactly where `leaf` is false. */
export function fails({ prepare, cost, sure }: Leaf): Condition {
  const prepareComplement = (): EventTest => {
    const test = prepare();
    return (event) => !test(event);
  };
  return { prepare: prepareComplement, cost, screen: complement(sure) };
}

/** A test that is made when it is first asked. */
export function atFirstUse(prepare: () => EventTest): EventTest {
  let test: EventTest | undefined;
  return (event) => (test ??= prepare())(event);
}

/** `and` */
export function all(conditions: readonly Condition[]): Condition {
  if (conditions.includes(NEVER)) return NEVER;
  const operands = conditions.filter((condition) => condition !== ALWAYS);
  const [only = ALWAYS] = operands;
  if (operands.length <= 1) return only;
  return {
    prepare: () => everyTest(testsOf(operands)),
    cost: costOf(operands),
    screen: allOf(operands.map(({ screen }) => screen)),
  };
}

/** `or` */
export function any(conditions: readonly Condition[]): Condition {
  if (conditions.includes(ALWAYS)) return ALWAYS;
  const operands = conditions.filter((condition) => condition !== NEVER);
  const [only = NEVER] = operands;
  if (operands.length <= 1) return only;
  return {
    prepare: () => someTest(testsOf(operands)),
    cost: costOf(operands),
    screen: anyOf(operands.map(({ screen }) => screen)),
  };
}

/** Operands have no effects, so the cheap ones go first; of equal costs the author's order stays. */
function testsOf(operands: readonly Condition[]): readonly EventTest[] {
  return operands.toSorted((a, b) => a.cost - b.cost).map(({ prepare }) => prepare());
}

function everyTest(tests: readonly EventTest[]): EventTest {
  return (event) => {
    for (const test of tests) if (!test(event)) return false;
    return true;
  };
}

function someTest(tests: readonly EventTest[]): EventTest {
  return (event) => {
    for (const test of tests) if (test(event)) return true;
    return false;
  };
}

function costOf(conditions: readonly Condition[]): number {
  return conditions.reduce((sum, { cost }) => sum + cost, 0);
}
