import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { SAMPLES } from '../support/cli.js';
import { runInProcess } from '../support/in-process.js';
import { validatorOf } from '../support/schemas.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-fields-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, lines: readonly unknown[]): string {
  const place = path.join(folder, name);
  writeFileSync(place, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return place;
}

function rule(name: string, query: string): string {
  const place = path.join(folder, `${name}.toml`);
  writeFileSync(
    place,
    `[rule]
name = "${name}"
description = "For a test."
rule_id = "${name}"
severity = "low"
risk_score = 1
type = "eql"
language = "eql"
query = '''${query}'''
`,
  );
  return place;
}

const TIME = '2026-11-21T04:13:58Z';
const events = file('events.ndjson', [
  {
    '@timestamp': TIME,
    event: { category: 'process', module: 'endpoint' },
    process: { name: 'bash', pid: 'many' },
    parent_name: 'sshd',
  },
  { '@timestamp': TIME, event: { category: 'process', module: 'auditd' }, parent_name: 'cron' },
]);
const rules = [
  rule('present', 'process where process.name == "bash"'),
  rule('absent', 'process where ?parent.name == "sshd" and process.args == "-i"'),
  rule('elsewhere', 'network where destination.port == 22 and process.name == "nc"'),
  rule(
    'keyed',
    'sequence by process.entity_id [process where true] [process where process.name == "sh"]',
  ),
].flatMap((name) => ['-r', name]);
const only = [...rules, '--no-bundled'];

/** Runs `fields` and gives its JSON document, which fits the published schema. */
async function documentOf(...args: readonly string[]): Promise<Readonly<Record<string, never>>> {
  const { stdout } = await runInProcess(['fields', ...args, '-o', 'json', '-q']);
  const document = JSON.parse(stdout) as Readonly<Record<string, never>>;
  const validate = validatorOf('fields', { closed: true });
  validate(document);
  expect(validate.errors).toBeNull();
  return document;
}

describe('fields of events', () => {
  test('are told with how many have them, type, rules and values', async () => {
    const { present } = await documentOf(events, ...only);
    expect(present).toContainEqual({
      field: 'process.name',
      type: 'keyword',
      rules: ['present', 'elsewhere', 'keyed'],
      events: 1,
      by_data_set: [1, 0],
      json_types: ['string'],
      examples: ['bash'],
      clash: null,
    });
    expect(present).toContainEqual(
      expect.objectContaining({ field: 'process.pid', clash: { events: 1, example: 'many' } }),
    );
  });

  test('that rules want are named where they are missing, with what may be meant', async () => {
    const { missing } = await documentOf(events, ...only);
    expect(missing).toEqual([
      { field: 'destination.port', type: 'long', rules: ['elsewhere'], nearest: null },
      { field: 'parent.name', type: null, rules: ['absent'], nearest: 'parent_name' },
      { field: 'process.args', type: 'keyword', rules: ['absent'], nearest: null },
      { field: 'process.entity_id', type: 'keyword', rules: ['keyed'], nearest: null },
    ]);
  });

  test('decide which rules cannot match', async () => {
    const { silent_rules: silent } = await documentOf(events, ...only);
    expect(silent).toEqual([
      {
        id: 'absent',
        name: 'absent',
        reasons: [
          { reason: 'field-absent', detail: 'parent.name' },
          { reason: 'field-absent', detail: 'process.args' },
        ],
      },
      {
        id: 'elsewhere',
        name: 'elsewhere',
        reasons: [
          { reason: 'no-category', detail: 'network' },
          { reason: 'field-absent', detail: 'destination.port' },
        ],
      },
      {
        id: 'keyed',
        name: 'keyed',
        reasons: [{ reason: 'field-absent', detail: 'process.entity_id' }],
      },
    ]);
  });

  test('with --missing, only what is missing', async () => {
    expect(Object.keys(await documentOf(events, ...only, '--missing'))).not.toContain('present');
  });

  test('rules are those that selectors choose', async () => {
    const document = await documentOf(events, ...only, '--rule', 'present');
    expect(document).toMatchObject({ rules: 1, missing: [], silent_rules: [] });
  });

  test('that name the same in another order are told of together', async () => {
    const twins = [
      rule('one', 'process where user.name == "a" and user.id == "1"'),
      rule('two', 'process where user.id == "2" and user.name == "b"'),
    ].flatMap((name) => ['-r', name]);
    const { stdout } = await runInProcess([
      'fields',
      events,
      ...twins,
      '--no-bundled',
      '--missing',
    ]);
    expect(stdout).toContain('2  no event with user.id and user.name: one, two\n');
  });

  test('of one rule, when all are there: in words for one', async () => {
    const { stdout } = await runInProcess(['fields', events, ...only, '--rule', 'present']);
    expect(stdout).toContain('Every category, index and field that the rule needs is there.\n');
  });

  test('of every sample are the ones its rules need', async () => {
    const document = await documentOf(path.join(SAMPLES, 'attack.ndjson'));
    expect(document).toMatchObject({ events: 74, silent_rules: [] });
    // What auditd tells of a port that is opened: nothing in the samples opens one.
    expect(document['missing']).toEqual([
      expect.objectContaining({ field: 'auditd.data.socket.addr' }),
      expect.objectContaining({ field: 'auditd.data.socket.family' }),
    ]);
  });
});

