import { describe, expect, test } from '@jest/globals';
import { describeUnknownShape, documentsOfText } from '../../src/input/index.js';
import { documentsOf, problemsOf, read } from './read.js';

const A = { '@timestamp': '2026-11-20T08:14:02Z', process: { name: 'bash' } };
const B = { event: { category: ['process'] }, 'process.pid': 2 };
const hit = (id: string, source: object): object => ({
  _index: 'logs-x',
  _id: id,
  _source: source,
});
const pretty = (value: unknown, indent: number | string = 2): string =>
  JSON.stringify(value, null, indent);

const REPLY = {
  took: 3,
  hits: { total: { value: 2 }, hits: [hit('1', A), hit('2', B)] },
  aggregations: { x: { buckets: [{ key: 1 }] } },
};
const EQL_REPLY = {
  is_partial: false,
  hits: {
    sequences: [
      {
        join_keys: ['h'],
        events: [hit('1', A), { _index: '', _id: '', missing: true, _source: {} }],
      },
      { join_keys: ['i'], events: [hit('2', B)] },
    ],
  },
};

describe('every wrapper gives its documents', () => {
  test.each([
    { name: 'one document a line', input: `${JSON.stringify(A)}\n${JSON.stringify(B)}` },
    { name: 'pretty-printed documents', input: `${pretty(A)}\n${pretty(B)}\n` },
    { name: 'documents without line breaks', input: JSON.stringify(A) + JSON.stringify(B) },
    { name: 'documents with commas between', input: `${pretty(A)},\n${JSON.stringify(B)},\n` },
    { name: 'an array on one line', input: JSON.stringify([A, B]) },
    { name: 'a pretty-printed array', input: pretty([A, B]) },
    { name: 'an array of lines', input: `[\n${JSON.stringify(A)},\n${JSON.stringify(B)}\n]\n` },
    { name: 'an array with a null', input: `[null,${JSON.stringify(A)},${JSON.stringify(B)}]` },
    {
      name: '_source of an export',
      input: `${JSON.stringify(hit('1', A))}\n${pretty(hit('2', B))}`,
    },
    { name: 'a search reply on one line', input: JSON.stringify(REPLY) },
    { name: 'a pretty-printed search reply', input: pretty(REPLY) },
    { name: 'a search reply indented with tabs', input: pretty(REPLY, '\t') },
    {
      name: 'an EQL reply with events',
      input: pretty({ hits: { events: [hit('1', A), hit('2', B)] } }),
    },
    { name: 'an EQL reply with sequences', input: JSON.stringify(EQL_REPLY) },
    { name: 'a pretty-printed EQL reply with sequences', input: pretty(EQL_REPLY) },
    { name: 'events of a test file', input: pretty({ events: [A, B] }) },
    {
      name: 'expected documents of a test file',
      input: JSON.stringify({ expected: [A, null, B] }),
    },
    {
      name: 'bulk lines',
      input: [{ create: { _index: 'x' } }, A, { delete: { _id: '9' } }, { index: {} }, B]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    },
    {
      name: 'bulk updates',
      input: [{ index: {} }, A, { update: { _id: '2' } }, { doc: B, doc_as_upsert: true }]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    },
  ])('$name', ({ input }) => {
    const { documents, problems, lost } = read(input);
    expect(documents.map(({ document }) => document)).toEqual([A, B]);
    expect(problems).toEqual([]);
    expect(lost).toEqual([]);
  });
});

