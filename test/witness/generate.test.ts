import { describe, expect, test } from '@jest/globals';
import { compileQuery } from '../../src/scan/index.js';
import { generated, matches } from './support.js';

const EVENT_QUERIES: readonly string[] = [
  'process where process.name == "bash"',
  'process where process.name != "bash"',
  'process where process.name : "b?s*" and not process.name like ("bash", "*z*")',
  'process where process.executable like "/tmp/*" and process.name == "sh" and process.args_count >= 4',
  'process where process.command_line like~ ("*one*", "*two*") and process.command_line like "*ThRee*" and length(process.command_line) > 100',
  'process where process.args : "a" and process.args : "b" and not process.args : ("c*", "d")',
  'process where process.name regex "[a-f]{3}\\\\.(so|ko)[0-9]*" and process.name regex~ ".*SO.*"',
  'process where process.name regex "~(abc)&[a-c]+"',
  'process where process.name in~ ("BASH") and process.name != "BASH"',
  'process where process.pid > 5 and process.pid <= 7 and process.pid != 6',
  'process where process.exit_code < 0',
  'network where cidrMatch(destination.ip, "10.0.0.0/8") and not cidrMatch(destination.ip, "10.0.0.0/9")',
  'network where destination.ip != null and not cidrMatch(destination.ip, "0.0.0.0/0", "2000::/3")',
  'network where cidrMatch(destination.ip, "2001:db8::/32") and destination.ip != "2001:db8::1"',
  'process where process.name == null and process.executable != null',
  'process where process.interactive == true and ?process.parent.interactive != true',
  'any where startsWith(process.executable, process.command_line) and process.name == "su"',
  'any where not startsWith~(string(destination.ip), string(host.ip))',
  'any where between(process.command_line, "<", ">") == "x"',
  'any where indexOf(process.command_line, "b") == 3',
  'any where substring(process.name, 0, 3) == "abc" and endsWith~(process.name, ".SH")',
  'any where concat(process.name, ".so") == "lib.so"',
  'any where process.pid % 4 == 3 and process.pid + 1 > 40',
  'any where process.pid % 1000 == 7 and process.pid > 12345',
  'any where indexOf(process.name, "-e") > 3 and process.name : "*x"',
  'any where length(process.name) == 30 and process.name : ("ab*", "*cd")',
  'any where length(process.name) == 7 and indexOf(process.name, "a") == 3',
  'any where concat(process.name, "-", process.args_count) == "foo-3"',
  'any where process.start > "2026-01-05" and process.start < "2026-01-07"',
  'any where process.start > "2026-01-05T10:00" and process.start < "2026-01-05T12:00"',
  'any where number(process.name, 16) == 255',
  'any where number(process.name) == 255 and startsWith(process.name, "0x")',
  'any where number(process.name, 2) > 5 and length(process.name) == 6',
  'any where indexOf(process.name, "foo") == 3 and indexOf(process.name, "bar") == 9',
  'any where indexOf(process.name, "a") == 2 and indexOf(process.name, "a", 3) == 7',
  'any where indexOf(process.name, "a") == null and length(process.name) == 4',
  'any where startsWith(process.name, "ab") and endsWith(process.name, "yz") and length(process.name) == 20 and indexOf(process.name, "foo") == 5 and substring(process.name, 10, 13) == "bar" and between(process.name, "<", ">") == "i"',
  'any where number(between(process.command_line, "--port=", " ")) > 1024 and process.command_line : "nc *"',
  'any where indexOf(substring(process.name, 3), "k") == 2 and length(process.name) * 3 - 1 == 29',
  'any where concat(process.name, "-", process.args_count) : "foo-*" and process.args_count > 2',
  'any where number(process.args) == 5 and string(process.pid) == "12"',
  'any where length(process.name) == 7 or process.pid == 3 and not (user.id == "0" or user.id == "1")',
  'any where @timestamp > "2030-01-01" and event.created < "2001-01-01"',
  'any where custom.field == 4 and custom.other : "x*"',
  'any where `__proto__` == "a" and constructor.name == "b"',
  'process where not (process.name == "a" and process.args : "b" or process.executable like "/usr/*")',
];

const STREAM_QUERIES: readonly string[] = [
  'sequence by host.id with maxspan=5s [process where process.name == "a"] [network where destination.port == 4]',
  'sequence [process where user.id == "0"] by process.entity_id, user.name [file where true] by process.parent.entity_id, user.name',
  'sequence by host.id with maxspan=2ms [process where true] with runs=4 [file where file.name == "x"]',
  'sequence by host.id with maxspan=1m [process where process.name == "a"] ![file where file.name : "x*"] [process where process.name == "b"]',
  'sequence by host.id with maxspan=1m ![file where true] [process where true] ![network where true]',
  'sequence by host.id with maxspan=1m [process where process.name : "a*"] [process where process.name : "b*"] until [process where process.name : ("ab", "end")]',
  'sequence by ?user.name [process where true] [file where true]',
  'sequence by process.args [process where process.args in ("a", "b")] [process where process.args : "*b"]',
  'sequence with maxspan=1h [any where event.code == "1"] [any where event.code == "2"] [any where event.code == "3"] | tail 2',
  'sample by host.id [process where process.name == "a"] [file where true] [process where true]',
  'sample [process where true] by user.id [file where file.name == "x"] by file.uid',
];

