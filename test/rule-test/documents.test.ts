import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/event/index.js';
import { caseDocuments } from '../../src/rule-test/documents.js';

const timesOf = (
  events: readonly JsonObject[],
  { defaults = {}, field = '@timestamp' }: { defaults?: JsonObject; field?: string } = {},
): readonly unknown[] => caseDocuments(events, defaults, field).map((event) => event['@timestamp']);

describe('times', () => {
  const at = (text: string): JsonObject => ({ '@timestamp': text });

  test.each<[string, readonly JsonObject[], readonly unknown[]]>([
    [
      'a millisecond apart',
      [{}, {}, {}],
      ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z', '2026-01-01T00:00:00.002Z'],
    ],
    [
      'distances count from the event before',
      [{}, at('+5s'), {}, at('+1h')],
      [
        '2026-01-01T00:00:00.000Z',
        '2026-01-01T00:00:05.000Z',
        '2026-01-01T00:00:05.001Z',
        '2026-01-01T01:00:05.001Z',
      ],
    ],
    [
      'what is written stays, and the next follows it',
      [at('2026-05-01T10:00:00.0000001Z'), {}, at('2020-01-01T00:00:00Z')],
      ['2026-05-01T10:00:00.0000001Z', '2026-05-01T10:00:00.0010001Z', '2020-01-01T00:00:00Z'],
    ],
    [
      'a time that cannot be read stays, too',
      [at('noon'), {}],
      ['noon', '2026-01-01T00:00:00.000Z'],
    ],
  ])('%s', (_, events, expected) => {
    expect(timesOf(events)).toEqual(expected);
  });

  test('a rule with a timestamp field of its own', () => {
    const documents = caseDocuments([{}, { event: { ingested: '+1s' } }], {}, 'event.ingested');
    expect(documents).toEqual([
      { event: { ingested: '2026-01-01T00:00:00.000Z' } },
      { event: { ingested: '2026-01-01T00:00:01.000Z' } },
    ]);
  });
});

describe('defaults', () => {
  const merge = (event: JsonObject, defaults: JsonObject): JsonObject | undefined =>
    caseDocuments([{ '@timestamp': 0, ...event }], defaults, '@timestamp')[0];

  test.each<[string, JsonObject, JsonObject, JsonObject]>([
    ['fill in', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    ['give way', { a: 1 }, { a: 2 }, { a: 1 }],
    ['are merged in depth', { a: { b: 1 } }, { a: { b: 2, c: 3 } }, { a: { b: 1, c: 3 } }],
    ['lists are taken whole', { a: [1] }, { a: [2, 3] }, { a: [1] }],
    ['an empty list takes one away', { a: [] }, { a: 'x' }, { a: [] }],
    ['dotted keys are the same field', { 'a.b': 1 }, { a: { b: 2, c: 3 } }, { a: { b: 1, c: 3 } }],
    ['and in defaults', { a: { b: 1 } }, { 'a.b': 2, 'a.c': 3 }, { a: { b: 1, c: 3 } }],
    ['a value in place of an object', { a: 1 }, { a: { b: 2 } }, { a: 1 }],
  ])('%s', (_, event, defaults, expected) => {
    expect(merge(event, defaults)).toEqual({ '@timestamp': 0, ...expected });
  });

  test('__proto__ is a field like any other', () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": 1}, "a.__proto__.b": 1}') as JsonObject;
    const document = merge({}, hostile);
    expect(Object.keys(document ?? {}).sort()).toEqual(['@timestamp', '__proto__', 'a']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
