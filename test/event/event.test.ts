import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  fold,
  compareKeys,
  compareOrdinals,
  compareText,
  DocumentEvent,
  Field,
  FieldSet,
  formatTimestamp,
  joinKeys,
  keyKinds,
  keyText,
  parseKey,
  parseTimestamp,
  type Event,
  type JsonObject,
  type Ordinal,
  type Scalar,
  type Value,
} from '../../src/event/index.js';

describe('Field.read', () => {
  test.each<[string, string, JsonObject, Value]>([
    ['nested', 'a.b.c', { a: { b: { c: 1 } } }, 1],
    ['dotted', 'a.b.c', { 'a.b.c': 1 }, 1],
    ['mixed: object then dotted', 'a.b.c', { a: { 'b.c': 1 } }, 1],
    ['mixed: dotted then object', 'a.b.c', { 'a.b': { c: 1 } }, 1],
    ['nested wins over dotted', 'a.b', { a: { b: 1 }, 'a.b': 2 }, 1],
    ['nested null gives way to dotted', 'a.b', { a: { b: null }, 'a.b': 2 }, 2],
    ['absent', 'a.b', { a: { c: 1 } }, null],
    ['null', 'a', { a: null }, null],
    ['empty array', 'a', { a: [] }, null],
    ['array of nulls', 'a', { a: [null, null] }, null],
    ['array of one', 'a', { a: ['x'] }, 'x'],
    ['array', 'a', { a: ['x', null, 'y'] }, ['x', 'y']],
    ['nested arrays', 'a', { a: [['x'], [['y']]] }, ['x', 'y']],
    ['array of objects', 'a.b', { a: [{ b: 1 }, { c: 2 }, { b: [3, 4] }] }, [1, 3, 4]],
    ['array of objects with dotted keys', 'a.b.c', { a: [{ 'b.c': 1 }, { b: { c: 2 } }] }, [1, 2]],
    ['an object is no value', 'a', { a: { b: 1 } }, null],
    ['a scalar has no fields', 'a.b', { a: 'text' }, null],
    ['false and 0 and "" are values', 'a', { a: [false, 0, ''] }, [false, 0, '']],
    ['inherited names are absent', 'constructor.name', {}, null],
    ['length of an array is absent', 'a.length', { a: ['x'] }, null],
    ['__proto__ is data', '__proto__.x', JSON.parse('{"__proto__":{"x":1}}') as JsonObject, 1],
    ['@timestamp', '@timestamp', { '@timestamp': 't' }, 't'],
  ])('%s', (_, path, document, expected) => {
    expect(new Field(path).read(document)).toEqual(expected);
  });

  test('every way of dotting a nested document reads the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.boolean()),
        fc.integer(),
        (segments, joins, value) => {
          let json: JsonObject | number = value;
          let key = '';
          for (const segment of [...segments].reverse()) {
            key = key === '' ? segment : `${segment}.${key}`;
            if (joins.next().value === false) {
              json = { [key]: json };
              key = '';
            }
          }
          if (key !== '') json = { [key]: json };
          expect(new Field(segments.join('.')).read(json as JsonObject)).toBe(value);
        },
      ),
    );
  });
});

