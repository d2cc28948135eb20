import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Field, type JsonObject, type Scalar } from '../../src/event/index.js';
import { FieldCensus } from '../../src/fields/census.js';
import type { SeenField } from '../../src/fields/index.js';

function census(documents: readonly object[], wanted: readonly string[] = []): FieldCensus {
  const counted = new FieldCensus(wanted);
  // Documents are written as JSON, so that `__proto__` is a key like any other.
  for (const document of documents) {
    counted.take(JSON.parse(JSON.stringify(document)) as JsonObject, 0);
  }
  return counted;
}

function fieldsOf(...documents: readonly object[]): readonly SeenField[] {
  return census(documents).fields();
}

describe('counting', () => {
  test.each<[string, object, readonly string[]]>([
    ['nested keys', { process: { parent: { name: 'sh' } } }, ['process.parent.name']],
    ['dotted keys', { 'process.parent.name': 'sh' }, ['process.parent.name']],
    ['mixed keys', { process: { 'parent.name': 'sh' } }, ['process.parent.name']],
    ['an array', { tags: ['a', 'b'] }, ['tags']],
    [
      'an array of objects',
      { paths: [{ name: 'a' }, { mode: 'b' }] },
      ['paths.mode', 'paths.name'],
    ],
    ['null, and arrays without a value', { a: null, b: [], c: [null], d: {} }, []],
    ['false, zero and an empty text', { a: false, b: 0, c: '' }, ['a', 'b', 'c']],
    ['names that no field can have', { '': 1, 'a..b': 1, '.c': 1, 'd.': 1 }, []],
  ])('%s', (_, document, paths) => {
    const fields = fieldsOf(document);
    expect(fields.map(({ path, events }) => [path, events])).toEqual(
      paths.map((path) => [path, 1]),
    );
  });

  test('an event counts once, however often it has the field', () => {
    const [field] = fieldsOf({ host: { name: ['a', 'b'] }, 'host.name': 'c' }, { other: 1 });
    expect(field).toMatchObject({ path: 'host.name', events: 1, examples: ['a', 'b', 'c'] });
  });

  test('by data set', () => {
    const counted = new FieldCensus([]);
    for (const dataSet of [2, 0, 2, null]) counted.take({ a: 1 }, dataSet);
    expect(counted.fields()[0]).toMatchObject({ events: 4, byDataSet: [1, 0, 2] });
  });

  test('keys that every object answers to are data', () => {
    const document = JSON.parse('{"__proto__":{"a":1},"constructor":"x"}') as JsonObject;
    const counted = new FieldCensus([]);
    counted.take(document, 0);
    expect(counted.fields().map(({ path }) => path)).toEqual(['__proto__.a', 'constructor']);
    expect(counted.saw('toString')).toBe(false);
  });

  test('sees a field where, and only where, a query reads a value of it', () => {
    const keys = ['a', 'b', 'a.b', 'b.a', '__proto__', 'constructor'];
    const { document } = fc.letrec<{ json: unknown; document: object }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<Scalar | null>('x', 1, true, null),
        tie('document'),
        fc.array(tie('json'), { maxLength: 3 }),
      ),
      document: fc.dictionary(fc.constantFrom(...keys), tie('json'), { maxKeys: 4 }),
    }));
    const path = fc.array(fc.constantFrom('a', 'b', '__proto__', 'constructor'), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(document, path, (written, segments) => {
        const text = JSON.stringify(written);
        const json = JSON.parse(text) as JsonObject;
        const name = segments.join('.');
        const counted = new FieldCensus([]);
        counted.take(json, 0);
        expect(counted.saw(name)).toBe(new Field(name).read(json) !== null);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('types', () => {
  const clashOf = (path: string, value: unknown): SeenField['clash'] | undefined =>
    census([{ [path]: value }]).fields()[0]?.clash;

  test.each([
    ['destination.port', 22],
    ['destination.port', '22'],
    ['user.id', 0],
    ['process.interactive', false],
    ['process.interactive', 'true'],
    ['@timestamp', '2026-11-21T04:13:58Z'],
    ['@timestamp', 1795234438224],
    ['source.ip', '::ffff:10.0.0.1'],
    ['labels', { env: 'prod' }],
    ['auditd.data', { a0: '1' }],
    ['my.own', { thing: true }],
  ])('%s may hold %j', (path, value) => {
    expect(clashOf(path, value) ?? null).toBeNull();
  });

  test.each<[string, unknown, Scalar | null]>([
    ['destination.port', 'ENOENT', 'ENOENT'],
    ['destination.port', ['22', ''], ''],
    ['process.pid', true, true],
    ['process.interactive', 'yes', 'yes'],
    ['@timestamp', 'Nov 21, 2026 @ 04:13:58.224', 'Nov 21, 2026 @ 04:13:58.224'],
    ['source.ip', '10.0.0.0/8', '10.0.0.0/8'],
    ['source.ip', 'localhost', 'localhost'],
    ['host', 'web-01', 'web-01'],
    ['process.name', { text: 'bash' }, null],
  ])('%s is not to hold %j', (path, value, example) => {
    expect(clashOf(path, value)).toEqual({ events: 1, example });
  });

  test('are those of JSON', () => {
    expect(fieldsOf({ a: 1 }, { a: ['x', true] })[0]).toMatchObject({
      types: ['boolean', 'number', 'string'],
      known: null,
    });
  });

  test('an object where a value belongs is no value', () => {
    const counted = census([{ process: { name: { text: 'bash' } } }]);
    expect(counted.saw('process.name')).toBe(false);
    expect(counted.fields()).toContainEqual(
      expect.objectContaining({ path: 'process.name', types: ['object'], examples: [] }),
    );
  });
});

describe('bounds', () => {
  test('five distinct examples, the first ones', () => {
    const documents = ['a', 'b', 'a', 'c', 'd', 'e', 'f'].map((a) => ({ a }));
    expect(fieldsOf(...documents)[0]?.examples).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('examples are short, and never end in half a character', () => {
    const [field] = fieldsOf({ a: '😀'.repeat(10_000) });
    const [example = ''] = field?.examples ?? [];
    expect(String(example).length).toBeLessThanOrEqual(121);
    expect(String(example)).toMatch(/^(😀)+…$/u);
  });

  test('10,000 fields, and those that are wanted', () => {
    const counted = new FieldCensus(['wanted.field']);
    const many = Object.fromEntries(Array.from({ length: 12_000 }, (_, n) => [`f${n}`, n]));
    counted.take(many, 0);
    counted.take({ wanted: { field: 1 }, 'one.more': 1 }, 0);
    expect(counted.isFull).toBe(true);
    expect(counted.fields().length).toBe(10_001);
    expect([counted.saw('wanted.field'), counted.saw('one.more')]).toEqual([true, false]);
  });

  test('a field that is counted is found under every spelling, also when there is no room', () => {
    const counted = new FieldCensus(['wanted.field']);
    counted.take(Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`f${n}`, n])), 0);
    counted.take({ 'wanted.field': 1 }, 0);
    expect(counted.saw('wanted.field')).toBe(true);
  });

  test('names longer than any field has are passed over', () => {
    expect(fieldsOf({ ['x'.repeat(513)]: 1, y: 1 }).map(({ path }) => path)).toEqual(['y']);
  });
});
