import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/event/index.js';
import { clauses, explain, hints } from './support.js';

describe('what stands in a field without values', () => {
  test.each<[string, JsonObject]>([
    ['missing', {}],
    ['missing', { process: {} }],
    ['null', { process: { name: null } }],
    ['null', { 'process.name': null }],
    ['empty', { process: { name: [] } }],
    ['empty', { process: { name: [null] } }],
    ['object', { process: { name: { text: 'x' } } }],
  ])('%s: %j', (state, document) => {
    const [clause] = clauses(explain('any where process.name == "x"', document));
    expect([clause?.mark, clause?.fields[0]?.state]).toEqual(['unknown', state]);
  });

  test('is told apart from the empty text', () => {
    const [clause] = clauses(explain('any where process.name == "x"', { process: { name: '' } }));
    expect([clause?.mark, clause?.fields[0]?.state, clause?.fields[0]?.values]).toEqual([
      'false',
      'present',
      [''],
    ]);
  });

  test.each([
    ['process.name != "x"', 'true', ['holds because the field has no value']],
    ['not process.name : "x*"', 'true', ['holds because the field has no value']],
    ['process.name == null', 'true', []],
    ['process.name != null', 'false', []],
    ['process.name : "x*"', 'unknown', []],
  ])('%s of an event without it is %s', (text, mark, said) => {
    const explanation = explain(`any where ${text}`, {});
    expect(clauses(explanation)[0]?.mark).toBe(mark);
    expect(hints(explanation)).toEqual(said);
  });
});

describe('the value that decided', () => {
  const document = { process: { args: ['bash', '-C', '/dev/tcp'] } };

  test.each([
    ['process.args == "/dev/tcp"', true, 2, null],
    ['process.args : ("-x", "-c")', true, 1, '-c'],
    ['process.args : "*tcp"', true, 2, null],
    ['not process.args in ("zsh", "bash")', false, 0, null],
    ['not process.args : ("*SH")', false, 0, null],
    ['process.args == "sh"', false, null, null],
  ])('%s', (text, holds, hit, metBy) => {
    const [clause] = clauses(explain(`any where ${text}`, document));
    expect([clause?.holds, clause?.fields[0]?.hit, clause?.metBy]).toEqual([holds, hit, metBy]);
  });

  test('far behind in a long list is among those shown', () => {
    const args = Array.from({ length: 100 }, (_, index) => `a${index}`);
    const [clause] = clauses(explain('any where process.args == "a90"', { process: { args } }));
    const [field] = clause?.fields ?? [];
    expect(field).toMatchObject({ count: 100, hit: 90 });
    expect(field?.values[(field.hit ?? 0) - field.from]).toBe('a90');
  });
});

