import { describe, expect, test } from '@jest/globals';
import { createMatcher, type Matcher } from '../../src/engine/index.js';
import type { SequencePlan } from '../../src/eql/index.js';
import { readDrawing } from '../support/drawing.js';
import { candidateAt, keyOf } from './candidates.js';

const TRAILING = readDrawing(`
  maxspan 10s
  at  100  101
  A   A1   .
  B   .    B2
  !M  .    .`);

function fed(): Matcher {
  const matcher = createMatcher(TRAILING.sequence);
  for (const candidate of TRAILING.candidates) expect(matcher.accept(candidate)).toEqual([]);
  return matcher;
}

describe('a complete sequence that waits for a trailing missing event', () => {
  test('is in flight while it waits', () => {
    expect(fed().stats).toMatchObject({ inFlight: 1, pending: 0, matches: 0 });
  });

  test('is not decided while an event may come at exactly maxspan', () => {
    const matcher = fed();
    expect(matcher.advance({ ms: 110_000, ns: 0 })).toEqual([]);
    expect(matcher.stats.inFlight).toBe(1);
  });

  test('is decided a nanosecond later', () => {
    const matcher = fed();
    expect(matcher.advance({ ms: 110_000, ns: 1 }).map(TRAILING.show)).toEqual(['A1 B2 -']);
    expect(matcher.end()).toEqual([]);
    expect(matcher.stats).toMatchObject({ inFlight: 0, pending: 0, matches: 1 });
  });

  test('is decided by an event of any key', () => {
    const matches = fed().accept(candidateAt(111, [0], keyOf('other')));
    expect(matches.map(TRAILING.show)).toEqual(['A1 B2 -']);
  });

  test('is pending when the input ends first', () => {
    const matcher = fed();
    expect(matcher.end()).toEqual([]);
    expect(matcher.stats).toMatchObject({ inFlight: 0, pending: 1, matches: 0 });
  });

  test('is given once: a second end gives nothing', () => {
    const matcher = createMatcher(TRAILING.sequence, { endClosesWindows: true });
    for (const candidate of TRAILING.candidates) matcher.accept(candidate);
    expect(matcher.end()).toHaveLength(1);
    expect(matcher.end()).toEqual([]);
  });

  test('with a leading one, is known to match when the end comes after L + maxspan', () => {
    const { sequence, candidates, show } = readDrawing(`
      maxspan 10s
      at  0   6   8   10.5
      !M  M1  .   .   .
      A   .   A2  .   .
      B   .   .   B3  .
      !N  .   .   .   .
      C   .   .   .   .`);
    const stages = sequence.stages.slice(0, -1);
    const matcher = createMatcher({ ...sequence, stages });
    for (const candidate of candidates) matcher.accept(candidate);
    expect(matcher.advance({ ms: 10_500, ns: 0 })).toEqual([]);
    expect(matcher.end().map(show)).toEqual(['- A2 B3 -']);
    expect(matcher.stats.pending).toBe(0);
  });
});

test('time that goes back is no news', () => {
  const matcher = fed();
  expect(matcher.advance({ ms: 105_000, ns: 0 })).toEqual([]);
  expect(matcher.advance({ ms: 50_000, ns: 0 })).toEqual([]);
  expect(matcher.advance({ ms: 110_001, ns: 0 })).toHaveLength(1);
});

test('a sequence is given with its last event, not later', () => {
  const { sequence, candidates, show } = readDrawing(`
    A  A1  .   .
    B  .   B2  .
    C  .   .   C3`);
  const matcher = createMatcher({ ...sequence, stages: sequence.stages.slice(0, 2) });
  const given = candidates.map((candidate) => matcher.accept(candidate).map(show));
  expect(given).toEqual([[], ['A1 B2'], []]);
});

test('a sample is given with the event that completes it', () => {
  const { sample, candidates, show } = readDrawing(`
    A  .   A2  .
    B  B1  .   B3`);
  const matcher = createMatcher(sample);
  const given = candidates.map((candidate) => matcher.accept(candidate).map(show));
  expect(given).toEqual([[], ['A2 B1'], []]);
  expect(matcher.advance({ ms: 99_000, ns: 0 })).toEqual([]);
  expect(matcher.end()).toEqual([]);
});

describe('memory follows what is in flight, not what has been seen', () => {
  const SECONDS = 10;

  const plan = (stages: readonly string[]): SequencePlan => ({
    kind: 'sequence',
    stages: stages.map((stage) => ({
      subquery: Number(stage.at(-1)),
      missing: stage.startsWith('!'),
    })),
    until: null,
    maxspanMs: SECONDS * 1000,
    pipes: [],
  });

  test.each([
    { name: 'sequences that never go on', stages: ['0', '1'] },
    { name: 'sequences that wait', stages: ['0', '!1'] },
    { name: 'leading missing events', stages: ['!0', '1'] },
  ])('$name, a million join keys', ({ stages }) => {
    // A limit a little above what maxspan lets live: anything kept longer would show up as dropped.
    const matcher = createMatcher(plan(stages), { maxInFlight: SECONDS + 1 });
    let most = 0;
    let matches = 0;
    for (let second = 0; second < 1_000_000; second++) {
      matches += matcher.accept(candidateAt(second, [0], keyOf(second))).length;
      most = Math.max(most, matcher.stats.inFlight);
    }
    expect(most).toBeLessThanOrEqual(SECONDS + 1);
    expect(matcher.stats.dropped).toBe(0);
    expect(matches).toBe(stages[1] === '!1' ? 1_000_000 - SECONDS - 1 : 0);
    matcher.advance({ ms: 2e9, ns: 0 });
    expect(matcher.stats.inFlight).toBe(0);
  });

  test('one key without maxspan', () => {
    const matcher = createMatcher({ ...plan(['0', '1', '2']), maxspanMs: null });
    for (let second = 0; second < 10_000; second++) {
      matcher.accept(candidateAt(second, [second % 3 === 0 ? 0 : 1]));
      expect(matcher.stats.inFlight).toBeLessThanOrEqual(2);
    }
  });

  test('samples: a key that has given all leaves nothing in flight', () => {
    const matcher = createMatcher({ kind: 'sample', size: 2 }, { maxSamplesPerKey: 3 });
    for (let second = 0; second < 10_000; second++) {
      const key = keyOf(second >> 3);
      const found = matcher.accept(candidateAt(second, [second % 2], key));
      expect(found.length).toBeLessThanOrEqual(3);
      expect(matcher.stats.inFlight).toBeLessThanOrEqual(1);
    }
    expect(matcher.stats).toMatchObject({ inFlight: 0, matches: 3 * (10_000 / 8) });
  });
});
