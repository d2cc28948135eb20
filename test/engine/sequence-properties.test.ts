import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import type { SequencePlan } from '../../src/eql/index.js';
import { createMatcher, type Candidate, type Match } from '../../src/engine/index.js';
import { compareOrdinals } from '../../src/event/index.js';
import { play } from '../support/drawing.js';
import { keyOf } from './candidates.js';
import { referenceSequences } from './reference.js';

const SUBQUERIES = 5;
const subquery = fc.nat({ max: SUBQUERIES - 1 });

/** Sequences of up to six stages; missing events only with a maxspan, as the checker has it. */
const plans: fc.Arbitrary<SequencePlan> = fc
  .record({
    kind: fc.constant('sequence' as const),
    stages: fc.array(fc.record({ subquery, missing: fc.boolean() }), {
      minLength: 2,
      maxLength: 6,
    }),
    until: fc.option(subquery, { freq: 2 }),
    maxspanMs: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 4 }),
    pipes: fc.constant([]),
  })
  .map((plan) => (plan.maxspanMs === null ? withoutMissing(plan) : plan))
  .filter(({ stages }) => stages.some(({ missing }) => !missing));

/** Mostly missing events make mostly no matches: half of the plans have none. */
const plansWithMore = fc.oneof(plans, plans.map(withoutMissing));

function withoutMissing(plan: SequencePlan): SequencePlan {
  return { ...plan, stages: plan.stages.map((stage) => ({ ...stage, missing: false })) };
}

/** Events in ordinal order, close together, often at the same time, of two keys, each of several subqueries. */
const inputs: fc.Arbitrary<readonly Candidate[]> = fc
  .array(
    fc.record({
      later: fc.constantFrom(0, 0, 1, 1, 2, 5),
      laterNs: fc.constantFrom(0, 0, 0, 1),
      keys: fc.constantFrom(['x'], ['x'], ['y'], ['x', 'y']),
      subqueries: fc.uniqueArray(subquery, { minLength: 1, maxLength: 3 }),
      timed: fc.integer({ min: 0, max: 19 }).map((roll) => roll > 0),
    }),
    { maxLength: 40 },
  )
  .map((rows) => {
    let ms = 0;
    let ns = 0;
    const candidates = rows.flatMap(({ later, laterNs, keys, subqueries, timed }, index) => {
      ms += later;
      ns += laterNs;
      const ordinal = {
        time: timed ? { ms, ns } : null,
        tiebreaker: null,
        position: { input: 0, offset: index, index: 0 },
      };
      return keys.map((key) => ({
        ordinal,
        key: keyOf(key),
        subqueries: subqueries.toSorted(),
      }));
    });
    return candidates.sort((a, b) => compareOrdinals(a.ordinal, b.ordinal));
  });

function show({ events, key }: { events: Match['events']; key: string }): string {
  return `${events.map((event) => event?.position.offset ?? '-').join(' ')} /${key}`;
}

function shown(matches: readonly Match[]): string[] {
  return matches.map(({ events, key }) => show({ events, key: key.text }));
}

test('agrees with the words of the specification', () => {
  fc.assert(
    fc.property(plansWithMore, inputs, fc.boolean(), (plan, candidates, endClosesWindows) => {
      const { matches, stats } = play(plan, candidates, { endClosesWindows });
      const expected = referenceSequences(plan, candidates);
      const isMatch = (fate: string): boolean =>
        fate === 'match' || (endClosesWindows && fate === 'pending');
      expect(shown(matches).sort()).toEqual(
        expected
          .filter(({ fate }) => isMatch(fate))
          .map(show)
          .sort(),
      );
      expect(stats).toMatchObject({
        candidates: candidates.length,
        matches: matches.length,
        rejectedByMissing: expected.filter(({ fate }) => fate === 'dropped').length,
        pending: endClosesWindows ? 0 : expected.filter(({ fate }) => fate === 'pending').length,
        withoutTime: candidates.filter(({ ordinal }) => ordinal.time === null).length,
        dropped: 0,
      });
    }),
    { numRuns: 3000 },
  );
});

test('results are in official order, and do not depend on the order of the input', () => {
  const shuffled = inputs.chain((candidates) =>
    fc.tuple(
      fc.constant(candidates),
      fc.shuffledSubarray([...candidates], { minLength: candidates.length }),
    ),
  );
  fc.assert(
    fc.property(plansWithMore, shuffled, (plan, [candidates, mixed]) => {
      const sorted = mixed.sort((a, b) => compareOrdinals(a.ordinal, b.ordinal));
      const { matches } = play(plan, candidates);
      expect(shown(play(plan, sorted).matches)).toEqual(shown(matches));
      const lasts = matches.map(({ events }) => events.findLast((event) => event !== null)!);
      expect(lasts).toEqual(lasts.toSorted(compareOrdinals));
    }),
    { numRuns: 500 },
  );
});

test('telling the time in between changes neither matches nor stats', () => {
  fc.assert(
    fc.property(plansWithMore, inputs, (plan, candidates) => {
      const matcher = createMatcher(plan);
      const matches = candidates.flatMap((candidate) => {
        const { time } = candidate.ordinal;
        const before = time === null ? [] : matcher.advance(time);
        const found = matcher.accept(candidate);
        return [...before, ...found, ...(time === null ? [] : matcher.advance(time))];
      });
      matches.push(...matcher.end());
      const told = play(plan, candidates);
      expect(shown(matches).sort()).toEqual(shown(told.matches).sort());
      expect(matcher.stats).toEqual(told.stats);
    }),
    { numRuns: 500 },
  );
});
