import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ruleOf } from '../lint/rules.js';
import { runCli, SAMPLES, type CliResult } from '../support/cli.js';
import { runInProcess } from '../support/in-process.js';
import { validatorOf } from '../support/schemas.js';
import { runOnTerminal } from '../support/terminal.js';

const BACKGROUND = '259be2d8';
const REVERSE = '48b3d2e3';

const sample = (name: string): string => path.join(SAMPLES, `${name}.ndjson`);

/** What is printed on a terminal of 80 columns. */
async function explain(...args: readonly string[]): Promise<string> {
  const { stdout } = await runOnTerminal(['explain', ...args], 80);
  return stdout;
}

describe('explain', () => {
  test('one event: each clause with its mark and what it saw, the first that fails, what would have held', async () => {
    const text = await explain(BACKGROUND, sample('background-process-near-miss'), '--event', '27');
    expect(text).toMatch(/ok {2}gate +logs-endpoint\.events\.process-default is among/);
    expect(text).toMatch(/ok {2}event\.action == "exec" +"exec"/);
    expect(text).toMatch(
      /no {2}process\.name in \("setsid", "nohup"\) +"SETSID" {2}<- first that fails/,
    );
    expect(text).toContain('> "SETSID" differs from "setsid" only by case: `in~` ignores it');
    expect(text).toMatch(/NO MATCH: 1 clause of 6 short/);
  });

  test('one event of a sequence: for which stage it served, and what became of that', async () => {
    const text = await explain(REVERSE, sample('reverse-shell-near-miss'), '--event', '16');
    expect(text).toMatch(/TAKES PART as stage 2/);
    expect(text).toMatch(
      /too late for this one:[^]*came 5\.001 s after the first\s+event:\s+0\.001 s over\s+maxspan/,
    );
  });

  test('an event by its id', async () => {
    const text = await explain(
      BACKGROUND,
      sample('background-process-near-miss'),
      '--id',
      'b86dccd3a6b8f56e5797',
    );
    expect(text).toMatch(/^event {2}\S+:1$/m);
  });

  test('an input that matches says so and marks the match', async () => {
    const text = await explain(BACKGROUND, sample('background-process-attack'));
    expect(text).toMatch(/^MATCHES {2}2 matches in 26 events$/m);
    expect(text).toMatch(/ok {2}process\.name in \("setsid", "nohup"\) +"setsid"/);
    expect(text).toMatch(/^ {2}:10 process exec nohup/m);
  });

  test('a rule without input: in words', async () => {
    const text = await explain(REVERSE);
    expect(text).toMatch(/2 events one after the other, the last at most 5 s after the first/);
    expect(text).toMatch(/^stage 2 of category process, of which holds:$/m);
    expect(text).toMatch(/^same +host\.id {2}process\.entity_id = process\.parent\.entity_id$/m);
  });

  test('a query', async () => {
    const text = await explain('--eql', 'process where proces.name == "nc"', sample('attack'));
    expect(text).toMatch(
      /field proces\.name is in no event: not a known field; did you mean\s+`process\.name`\?/,
    );
  });

  test('an empty pipe: the rule in words', async () => {
    const { stdout, code } = await runCli(['explain', REVERSE]);
    expect([code, stdout.includes('stage 1 of category network')]).toEqual([0, true]);
  });
});

test.each([
  [BACKGROUND, 'background-process-near-miss', []],
  [BACKGROUND, 'background-process-attack', []],
  [REVERSE, 'reverse-shell-near-miss', []],
  [REVERSE, 'reverse-shell-near-miss', ['--event', '16']],
  ['5c895b4f', 'meterpreter-near-miss', []],
  ['4b1a807a', 'suspicious-parent-near-miss', ['--top', '12']],
  ['a5eb21b7', 'udp-attack', []],
  ['166bb23c', 'attack', []],
  ['97d78dbe', 'attack', []],
  ['54baed71e4af23b4a58e4ef9d125226f', 'attack', []],
  ['a5eb21b7', null, []],
])('%s over %s %s fits its schema, and 80 columns', async (rule, name, flags) => {
  const args = ['explain', rule, ...(name === null ? [] : [sample(name)]), ...flags];
  // Without input the program would turn to the standard input of the tests.
  const run = (...more: readonly string[]): Promise<CliResult> =>
    name === null
      ? runOnTerminal([...args, ...more], 80)
      : runInProcess([...args, ...more], { COLUMNS: '80' });
  const { stdout } = await run('-o', 'json');
  const document: unknown = JSON.parse(stdout);
  const validate = validatorOf('explanation', { closed: true });
  expect(validate(document) ? [] : validate.errors).toEqual([]);
  const { stdout: text } = await run();
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(text).not.toMatch(/ $/m);
});

