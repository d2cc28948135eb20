import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findJsonError } from '../../src/input/json-error.js';
import { read } from './read.js';

const document = fc.dictionary(
  fc.constantFrom('@timestamp', 'a', '_source', 'hits', 'events', 'doc', 'é"\\', 'index', '_id'),
  fc.jsonValue({ maxDepth: 3 }),
  { maxKeys: 4 },
);
const indent = fc.constantFrom(undefined, 1, 2, '\t');
const written = fc
  .tuple(document, indent)
  .map(([value, space]) => JSON.stringify(value, null, space));

/** A piece of an input: documents in their formats, and everything that may go wrong with them. */
const piece = fc.oneof(
  { weight: 6, arbitrary: written },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.array(document, { maxLength: 4 }), indent)
      .map(([list, space]) => JSON.stringify(list, null, space)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.array(document, { maxLength: 3 }),
        indent,
        fc.constantFrom('hits', 'events', 'sequences'),
      )
      .map(([list, space, key]) =>
        JSON.stringify({ took: 1, hits: { [key]: list }, z: [{}] }, null, space),
      ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(written, fc.nat({ max: 60 })).map(([text, cut]) => text.slice(0, cut)),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(written, fc.nat({ max: 60 })).map(([text, cut]) => text.slice(cut)),
  },
  fc.constantFrom(
    'null',
    '[',
    ']',
    '{',
    '}',
    '},',
    '[1,2]',
    '7',
    '"x"',
    'plain',
    '\0\0',
    '\x1e',
    '\ufeff',
    '\t',
    ',',
  ),
  fc.constantFrom('{"index":{"_index":"i","_id":"1"}}', 'x'.repeat(90), '"unclosed', '{"a":', '[{'),
);
const separator = fc.constantFrom('\n', '\n', '\n', '\r\n', '\n\n', '', ',\n', ' ');
const input = fc
  .array(fc.tuple(piece, separator), { maxLength: 8 })
  .map((pieces) => pieces.flat().join(''));
const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 12 });

describe('however the bytes are cut into blocks', () => {
  test.each([1024, 64, 20])(
    'documents, places and problems are the same (limit %d)',
    (maxLineBytes) => {
      fc.assert(
        fc.property(input, cuts, (text, places) => {
          const bytes = Buffer.from(text);
          const inside = [...new Set(places)]
            .filter((cut) => cut < bytes.length)
            .sort((x, y) => x - y);
          const whole = read(bytes, { maxLineBytes });
          expect(read(bytes, { maxLineBytes, cuts: inside })).toEqual(whole);
          const everyByte = Array.from({ length: Math.max(0, bytes.length - 1) }, (_, n) => n + 1);
          expect(read(bytes, { maxLineBytes, cuts: everyByte })).toEqual(whole);
        }),
        { numRuns: 300 },
      );
    },
  );

  test('every document is found again by its offset, length and index', () => {
    fc.assert(
      fc.property(input, (text) => {
        expect(read(text).lost).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('any bytes are read without failing, and problems stand in input order of their lines', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { documents } = read(Buffer.from(bytes));
        const offsets = documents.map(({ offset }) => offset);
        expect(offsets).toEqual([...offsets].sort((x, y) => x - y));
      }),
    );
  });
});

test('a line cut anywhere costs no other line', () => {
  const line = document.map((fields) => JSON.stringify({ '@timestamp': 1, ...fields }));
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 3 }),
      fc.tuple(line, fc.nat({ max: 80 })),
      fc.array(line, { maxLength: 3 }),
      (before, [text, cut], after) => {
        const found = read([...before, text.slice(0, cut), ...after].join('\n')).documents;
        const texts = found.map((each) => JSON.stringify(each.document));
        expect(texts.slice(0, before.length)).toEqual(before);
        expect(texts.slice(texts.length - after.length)).toEqual(after);
      },
    ),
    { numRuns: 300 },
  );
});

describe('the reason why a text is not JSON', () => {
  test('is found for exactly the texts that JSON.parse refuses', () => {
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '\\', '\n', '0', 'e'))
      .map(([text, at, insert]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + insert + text.slice(insert === '' ? place + 1 : place);
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), damaged, fc.string()), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(findJsonError(text) === null).toBe(isJson);
      }),
      { numRuns: 1000 },
    );
  });
});
