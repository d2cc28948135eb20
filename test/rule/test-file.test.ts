import { describe, expect, test } from '@jest/globals';
import { placeOf } from '../../src/source/index.js';
import { distanceMs, readRuleTest, type RuleTestCase } from '../../src/rule/index.js';

const read = (text: string) => readRuleTest({ name: 'x.test.toml', text });

/** The one case with these lines. */
function caseWith(lines: string): RuleTestCase | undefined {
  const { test, diagnostics } = read(`[[case]]\nname = "n"\nexpect = "match"\n${lines}`);
  expect(diagnostics).toEqual([]);
  return test?.cases[0];
}

const documentsOf = (lines: string): unknown => {
  const events = caseWith(lines)?.events ?? [];
  return 'file' in events ? events.file : events.map(({ document }) => document);
};

describe('events', () => {
  const bash = { event: { category: 'process' }, process: { args: ['bash', '-i'], pid: 7 } };

  test.each<[string, string, unknown]>([
    [
      'tables with dotted keys',
      `events = [{ event.category = "process", process = { args = ["bash", "-i"], pid = 7 } }]`,
      [bash],
    ],
    ['quoted keys stay as they are', 'events = [{ "process.pid" = 7 }]', [{ 'process.pid': 7 }]],
    [
      'tables with headers',
      '[[case.events]]\nprocess.pid = 7\n[[case.events]]\nprocess.pid = 8',
      [{ process: { pid: 7 } }, { process: { pid: 8 } }],
    ],
    ['NDJSON', `events = '''\n${JSON.stringify(bash)}\n\n{}\n'''`, [bash, {}]],
    [
      'NDJSON in a basic string',
      String.raw`events = "{\"a\": 1}\n{\"a\": 2}"`,
      [{ a: 1 }, { a: 2 }],
    ],
    [
      'times of TOML',
      'events = [{ "@timestamp" = 2026-01-05T08:00:00Z }]',
      [{ '@timestamp': '2026-01-05T08:00:00.000Z' }],
    ],
    ['a file', 'file = "x.ndjson.gz"', 'x.ndjson.gz'],
  ])('%s', (_, lines, expected) => {
    expect(documentsOf(lines)).toEqual(expected);
  });

  test('__proto__ is a field like any other', () => {
    const [table, json] = documentsOf('events = [{ __proto__ = { a = 1 } }]') as [object, object];
    expect(Object.keys(table)).toEqual(['__proto__']);
    expect(json).toBeUndefined();
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  test('each event knows its line', () => {
    const text = `[[case]]\nname = "n"\nexpect = "match"\nevents = '''\n{"a": 1}\n{"a": 2}\n'''\n`;
    const { test: read1 } = read(text);
    const events = read1?.cases[0]?.events ?? [];
    const starts =
      'file' in events ? [] : events.map(({ span }) => text.slice(span.start, span.end));
    expect(starts).toEqual(['{"a": 1}', '{"a": 2}']);
  });
});

test('join keys: an empty list stands for a field that is not there', () => {
  const { joinKeys } =
    caseWith('events = [{}]\njoin_keys = [["h1", 7, true, []], ["h2", 8.5, false, "x"]]') ?? {};
  expect(joinKeys).toEqual([
    ['h1', 7, true, null],
    ['h2', 8.5, false, 'x'],
  ]);
});

test.each<[string, number | null]>([
  ['+5s', 5000],
  ['+5001ms', 5001],
  ['+1.5h', 5_400_000],
  ['+2d', 172_800_000],
  ['+1m', 60_000],
  ['5s', null],
  ['+5', null],
  ['+5 s', null],
  ['+5sec', null],
  ['+-5s', null],
])('a distance of %s', (text, expected) => {
  expect(distanceMs(text)).toBe(expected);
});

const CASE = '[[case]]\nname = "n"\nexpect = "match"\n';

describe('what is wrong is told where it stands, all of it', () => {
  test.each<[string, readonly (readonly [code: string, place: string, part: string])[]]>([
    ['a = [', [['RS100', '1:5', 'invalid TOML']]],
    ['', [['RS174', '', 'found no [[case]]']]],
    ['case = []', [['RS174', '1:8', 'found no [[case]]']]],
    ['case = 1', [['RS103', '1:8', 'expected an array for `case`, found an integer']]],
    [
      `rules = "x"\n${CASE}evnts = [{}]`,
      [
        ['RS170', '1:1', 'unknown key `rules` in the file'],
        ['RS172', '3:1', 'found neither'],
        ['RS170', '5:1', 'unknown key `evnts` in [case]'],
      ],
    ],
    ['[[case]]\nevents = [{}]', [['RS102', '1:3', 'keys `name` and `expect` are missing']]],
    [
      '[[case]]\nname = 1\nexpect = "nomatch"\nevents = "x"\nalerts = -1',
      [
        ['RS103', '2:8', 'expected a string for `name`'],
        ['RS104', '3:10', 'expected match or no_match for `expect`, found `nomatch`'],
        ['RS172', '4:11', 'expected one JSON object on the line'],
        ['RS104', '5:10', 'expected a whole number of 0 or more'],
      ],
    ],
    [`${CASE}events = [{}]\nfile = "x"`, [['RS172', '5:1', 'found both']]],
    [`${CASE}events = []`, [['RS172', '4:10', 'found no events']]],
    [`${CASE}events = [1]`, [['RS103', '4:11', 'expected a table for `events[0]`']]],
    [
      `${CASE}events = '''\n{"a": 1}\n[1]\n{"a":\n'''`,
      [
        ['RS172', '6:1', 'expected one JSON object'],
        ['RS172', '7:1', 'expected one JSON object'],
      ],
    ],
    [
      `${CASE}events = [{ a = nan }]`,
      [['RS172', '4:17', 'expected a value that JSON has, found NaN']],
    ],
    [`${CASE}events = [{ "@timestamp" = "+5x" }]`, [['RS172', '4:11', 'a distance such as +5s']]],
    [
      `${CASE}events = [{}]\nalerts = 0`,
      [['RS173', '5:10', '`expect` is match, but `alerts` asks for none']],
    ],
    [
      '[[case]]\nname = "n"\nexpect = "no_match"\nevents = [{}]\nalerts = 0\njoin_keys = [["a"]]',
      [['RS173', '6:13', '`expect` is no_match, but `join_keys` asks for 1']],
    ],
    [
      `${CASE}events = [{}]\njoin_keys = ["h1", [{}]]`,
      [
        ['RS103', '5:14', 'expected an array for `join_keys[0]`'],
        ['RS103', '5:21', 'found a table'],
      ],
    ],
    [`${CASE}events = [{}]\n[defaults]\na = inf`, [['RS172', '6:5', 'found Infinity']]],
  ])('%j', (text, expected) => {
    const { test: found, diagnostics } = read(text);
    expect(found).toBeNull();
    expect(
      diagnostics.map((each) => [each.code, (placeOf(each) ?? '').replace(/^x\.test\.toml:?/, '')]),
    ).toEqual(expected.map(([code, place]) => [code, place]));
    for (const [index, [, , part]] of expected.entries()) {
      expect(diagnostics[index]?.message).toContain(part);
    }
  });

  test('the nearest known key is named', () => {
    const { diagnostics } = read(`${CASE}events = [{}]\njoin_key = [["a"]]`);
    expect(diagnostics[0]?.help).toBe('did you mean `join_keys`?');
  });
});
