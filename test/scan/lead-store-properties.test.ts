// Pruning changes no match: matchers that see every candidate are held against matchers that see what is left.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMatcher, type Candidate, type Match } from '../../src/engine/index.js';
import type { Plan, SequencePlan } from '../../src/eql/index.js';
import { compareOrdinals, type Timestamp } from '../../src/event/index.js';
import { LeadStore } from '../../src/scan/lead-store.js';
import { keyOf } from '../engine/candidates.js';

const SUBQUERIES = 5;
const subquery = fc.nat({ max: SUBQUERIES - 1 });

const sequences: fc.Arbitrary<SequencePlan> = fc
  .record({
    kind: fc.constant('sequence' as const),
    stages: fc.array(fc.record({ subquery, missing: fc.constantFrom(false, false, true) }), {
      minLength: 2,
      maxLength: 5,
    }),
    until: fc.option(subquery, { freq: 2 }),
    maxspanMs: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 4 }),
    pipes: fc.constantFrom(
      [],
      [{ kind: 'head' as const, count: 2 }],
      [{ kind: 'tail' as const, count: 1 }],
    ),
  })
  .map((plan) => {
    const { stages, maxspanMs, until } = plan;
    // Missing events come with a maxspan, as the checker has it.
    if (maxspanMs !== null) return plan;
    return { ...plan, until, stages: stages.map((stage) => ({ ...stage, missing: false })) };
  })
  .filter(({ stages }) => stages.some(({ missing }) => !missing));

/** `with runs`: stages that share a subquery. */
const runs: fc.Arbitrary<SequencePlan> = fc
  .tuple(sequences, fc.nat({ max: 4 }), fc.integer({ min: 2, max: 4 }))
  .map(([plan, at, count]) => ({
    ...plan,
    stages: plan.stages.flatMap((stage, number) =>
      number === at ? Array.from({ length: count }, () => stage) : [stage],
    ),
  }));

const samples: fc.Arbitrary<Plan> = fc
  .integer({ min: 2, max: SUBQUERIES })
  .map((size) => ({ kind: 'sample', size }));

const events: fc.Arbitrary<Plan> = fc.constant({ kind: 'event', pipes: [] });

const plans = fc.oneof(
  { weight: 6, arbitrary: sequences },
  { weight: 3, arbitrary: runs },
  { weight: 1, arbitrary: samples },
  { weight: 1, arbitrary: events },
);

interface Row {
  readonly ms: number | null;
  readonly ns: number;
  readonly keys: readonly string[];
  /** What is true of the event. */
  readonly subqueries: readonly number[];
  /** What looks possible as well. */
  readonly falseLeads: readonly number[];
}

/** Events close together, often at the same time, of a few keys, in any order of input. */
const inputs: fc.Arbitrary<readonly Row[]> = fc
  .array(
    fc.record({
      later: fc.constantFrom(0, 0, 1, 1, 2, 5, 9),
      ns: fc.constantFrom(0, 0, 0, 1, 999_999),
      keys: fc.constantFrom(['x'], ['x'], ['y'], ['x', 'y'], ['z']),
      subqueries: fc.uniqueArray(subquery, { minLength: 1, maxLength: 2 }),
      falseLeads: fc.constantFrom([], [], [], [0], [1, 3]),
      timed: fc.integer({ min: 0, max: 19 }).map((roll) => roll > 0),
    }),
    { maxLength: 40 },
  )
  .map((rows) => {
    let now = 0;
    return rows.map(({ later, timed, ...row }) => ({ ...row, ms: timed ? (now += later) : null }));
  })
  .chain((rows) => fc.shuffledSubarray(rows, { minLength: rows.length }));

const hashes: fc.Arbitrary<Readonly<Record<string, number>>> = fc.constantFrom(
  { x: 1, y: 2, z: 3 },
  { x: 1, y: 1, z: 1 },
);

