import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { runCase, runTests, ruleText } from './support.js';

const EVENT = 'process where process.name == "nc"';
const SEQUENCE = `sequence by host.id with maxspan=5s
  [process where process.name == "a"] [network where destination.port == 1]`;
const SAMPLE = 'sample by host.id, ?user.id [process where process.name == "a"] [file where true]';

const A = '{ event.category = "process", process.name = "a" }';
const B = '{ event.category = "network", destination.port = 1 }';
const H1 = '[defaults]\nhost.id = "h1"';

describe('verdicts', () => {
  test.each<[string, string, string, string, readonly string[]]>([
    ['a match', EVENT, 'match', '{ event.category = "process", process.name = "nc" }', []],
    ['none', EVENT, 'match', A, ['expected a match, got none']],
    ['no match', EVENT, 'no_match', A, []],
    [
      'a match that is not wanted',
      EVENT,
      'no_match',
      '{ event.category = "process", process.name = "nc" }',
      ['expected no match, got 1 alert'],
    ],
    ['a sequence in order', SEQUENCE, 'match', `${A}, ${B}`, []],
    ['a sequence out of order', SEQUENCE, 'no_match', `${B}, ${A}`, []],
    ['a sample in any order', SAMPLE, 'match', `{ event.category = "file" }, ${A}`, []],
  ])('%s', async (_, query, expect_, events, differences) => {
    const result = await runCase(query, `expect = "${expect_}"\nevents = [${events}]`, {
      head: H1,
    });
    expect(result.differences).toEqual(differences);
    expect(result.verdict).toBe(differences.length === 0 ? 'passed' : 'failed');
  });

  test.each<[string, string, readonly string[]]>([
    ['alerts = 2', 'alerts as counted', []],
    ['alerts = 3', 'another number', ['expected 3 alerts, got 2']],
    ['join_keys = [["h2"], ["h1"]]', 'keys in another order', []],
    [
      'join_keys = [["h1"], ["h3"]]',
      'another key',
      ['expected an alert with the join key (h3)', 'got an alert with the join key (h2)'],
    ],
    [
      'join_keys = [["h1"], ["h1"]]',
      'one key twice',
      ['expected an alert with the join key (h1)', 'got an alert with the join key (h2)'],
    ],
  ])('%s: %s', async (lines, _, differences) => {
    const other = (event: string): string => event.replace('{', '{ host.id = "h2",');
    const events = `events = [${A}, ${other(A)}, ${B}, ${other(B)}]`;
    const result = await runCase(SEQUENCE, `expect = "match"\n${lines}\n${events}`, { head: H1 });
    expect(result.differences).toEqual(differences);
    expect(result.alerts.map(({ joinKey }) => joinKey)).toEqual([['h1'], ['h2']]);
  });

  test('an optional key that is absent, and a number for its digits', async () => {
    const lines = `expect = "match"\njoin_keys = [[7, []]]\nevents = [${A}, { event.category = "file" }]`;
    const result = await runCase(SAMPLE, lines, { head: '[defaults]\nhost.id = "7"' });
    expect(result.differences).toEqual([]);
  });

  test('alerts know the lines of their events', async () => {
    const lines = `expect = "match"\nevents = [\n${A},\n${A},\n${B},\n]`;
    const result = await runCase(SEQUENCE, lines, { head: '[defaults]\nhost.id = "h1"' });
    expect(result.alerts).toEqual([{ joinKey: ['h1'], lines: [8, 9] }]);
    expect(result.line).toBe(3);
  });

  test('the index patterns of the rule hold as in a scan', async () => {
    const rule = 'index = ["logs-endpoint.events.*"]';
    const event =
      '{ event.category = "process", process.name = "nc", data_stream.dataset = "a.b" }';
    const result = await runCase(EVENT, `expect = "match"\nevents = [${event}]`, { rule });
    expect(result.verdict).toBe('failed');
    expect(result.notes).toEqual([
      'no event is for the rule: it reads logs-endpoint.events.*, the first event would be in logs-a.b-default',
    ]);
  });

  test('a case that passes because no event was for the rule says so', async () => {
    const result = await runCase(
      EVENT,
      'expect = "no_match"\nevents = [{ event.category = "file" }]',
    );
    expect([result.verdict, result.notes]).toEqual([
      'passed',
      ['could never match: no event is of category process'],
    ]);
  });
});

