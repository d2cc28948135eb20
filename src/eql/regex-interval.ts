import type { CodePointRange } from './code-points.js';
import type { RegexNode } from './regex-node.js';

/**
 * `<low-high>`: the decimal numbers from `low` to `high`, in either order, both included. Where both are written with the
 * same number of digits, so are the numbers; else any number of leading zeros will do. Source: Lucene's interval syntax.
 */
export function numericInterval(low: string, high: string): RegexNode {
  if (low.length === high.length) {
    return union(low <= high ? sameLength(low, high) : sameLength(high, low));
  }
  const [least, greatest] = inOrder(strip(low), strip(high));
  const alternatives: Digits[] = [];
  for (let length = least.length; length <= greatest.length; length++) {
    const from = length === least.length ? least : `1${'0'.repeat(length - 1)}`;
    const to = length === greatest.length ? greatest : '9'.repeat(length);
    alternatives.push(...sameLength(from, to));
  }
  const zeros: RegexNode = { kind: 'repeat', item: digit(['0', '0']), min: 0, max: Infinity };
  return { kind: 'concat', items: [zeros, union(alternatives)] };
}

/** The range of each digit of a number, from the left. */
type Digits = readonly (readonly [low: string, high: string])[];

/** Ranges of digits that together make up the numbers from `low` to `high`, which have the same number of digits. */
function sameLength(low: string, high: string): readonly Digits[] {
  if (/^0*$/.test(low) && /^9*$/.test(high)) return [Array.from(low, () => ['0', '9'] as const)];
  const first = low.charAt(0);
  const last = high.charAt(0);
  const lowRest = low.slice(1);
  const highRest = high.slice(1);
  const led = (by: string, rest: readonly Digits[]): readonly Digits[] =>
    rest.map((digits) => [[by, by], ...digits]);
  if (first === last) return led(first, sameLength(lowRest, highRest));
  const between: Digits[] =
    Number(last) - Number(first) < 2
      ? []
      : [
          [
            [String(Number(first) + 1), String(Number(last) - 1)],
            ...Array.from(lowRest, () => ['0', '9'] as const),
          ],
        ];
  return [
    ...led(first, sameLength(lowRest, lowRest.replace(/./g, '9'))),
    ...between,
    ...led(last, sameLength(highRest.replace(/./g, '0'), highRest)),
  ];
}

function union(alternatives: readonly Digits[]): RegexNode {
  return {
    kind: 'union',
    items: alternatives.map((digits) => ({ kind: 'concat', items: digits.map(digit) })),
  };
}

function digit([low, high]: readonly [low: string, high: string]): RegexNode {
  const range: CodePointRange = [low.charCodeAt(0), high.charCodeAt(0)];
  return { kind: 'characters', set: [range] };
}

function strip(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}

function inOrder(a: string, b: string): readonly [least: string, greatest: string] {
  const ordered = a.length === b.length ? a <= b : a.length < b.length;
  return ordered ? [a, b] : [b, a];
}