describe.each([...EVENT_QUERIES, ...STREAM_QUERIES])('%s', (text) => {
  test.each([1, 2])('seed %i: the witness matches, near misses do not', (seed) => {
    const { witness, reason, nearMisses } = generated(text, seed);
    expect(reason).toBeNull();
    expect(matches(text, witness?.events ?? [])).toBeGreaterThan(0);
    const wrong = nearMisses.filter(({ events }) => matches(text, events) > 0);
    expect(wrong).toEqual([]);
  });
});

test.each<readonly [text: string, clauses: readonly string[]]>([
  [
    'process where process.name == "a" and user.id != "0"',
    ['event category "process"', 'process.name == "a"', 'user.id != "0"'],
  ],
  [
    'any where process.name == "a" or process.pid == 4',
    ['process.name == "a" or process.pid == 4'],
  ],
  [
    'any where process.name == "a" or (process.pid == 4 and user.id == "0")',
    ['process.pid == 4', 'user.id == "0"'],
  ],
  [
    'any where not (process.name == "a" or process.pid == 4 and user.id == "0")',
    ['not process.name == "a"', 'not (process.pid == 4 and user.id == "0")'],
  ],
  [
    'sequence by host.id with maxspan=90s [any where user.id == "0"] ![any where user.id == "1"] [any where user.id == "2"]',
    [
      'subquery 1: user.id == "0"',
      'subquery 3: user.id == "2"',
      'by host.id',
      'maxspan=90s',
      'order of events',
      'missing event 2',
    ],
  ],
  [
    'sequence by user.id [any where process.pid == 1] [any where process.pid == 2] until [any where process.pid == 3]',
    [
      'subquery 1: process.pid == 1',
      'subquery 2: process.pid == 2',
      'by user.id',
      'order of events',
      'until',
    ],
  ],
  [
    'sequence by user.name [any where process.pid == 1] [any where user.name == "root"]',
    [
      'subquery 1: process.pid == 1',
      'subquery 2: user.name == "root"',
      'by user.name',
      'order of events',
    ],
  ],
])('%s: each clause has its near miss', (text, clauses) => {
  const { nearMisses, inseparable } = generated(text);
  expect(nearMisses.map(({ clause }) => clause)).toEqual(clauses);
  expect(inseparable).toEqual([]);
});

test.each<readonly [text: string, clause: string, reason: string]>([
  [
    'any where user.id == "0" and user.id != null',
    'user.id != null',
    'it follows from `user.id == "0"`',
  ],
  [
    'sequence by host.id [any where process.pid > 1] with runs=2',
    'order of events',
    'its events pass the subqueries in any order',
  ],
  [
    'sequence by user.id [any where user.id == "0"] [any where user.id == "0"]',
    'by user.id',
    'the query leaves its values no choice',
  ],
])('%s: `%s` cannot fail alone', (text, clause, reason) => {
  expect(generated(text).inseparable).toContainEqual(expect.objectContaining({ clause, reason }));
});

test.each<readonly [text: string, reason: string]>([
  [
    'any where user.id == "0" and user.id != "0"',
    'no event can satisfy `user.id == "0"` with `user.id != "0"`',
  ],
  [
    'any where process.pid > 4 and not process.pid != null',
    'no event can satisfy `process.pid > 4` with `not process.pid != null`',
  ],
  [
    'any where process.name == "a" and process.name == "b"',
    'no event can satisfy `process.name == "a"` with `process.name == "b"`',
  ],
  [
    'any where process.args_count > 5 and process.args_count < 5',
    'no event can satisfy `process.args_count > 5` with `process.args_count < 5`',
  ],
  ['any where true | head 0', 'a pipe keeps no match'],
])('%s: no witness, and why', (text, reason) => {
  expect(generated(text)).toMatchObject({ witness: null, reason, nearMisses: [] });
});

describe('what is left open', () => {
  const text = 'process where process.name : "b*" and process.args : "-*"';

  test('is the same for one seed', () => {
    expect(generated(text, 7)).toEqual(generated(text, 7));
  });

  test('differs between seeds', () => {
    expect(generated(text, 7).witness).not.toEqual(generated(text, 8).witness);
  });

  test('agrees with what is asked', () => {
    const [event] =
      generated('process where process.name == "sh" and process.args : "-c"').witness?.events ?? [];
    expect(event).toMatchObject({
      event: { category: ['process'], type: ['start'], kind: 'event' },
      process: {
        name: 'sh',
        executable: '/usr/bin/sh',
        args: ['sh', '-c'],
        args_count: 2,
        command_line: 'sh -c',
      },
    });
  });
});

test('streams of one query do not match each other', () => {
  const text =
    'sequence by host.id with maxspan=5s [process where process.name == "a"] [network where destination.port == 4]';
  const { witness, nearMisses } = generated(text);
  const streams = [witness, ...nearMisses].flatMap((stream) => stream?.events ?? []);
  expect(compileQuery(text).query?.search(streams)).toHaveLength(1);
});

test('a long has no value between two whole numbers', () => {
  expect(generated('process where process.pid > 5 and process.pid < 6').witness).toBeNull();
});

test('an event may have several actions', () => {
  const text = 'process where event.action == "fork" and event.action == "exec"';
  expect(matches(text, generated(text).witness?.events ?? [])).toBe(1);
});