function candidatesOf(plan: Plan, rows: readonly Row[]): readonly Candidate[] {
  const most = plan.kind === 'event' ? 1 : plan.kind === 'sample' ? plan.size : SUBQUERIES;
  return rows
    .flatMap(({ ms, ns, keys, subqueries }, offset) => {
      const known = subqueries.filter((number) => number < most).sort();
      const position = { input: 0, offset, index: 0 };
      const ordinal = { time: ms === null ? null : { ms, ns }, tiebreaker: null, position };
      return known.length === 0
        ? []
        : keys.map((key) => ({ ordinal, key: keyOf(key), subqueries: known }));
    })
    .sort((a, b) => compareOrdinals(a.ordinal, b.ordinal));
}

/** By event, the subqueries that are left. */
function prune(
  plan: Plan,
  rows: readonly Row[],
  hash: Readonly<Record<string, number>>,
  options: { readonly maxBytes?: number; readonly usesMainTime: boolean },
): ReadonlyMap<number, readonly number[]> {
  const most = plan.kind === 'event' ? 1 : plan.kind === 'sample' ? plan.size : SUBQUERIES;
  const probes = Array.from({ length: most }, (_, number) => ({ query: 0, subquery: number }));
  const store = new LeadStore(probes, [{ plan, usesMainTime: options.usesMainTime }], options);
  for (const [offset, { ms, keys, subqueries, falseLeads }] of rows.entries()) {
    store.event(0, offset, 1, offset + 1, 0, ms ?? Number.NaN, -1, null);
    for (const number of new Set([...subqueries, ...falseLeads])) {
      if (number < most) for (const key of keys) store.lead(number, hash[key]!, 7);
    }
  }
  return new Map([...store.survivors()].map(({ offset, probes: left }) => [offset, left]));
}

function matchesOf(
  plan: Plan,
  candidates: readonly Candidate[],
  last: Timestamp,
  endClosesWindows: boolean,
): readonly Match[] {
  const matcher = createMatcher(plan, { endClosesWindows, maxSamplesPerKey: 2 });
  const matches = candidates.flatMap((candidate) => matcher.accept(candidate));
  // What is left says less about how far the input went.
  return [...matches, ...matcher.advance(last), ...matcher.end()];
}

const latest = (candidates: readonly Candidate[]): Timestamp =>
  candidates.reduce<Timestamp>((time, { ordinal }) => ordinal.time ?? time, { ms: 0, ns: 0 });

test('what is left gives the same matches in the same order', () => {
  fc.assert(
    fc.property(
      plans,
      inputs,
      hashes,
      fc.boolean(),
      fc.constantFrom(undefined, 0, 1000),
      (plan, rows, hash, endClosesWindows, maxBytes) => {
        const limit = maxBytes === undefined ? {} : { maxBytes };
        const left = prune(plan, rows, hash, { ...limit, usesMainTime: true });
        const candidates = candidatesOf(plan, rows);
        const remaining = candidates.flatMap(({ ordinal, key, subqueries }) => {
          const probes = left.get(ordinal.position.offset) ?? [];
          const kept = subqueries.filter((number) => probes.includes(number));
          return kept.length === 0 ? [] : [{ ordinal, key, subqueries: kept }];
        });
        const last = latest(candidates);
        expect(matchesOf(plan, remaining, last, endClosesWindows)).toEqual(
          matchesOf(plan, candidates, last, endClosesWindows),
        );
      },
    ),
    { numRuns: 5000 },
  );
});

test('how much fits into memory makes no difference', () => {
  fc.assert(
    fc.property(plans, inputs, hashes, fc.boolean(), (plan, rows, hash, usesMainTime) => {
      const roomy = prune(plan, rows, hash, { usesMainTime });
      expect(prune(plan, rows, hash, { usesMainTime, maxBytes: 0 })).toEqual(roomy);
      expect(prune(plan, rows, hash, { usesMainTime, maxBytes: 3000 })).toEqual(roomy);
    }),
    { numRuns: 500 },
  );
});
