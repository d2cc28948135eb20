// What an observer of a matcher hears: every attempt ends once, and the event that ended it is named.
import { describe, expect, test } from '@jest/globals';
import {
  createMatcher,
  type Candidate,
  type MatcherOptions,
  type MatcherStep,
} from '../../src/engine/index.js';
import type { Plan, SequencePlan } from '../../src/eql/index.js';
import type { Ordinal } from '../../src/event/index.js';
import { candidateAt, keyOf } from './candidates.js';

function sequence(
  stages: string,
  {
    maxspan = null,
    until = null,
  }: { readonly maxspan?: number | null; readonly until?: number | null } = {},
): SequencePlan {
  return {
    kind: 'sequence',
    stages: stages.split(' ').map((text) => ({
      subquery: 'ABCD'.indexOf(text.replace('!', '')),
      missing: text.startsWith('!'),
    })),
    until,
    maxspanMs: maxspan === null ? null : maxspan * 1000,
    pipes: [],
  };
}

/** The steps as `end events by`, with the second of each event; `alone stage event`. */
function observed(
  plan: Plan,
  candidates: readonly Candidate[],
  options: MatcherOptions = {},
): readonly string[] {
  const steps: string[] = [];
  const second = (event: Ordinal | null): string =>
    event === null ? '-' : String(event.position.offset);
  const observe = (step: MatcherStep): void => {
    steps.push(
      step.kind === 'alone'
        ? `alone ${step.stage} ${second(step.event)}`
        : `${step.end} ${step.events.map(second).join(',')} by ${second(step.by)}`,
    );
  };
  const matcher = createMatcher(plan, { ...options, observe });
  for (const candidate of candidates) matcher.accept(candidate);
  matcher.end();
  return steps;
}

const [A, B, C] = [[0], [1], [2]];

describe('a sequence', () => {
  test.each<[string, SequencePlan, readonly Candidate[], readonly string[]]>([
    ['completes', sequence('A B'), [candidateAt(1, A), candidateAt(2, B)], ['completed 1,2 by 2']],
    [
      'is not complete at the end',
      sequence('A B C'),
      [candidateAt(1, A), candidateAt(2, B)],
      ['unfinished 1,2 by -'],
    ],
    [
      'is too slow, and the stage that comes then is alone',
      sequence('A B', { maxspan: 5 }),
      [candidateAt(1, A), candidateAt(7, B)],
      ['maxspan 1 by -', 'alone 1 7'],
    ],
    [
      'is superseded by a newer one',
      sequence('A B'),
      [candidateAt(1, A), candidateAt(2, A), candidateAt(3, B)],
      ['superseded 1 by 2', 'completed 2,3 by 3'],
    ],
    [
      'is ended by until',
      sequence('A B', { until: 2 }),
      [candidateAt(1, A), candidateAt(2, C)],
      ['until 1 by 2'],
    ],
    [
      'is spoiled between two stages',
      sequence('A !B C', { maxspan: 9 }),
      [candidateAt(1, A), candidateAt(2, B), candidateAt(3, C)],
      ['missing 1,-,3 by 2'],
    ],
    [
      'is spoiled before its first stage',
      sequence('!A B C', { maxspan: 9 }),
      [candidateAt(1, A), candidateAt(2, B), candidateAt(3, C)],
      ['missing -,2,3 by 1'],
    ],
    [
      'is spoiled behind its last stage',
      sequence('A B !C', { maxspan: 9 }),
      [candidateAt(1, A), candidateAt(2, B), candidateAt(3, C)],
      ['missing 1,2 by 3'],
    ],
    [
      'stays pending',
      sequence('A B !C', { maxspan: 9 }),
      [candidateAt(1, A), candidateAt(2, B)],
      ['pending 1,2 by -'],
    ],
    ['never starts', sequence('A B'), [candidateAt(1, B)], ['alone 1 1']],
  ])('%s', (_, plan, candidates, steps) => {
    expect(observed(plan, candidates)).toEqual(steps);
  });

  test('is given up when there are too many', () => {
    const candidates = [candidateAt(1, A, keyOf('x')), candidateAt(2, A, keyOf('y'))];
    expect(observed(sequence('A B'), candidates, { maxInFlight: 1 })).toEqual([
      'dropped 1 by -',
      'unfinished 2 by -',
    ]);
  });
});

describe('a sample', () => {
  const plan: Plan = { kind: 'sample', size: 3 };

  test('completes, or tells the first event of each subquery that it has', () => {
    const candidates = [
      candidateAt(1, A, keyOf('x')),
      candidateAt(2, C, keyOf('x')),
      candidateAt(3, A, keyOf('x')),
      candidateAt(4, [0, 1], keyOf('y')),
      candidateAt(5, B, keyOf('y')),
      candidateAt(6, C, keyOf('y')),
    ];
    expect(observed(plan, candidates)).toEqual(['completed 4,5,6 by 6', 'unfinished 1,-,2 by -']);
  });
});