describe('DocumentEvent', () => {
  const keys = fc.constantFrom('a', 'b', 'c', 'a.b', 'b.c', 'a.b.c', 'constructor');
  const { tree } = fc.letrec<{ tree: JsonObject | string | null }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('x', 'y', null),
      fc.dictionary(keys, fc.oneof(tie('tree'), fc.array(tie('tree'), { maxLength: 2 })), {
        noNullPrototype: true,
        maxKeys: 3,
      }) as fc.Arbitrary<JsonObject>,
    ),
  }));
  const paths = [
    'a',
    'b',
    'a.b',
    'b.c',
    'a.b.c',
    'c.b.a',
    'constructor',
    'constructor.name',
    'a.length',
  ];

  test('finds what Field.read finds, whatever the spelling', () => {
    const fields = new FieldSet();
    for (const path of paths) fields.slot(path);
    const event = new DocumentEvent(fields);
    fc.assert(
      fc.property(fc.dictionary(keys, tree, { noNullPrototype: true }), (document) => {
        event.reset(document);
        for (const path of paths) {
          expect([path, event.get(fields.slot(path))]).toEqual([
            path,
            new Field(path).read(document),
          ]);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('reads by slot, folds case, and forgets between events', () => {
    const fields = new FieldSet();
    const name = fields.slot('process.name');
    const args = fields.slot('process.args');
    expect(fields.slot('process.name')).toBe(name);
    const event = new DocumentEvent(fields);
    event.reset({ process: { name: 'Bash', args: ['-I', 5] } });
    expect(event.get(name)).toBe('Bash');
    expect(event.folded(name)).toBe('bash');
    expect(event.folded(args)).toEqual(['-i', 5]);
    event.reset({});
    expect(event.get(name)).toBeNull();
    expect(event.folded(args)).toBeNull();
  });
});

describe('parseTimestamp', () => {
  test.each<[Value, string | null]>([
    ['2022-05-12T13:10:13.230Z', '2022-05-12T13:10:13.230Z'],
    ['2022-05-12T02:20:34Z', '2022-05-12T02:20:34.000Z'],
    ['2022-04-04T18:53:08.6578986Z', '2022-04-04T18:53:08.6578986Z'],
    ['2022-04-04T18:53:08.657898612Z', '2022-04-04T18:53:08.657898612Z'],
    ['2022-04-04T18:53:08.6578986129Z', '2022-04-04T18:53:08.657898612Z'],
    ['2022-04-04T20:53:08+02:00', '2022-04-04T18:53:08.000Z'],
    ['2022-04-04T20:53:08.5+0200', '2022-04-04T18:53:08.500Z'],
    ['2022-04-04T18:53:08', '2022-04-04T18:53:08.000Z'],
    ['2022-04-04', '2022-04-04T00:00:00.000Z'],
    // What `strict_date_optional_time` leaves optional, and its forms of an offset.
    ['2022', '2022-01-01T00:00:00.000Z'],
    ['2022-04', '2022-04-01T00:00:00.000Z'],
    ['2022-04-04T', '2022-04-04T00:00:00.000Z'],
    ['2022-04-04T18', '2022-04-04T18:00:00.000Z'],
    ['2022-04-04T18Z', '2022-04-04T18:00:00.000Z'],
    ['2022-04-04T18+02', '2022-04-04T16:00:00.000Z'],
    ['2022-04-04T18:53-0230', '2022-04-04T21:23:00.000Z'],
    ['2022-04-04T18:53:08,5-02:30', '2022-04-04T21:23:08.500Z'],
    ['2022-04-04T18:53:08+02:00:30', '2022-04-04T16:52:38.000Z'],
    ['2022-04-04T18:53:08+020030', '2022-04-04T16:52:38.000Z'],
    ['2022-04-04T18:53:08UTC', '2022-04-04T18:53:08.000Z'],
    ['2022-04-04T18:53:08+18:00', '2022-04-04T00:53:08.000Z'],
    ['2022-04-04T18:53:08+18:01', null],
    ['2022-04-04T18:53:08Europe/Paris', null],
    ['2022-04-04T1', null],
    ['2022-4-4', null],
    ['20220404', '1970-01-01T05:37:00.404Z'],
    ['-202204', '1969-12-31T23:56:37.796Z'],
    ['0050-04-04T18Z', '0050-04-04T18:00:00.000Z'],
    ['+275761-01-01', null],
    [1516116808349, '2018-01-16T15:33:28.349Z'],
    ['1516116808349', '2018-01-16T15:33:28.349Z'],
    ['1', '1970-01-01T00:00:00.001Z'],
    [['2022-04-04T00:00:00Z', 'x'], '2022-04-04T00:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2022-02-29T00:00:00Z', null],
    ['2026-02-30', null],
    ['2022-04-31T02:00:00+02:00', null],
    ['2022-13-04T00:00:00Z', null],
    ['2022-04-04T25:00:00Z', null],
    ['2022-04-04T18:53:08.Z', null],
    ['Nov 21, 2026 @ 04:13:58.224', null],
    ['', null],
    [true, null],
    [null, null],
    [Number.NaN, null],
    [1e300, null],
  ])('%j -> %s', (value, expected) => {
    const time = parseTimestamp(value);
    expect(time === null ? null : formatTimestamp(time)).toBe(expected);
  });

  test('the short way and the long way agree', () => {
    const two = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, '0'));
    const fraction = fc.option(fc.stringMatching(/^\.\d{1,9}$/), { nil: '' });
    const zone = fc.constantFrom('Z', 'z', '', '+00:00');
    fc.assert(
      fc.property(two, two, two, two, two, two, fraction, zone, (c, y, mo, d, h, mi, f, z) => {
        const text = `20${y}-${mo}-${d}T${h}:${mi}:${c}${f}`;
        // Only the first spelling takes the short way.
        expect(parseTimestamp(`${text}Z`)).toEqual(parseTimestamp(`${text}${z}`));
      }),
    );
  });

  test('keeps nanoseconds that a number would lose', () => {
    const a = parseTimestamp('2026-11-21T04:13:58.224000001Z');
    const b = parseTimestamp('2026-11-21T04:13:58.224000002Z');
    expect([a?.ns, b?.ns]).toEqual([1, 2]);
  });

  test('never throws, and what it reads it can write and read again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.date().map((d) => JSON.stringify(d).slice(1, -1)),
        ),
        (text) => {
          const time = parseTimestamp(text);
          if (time !== null) expect(parseTimestamp(formatTimestamp(time))).toEqual(time);
        },
      ),
    );
  });
});