describe('wrappers', () => {
  test('fields without _source are the document', () => {
    const fields = { 'process.pid': [1], 'event.category': ['process'] };
    expect(documentsOf(JSON.stringify({ _index: 'i', _id: '1', fields }))).toEqual([fields]);
  });

  test('an event with fields of the same names is an event', () => {
    const event = { '@timestamp': 1, _source: {}, hits: { hits: [] }, events: [{}], doc: {} };
    expect(documentsOf(JSON.stringify(event))).toEqual([event]);
    expect(documentsOf(pretty(event))).toEqual([event]);
  });

  test('_index and _id come with the document', () => {
    const { documents } = read(`${JSON.stringify(REPLY)}\n${JSON.stringify(A)}\n`);
    expect(documents.map(({ indexName, id, index }) => [indexName, id, index])).toEqual([
      ['logs-x', '1', 0],
      ['logs-x', '2', 1],
      [null, null, 0],
    ]);
    expect(documentsOfText(JSON.stringify(REPLY))[1]).toMatchObject({
      id: '2',
      indexName: 'logs-x',
    });
  });

  test('a bulk action names the document of the next line only', () => {
    const lines = [{ create: { _index: 'x', _id: '7' } }, A, A, { delete: { _index: 'y' } }, A];
    const { documents } = read(lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(documents.map(({ line, indexName, id }) => [line, indexName, id])).toEqual([
      [2, 'x', '7'],
      [3, null, null],
      [5, null, null],
    ]);
  });

  test('hits of a reply that is not on one line have lines of their own', () => {
    const { documents } = read(
      `{"hits":{"hits":[\n${JSON.stringify(hit('1', A))},\n${JSON.stringify(hit('2', B))}]}}`,
    );
    expect(documents.map(({ line, index }) => [line, index])).toEqual([
      [2, 0],
      [3, 0],
    ]);
  });

  test('an array or a reply far over the record limit is read record by record', () => {
    const many = Array.from({ length: 500 }, (_, n) => hit(String(n), { '@timestamp': n }));
    for (const input of [
      JSON.stringify(many),
      JSON.stringify({ took: 1, hits: { hits: many } }),
      pretty({ took: 1, hits: { hits: many } }),
    ]) {
      const { documents, problems, lost } = read(input, { maxLineBytes: 200, cuts: [100, 5000] });
      expect(documents.map(({ id }) => id)).toEqual(many.map((_, n) => String(n)));
      expect(problems).toEqual([]);
      expect(lost).toEqual([]);
    }
  });
});

describe('what an input is taken for', () => {
  const event = '{"@timestamp":"2026-01-01T00:00:00Z"}';
  test.each([
    ['ndjson', `${event}\n${event}\n`],
    ['json', `[${event},\n${event}]`],
    ['json', event.replace('{', '{\n')],
    ['elasticsearch-export', `{"_index":"a","_id":"b","_source":${event}}\n`],
    ['elasticsearch-bulk', `{"index":{}}\n${event}\n`],
    [null, ''],
    [null, 'not JSON\n'],
  ])('%s: %j', (format, input) => {
    expect(read(input).format).toBe(format);
  });
});

describe('nesting', () => {
  const nested = (levels: number, open: string, close: string): string =>
    `{"deep":${open.repeat(levels)}1${close.repeat(levels)}}`;

  test.each([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"a":', '}]'],
  ])('%s: 1,000 levels are read, 1,001 are not', (open, close) => {
    const each = open === '[{"a":' ? 2 : 1;
    const most = Math.floor(999 / each);
    expect(read(nested(most, open, close)).documents).toHaveLength(1);
    expect(read(nested(most + 1, open, close)).problems.map(({ code }) => code)).toEqual(['RS301']);
  });

  test('brackets side by side or in strings are no nesting', () => {
    const wide = JSON.stringify({ list: Array.from({ length: 2000 }, () => [{}]) });
    const text = JSON.stringify({ text: '[{'.repeat(2000) });
    expect(read(`${wide}\n${text}\n`).documents).toHaveLength(2);
  });
});

describe('damage costs the damaged record only', () => {
  test.each([
    {
      name: 'a line cut where the next could go on',
      input: '{"a":\n{"b":1}\n{"c":2}\n',
      left: ['b', 'c'],
      problems: ['RS301 at 1'],
    },
    {
      name: 'a line cut in a string',
      input: '{"a":"x\n{"b":1}\n',
      left: ['b'],
      problems: ['RS301 at 1'],
    },
    {
      name: 'a comma for the last brace in a JSON text sequence',
      input: '\x1e{"x":1,\n\n\x1e{"a":1}\n\x1e{"b":2}\n',
      left: ['a', 'b'],
      problems: ['RS301 at 1'],
    },
    {
      name: 'two bad lines',
      input: '{"a"\nplain\n{"b":1}\n',
      left: ['b'],
      problems: ['RS301 at 1', 'RS309 at 2'],
    },
    {
      name: 'a line of an array',
      input: '[\n{"a":1},\n{"x":"tru\n{"b":3},\n{"c":4}\n]\n',
      left: ['a', 'b', 'c'],
      problems: ['RS301 at 3'],
    },
    {
      name: 'the last line of an array',
      input: '[\n{"a":1},\n{"x":"tru\n]\n',
      left: ['a'],
      problems: ['RS301 at 3'],
    },
    {
      name: 'no comma between elements',
      input: '[\n{"a":1}\n{"b":2}\n]\n',
      left: ['a', 'b'],
      problems: [],
    },
    {
      name: 'a comma behind the last element',
      input: '[{"a":1},{"b":2},]',
      left: ['a', 'b'],
      problems: [],
    },
    {
      name: 'garbage behind a document',
      input: '{"a":1} junk\n{"b":2}\n',
      left: ['a', 'b'],
      problems: ['RS301 at 1'],
    },
    {
      name: 'an array that is cut off',
      input: '[{"a":1},{"b":2}',
      left: ['a', 'b'],
      problems: ['RS302 at 1'],
    },
    {
      name: 'an array cut off in an element',
      input: '[{"a":1},{"b":',
      left: ['a'],
      problems: ['RS302 at 1'],
    },
    {
      name: 'a bad literal in an array',
      input: '[{"x":nul},{"a":1}]',
      left: ['a'],
      problems: ['RS301 at 1'],
    },
    {
      name: 'a scalar in an array',
      input: '[{"a":1},7,"x",{"b":1}]',
      left: ['a', 'b'],
      problems: ['RS306 at 1', 'RS306 at 1'],
    },
    {
      name: 'a pretty-printed document cut off by the next',
      input: `{\n  "x": 1,\n${pretty({ a: 1 })}\n`,
      left: ['a'],
      problems: ['RS301 at 1'],
    },
  ])('$name', ({ input, left, problems }) => {
    expect(documentsOf(input).flatMap((document) => Object.keys(document))).toEqual(left);
    expect(problemsOf(input)).toEqual(problems);
  });

  test('objects inside of a damaged record are not taken for records', () => {
    const record = { '@timestamp': 1, paths: [{ name: 'x' }, { name: 'y' }], last: 1 };
    const text = pretty([record, record, record]).split('\n');
    const damaged = text.toSpliced(
      text.findIndex((line) => line.includes('paths')),
      0,
      '    "oops"',
    );
    const { documents, problems } = read(damaged.join('\n'));
    expect(documents.map(({ document }) => document)).toEqual([record, record]);
    expect(problems.map(({ code }) => code)).toEqual(['RS301', 'RS309']);
  });

  test('what is skipped behind a damaged record is said, with its size', () => {
    const { documents, problems } = read('[{"a":1},{"b" 2},{"c":3}]\n{"d":4}\n');
    expect(documents.map(({ document }) => document)).toEqual([{ a: 1 }, { d: 4 }]);
    expect(problems.map(({ code, diagnostic }) => [code, diagnostic.message])).toEqual([
      ['RS301', 'line is not JSON: expected `:`, found `2`, at column 15'],
      ['RS309', 'skipped 12 bytes behind a damaged record to find the next one'],
    ]);
  });
});

