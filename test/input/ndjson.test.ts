import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import ndjson from 'ndjson';
import { documentsOf, problemsOf, read } from './read.js';

const A = { '@timestamp': '2026-11-20T08:14:02.118Z', a: 1 };
const B = { '@timestamp': '2026-11-20T08:14:03.118Z', b: ['x', null, 'é'] };
const a = JSON.stringify(A);
const b = JSON.stringify(B);

describe('lines that cost the ndjson package events', () => {
  test.each([
    { name: 'a bad line in the middle', input: `${a}\n{"x":\n${b}\n`, problems: ['RS301 at 2'] },
    { name: 'a line `null`', input: `${a}\nnull\n${b}\n`, problems: ['RS306 at 2'] },
    { name: 'a byte-order mark', input: `\ufeff${a}\n${b}\n`, problems: [] },
    { name: 'a line of blanks', input: `${a}\n \t \n${b}\n`, problems: [] },
    { name: 'CRLF', input: `${a}\r\n${b}\r\n`, problems: [] },
    { name: 'an empty line', input: `${a}\n\n\r\n${b}\n`, problems: [] },
    { name: 'no final newline', input: `${a}\n${b}`, problems: [] },
    { name: 'a truncated last line', input: `${a}\n${b}\n{"x":"tru`, problems: ['RS302 at 3'] },
    { name: 'a JSON array', input: `[${a},${b}]`, problems: [] },
    { name: 'a scalar line', input: `${a}\n12\n${b}\n`, problems: ['RS306 at 2'] },
    { name: 'a string line', input: `${a}\n"x"\n${b}\n`, problems: ['RS306 at 2'] },
    { name: 'a line that is an array', input: `[${a}]\n[${b}]\n`, problems: [] },
  ])('$name', ({ input, problems }) => {
    expect(documentsOf(input)).toEqual([A, B]);
    expect(problemsOf(input)).toEqual(problems);
  });

  test('a line over the limit is skipped, whatever the blocks are', () => {
    const input = `${a}\n{"long":"${'x'.repeat(200)}"}\n${b}\n`;
    for (const cuts of [[], [80], [100, 150, 200]]) {
      const { documents, problems } = read(input, { cuts, maxLineBytes: 100 });
      expect(documents.map(({ line }) => line)).toEqual([1, 3]);
      expect(problems.map(({ code, line, offset }) => ({ code, line, offset }))).toEqual([
        { code: 'RS304', line: 2, offset: a.length + 1 },
      ]);
      expect(problems[0]?.diagnostic.message).toContain('211 bytes');
    }
  });

  test('an integer over 2^53 stays as JSON.parse reads it', () => {
    expect(documentsOf('{"n":9007199254740993}\n')).toEqual([{ n: 9007199254740992 }]);
  });
});

describe('places', () => {
  test('lines count from 1, offsets in bytes from the start of the file', () => {
    const { documents } = read(`\ufeff{"é":1}\r\n\n  {"b":2}  \n{"c":3}`);
    expect(documents.map(({ line, offset, length }) => [line, offset, length])).toEqual([
      [1, 3, 8],
      [3, 16, 9],
      [4, 26, 7],
    ]);
  });

  test('a record separator and NUL bytes before a record belong to no record', () => {
    const { documents, problems } = read('\x1e{"a":1}\n\0\0\0{"b":2}\n\0\0');
    expect(documents.map(({ offset, length }) => [offset, length])).toEqual([
      [1, 7],
      [12, 7],
    ]);
    expect(problems.map(({ code, line, losesEvent }) => [code, line, losesEvent])).toEqual([
      ['RS307', 2, false],
      ['RS307', 3, false],
    ]);
  });
});

describe('bad lines', () => {
  test.each([
    ['{"a":1 "b":2}', 'line is not JSON: expected `,` or `}`, found `"`, at column 8'],
    ['{"a":tru}', 'line is not JSON: expected a value, found `tru`, at column 6'],
    ['{"a":1}}', 'line is not JSON: expected a value, found `}`, at column 8'],
    ['  plain text', 'line is not JSON: expected a value, found `plain`, at column 3'],
    ['{a:1}', 'line is not JSON: expected a key in double quotes, found `a`, at column 2'],
    ['[2026-11-20] x', 'line is not JSON: expected `,` or `]`, found `-11-20`, at column 6'],
    ['{"a":"x\0y"}', 'line is not JSON: a NUL byte inside a string, at column 8'],
    ['{"a":"\\x"}', 'line is not JSON: unknown escape `\\x`, at column 7'],
  ])('%j', (line, message) => {
    const { documents, problems } = read(`{"ok":1}\n${line}\n{"ok":2}\n`);
    expect(documents.map(({ document }) => document['ok']).filter(Boolean)).toEqual([1, 2]);
    expect(problems.map(({ diagnostic }) => diagnostic.message)).toEqual([message]);
    expect(problems[0]?.diagnostic.place?.line).toBe(2);
  });

  test('a long bad line is shown around the error', () => {
    const { problems } = read(`{"a":"${'x'.repeat(300)}","b":oops,"c":"${'y'.repeat(300)}"}\n`);
    const excerpt = problems[0]?.diagnostic.place?.excerpt ?? '';
    expect(excerpt).toContain('"b":oops');
    expect(excerpt.length).toBeLessThan(100);
  });

  test('a truncated last line may still be being written', () => {
    const { problems } = read('{"a":1}\n{"args":["bash","-c","ba');
    expect(problems[0]).toMatchObject({ code: 'RS302', line: 2, offset: 8, losesEvent: true });
    expect(problems[0]?.diagnostic).toMatchObject({
      message: 'last record is cut off: it ends inside a string, at column 25',
      notes: ['it may still be being written'],
      place: { excerpt: '{"args":["bash","-c","ba' },
    });
  });

  test('invalid UTF-8 is read as U+FFFD and said', () => {
    const input = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n')]);
    const { documents, problems } = read(input);
    expect(documents[0]?.document).toEqual({ a: '\ufffd' });
    expect(problems.map(({ code, losesEvent }) => [code, losesEvent])).toEqual([['RS305', false]]);
  });

  test('a U+FFFD that was in the text is no error', () => {
    expect(problemsOf('{"a":"\ufffd"}\n')).toEqual([]);
  });

  test('nesting beyond 1000 levels is a bad line', () => {
    const deep = `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const { documents, problems } = read(`${deep}\n${a}\n`);
    expect(documents).toHaveLength(1);
    expect(problems[0]?.diagnostic.message).toContain('nested deeper than 1000 levels');
  });

  test('__proto__ in a document is data', () => {
    const [document] = documentsOf('{"__proto__":{"_source":{"a":1}},"b":2}\n');
    expect(JSON.stringify(document)).toBe('{"__proto__":{"_source":{"a":1}},"b":2}');
  });
});

test('well-formed input gives what the ndjson package gives', async () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 }), {
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(objects, async (documents) => {
      const wanted = documents.map((document) => ({ '@timestamp': 0, ...document }));
      const text = wanted.map((document) => `${JSON.stringify(document)}\n`).join('');
      const parser = ndjson.parse();
      parser.end(text);
      const theirs: unknown[] = [];
      for await (const document of parser) theirs.push(document);
      expect(documentsOf(text)).toEqual(theirs);
    }),
  );
});
