import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CliResult } from '../../support/cli.js';
import { runInProcess } from '../../support/in-process.js';

const EVENTS = [
  event(0, 'process', { name: 'bash', pid: 1, args: ['bash', '-i'] }),
  event(1, 'process', { name: 'nc', pid: 2, command_line: 'nc -e \u001b[31m' }),
  { ...event(2, 'network', { name: 'nc', pid: 2 }), destination: { ip: '192.0.2.7', port: 4444 } },
  event(3, 'process', { name: 'bash', pid: 3, args: ['bash'] }),
];

function event(second: number, category: string, process: object): object {
  return {
    '@timestamp': `2026-11-20T08:14:0${second}.000Z`,
    event: { category, action: category === 'process' ? 'exec' : 'connection_attempted' },
    host: { id: 'h1', name: 'web-01', os: { type: 'linux' } },
    user: { name: 'root' },
    process: { entity_id: 'e', ...process },
  };
}

let directory: string;
let file: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'shell-'));
  file = path.join(directory, 'events.ndjson');
  writeFileSync(file, EVENTS.map((document) => `${JSON.stringify(document)}\n`).join(''));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** Runs statements over the events. */
function shell(statements: string, ...args: readonly string[]): Promise<CliResult> {
  return runInProcess(['shell', ...args, file], {}, statements);
}

describe('a query', () => {
  test('prints a table of its matches', async () => {
    const { stdout, stderr, code } = await shell('process where process.name == "bash"\n');
    expect(stdout).toBe(
      [
        '#  2026-11-20     host    user  process  details',
        '1  08:14:00.000Z  web-01  root  bash(1)  bash -i',
        '2  08:14:03.000Z  web-01  root  bash(3)  bash',
        '',
      ].join('\n'),
    );
    expect(stderr).toMatch(/^4 events \(process 3, network 1\), .*, 1 host, [\d.]+ s\.\n/);
    expect(stderr).toMatch(/2 matches in 4 events, [\d.]+ s\n$/);
    expect(code).toBe(0);
  });

  test('of a sequence: a heading, then the stages', async () => {
    const query = 'sequence by process.pid [process where true] [network where true]';
    const { stdout } = await shell(query);
    expect(stdout).toBe(
      [
        '  #  2026-11-20     host    user  process  details',
        '#1   process.pid 2  within 1.000 s',
        '  1  08:14:01.000Z  web-01  root  nc(2)    nc -e \\x1b[31m',
        '  2  08:14:02.000Z  web-01  root  nc(2)    connection_attempted to 192.0.2.7:4444',
        '',
      ].join('\n'),
    );
  });

  test('as JSON: one match a line', async () => {
    const { stdout } = await shell(
      '.format json\nany where process.pid == 1; sample by host.id [process where process.pid == 1] [network where true]',
    );
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(first).toEqual(EVENTS[0]);
    expect(second).toEqual({ join_keys: ['h1'], events: [EVENTS[0], EVENTS[2]] });
  });

  test('that is wrong shows where, and the next one runs; the exit code tells', async () => {
    const { stdout, stderr, code } = await shell(
      'any where process.pid == (\n\nany where process.pid == 1\n',
    );
    expect(stderr).toContain('error[RS200]');
    expect(stderr).toContain('^');
    expect(stdout).toContain('bash(1)');
    expect(code).toBe(2);
  });

  test('of a field that only these events have is not warned about', async () => {
    const other = path.join(directory, 'other.ndjson');
    writeFileSync(other, `${JSON.stringify({ ...EVENTS[0], mine: { own: 'x' } })}\n`);
    const { stderr } = await runInProcess(['shell', other], {}, 'any where mine.own == "x"');
    expect(stderr).not.toContain('warning');
    expect((await shell('any where mine.own == "x"')).stderr).toContain('warning[RS201]');
  });

  test('that finds nothing says what no event has', async () => {
    const { stderr } = await shell('file where file.path == "x"');
    expect(stderr).toContain('there is no event of category file, none with file.path\n');
  });

  test('is told where the events end before it is decided', async () => {
    const query = 'sequence with maxspan=1h [process where process.pid == 1] ![file where true]';
    expect((await shell(query)).stderr).toContain('1 more is undecided');
    expect((await shell(query, '--eof-closes-windows')).stderr).toContain('1 match in');
  });
});