test('what an event holds cannot reach the terminal', async () => {
  const hostile = '\u001b[2J\u202e' + 'x'.repeat(100_000);
  const event = {
    '@timestamp': '2026-11-21T04:00:00Z',
    event: { category: ['process', hostile], action: hostile, id: hostile },
    process: { name: hostile, args: [hostile, hostile], [hostile]: 'nc-like' },
    host: { name: hostile },
  };
  const directory = mkdtempSync(path.join(tmpdir(), 'rshell-scan-explain-'));
  const file = path.join(directory, 'events.ndjson');
  writeFileSync(file, JSON.stringify(event));
  const query = 'process where process.name == "nc" and process.args : "nc-like*"';
  const { stdout } = await runInProcess(['explain', '--eql', query, file], { COLUMNS: '80' });
  rmSync(directory, { recursive: true });
  expect(stdout).toContain('\\x1b[2J\\u202e');
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(stdout.length).toBeLessThan(20_000);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

describe('an alert', () => {
  test('of an event rule: by the first digits that scan shows', async () => {
    const { stdout: cards } = await runInProcess([sample('attack')], { COLUMNS: '80' });
    const [, id = ''] = /^alert +([\da-f]+) .*attack\.ndjson:24$/m.exec(cards) ?? [];
    const text = await explain(id, sample('attack'));
    expect(text).toMatch(/^Potential Reverse Shell via Background Process {2}259be2d8$/m);
    expect(text).toMatch(/^event {2}\S+attack\.ndjson:24 /m);
    expect(text).toMatch(/ok {2}process\.name in \("setsid", "nohup"\) +"setsid"/);
    expect(text).toMatch(/^result {2}MATCH$/m);
  });

  test('of a sequence: its key, its events, and the time between them', async () => {
    const text = await explain('97d78dbe', sample('attack'));
    expect(text).toMatch(/^join key {2}host\.id "\S+" {2}process\.entity_id =$/m);
    expect(text).toMatch(/^stage 2 {2}\S+:33 process exec bash\(25328\)$/m);
    expect(text).toMatch(/^result {2}MATCH: 2 events in 0\.000 s$/m);
  });

  test('is not meant where a rule has such an id', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'rshell-scan-explain-'));
    const file = path.join(directory, 'rule.toml');
    const query = 'process where process.name == "nc"';
    writeFileSync(file, ruleOf(query, { rule_id: '"deadbeefdeadbeef"' }));
    const { stdout } = await runInProcess(['explain', 'deadbeef', '-r', file, sample('attack')]);
    rmSync(directory, { recursive: true });
    expect(stdout).toMatch(/^NO MATCH in 74 events$/m);
  });

  test('from a pipe, which can be read only once', async () => {
    const { stdout } = await runCli(['explain', '97d78dbe', '-', '-o', 'json'], {
      stdin: readFileSync(sample('attack')),
    });
    expect(JSON.parse(stdout)).toMatchObject({
      rule: { name: 'Potential Reverse Shell' },
      run: null,
      alert: { id: '97d78dbe6c26fbdd871394f4e75b558e', match: { span: 0 } },
    });
  });
});

describe('is refused', () => {
  const attack = sample('attack');

  test.each<[readonly string[], string]>([
    [['nosuchrule', attack], 'RS401'],
    [['*Shell*', attack], 'RS431'],
    [['nosuch.toml', attack], 'RS421'],
    [[BACKGROUND, 'nosuch.ndjson'], 'RS421'],
    [[BACKGROUND, attack, '--event', '0'], 'RS402'],
    [[BACKGROUND, attack, '--event', 'x:3'], 'RS402'],
    [[BACKGROUND, attack, sample('udp-attack'), '--event', '3'], 'RS402'],
    [[BACKGROUND, attack, '--event', '4000'], 'RS430'],
    [[BACKGROUND, attack, '--id', 'nobody'], 'RS430'],
    [['00000000', attack], 'RS432'],
    [['97d78dbe', attack, '--no-bundled'], 'RS432'],
    [['97d78dbe', attack, '--event', '3'], 'RS407'],
    [['97d78dbe', attack, '-o', `json=${attack}`], 'RS406'],
    [[BACKGROUND, attack, '-o', `json=${attack}`], 'RS406'],
    [[BACKGROUND, attack, '-o', 'xml'], 'RS402'],
    [['--eql', 'process where process.name = "nc"', attack], 'RS208'],
    [[BACKGROUND, path.join(SAMPLES, 'README.md')], 'RS405'],
  ])('%j', async (args, code) => {
    const { code: exit, stderr, stdout } = await runInProcess(['explain', ...args]);
    expect([exit, stderr.includes(`[${code}]`), stdout]).toEqual([2, true, '']);
  });

  test('an alert without input', async () => {
    const onTerminal = await runOnTerminal(['explain', '97d78dbe'], 80);
    const onEmptyPipe = await runCli(['explain', '97d78dbe']);
    for (const { code, stderr } of [onTerminal, onEmptyPipe]) {
      expect([code, stderr.includes('RS401'), stderr.includes('for an alert, name')]).toEqual([
        2,
        true,
        true,
      ]);
    }
  });

  test('an event without input', async () => {
    const { code, stderr } = await runOnTerminal(['explain', BACKGROUND, '--event', '1'], 80);
    expect([code, stderr.includes('RS404')]).toEqual([2, true]);
  });
});