describe('why there was no match', () => {
  test.each<[string, string, string, readonly RegExp[]]>([
    [
      'the nearest event and what it lacks',
      EVENT,
      `{ event.category = "process", process.name = "ncat" }`,
      [
        /^no event is what the query asks for: event 1 \(line 5\) lacks process\.name == "nc" \(process\.name is "ncat"\)$/,
      ],
    ],
    [
      'no event of the category',
      SEQUENCE,
      A,
      [/^no event is stage 2: none is of category network$/],
    ],
    [
      'events with other keys',
      SEQUENCE,
      `${A}, ${B.replace('{', '{ host.id = "h2",')}`,
      [
        /^event 1 \(line 6\) is stage 1, join key \(h1\)$/,
        /^event 2 .* is stage 2, join key \(h2\)$/,
      ],
    ],
    [
      'an event without its key',
      SEQUENCE,
      `${A}, ${B.replace('{', '{ host.id = [],')}`,
      [/stage 1/, /^event 2 .* is stage 2, but without a join key: no host\.id$/],
    ],
    [
      'maxspan',
      SEQUENCE,
      `${A}, ${B.replace('{', '{ "@timestamp" = "+6s",')}`,
      [
        /stage 1/,
        /^event 2 \(line 6\), \+6 s, is stage 2/,
        /^1 begun, but maxspan was over/,
        /^maxspan is 5 s/,
      ],
    ],
    [
      'what must be missing is not decided yet',
      `${SEQUENCE} ![file where true]`,
      `${A}, ${B}`,
      [/stage 1/, /stage 2/, /^1 complete, but open/],
    ],
  ])('%s', async (_, query, events, notes) => {
    const head = query === EVENT ? '' : H1;
    const result = await runCase(query, `expect = "match"\nevents = [${events}]`, { head });
    expect(result.notes).toHaveLength(notes.length);
    for (const [index, pattern] of notes.entries()) expect(result.notes[index]).toMatch(pattern);
  });
});

describe('events in a file', () => {
  const lines = `${[
    { '@timestamp': 1, event: { category: 'process' }, process: { name: 'ls' } },
    { '@timestamp': 2, event: { category: 'process' }, process: { name: 'nc' } },
  ]
    .map((event) => JSON.stringify(event))
    .join('\n')}\n`;

  test.each<[string, string | Buffer]>([
    ['events.ndjson', lines],
    ['data/events.ndjson.gz', gzipSync(lines)],
  ])('%s', async (file, content) => {
    const result = await runCase(EVENT, `expect = "match"\nalerts = 1\nfile = "${file}"`, {
      files: { [file]: content },
    });
    expect(result.alerts).toEqual([{ joinKey: [], lines: [2] }]);
    expect(result.verdict).toBe('passed');
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['is not there', {}, 'RS172'],
    ['has no events', { 'e.ndjson': '\n' }, 'RS172'],
    ['has a line that cannot be read', { 'e.ndjson': `${lines}{"a":\n${lines}` }, 'RS301'],
    ['is several files', { 'e.ndjson/a.ndjson': lines, 'e.ndjson/b.ndjson': lines }, 'RS172'],
  ])('a file that %s passes for neither match nor no match', async (_, files, code) => {
    const result = await runCase(EVENT, 'expect = "no_match"\nfile = "e.ndjson"', { files });
    expect(result.verdict).toBe('error');
    expect(result.diagnostics.map((each) => [each.code, each.severity])).toEqual([[code, 'error']]);
  });
});

describe('which rule a test is about', () => {
  const CASE =
    '[[case]]\nname = "n"\nexpect = "no_match"\nevents = [{ event.category = "file" }]\n';

  test.each<[string, string]>([
    ['the file of the same name', ''],
    ['another file', 'rule = "deep/y.toml"'],
    ['an id', 'rule = "r-1"'],
    ['a name', 'rule = "A rule"'],
    ['a bundled rule', 'rule = "259be2d8-3b1a-4c2c-a0eb-0c8e77f35e39"'],
  ])('%s', async (_, head) => {
    const { files } = await runTests({
      'x.toml': ruleText(EVENT),
      'deep/y.toml': ruleText(EVENT),
      'x.test.toml': `${head}\n${CASE}`,
    });
    expect(files[0]?.diagnostics).toEqual([]);
    expect(files[0]?.cases).toHaveLength(1);
  });

  test.each<[string, Readonly<Record<string, string>>, string, string, RegExp]>([
    ['no file of the same name', {}, '', 'RS171', /^no rule file .*x\.toml$/],
    [
      'no such file',
      { 'x.toml': ruleText(EVENT) },
      'rule = "y.toml"',
      'RS171',
      /^no rule file .*y\.toml$/,
    ],
    [
      'no such name',
      { 'x.toml': ruleText(EVENT) },
      'rule = "A ruel"',
      'RS171',
      /^no rule has the id or name "A ruel"$/,
    ],
    [
      'a rule of another kind',
      { 'x.toml': ruleText(EVENT).replace('type = "eql"', 'type = "threshold"') },
      '',
      'RS171',
      /^the rule cannot be run: type "threshold"/,
    ],
    ['a rule with an error', { 'x.toml': ruleText('process where') }, '', 'RS200', /./],
  ])('%s', async (_, rules, head, code, message) => {
    const { files } = await runTests({ ...rules, 'x.test.toml': `${head}\n${CASE}` });
    expect(files[0]?.cases).toEqual([]);
    expect(files[0]?.diagnostics.map((each) => each.code)).toEqual([code]);
    expect(files[0]?.diagnostics[0]?.message).toMatch(message);
  });
});

test('rules without a test are named; other TOML files are none', async () => {
  const { files, untested } = await runTests({
    'a.toml': ruleText(EVENT),
    'b.toml': ruleText(EVENT).replace('r-1', 'r-2').replace('A rule', 'B'),
    'b.test.toml': 'case = 1',
    'pyproject.toml': '[project]\nname = "x"',
    'node_modules/p/c.test.toml': 'case = 1',
    'node_modules/p/c.toml': ruleText(EVENT),
  });
  expect(files.map(({ diagnostics }) => diagnostics[0]?.code)).toEqual(['RS103']);
  expect(untested.map(({ name }) => name)).toEqual(['A rule']);
});
