import { describe, expect, test } from '@jest/globals';
import { compileQuery, type QueryOptions, type SearchOptions } from '../../src/index.js';
import type { Json, JsonObject } from '../../src/event/index.js';

const WITHOUT_TYPES: QueryOptions = { fieldType: () => undefined };

/** The `id`s of the events of every match. */
function search(
  text: string,
  documents: readonly JsonObject[],
  options: SearchOptions = {},
  queryOptions: QueryOptions = WITHOUT_TYPES,
): unknown[][] {
  const { query, diagnostics } = compileQuery(text, queryOptions);
  if (query === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return query
    .search(documents, options)
    .map(({ events }) => events.map((event) => event?.['id'] ?? null));
}

const FIVE = [3, 1, 2, 5, 4].map((id) => ({
  id,
  '@timestamp': id,
  event: { category: 'process' },
}));

describe('what the search API takes when nothing is said', () => {
  test('[M] time is @timestamp, the category event.category', () => {
    const [first] = FIVE;
    expect(search('process where true', FIVE)).toEqual([[1], [2], [3], [4], [5]]);
    expect(search('file where true', FIVE)).toEqual([]);
    expect(search('Process where true', FIVE)).toEqual([]);
    expect(
      search('process where true', [{ ...first, event: { category: ['a', 'process'] } }]),
    ).toEqual([[3]]);
  });

  test('[M] one sample for each key', () => {
    const documents = ['a', 'a', 'b', 'b'].map((kind, id) => ({ id, kind, key: 1 }));
    const text = 'sample by key [any where kind == "a"] [any where kind == "b"]';
    expect(search(text, documents)).toEqual([[0, 2]]);
    expect(search(text, documents, { maxSamplesPerKey: 9 })).toHaveLength(4);
  });

  test('[M] a size takes the last matches, in ascending order', () => {
    expect(search('process where true', FIVE, { size: 2 })).toEqual([[4], [5]]);
    expect(search('process where true', FIVE, { size: 9 })).toHaveLength(5);
    expect(search('process where true', FIVE, { size: 0 })).toEqual([]);
    expect(search('sequence [any where true] [any where true]', FIVE, { size: 1 })).toEqual([
      [4, 5],
    ]);
  });

  test('[M] with a pipe, the size limits what the first pipe lets through', () => {
    expect(search('process where true | head 4', FIVE, { size: 2 })).toEqual([[1], [2]]);
    expect(search('process where true | tail 4', FIVE, { size: 2 })).toEqual([[4], [5]]);
    expect(search('process where true | head 1', FIVE, { size: 2 })).toEqual([[1]]);
    expect(search('process where true | tail 4 | head 1', FIVE, { size: 2 })).toEqual([[4]]);
  });

  test('a hundred thousand matches at once are no problem', () => {
    const many = Array.from({ length: 150_000 }, (_, id) => ({ id, event: { category: 'file' } }));
    expect(search('any where true | head 1000000', many)).toHaveLength(150_000);
  });

  test('a size takes the first samples', () => {
    const documents = [2, 1].flatMap((key) => ['a', 'b'].map((kind) => ({ id: key, kind, key })));
    const text = 'sample by key [any where kind == "a"] [any where kind == "b"]';
    expect(search(text, documents, { size: 1 })).toEqual([[1, 1]]);
    expect(search(text, documents, { size: 0 })).toEqual([]);
  });
});

test.each([1000, 100_000])('documents nested %d deep are read as any other', (depth) => {
  const nested = (innermost: Json, wrap: (json: Json) => Json): Json => {
    let json = innermost;
    for (let level = 0; level < depth; level++) json = wrap(json);
    return json;
  };
  const { query } = compileQuery('any where a.b == "x" or c == "x"');
  const documents: JsonObject[] = [
    { c: nested('x', (json) => [json]) },
    { a: { b: nested('x', (json) => [json, 'y']) } },
    { a: nested({ b: 'x' }, (json) => [json]) },
    { 'a.b': nested('x', (json) => [json]) },
    { a: { b: nested('x', (json) => ({ b: json })) } },
    { c: nested('x', (json) => ({ c: json })) },
  ];
  const found = query?.search(documents).map(({ events }) => documents.indexOf(events[0] ?? {}));
  expect(found).toEqual([0, 1, 2, 3]);
});

test('other fields can place an event', () => {
  const documents = [2, 1].map((id) => ({ id, when: 7, order: id, kind: 'x' }));
  const options: QueryOptions = {
    ...WITHOUT_TYPES,
    timestampField: 'when',
    tiebreakerField: 'order',
    eventCategoryField: 'kind',
  };
  expect(search('sequence [x where true] [x where true]', documents, {}, options)).toEqual([
    [1, 2],
  ]);
});

test('at equal times a null tiebreaker comes last, then the order of the documents decides', () => {
  const documents = [null, 2, 1, null].map((order, id) => ({ id, '@timestamp': 0, order }));
  const options: QueryOptions = { ...WITHOUT_TYPES, tiebreakerField: 'order' };
  expect(search('any where true', documents, {}, options)).toEqual([[2], [1], [0], [3]]);
  expect(search('any where true', documents)).toEqual([[0], [1], [2], [3]]);
});

test('an event without a time comes first, and takes no part in a sequence', () => {
  const documents = [{ id: 1, '@timestamp': 5 }, { id: 2 }, { id: 3, '@timestamp': 6 }];
  expect(search('any where true', documents)).toEqual([[2], [1], [3]]);
  expect(search('sequence [any where true] [any where true]', documents)).toEqual([[1, 3]]);
});
