// `--max-bad-lines`: how much of the input may be unreadable.
import type { ScanResult } from '../scan/index.js';
import { usageError } from './usage-error.js';

/** So many lines, or so many of a hundred. */
export interface BadLineLimit {
  readonly count: number;
  readonly unit: 'lines' | 'percent';
}

export function parseBadLineLimit(text: string): BadLineLimit {
  const [, digits, percent] = /^(\d{1,12}(?:\.\d{1,6})?)(%?)$/.exec(text) ?? [];
  const count = Number(digits);
  const isPercent = percent === '%';
  if (digits === undefined || (isPercent ? count > 100 : !Number.isInteger(count))) {
    throw usageError(
      'RS402',
      `expected a number of lines or a percentage for \`--max-bad-lines\`, found "${text}"`,
      'such as 10 or 0.5%',
    );
  }
  return { count, unit: isPercent ? 'percent' : 'lines' };
}

/** Whether more lines of all inputs were bad than the limit allows. */
export function exceeds(
  { inputs }: Pick<ScanResult, 'inputs'>,
  { count, unit }: BadLineLimit,
): boolean {
  const bad = inputs.reduce((sum, { badLines }) => sum + badLines, 0);
  if (unit === 'lines') return bad > count;
  const all = inputs.reduce((sum, { events, badLines }) => sum + events + badLines, 0);
  return 100 * bad > count * all;
}
