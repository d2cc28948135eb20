// Alerts over live input do not wait for the reorder window.
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createMatcher, type Candidate } from '../../src/engine/index.js';
import type { Plan } from '../../src/eql/index.js';
import { compareOrdinals, type JoinKey } from '../../src/event/index.js';
import type { DecidedMatch } from '../../src/scan/correlator.js';
import { StreamCorrelator } from '../../src/scan/stream-correlator.js';

const HOUR_MS = 3_600_000;

/** `sequence by k with maxspan=1m [0] [1] until [2]` */
const PLAN: Plan = {
  kind: 'sequence',
  stages: [
    { subquery: 0, missing: false },
    { subquery: 1, missing: false },
  ],
  until: 2,
  maxspanMs: 60_000,
  pipes: [],
};

function candidate(ms: number, subquery: number, offset: number, key = 'k'): Candidate {
  const join: JoinKey = { text: key, values: [key] };
  const ordinal = {
    time: { ms, ns: 0 },
    tiebreaker: null,
    position: { input: 0, offset, index: 0 },
  };
  return { ordinal, key: join, subqueries: [subquery] };
}

function offsetsOf(matches: Iterable<DecidedMatch>): readonly string[] {
  return Array.from(matches, ({ match }) =>
    match.events.map((event) => event?.position.offset ?? '-').join(' '),
  );
}

/** Has decided what the generators decide when they are asked. */
function decide(...found: readonly Iterable<DecidedMatch>[]): void {
  for (const matches of found) expect(offsetsOf(matches)).toEqual([]);
}

function stream(): StreamCorrelator {
  return new StreamCorrelator([PLAN], {}, HOUR_MS);
}

/** What is given after two looks: nobody waits longer. */
function looked(correlator: StreamCorrelator): readonly string[] {
  return [...offsetsOf(correlator.look()), ...offsetsOf(correlator.look())];
}

describe('a match in order', () => {
  test('is given after two looks, and not again when it is settled', () => {
    const correlator = stream();
    for (const [offset, subquery] of [0, 1].entries()) {
      expect(offsetsOf(correlator.accept(0, candidate(offset, subquery, offset)))).toEqual([]);
    }
    expect(correlator.isPending).toBe(true);
    expect(looked(correlator)).toEqual(['0 1']);
    expect(correlator.isPending).toBe(false);
    expect(looked(correlator)).toEqual([]);
    expect(offsetsOf(correlator.flush())).toEqual([]);
    expect(correlator.revised).toBe(0);
  });

  test('goes on from what was settled long ago', () => {
    const correlator = stream();
    decide(correlator.accept(0, candidate(0, 0, 0)), correlator.flush());
    decide(correlator.accept(0, candidate(5000, 1, 1)));
    expect(looked(correlator)).toEqual(['0 1']);
  });

  test('is kept from other keys', () => {
    const correlator = stream();
    decide(
      correlator.accept(0, candidate(0, 0, 0, 'a')),
      correlator.accept(0, candidate(1, 1, 1, 'b')),
    );
    expect(looked(correlator)).toEqual([]);
  });
});

describe('a late event', () => {
  test('finds its place', () => {
    const correlator = stream();
    decide(correlator.accept(0, candidate(5, 1, 0)));
    expect(looked(correlator)).toEqual([]);
    decide(correlator.accept(0, candidate(1, 0, 1)));
    expect(looked(correlator)).toEqual(['1 0']);
  });

  test('that changes what was given is counted', () => {
    const correlator = stream();
    decide(correlator.accept(0, candidate(0, 0, 0)), correlator.accept(0, candidate(9, 1, 1)));
    expect(looked(correlator)).toEqual(['0 1']);
    decide(correlator.accept(0, candidate(5, 2, 2)));
    const time = { ms: 2 * HOUR_MS, ns: 0 };
    const until = correlator.see(time);
    expect(offsetsOf(until === null ? [] : correlator.advance(until))).toEqual([]);
    expect(correlator.revised).toBe(1);
  });
});

const arbitraryCandidates = fc
  .array(
    fc.record({
      ms: fc.integer({ min: 0, max: 100_000 }),
      subquery: fc.integer({ min: 0, max: 2 }),
      key: fc.constantFrom('a', 'b'),
    }),
    { maxLength: 40 },
  )
  .map((items) => items.map(({ ms, subquery, key }, at) => candidate(ms, subquery, at, key)));

test('in order, whatever is looked at when: exactly the matches of a matcher that sees them all, once', () => {
  fc.assert(
    fc.property(arbitraryCandidates, fc.array(fc.boolean()), (unordered, looks) => {
      const candidates = [...unordered].sort((a, b) => compareOrdinals(a.ordinal, b.ordinal));
      const matcher = createMatcher(PLAN);
      const expected = candidates.flatMap((next) =>
        offsetsOf(matcher.accept(next).map((match) => ({ query: 0, match }))),
      );
      const correlator = stream();
      const given: string[] = [];
      for (const [at, next] of candidates.entries()) {
        given.push(...offsetsOf(correlator.accept(0, next)));
        if (looks[at] === true) given.push(...offsetsOf(correlator.look()));
      }
      given.push(...looked(correlator), ...offsetsOf(correlator.end()));
      expect([...given].sort()).toEqual([...expected].sort());
    }),
  );
});

test('a break anywhere changes nothing', () => {
  fc.assert(
    fc.property(arbitraryCandidates, fc.nat(), (candidates, cut) => {
      const at = candidates.length === 0 ? 0 : cut % candidates.length;
      const take = (correlator: StreamCorrelator, some: readonly Candidate[]): readonly string[] =>
        some.flatMap((next) => offsetsOf(correlator.accept(0, next)));
      const end = (correlator: StreamCorrelator): readonly string[] => [
        ...looked(correlator),
        ...offsetsOf(correlator.end()),
      ];
      const whole = stream();
      const expected = [...take(whole, candidates), ...end(whole)];
      const first = stream();
      const before = take(first, candidates.slice(0, at));
      const second = stream();
      second.restore(structuredClone(first.save()), (query) => query);
      const after = [...take(second, candidates.slice(at)), ...end(second)];
      expect([...before, ...after].sort()).toEqual([...expected].sort());
    }),
  );
});

test('what was given before a break is not given behind it', () => {
  const first = stream();
  decide(first.accept(0, candidate(0, 0, 0)), first.accept(0, candidate(1, 1, 1)));
  expect(looked(first)).toEqual(['0 1']);
  const second = stream();
  second.restore(structuredClone(first.save()), (query) => query);
  expect([...looked(second), ...offsetsOf(second.end())]).toEqual([]);
});

test('state of a query that is not the same any more is left', () => {
  const first = stream();
  decide(first.accept(0, candidate(0, 0, 0)));
  const second = stream();
  second.restore(first.save(), () => null);
  decide(second.accept(0, candidate(1, 1, 1)));
  expect([...looked(second), ...offsetsOf(second.end())]).toEqual([]);
});
