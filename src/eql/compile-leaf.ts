/**
 * Leaves about one field: a comparison, list, pattern or function that looks at the field's values one by one. A leaf
 * is true if any value satisfies it and false for an absent field. Source: spec §4, §5.
 */
import { fold, type FieldType, type Scalar, type Value } from '../event/index.js';
import { cidrMatcher, type CidrRange } from './cidr.js';
import { equality, ordering, type ScalarTest } from './compare.js';
import type { CompileContext, EventTest, Leaf } from './condition.js';
import type { ComparisonOperator, FieldNode } from './ast.js';
import type { Pattern } from './pattern.js';
import { allOf, among, anyOf, inRanges, NOTHING, presence } from './screen.js';
import { beginningWith, containing, endingWith, NO_TEXTS, type TextSet } from './text-set.js';
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
export function existsLeaf(node: FieldNode, context: CompileContext): Leaf {
  const { path, slot } = leafField(node, context);
  return {
    prepare: () => (event) => event.get(slot) !== null,
    cost: COST.exists,
    sure: presence(path, slot),
  };
}

/** `field == "a"`, `field in ("a", 4)`: equal to any of `constants`, case-sensitive. */
export function equalsLeaf(
  node: FieldNode,
  constants: readonly Scalar[],
  context: CompileContext,
): Leaf {
  const field = leafField(node, context);
  const { slot, type } = field;
  const { test, texts, sure, possible } = equality(constants, type);
  return {
    prepare: () =>
      texts === null ? scalarTest(slot, test) : membershipTest(slot, false, texts, test),
    cost: COST.exact,
    sure: among(field, false, sure),
    ...(sure !== possible && { possible: () => among(field, false, possible) }),
  };
}

/** `field < 4` */
export function orderLeaf(
  node: FieldNode,
  operator: Exclude<ComparisonOperator, '==' | '!='>,
  constant: Scalar,
  context: CompileContext,
): Leaf {
  const { path, slot, type } = leafField(node, context);
  return {
    prepare: () => scalarTest(slot, ordering(operator, constant, type)),
    cost: COST.order,
    sure: NOTHING,
    possible: () => presence(path, slot),
  };
}

/** `field : "a*"`, `like`, `in~`, `regex`: any value that, written as text, the pattern matches. */
export function patternLeaf(node: FieldNode, pattern: Pattern, context: CompileContext): Leaf {
  const field = leafField(node, context);
  const { path, slot } = field;
  const { folded, exact, anything, possible } = pattern;
  if (anything) return existsLeaf(node, context);
  const sure = among(field, folded, pattern.sure);
  if (exact !== null) {
    return {
      prepare: () => membershipTest(slot, folded, exact, (value) => exact.has(String(value))),
      cost: COST.exact,
      sure,
    };
  }
  return {
    prepare: () => textTest(slot, folded, pattern.prepare()),
    cost: pattern.isRegex ? COST.regex : COST.pattern * pattern.size,
    sure,
    ...(possible !== null && {
      possible: () =>
        anyOf([
          sure,
          ...possible().map((sets) =>
            allOf([presence(path, slot), ...sets.map((texts) => among(field, folded, texts))]),
          ),
        ]),
    }),
  };
}

/** `startsWith(field, "a")`, `endsWith`, `stringContains`. */
export function affixLeaf(
  node: FieldNode,
  name: Affix,
  part: string,
  folded: boolean,
  context: CompileContext,
): Leaf {
  const field = leafField(node, context);
  const wanted = folded ? fold(part) : part;
  return {
    prepare: () => textTest(field.slot, folded, affixTest(name, wanted)),
    cost: COST.affix,
    sure: among(field, folded, affixTexts(name, wanted)),
  };
}

/** `cidrMatch(field, …)` */
export function cidrLeaf(
  node: FieldNode,
  blocks: readonly CidrRange[],
  context: CompileContext,
): Leaf {
  const field = leafField(node, context);
  const addresses = inRanges(
    field,
    blocks.flatMap(({ v4 }) => v4 ?? []),
  );
  return {
    prepare: () => textTest(field.slot, false, cidrMatcher(blocks)),
    cost: COST.cidr,
    sure: addresses,
    possible: () => anyOf([addresses, among(field, false, containing(':'))]),
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
      return part === '' ? NO_TEXTS : containing(part);
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

/** Texts are looked up in `texts`; `test` decides about other values. The hottest leaf of all. */
function membershipTest(
  slot: number,
  folded: boolean,
  texts: ReadonlySet<string>,
  test: ScalarTest,
): EventTest {
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

function scalarTest(slot: number, test: ScalarTest): EventTest {
  return (event) => {
    const value = event.get(slot);
    return value !== null && anyScalar(value, test);
  };
}

function textTest(slot: number, folded: boolean, test: TextTest): EventTest {
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
