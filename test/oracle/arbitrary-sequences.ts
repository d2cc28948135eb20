/** Sequences, samples and pipes made at random. Their conditions are simple: what counts are times, keys and order. */
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/index.js';
import { lists, type Search } from './arbitrary.js';

const TYPES = { s: 'keyword', n: 'long', k: 'keyword', 'o.j': 'keyword' } as const;

/** Letters that an event is marked with: what subqueries ask for. */
const letter = fc.constantFrom('a', 'a', 'b', 'b', 'c');
const filter = fc.oneof(
  { arbitrary: letter.map((name) => `any where s == "${name}"`), weight: 6 },
  { arbitrary: letter.map((name) => `process where s : "${name}"`), weight: 1 },
  {
    arbitrary: fc.constantFrom('any where true', 'any where n > 1', 'file where s != "a"'),
    weight: 1,
  },
);
const KEYS = [
  undefined,
  'u',
  'u',
  'u',
  'v',
  'v',
  'U',
  1,
  '1',
  2,
  true,
  null,
  [],
  ['u', 'v'],
  ['v', 'v', null],
  [1, 'u'],
];
/** Seconds after the first; the spans below are met exactly, by a nanosecond, and missed by one. */
const TIMES = [
  '00Z',
  '01Z',
  '01.000000001Z',
  '02Z',
  '02.000000001Z',
  '01.999999999Z',
  '03Z',
  '03.5Z',
  '04Z',
  '04.000000001+00:00',
  '05Z',
];
const maxspan = fc.constantFrom('1s', '2s', '2000ms', '3s', '1m');

const marked: fc.Arbitrary<JsonObject> = fc
  .tuple(
    fc.oneof(
      { arbitrary: fc.nat(TIMES.length - 1), weight: 30 },
      { arbitrary: fc.constant(-1), weight: 1 },
    ),
    fc.oneof(
      { arbitrary: fc.constant(null), weight: 2 },
      { arbitrary: fc.constantFrom<Json>(1, 2, 10, '2', 'x'), weight: 1 },
    ),
    fc.constantFrom<Json>('a', 'b', 'c', ['a', 'b'], ['b', 'c'], null),
    fc.constantFrom(...KEYS),
    fc.constantFrom(...KEYS),
    fc.nat(3),
  )
  .map(([time, sequence, s, k, j, n]): JsonObject => ({
    ...(time < 0 ? {} : { '@timestamp': `2026-11-21T04:00:${TIMES[time]!}` }),
    event: { category: n === 0 ? 'file' : 'process', sequence },
    s,
    n,
    ...(k === undefined ? {} : { k }),
    ...(j === undefined ? {} : { 'o.j': j }),
  }));

const by = fc.constantFrom(
  '',
  ' by k',
  ' by k',
  ' by ?k',
  ' by k, ?o.j',
  ' by k, o.j',
  ' by ?o.j, ?k',
);
const pipes = fc.oneof(
  { arbitrary: fc.constant(''), weight: 4 },
  {
    arbitrary: fc
      .array(fc.tuple(fc.constantFrom('head', 'tail'), fc.nat(3)), { minLength: 1, maxLength: 2 })
      .map((list) => list.map(([name, count]) => ` | ${name} ${count}`).join('')),
    weight: 1,
  },
);
const size = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 5 },
  { arbitrary: fc.nat(3), weight: 1 },
);

const sequence = fc
  .record({
    by,
    span: fc.oneof({ arbitrary: maxspan, weight: 3 }, { arbitrary: fc.constant(null), weight: 1 }),
    stages: fc.array(
      fc.record({
        filter,
        missing: fc.nat(3).map((chance) => chance === 1),
        by: fc.constantFrom(' by k', ' by k', ' by o.j', ' by ?o.j'),
        runs: fc.oneof(
          { arbitrary: fc.constant(1), weight: 6 },
          { arbitrary: fc.integer({ min: 2, max: 3 }), weight: 1 },
        ),
      }),
      { minLength: 2, maxLength: 4 },
    ),
    until: fc.oneof({ arbitrary: fc.constant(null), weight: 2 }, { arbitrary: filter, weight: 1 }),
    isKeyedApart: fc.boolean(),
    pipes,
  })
  .map(({ by, span, stages, until, isKeyedApart, pipes }) => {
    const isKeyed = isKeyedApart && by === '';
    const shown = stages.map(({ filter, missing, by, runs }) => {
      const bang = missing && span !== null ? '!' : '';
      return `${bang}[${filter}]${isKeyed ? by : ''}${runs > 1 ? ` with runs=${runs}` : ''}`;
    });
    const end = until === null ? '' : ` until [${until}]${isKeyed ? ' by k' : ''}`;
    return `sequence${by}${span === null ? '' : ` with maxspan=${span}`} ${shown.join(' ')}${end}${pipes}`;
  });

/** Sequences of every kind: keys for all and for each stage, spans, until, runs, missing events, pipes. */
export const sequenceSearch: fc.Arbitrary<Search> = search(sequence, lists(marked, 2, 9));

const sample = fc
  .tuple(
    fc.constantFrom(' by k', ' by k', ' by ?k', ' by k, ?o.j', ' by k, o.j', ''),
    fc.array(fc.tuple(filter, fc.constantFrom(' by k', ' by o.j', ' by ?k')), {
      minLength: 2,
      maxLength: 3,
    }),
  )
  .map(([by, filters]) => {
    const shown = filters.map(([filter, own]) => `[${filter}]${by === '' ? own : ''}`);
    return `sample${by} ${shown.join(' ')}`;
  });

/** Samples. */
export const sampleSearch: fc.Arbitrary<Search> = fc
  .tuple(search(sample, lists(marked, 2, 7)), fc.integer({ min: 1, max: 4 }))
  .map(([made, maxSamplesPerKey]) => ({ ...made, maxSamplesPerKey }));

/** Event queries with pipes, sizes, and times that are equal or lacking. */
export const pipedSearch: fc.Arbitrary<Search> = search(
  fc.tuple(filter, pipes).map(([filter, pipes]) => `${filter}${pipes}`),
  lists(marked, 1, 6),
);

function search(
  query: fc.Arbitrary<string>,
  events: fc.Arbitrary<readonly (readonly JsonObject[])[]>,
): fc.Arbitrary<Search> {
  return fc
    .record({ query, types: fc.constant(TYPES), lists: events, size })
    .map(({ size, ...made }) => (size === undefined ? made : { ...made, size }));
}
