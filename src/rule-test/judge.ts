// What a rule made of a case, held against what the case expects.
import { keyText, type Scalar } from '../event/index.js';
import type { RuleTestCase } from '../rule/index.js';

/** The values of a join key. */
export type KeyValues = readonly (Scalar | null)[];

/** What differs from the expectation, a sentence each; none where the case passes. `found` are the keys of the alerts. */
export function differences(
  { expect, alerts, joinKeys }: RuleTestCase,
  found: readonly KeyValues[],
): readonly string[] {
  const count = found.length;
  if (expect === 'no_match') {
    return count === 0 ? [] : [`expected no match, got ${counted(count, 'alert')}`];
  }
  if (count === 0) return ['expected a match, got none'];
  return [
    ...(alerts === null || alerts === count
      ? []
      : [`expected ${counted(alerts, 'alert')}, got ${count}`]),
    ...(joinKeys === null ? [] : keyDifferences(joinKeys, found)),
  ];
}

function keyDifferences(
  expected: readonly KeyValues[],
  found: readonly KeyValues[],
): readonly string[] {
  const missing = without(expected, found);
  const surplus = without(found, expected);
  return [
    ...missing.map((key) => `expected an alert with the join key ${keyWords(key)}`),
    ...surplus.map((key) => `got an alert with the join key ${keyWords(key)}`),
  ];
}

/** `keys` without one of each of `others`. A number and its digits are the same key. */
function without(keys: readonly KeyValues[], others: readonly KeyValues[]): readonly KeyValues[] {
  const left = others.map(keyText);
  return keys.filter((key) => {
    const at = left.indexOf(keyText(key));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** `(web-01, 812)`; `-` for a field that is not there. */
export function keyWords(key: KeyValues): string {
  return `(${key.map((value) => (value === null ? '-' : String(value))).join(', ')})`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