describe('as text', () => {
  test('fits the width', async () => {
    const args = ['fields', events, path.join(SAMPLES, 'attack.ndjson'), ...rules, '-v'];
    const { stdout, stderr, code } = await runInProcess(args, { COLUMNS: '80' });
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(code).toBe(0);
    expect(stderr).toContain('1 field with values of a wrong type');
  });

  test('shows a clash under its field, fields to add, and rules by reason', async () => {
    const { stdout } = await runInProcess(['fields', events, ...only], { COLUMNS: '80' });
    expect(stdout).toContain('process.pid      50%  long         -  many\n  ! 1 event with "many"');
    expect(stdout).toMatch(/^parent\.name +\? +1\n {4}is it parent_name\?$/m);
    expect(stdout).toContain('3 of 4 rules cannot match this input');
    expect(stdout).toContain('  1  no event of category network: elsewhere\n');
  });

  test('values cannot reach the terminal as control characters', async () => {
    const hostile = file('hostile.ndjson', [
      { '@timestamp': TIME, event: { category: '\u001b[2J' }, '\u001b[31m': '\u202e' },
    ]);
    const formats = ['text', 'json', 'markdown'];
    const outputs = await Promise.all(
      formats.map((format) => runInProcess(['fields', hostile, '-o', format])),
    );
    for (const { stdout } of outputs) expect(stdout).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('without a path', () => {
  test('shows the fields that rules read', async () => {
    const { wanted } = await documentOf(...only);
    expect(wanted).toContainEqual({ field: 'parent.name', type: null, rules: ['absent'] });
    const { stdout } = await runInProcess(['fields', ...only]);
    expect(stdout).toMatch(/^destination\.port +long +1$/m);
  });
});

test('as Markdown, mark-up in values is text', async () => {
  const markup = file('markup.ndjson', [
    { '@timestamp': TIME, event: { category: 'process' }, 'a|b': '[x](javascript:alert(1))|<b>' },
  ]);
  const { stdout } = await runInProcess(['fields', markup, ...only, '-o', 'markdown']);
  expect(stdout).toContain('| <code>a\\|b</code> | unknown | 0 | 100% | <code>\\[x\\]');
  expect(stdout).not.toContain('<b>');
});

describe('exit codes', () => {
  test.each<[string, readonly string[], number]>([
    ['no such file', ['nothing-here.ndjson'], 2],
    ['no such rule', [events, '--rule', 'nothing'], 2],
    ['no such format', [events, '-o', 'pdf'], 2],
    ['records that are no events', [file('splunk.ndjson', [{ _raw: 'x' }])], 2],
  ])('%s', async (_, args, expected) => {
    expect((await runInProcess(['fields', ...args])).code).toBe(expected);
  });

  test('records that are no events are shown all the same', async () => {
    const { stdout } = await runInProcess(['fields', path.join(folder, 'splunk.ndjson')]);
    expect(stdout).toMatch(/^_raw +100% +string\?/m);
  });

  test('bad lines with --strict', async () => {
    const place = path.join(folder, 'bad.ndjson');
    writeFileSync(place, `{"@timestamp":"${TIME}"}\nno json\n{"@timestamp":"${TIME}"}\n`);
    expect((await runInProcess(['fields', place, '--strict'])).code).toBe(3);
    expect((await runInProcess(['fields', place])).code).toBe(0);
  });

  test('more fields than are counted is told', async () => {
    const many = Object.fromEntries(Array.from({ length: 10_500 }, (_, n) => [`f${n}`, n]));
    const place = file('many.ndjson', [{ '@timestamp': TIME, ...many }]);
    expect((await runInProcess(['fields', place])).stderr).toContain('warning[RS440]');
  });
});
