import { describe, expect, test } from '@jest/globals';
import { FieldSet, type JsonObject } from '../../src/event/index.js';
import { DocumentSearch, prepareQuery, type DocumentSearchOptions } from '../../src/scan/index.js';
import { IndexPatterns } from '../../src/rule/index.js';

const DOCUMENTS: readonly JsonObject[] = [3, 1, 2].map((second) => ({
  '@timestamp': `2026-11-20T08:14:0${second}.000Z`,
  event: { category: 'process' },
  host: { id: 'h' },
  n: second,
}));

/** Numbers of the documents of each match. */
function search(
  text: string,
  options: DocumentSearchOptions = {},
  index: readonly string[] | null = null,
  indexName: string | null = null,
): readonly (readonly (number | null)[])[] {
  const fields = new FieldSet();
  const { scanQuery } = prepareQuery({ name: '<test>', text }, fields, {});
  if (scanQuery === null) throw new Error(`does not compile: ${text}`);
  const query = { ...scanQuery, index: index === null ? null : IndexPatterns.of(index) };
  const searching = new DocumentSearch(query, fields, options);
  for (const document of DOCUMENTS) searching.add(document, indexName);
  return searching.matches().map(({ documents }) => documents);
}

describe('documents are named by the order in which they were added, matches ordered by time', () => {
  test.each([
    ['any where n > 1', [[2], [0]]],
    ['any where true | head 1', [[1]]],
    ['sequence by host.id [any where n == 1] [any where n == 3]', [[1, 0]]],
    ['sequence with maxspan=1s [any where n == 1] ![any where n == 3]', [[1, null]]],
    ['any where n == 9', []],
  ])('%s', (text, expected) => {
    expect(search(text, { matcher: { endClosesWindows: true } })).toEqual(expected);
  });
});

test('at most `size` matches: the last ones', () => {
  expect(search('any where true', { size: 2 })).toEqual([[2], [0]]);
});

test('the gate holds documents to the index patterns of the query, where asked to', () => {
  const [patterns, index] = [['logs-endpoint.*'], 'auditbeat-1'];
  expect(search('any where true', { gate: 'auto' }, patterns, index)).toEqual([]);
  expect(search('any where true', { gate: 'off' }, patterns, index)).toHaveLength(3);
});

test('the counts tell what is pending', () => {
  const fields = new FieldSet();
  const text = 'sequence with maxspan=1h [any where n == 1] ![any where n == 9]';
  const { scanQuery } = prepareQuery({ name: '<test>', text }, fields, {});
  if (scanQuery === null) throw new Error('does not compile');
  const searching = new DocumentSearch(scanQuery, fields);
  for (const document of DOCUMENTS) searching.add(document);
  expect(searching.matches()).toEqual([]);
  expect(searching.stats.pending).toBe(1);
});