describe('what is plainly no JSON is said once', () => {
  test.each([
    ['a PNG image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['an ELF program', Buffer.from('7f454c460201010000', 'hex')],
    ['a Windows event log (EVTX)', Buffer.from('ElfFile\0\0\0\n')],
    ['gzip data', Buffer.from('1f8b0800', 'hex')],
    ['UTF-16 text', Buffer.from('\ufeff{"a":1}\n{"a":1}\n', 'utf16le')],
    ['UTF-16 text', Buffer.from('{"a":1}\n{"a":1}\n', 'utf16le')],
    [
      'output of ausearch -i, which cannot be turned back into records',
      'type=SYSCALL msg=audit(11/21/26 04:13:58.224:3008) : arch=x86_64\n',
    ],
    [
      'audit messages without time and serial',
      'Nov 21 04:13:58 web1 audit[7]: SYSCALL arch=c000003e syscall=59\n',
    ],
    ['CSV', '@timestamp,event.action,host.name\n"Nov 21, 2026 @ 04:13:58.224",exec,web\n'],
    ['CSV', '"time";"user name";"cmd"\n1;2;3\n'],
    ['XML or HTML', '<?xml version="1.0"?>\n<Event/>\n'],
    ['a syslog text file', 'Nov 21 04:13:58 web1 sshd[1]: x\n'],
  ])('%s', (name, input) => {
    const { documents, problems, stopped } = read(input);
    expect(documents).toEqual([]);
    expect(problems.map(({ code, diagnostic }) => [code, diagnostic.severity])).toEqual([
      ['RS308', 'error'],
    ]);
    expect(problems[0]?.diagnostic.message).toBe(`expected events; this looks like ${name}`);
    expect(stopped).toBe(true);
  });

  test('audit lines among documents are bad lines', () => {
    const input = '{"a":1}\ntype=SYSCALL msg=audit(1.0:3): x\n{"b":1}\n';
    expect(problemsOf(input)).toEqual(['RS301 at 2']);
    expect(documentsOf(input)).toHaveLength(2);
  });
});

describe('documents that are no ECS events', () => {
  test.each([
    [{ preview: false, result: { _raw: 'x' } }, 'a Splunk export'],
    [{ _time: 1, _raw: 'x', host: 'h', sourcetype: 's' }, 'a Splunk export'],
    [
      { _TRANSPORT: 'audit', _AUDIT_TYPE_NAME: 'SYSCALL' },
      'audit records of journald (journalctl -o json)',
    ],
    [{ __REALTIME_TIMESTAMP: '1', MESSAGE: 'x' }, 'a journald export (journalctl -o json)'],
    [{ ID: '1626611363.720:348501', SYSCALL: {} }, 'output of laurel'],
    [{ schema: 'rshell-scan/alert@1' }, 'alerts of rshell-scan'],
    [{ 'kibana.alert.uuid': 'x' }, 'alerts of Kibana'],
    [
      { message: 'type=SYSCALL msg=audit(' },
      'raw audit records in `message` (Filebeat over audit.log)',
    ],
    [{ Event: { System: {} } }, 'a Windows event log'],
    [{ foo: 1 }, null],
  ])('%j', (document, guess) => {
    const shape = describeUnknownShape(document);
    expect(shape.guess).toBe(guess);
    expect(shape.found).toEqual(Object.keys(document));
    expect(shape.expected).toContain('event.category');
  });

  test('many and long keys are shortened', () => {
    const keys = Array.from({ length: 20 }, (_, n) => [`${n}${'k'.repeat(100)}`, n]);
    const { found } = describeUnknownShape(Object.fromEntries(keys) as Record<string, number>);
    expect(found).toHaveLength(9);
    expect(found.every((key) => key.length <= 41)).toBe(true);
  });
});
