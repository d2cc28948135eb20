import type { Candidate } from '../../src/engine/index.js';
import { keyText, NO_KEY, type JoinKey, type Scalar } from '../../src/event/index.js';

/** A candidate at a second that is also its place in the input. */
export function candidateAt(
  second: number,
  subqueries: readonly number[],
  key: JoinKey = NO_KEY,
): Candidate {
  const position = { input: 0, offset: second, index: 0 };
  return {
    ordinal: { time: { ms: second * 1000, ns: 0 }, tiebreaker: null, position },
    key,
    subqueries,
  };
}

/** A join key of these values. */
export function keyOf(...values: readonly (Scalar | null)[]): JoinKey {
  return { values, text: keyText(values) };
}