describe('commands', () => {
  test.each([
    ['.help', /\.explain \[RULE\] \[N\]/, /^$/],
    ['.help run', /^ {2}\.run RULE {2}run a rule/, /^$/],
    ['.events 2', /nc\(2\)/, /2 more events/],
    ['any where true\n.show 3', /"destination": \{\n {4}"ip": "192\.0\.2\.7"/, /^/],
    [
      '.limit 1\nany where true\n.more 2',
      /1 .*bash\(1\)[^]*3 .*nc\(2\)/,
      /3 more matches[^]*1 more match /,
    ],
    ['.limit\n.limit all', /^$/, /limit: none\nlimit: none/],
    ['.fields process.*', /process\.name +100% +keyword/, /5 fields of \d+/],
    ['.fields user', /user\.name/, /1 field of/],
    ['.schema process.name', /2 "bash"|2 {2}"bash"/, /^$/],
    ['.schema process.pid', /3 values, all numbers/, /^$/],
    ['.rules udp', /a5eb21b7 .* sample .*Potential Reverse Shell via UDP/, /1 rule of \d+/],
    ['.run 259be2d8', /^$/, /Potential Reverse Shell via Background Process\n0 matches/],
    ['.events\n.explain 259be2d8 1', /process\.name in \("setsid", "nohup"\)/, /^/],
    ['process where process.name == "zsh"\n.explain', /NO MATCH/, /^/],
    ['process where process.name == "bash"\n.explain 2', /process\.name == "bash"/, /^/],
    ['.quit\n.nosuch', /^$/, /^$/],
    ['.q', /^$/, /^$/],
  ])('%j', async (statements, stdout, stderr) => {
    const result = await shell(statements);
    expect(result.stdout).toMatch(stdout);
    expect(result.stderr.replace(/^4 events .*\n/, '')).toMatch(stderr);
    expect(result.code).toBe(0);
  });

  test('.load adds events', async () => {
    const { stderr } = await shell(`.load ${file}\nany where true`);
    expect(stderr).toContain('8 matches in 8 events');
  });
});

describe('mistakes in commands', () => {
  test.each([
    ['.evnts', 'RS450', 'did you mean `.events`?'],
    ['.nosuchthing', 'RS450', '.help lists all commands'],
    ['.', 'RS200', ''],
    ['.run', 'RS451', '.run RULE'],
    ['.run nosuch', 'RS401', 'no rule with the id or name "nosuch"'],
    ['.more', 'RS451', 'no query was run yet'],
    ['.show 1', 'RS451', 'no query was run yet'],
    ['any where process.pid == 1\n.show 2', 'RS451', 'found 1 match'],
    ['any where true\n.show x', 'RS451', 'expected a number of at least 1'],
    ['.limit 0', 'RS451', 'expected a number of at least 1'],
    ['.format xml', 'RS451', 'known: table, json'],
    ['.explain', 'RS451', 'no query was run yet'],
    ['.explain 3', 'RS451', '.events shows the events with their numbers'],
    ['.schema proces.name', 'RS451', 'did you mean `process.name`?'],
    ['.fields nosuch.*', 'RS451', 'no field of the events matches'],
    ['.load no/such', 'RS421', 'no/such'],
    ['any where true\n.save', 'RS451', '.save [--force] FILE'],
  ])('%j', async (statements, code, text) => {
    const result = await shell(statements);
    expect(result.stderr).toContain(`error[${code}]`);
    expect(result.stderr).toContain(text);
    expect(result.code).toBe(2);
  });
});

describe('.save', () => {
  test('writes every match, however many were shown, and replaces a file only when told to', async () => {
    const out = path.join(directory, 'out.ndjson');
    const saved = await shell(`.limit 1\nprocess where true\n.save ${out}\n`);
    expect(saved.code).toBe(0);
    expect(
      readFileSync(out, 'utf8')
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual(EVENTS.filter((_, index) => index !== 2));
    const refused = await shell(`network where true\n.save ${out}\n`);
    expect(refused.stderr).toContain('error[RS452]');
    expect(refused.code).toBe(2);
    expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(3);
    expect((await shell(`network where true\n.save --force ${out}\n`)).code).toBe(0);
    expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(1);
  });

  test('never replaces what was read', async () => {
    const before = readFileSync(file, 'utf8');
    const { stderr } = await shell(`any where true\n.save --force ${file}\n`);
    expect(stderr).toContain('error[RS406]');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});

describe('loading', () => {
  test('stops at the bound, and says so', async () => {
    const { stderr, stdout } = await shell('any where true', '--max-events', '2');
    expect(stderr).toContain('warning[RS453]');
    expect(stderr).toContain(`${file}:3`);
    expect(stdout.split('\n')).toHaveLength(4);
  });

  test('tells bad lines', async () => {
    const bad = path.join(directory, 'bad.ndjson');
    writeFileSync(bad, `${JSON.stringify(EVENTS[0])}\n{"a":\n`);
    const { stderr, code } = await runInProcess(['shell', bad], {}, 'any where true');
    expect(stderr).toContain('RS30');
    expect(stderr).toContain('1 match in 1 event');
    expect(code).toBe(0);
  });

  test.each([
    ['events from standard input', ['-'], 'RS454'],
    ['a file that is not there', ['no/such.ndjson'], 'RS421'],
  ])('refuses %s', async (_what, paths, code) => {
    const result = await runInProcess(['shell', ...paths], {}, 'any where true');
    expect(result.stderr).toContain(`error[${code}]`);
    expect(result.code).toBe(2);
  });

  test('no file at all leaves it to .load', async () => {
    const result = await runInProcess(['shell'], {}, `.load ${file}\nany where true`);
    expect(result.stderr).toContain('4 matches in 4 events');
    expect(result.code).toBe(0);
  });
});
