/**
 * Leaves about one field: a comparison, list, pattern or function that looks at the field's values one by one. A leaf
 * is true if any value satisfies it and false for an absent field. Source: spec §4, §5.
 */
import { fold, type Event, type FieldType, type Scalar, type Value } from '../event/index.js';
import { equality, ordering, type ScalarTest } from './compare.js';
import type { Condition, CompileContext } from './condition.js';
import type { ComparisonOperator, FieldNode } from './ast.js';
import type { Requirement } from './query.js';
import type { Pattern } from './pattern.js';
import { beginningWith, endingWith, exactly, type TextSet } from './text-set.js';
import type { TextTest } from './wildcard.js';

/** Relative costs, see {@link Condition.cost}. */
const COST = { exists: 1, exact: 1, order: 2, affix: 3, pattern: 4, cidr: 6, regex: 20 } as const;

/** A field as leaves see it. */
interface LeafField {
  readonly path: string;
  readonly slot: number;
  readonly type: FieldType | undefined;
}

/** `field != null` */
export function existsLeaf(node: FieldNode, context: CompileContext): Condition {
  const { path, slot } = leafField(node, context);
  return {
    test: (event) => event.get(slot) !== null,
    cost: COST.exists,
    requirements: [presence(path, slot)],
  };
}

/** `field == "a"`, `field in ("a", 4)`: equal to any of `constants`, case-sensitive. */
export function equalsLeaf(
  node: FieldNode,
  constants: readonly Scalar[],
  context: CompileContext,
): Condition {
  const { path, slot, type } = leafField(node, context);
  const { test, texts, spelled } = equality(constants, type);
  if (texts === null) {
    return {
      test: scalarTest(slot, test),
      cost: COST.exact,
      requirements: [presence(path, slot)],
    };
  }
  const leaf = { test: membershipTest(slot, false, texts, test), cost: COST.exact };
  if (!spelled) return { ...leaf, requirements: [presence(path, slot)] };
  return sameAs(oneOf(path, slot, false, exactly(texts)), leaf);
}

/** `field < 4` */
export function orderLeaf(
  node: FieldNode,
  operator: Exclude<ComparisonOperator, '==' | '!='>,
  constant: Scalar,
  context: CompileContext,
): Condition {
  const { path, slot, type } = leafField(node, context);
  return {
    test: scalarTest(slot, ordering(operator, constant, type)),
    cost: COST.order,
    requirements: [presence(path, slot)],
  };
}

/** `field : "a*"`, `like`, `in~`, `regex`: any value that, written as text, the pattern matches. */
export function patternLeaf(node: FieldNode, pattern: Pattern, context: CompileContext): Condition {
  const { path, slot } = leafField(node, context);
  const { folded, exact, anything } = pattern;
  if (anything) return existsLeaf(node, context);
  if (exact !== null) {
    const test = membershipTest(slot, folded, exact, (value) => exact.has(String(value)));
    return sameAs(oneOf(path, slot, folded, exactly(exact)), { test, cost: COST.exact });
  }
  const leaf = {
    test: textTest(slot, folded, pattern.test),
    cost: pattern.isRegex ? COST.regex : COST.pattern * pattern.size,
  };
  const requirement = oneOf(path, slot, folded, pattern.within);
  return pattern.isWithin ? sameAs(requirement, leaf) : { ...leaf, requirements: [requirement] };
}

/** `startsWith(field, "a")`, `endsWith`, `stringContains`. */
export function affixLeaf(
  node: FieldNode,
  name: Affix,
  part: string,
  folded: boolean,
  context: CompileContext,
): Condition {
  const { path, slot } = leafField(node, context);
  const wanted = folded ? fold(part) : part;
  return {
    test: textTest(slot, folded, affixTest(name, wanted)),
    cost: COST.affix,
    requirements: [oneOf(path, slot, folded, affixTexts(name, wanted))],
  };
}

/** `cidrMatch(field, …)` */
export function cidrLeaf(node: FieldNode, inRange: TextTest, context: CompileContext): Condition {
  const { path, slot } = leafField(node, context);
  return {
    test: textTest(slot, false, inRange),
    cost: COST.cidr,
    requirements: [presence(path, slot)],
  };
}

type Affix = 'startswith' | 'endswith' | 'stringcontains';

function affixTexts(name: Affix, part: string): TextSet | null {
  switch (name) {
    case 'startswith':
      return beginningWith(part);
    case 'endswith':
      return endingWith(part);
    case 'stringcontains':
      return null;
  }
}

function affixTest(name: Affix, part: string): TextTest {
  switch (name) {
    case 'startswith':
      return (text) => text.startsWith(part);
    case 'endswith':
      return (text) => text.endsWith(part);
    case 'stringcontains':
      return part === '' ? () => false : (text) => text.includes(part);
  }
}

function leafField({ path }: FieldNode, context: CompileContext): LeafField {
  return { path, slot: context.slot(path), type: context.type(path) };
}

/** A leaf that tests nothing but `requirement`. */
function sameAs(requirement: Requirement, leaf: Pick<Condition, 'test' | 'cost'>): Condition {
  return { ...leaf, requirements: [requirement], same: requirement };
}

function presence(path: string, slot: number): Requirement {
  return { path, slot, folded: false, texts: null };
}

function oneOf(path: string, slot: number, folded: boolean, texts: TextSet | null): Requirement {
  return texts === null ? presence(path, slot) : { path, slot, folded, texts };
}

/** Texts are looked up in `texts`; `test` decides about other values. The hottest leaf of all. */
function membershipTest(
  slot: number,
  folded: boolean,
  texts: ReadonlySet<string>,
  test: ScalarTest,
): Condition['test'] {
  const [only] = texts;
  if (texts.size === 1 && only !== undefined && !folded) {
    const testScalar: ScalarTest = (value) =>
      typeof value === 'string' ? value === only : test(value);
    return (event) => {
      const value = event.get(slot);
      if (typeof value === 'string') return value === only;
      return value !== null && anyScalar(value, testScalar);
    };
  }
  const testScalar: ScalarTest = (value) =>
    typeof value === 'string' ? texts.has(value) : test(value);
  return (event) => {
    const value = folded ? event.folded(slot) : event.get(slot);
    if (typeof value === 'string') return texts.has(value);
    return value !== null && anyScalar(value, testScalar);
  };
}

function scalarTest(slot: number, test: ScalarTest): (event: Event) => boolean {
  return (event) => {
    const value = event.get(slot);
    return value !== null && anyScalar(value, test);
  };
}

function textTest(slot: number, folded: boolean, test: TextTest): (event: Event) => boolean {
  const testScalar = (value: Scalar): boolean => test(String(value));
  return (event) => {
    const value = folded ? event.folded(slot) : event.get(slot);
    if (typeof value === 'string') return test(value);
    return value !== null && anyScalar(value, testScalar);
  };
}

function anyScalar(value: NonNullable<Value>, test: ScalarTest): boolean {
  if (typeof value !== 'object') return test(value);
  for (const item of value) if (test(item)) return true;
  return false;
}