test('a category that no event has: those that there are; and no gate without index patterns', async () => {
  const text = await explain('--eql', 'registry where true', sample('attack'));
  expect(text).toMatch(/^category registry is of no event: there are process 58, file 12 and/m);
  expect(text).not.toContain('gate');
});

test('a query that no events can match: why, beside what came nearest; and an event without a category', async () => {
  const dead = 'process where process.name == "a" and process.name == "b"';
  expect(await explain('--eql', dead, sample('attack'))).toMatch(
    /^NO MATCH in \d+ events\nin any input: no event can satisfy `process\.name == "a"` with/,
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'explain-'));
  const file = path.join(folder, 'events.ndjson');
  writeFileSync(file, '{"@timestamp":"2026-01-01T00:00:00Z","process":{"name":"a"}}\n');
  const text = await explain('--eql', dead, file, '--event', '1');
  rmSync(folder, { recursive: true });
  expect(text).toContain('the query is for "process", the event has no event.category');
});

test('an input that the gate keeps out: what the rule reads, and how to let it in', async () => {
  const text = await explain(REVERSE, sample('udp-attack'));
  expect(text).toMatch(/no {2}auditbeat-0 {2}59 events, kept out by the gate/);
  expect(text).toMatch(/the rule reads logs-endpoint\.events\.\*; --gate off lets all in/);
});

/** The explanation of a sequence of one host over events of it, a second apart. */
async function explainSequence(query: string, ...names: readonly string[]): Promise<string> {
  const lines = names.map((name, second) =>
    JSON.stringify({
      '@timestamp': `2026-01-01T00:00:0${second}Z`,
      event: { category: name.length > 1 ? 'file' : 'process' },
      process: { name },
      host: { id: 'h' },
    }),
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'explain-'));
  const file = path.join(folder, 'events.ndjson');
  writeFileSync(file, lines.join('\n'));
  const text = await explain('--eql', query, file);
  rmSync(folder, { recursive: true });
  return text;
}

const A = '[process where process.name == "a"]';

test('an event that starts a sequence and satisfies `until`, too', async () => {
  const query = `sequence by host.id ${A} [process where process.name == "b"] until [any where true]`;
  expect(await explainSequence(query, 'a', 'b')).toContain(
    'ended by  the event of stage 1 itself: it satisfies `until`, too\n',
  );
});

test('nearest events are near to what has to be there, not to what must not', async () => {
  const query = `sequence by host.id with maxspan=1m ${A} ![file where process.name == "x1"]
    [process where process.name == "c"] until [file where process.name == "x2"]`;
  const text = await explainSequence(query, 'a', 'xx', 'b');
  expect(text).toMatch(/^no stage 2 {2}1 let in of category file/m);
  const nearest = text.slice(text.indexOf('nearest events'));
  expect(nearest.match(/^\d\. \S+ \d/gm)).toEqual(['1. stage 1', '2. stage 3']);
});

test('names of many stages keep their distance', async () => {
  const query = `sequence by host.id [any where true] with runs=33 ${A}`;
  expect(await explainSequence(query, 'a')).toMatch(/^stages 1 to 33 {2}1 let in/m);
});

test('an event of an audit log by any of its lines', async () => {
  const record = (type: string, rest: string): string =>
    `type=${type} msg=audit(1170021493.977:293): ${rest}\n`;
  const folder = mkdtempSync(path.join(tmpdir(), 'explain-'));
  const file = path.join(folder, 'audit.log');
  writeFileSync(
    file,
    record('USER_LOGIN', 'pid=1 uid=0 res=success').replace('293', '292') +
      record('SYSCALL', 'arch=c000003e syscall=59 success=yes pid=7 comm="nc" exe="/bin/nc"') +
      record('CWD', 'cwd="/"'),
  );
  const text = await explain('--eql', 'process where process.name == "nc"', file, '--event', '3');
  rmSync(folder, { recursive: true });
  expect(text).toMatch(/^event {2}\S+audit\.log:2 /m);
  expect(text).toMatch(/MATCH/);
});