describe('what would have made a clause hold', () => {
  test.each<[string, JsonObject, string]>([
    [
      'process.name == "setsid"',
      { process: { name: 'SETSID' } },
      '"SETSID" differs from "setsid" only by case: `:` ignores it',
    ],
    [
      'process.name in ("a", "setsid")',
      { process: { name: 'SetSid' } },
      '"SetSid" differs from "setsid" only by case: `in~` ignores it',
    ],
    [
      'process.name like "set*"',
      { process: { name: 'SETSID' } },
      '"SETSID" differs from "set*" only by case: `like~` or `:` ignores it',
    ],
    [
      'startsWith(process.name, "set")',
      { process: { name: 'SETSID' } },
      '"SETSID" differs from "set" only by case: `startsWith~` ignores it',
    ],
    [
      'process.executable == "/tmp/*"',
      { process: { executable: '/tmp/x' } },
      '`*` and `?` stand for themselves here: `like "/tmp/*"` would hold for "/tmp/x"',
    ],
    [
      'process.executable in ("/dev/fd/*", "b")',
      { process: { executable: '/dev/fd/3' } },
      '`*` and `?` stand for themselves here: `like "/dev/fd/*"` would hold for "/dev/fd/3"',
    ],
    [
      'process.args == "/dev/tcp"',
      { process: { args: ['a', '>/dev/tcp/1'] } },
      '">/dev/tcp/1" holds "/dev/tcp", but more than that: `like "*/dev/tcp*"` looks inside',
    ],
    [
      'process.args : "*/dev/tcp/*0>&1*"',
      { process: { args: ['bash', 'bash >/dev/tcp/1/2'] } },
      '`process.args[1]` has "/dev/tcp/", but no "0>&1" behind it',
    ],
    [
      'process.args : "*/dev/tcp/*0>&1*"',
      { process: { args: ['/dev/tcp/1', '0>&1'] } },
      'no single value has all of "*/dev/tcp/*0>&1*": the values of a list are matched one by one',
    ],
    ['process.args_count >= 3', { process: { args_count: 2 } }, 'needs >= 3, is 2'],
    ['3 <= process.args_count', { process: { args_count: [1, 2] } }, 'needs >= 3, is 2'],
    ['process.pid == 7', { process: { pid: 8 } }, 'needs 7, is 8'],
    [
      'process.args_count >= 3',
      { process: { args_count: 'many' } },
      '"many" is no number, and is never compared with one',
    ],
    [
      'cidrMatch(destination.ip, "10.0.0.0/8")',
      { destination: { ip: 'localhost' } },
      '"localhost" is no IP address',
    ],
    ['process.name == "python"', { process: { name: 'pyhton' } }, 'nearest: "pyhton" for "python"'],
    ['process.name == "nc"', { process: { name: 'sh', parent: { name: 'nc' } } }, ''],
    [
      'process.name == "ncat"',
      { process: { name: 'sh', parent: { name: 'ncat' } } },
      'would hold for `process.parent.name`, "ncat"',
    ],
  ])('%s of %j', (text, document, hint) => {
    expect(hints(explain(`any where ${text}`, document))).toEqual(hint === '' ? [] : [hint]);
  });
});

describe('the first clause that fails', () => {
  const document = { process: { name: 'nc', args: ['-l'], pid: 5 } };

  test.each([
    ['process.pid == 5 and process.name == "sh" and process.pid == 6', 'process.name == "sh"'],
    [
      '(process.name == "sh" and process.pid == 6) or (process.name == "nc" and process.args == "-e")',
      'process.args == "-e"',
    ],
    ['not (process.name == "sh" or process.args == "-l")', 'not process.args == "-l"'],
    ['not (process.name == "nc" and process.pid == 5)', 'not process.name == "nc"'],
    ['process.name == "nc"', undefined],
  ])('%s', (text, first) => {
    const [subquery] = explain(`any where ${text}`, document).subqueries;
    expect(subquery?.firstFalse?.text).toBe(first);
  });

  test('counts what is short on the nearest of the alternatives', () => {
    const [subquery] = explain(
      'any where process.pid == 5 and ((process.name == "sh" and process.pid == 6) or (process.name == "nc" and process.args == "-l" and process.pid == 7))',
      document,
    ).subqueries;
    expect([subquery?.condition.shortBy, subquery?.condition.needs]).toEqual([1, 4]);
  });
});

describe('a clause about what no value may be', () => {
  const document = { process: { args: ['a', '-x'] }, destination: { ip: '10.0.0.1' } };

  test.each([
    ['destination.ip != "127.0.0.1"', true, null, null],
    ['process.args != "-x"', false, 1, null],
    ['process.args not in ("-x", "-y")', false, 1, null],
    ['not process.args != "-x"', true, 1, null],
    ['not cidrMatch(destination.ip, "192.168.0.0/16", "10.0.0.0/8")', false, 0, '10.0.0.0/8'],
  ])('%s', (text, holds, hit, metBy) => {
    const explanation = explain(`any where ${text}`, document);
    const [clause] = clauses(explanation);
    expect([clause?.holds, clause?.fields[0]?.hit, clause?.metBy]).toEqual([holds, hit, metBy]);
    expect(hints(explanation)).toEqual([]);
  });
});