describe('compareOrdinals', () => {
  const at = (
    ms: number | null,
    ns: number,
    tiebreaker: number | null,
    offset: number,
  ): Ordinal => ({
    time: ms === null ? null : { ms, ns },
    tiebreaker,
    position: { input: 0, offset, index: 0 },
  });

  test('no time, then time, then tiebreaker (none last), then position', () => {
    const inOrder = [
      at(null, 0, 9, 5),
      at(1, 0, 1, 9),
      at(1, 0, 2, 1),
      at(1, 0, null, 0),
      at(1, 0, null, 2),
      at(1, 1, 0, 0),
      at(2, 0, 0, 0),
    ];
    expect([...inOrder].reverse().sort(compareOrdinals)).toEqual(inOrder);
  });

  test('is zero only for the same position', () => {
    expect(compareOrdinals(at(1, 0, 1, 1), at(1, 0, 1, 1))).toBe(0);
    expect(compareOrdinals(at(1, 0, 1, 1), at(1, 0, 1, 2))).toBeLessThan(0);
  });
});

describe('joinKeys', () => {
  const texts = (values: Value[], optional: boolean[]): (Scalar | null)[][] => {
    const event: Event = {
      get: (slot) => values[slot] ?? null,
      folded: (slot) => values[slot] ?? null,
    };
    const fields = optional.map((isOptional, slot) => ({ slot, optional: isOptional }));
    return joinKeys(event, fields).map((key) => [...key.values]);
  };

  test.each<[string, Value[], boolean[], (Scalar | null)[][]]>([
    ['no fields: one empty key', [], [], [[]]],
    ['one value', ['a'], [false], [['a']]],
    ['required and absent: no key', ['a', null], [false, false], []],
    ['optional and absent: null', ['a', null], [false, true], [['a', null]]],
    ['array: a key per value', [['a', 'b']], [false], [['a'], ['b']]],
    [
      'arrays: cartesian product',
      [
        ['a', 'b'],
        [1, 2],
      ],
      [false, false],
      [
        ['a', 1],
        ['a', 2],
        ['b', 1],
        ['b', 2],
      ],
    ],
    ['duplicates removed', [['a', 'a']], [false], [['a']]],
    ['123 and "123" are one key', [[123, '123']], [false], [[123]]],
  ])('%s', (_, values, optional, expected) => {
    expect(texts(values, optional)).toEqual(expected);
  });

  test('of arrays that multiply the first 10,000 keys count, of one array all', () => {
    const upTo = (length: number): number[] => Array.from({ length }, (_, index) => index);
    const keys = texts([upTo(1000), upTo(1000), upTo(1000)], [false, false, false]);
    expect(keys).toHaveLength(10_000);
    expect(keys.at(-1)).toEqual([0, 9, 999]);
    expect(texts([upTo(20_000), 'a', null], [false, false, true])).toHaveLength(20_000);
    expect(texts([upTo(1000), upTo(1000), null], [false, false, false])).toEqual([]);
  });

  test('a key can be had back from its text and the kinds of its values', () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(scalar, { maxLength: 4 }), (values) => {
        const key = parseKey(keyText(values), keyKinds(values));
        // Minus zero is written as zero.
        expect(key.values.map(String)).toEqual(values.map(String));
        expect(key.values.map((value) => typeof value)).toEqual(
          values.map((value) => typeof value),
        );
      }),
    );
  });

  test('no value can imitate the border between two', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.string()), { maxLength: 3 }),
        fc.array(fc.option(fc.string()), { maxLength: 3 }),
        (a, b) => {
          expect(keyText(a) === keyText(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        },
      ),
    );
  });
});

test('compareKeys: nulls, booleans, numbers by size, strings by code point', () => {
  const keys = [null, false, true, 9, 10, 'GTA', 'doom', '\uffff', '😀'].map((value) => ({
    values: [value],
    text: keyText([value]),
  }));
  expect([...keys].reverse().sort(compareKeys)).toEqual(keys);
});

test('fold never changes the length of a text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('İ', 'Σ', 'ς', 'ß', 'K', '😀', 'a') }),
      (text) => {
        expect(fold(text)).toHaveLength(text.length);
        expect(fold(fold(text))).toBe(fold(text));
      },
    ),
  );
  expect(fold('İΑΣ İΣΑ')).toBe('İασ İσα');
});

test('compareText orders by UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(
        Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
    }),
  );
});
