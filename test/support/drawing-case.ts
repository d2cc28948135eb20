import { expect } from '@jest/globals';
import type { SamplePlan, SequencePlan } from '../../src/eql/index.js';
import type { MatcherOptions, MatcherStats } from '../../src/engine/index.js';
import { play, readDrawing } from './drawing.js';

/** One row of a table test: a drawing and all that a matcher must make of it. */
export interface DrawingCase {
  readonly name: string;
  readonly drawing: string;
  readonly options?: MatcherOptions;
  /** In official order. */
  readonly matches: readonly string[];
  /** Beyond `candidates` and `matches`, which follow from the above; what is not named is 0. */
  readonly stats?: Partial<MatcherStats>;
}

/** Counters of a matcher that has seen nothing. */
export const NO_STATS: MatcherStats = {
  candidates: 0,
  matches: 0,
  inFlight: 0,
  rejectedByMaxspan: 0,
  rejectedByUntil: 0,
  rejectedByMissing: 0,
  pending: 0,
  withoutTime: 0,
  dropped: 0,
};

/** Reads the drawing as a sequence. */
export function checkSequence(row: DrawingCase): void {
  check(row, readDrawing(row.drawing).sequence);
}

/** Reads the drawing as a sample. */
export function checkSample(row: DrawingCase): void {
  check(row, readDrawing(row.drawing).sample);
}

function check(row: DrawingCase, plan: SequencePlan | SamplePlan): void {
  const { candidates, show } = readDrawing(row.drawing);
  const { matches, stats } = play(plan, candidates, row.options);
  expect(matches.map(show)).toEqual(row.matches);
  expect(stats).toEqual({
    ...NO_STATS,
    candidates: candidates.length,
    matches: row.matches.length,
    ...row.stats,
  });
}
