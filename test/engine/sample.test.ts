import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import type { Candidate } from '../../src/engine/index.js';
import { checkSample, type DrawingCase } from '../support/drawing-case.js';
import { play } from '../support/drawing.js';
import { candidateAt } from './candidates.js';

const CASES: readonly DrawingCase[] = [
  {
    name: 'in any order of time',
    drawing: `
      A  .   .   A3
      B  B1  .   .
      C  .   C2  .`,
    matches: ['A3 B1 C2'],
  },
  {
    name: 'one subquery has no event',
    drawing: `
      A  A1  .   A3
      B  .   B2  .
      C  .   .   .`,
    matches: [],
    stats: { inFlight: 1 },
  },
  {
    name: 'two events of one subquery are not a sample',
    drawing: `
      A  A1  A2
      B  .   .`,
    matches: [],
    stats: { inFlight: 1 },
  },
  {
    name: 'each join key for itself',
    drawing: `
      A  A1/x  A2/y  .     .
      B  .     .     B3/z  B4/y`,
    matches: ['A2 B4 /y'],
    stats: { inFlight: 2 },
  },
  {
    name: '[M] an event with several keys counts for each',
    drawing: `
      A  A1/x,y  .     .
      B  .       B2/y  B3/x`,
    matches: ['A1 B3 /x', 'A1 B2 /y'],
  },
  {
    name: 'one event for each key and subquery',
    drawing: `
      A  A1/x  .
      B  A1/y  B2/x`,
    matches: ['A1 B2 /x'],
    stats: { inFlight: 1 },
  },
  {
    name: 'distinct events, found by looking further',
    drawing: `
      A  e1  e2  .
      B  e1  .   .
      C  .   e2  e3`,
    matches: ['e2 e1 e3'],
  },
  {
    name: 'events that fit everywhere: the first for subquery 0',
    drawing: `
      A  e1  e2
      B  e1  e2`,
    options: { maxSamplesPerKey: 1 },
    matches: ['e1 e2'],
  },
  {
    name: 'events that fit everywhere, all samples: subquery 0 slowest',
    drawing: `
      A  e1  e2  e3
      B  e1  e2  e3
      C  .   .   e3`,
    options: { maxSamplesPerKey: 9 },
    matches: ['e1 e2 e3', 'e2 e1 e3'],
    stats: { inFlight: 1 },
  },
  {
    name: 'depth first, wherever the newest event stands',
    drawing: `
      A  a   b   .
      B  a   .   n
      C  .   b   n`,
    options: { maxSamplesPerKey: 9 },
    matches: ['a n b', 'b a n'],
    stats: { inFlight: 1 },
  },
  {
    name: 'three subqueries, two events between them',
    drawing: `
      A  e1  e2
      B  e1  e2
      C  e1  e2`,
    matches: [],
    stats: { inFlight: 1 },
  },
  {
    name: 'the first complete set is given, later ones are not',
    drawing: `
      A  A1  .   .   A4
      B  .   B2  B3  .`,
    matches: ['A1 B2'],
  },
  {
    name: 'a key that is done stays done',
    drawing: `
      A  A1  .   A3  .
      B  .   B2  .   B4`,
    options: { maxSamplesPerKey: 1 },
    matches: ['A1 B2'],
  },
  {
    name: 'several a key: by the arrival of their last event, subquery 0 slowest',
    drawing: `
      A  A1  A2  .   .   A5
      B  .   .   B3  B4  .`,
    options: { maxSamplesPerKey: 5 },
    matches: ['A1 B3', 'A2 B3', 'A1 B4', 'A2 B4', 'A5 B3'],
  },
  {
    name: 'an event without a time takes part',
    drawing: `
      at  ?   0
      A   A1  .
      B   .   B2`,
    matches: ['A1 B2'],
  },
  {
    name: 'more of one subquery than is kept',
    drawing: `
      A  A1  A2  A3  A4  .
      B  .   .   .   A4  B5`,
    matches: ['A1 A4'],
  },
  {
    name: 'the oldest key is dropped',
    drawing: `
      A  A1/x  A2/y  A3/z  .     .     .
      B  .     .     .     B4/y  B5/z  B6/x`,
    options: { maxInFlight: 2 },
    matches: ['A2 B4 /y', 'A3 B5 /z'],
    stats: { dropped: 1, inFlight: 1 },
  },
];

test.each(CASES)('$name', checkSample);

/** Which of a number of subqueries each event of one key satisfies. */
const events = fc.integer({ min: 2, max: 4 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    satisfied: fc.array(
      fc.uniqueArray(fc.integer({ min: 0, max: size - 1 }), { minLength: 1, maxLength: size }),
      { maxLength: 9 },
    ),
    most: fc.integer({ min: 1, max: 6 }),
  }),
);

test('gives as many samples as there are, up to the limit, each once, each as soon as it exists', () => {
  fc.assert(
    fc.property(events, ({ size, satisfied, most }) => {
      const candidates = satisfied.map((subqueries, index) =>
        candidateAt(index, subqueries.toSorted()),
      );
      for (let seen = 0; seen <= candidates.length; seen++) {
        const arrived = candidates.slice(0, seen);
        const all = allSamples(size, arrived);
        const { matches } = play({ kind: 'sample', size }, arrived, { maxSamplesPerKey: most });
        const given = matches.map((match) => match.events.map((event) => event?.position.offset));
        expect(given).toHaveLength(Math.min(most, all.length));
        const texts = given.map(String);
        expect(new Set(texts).size).toBe(texts.length);
        expect(all.map(String)).toEqual(expect.arrayContaining(texts));
      }
    }),
    { numRuns: 300 },
  );
});

test('does not get lost among many events when the few that decide do not fit', () => {
  const candidates = Array.from({ length: 600 }, (_, index) =>
    candidateAt(index, index === 599 ? [3, 4] : [index % 3]),
  );
  const plan = { kind: 'sample', size: 5 } as const;
  const { matches } = play(plan, candidates, { maxSamplesPerKey: 200 });
  expect(matches).toEqual([]);
  const saved = play(plan, [...candidates, candidateAt(600, [4])], { maxSamplesPerKey: 200 });
  expect(saved.matches).toHaveLength(200);
});

test('does not try every order of many subqueries that share too few events', () => {
  const size = 20;
  const every = Array.from({ length: size }, (_, subquery) => subquery);
  const candidates = every.map((offset) => candidateAt(offset, every));
  const plan = { kind: 'sample', size } as const;
  expect(play(plan, candidates.slice(1)).matches).toEqual([]);
  expect(play(plan, candidates).matches).toHaveLength(1);
});

/** Every choice of different events, one for each subquery: by brute force. */
function allSamples(size: number, candidates: readonly Candidate[]): number[][] {
  let rows: number[][] = [[]];
  for (let subquery = 0; subquery < size; subquery++) {
    const offsets = candidates
      .filter(({ subqueries }) => subqueries.includes(subquery))
      .map(({ ordinal }) => ordinal.position.offset);
    rows = rows.flatMap((row) => offsets.map((offset) => [...row, offset]));
  }
  return rows.filter((row) => new Set(row).size === size);
}
