// Noise control over the whole program: what is reported, what is counted, and what a run exits with.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { SAMPLES } from '../support/cli.js';
import { runInProcess } from '../support/in-process.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string | Buffer): string {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
}

const attack = path.join(SAMPLES, 'attack.ndjson');

interface Saved {
  readonly rule: { readonly id: string; readonly version: number };
  readonly suppressed: { readonly by: string; readonly reason: string } | null;
}

async function run(...args: readonly string[]): Promise<{
  readonly alerts: readonly Saved[];
  readonly text: string;
  readonly stderr: string;
  readonly code: number | null;
}> {
  const { stdout, stderr, code } = await runInProcess([attack, '--json', ...args]);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { alerts: lines.map((line) => JSON.parse(line) as Saved), text: stdout, stderr, code };
}

const plain = await run();

describe('--allow', () => {
  const entry = (more: string): string =>
    `[[allow]]\nwhen = 'process.name == "bash"'\nreason = "known shell"\n${more}`;

  test('of scope alert: suppressed, counted with the reason, and no finding', async () => {
    const list = file('alert.toml', entry('scope = "alert"\n'));
    const { alerts, stderr } = await run('--allow', list);
    expect(alerts.length).toBeLessThan(plain.alerts.length);
    expect(stderr).toContain(`known shell (${list}:1)`);
    expect(stderr).toContain('suppressed (--show-suppressed shows them):');
    const shown = await run('--allow', list, '--show-suppressed');
    expect(shown.alerts).toHaveLength(plain.alerts.length);
    expect(shown.stderr).not.toContain('--show-suppressed');
    expect(shown.alerts.filter(({ suppressed }) => suppressed === null)).toHaveLength(
      alerts.length,
    );
  });

  test('of scope event: rules do not see the events, and how many is told', async () => {
    const { alerts, stderr } = await run('--allow', file('event.toml', entry('')));
    expect(alerts.length).toBeLessThan(plain.alerts.length);
    expect(stderr).toMatch(/:1 "known shell" left out \d+ events? that rules ask for\./);
  });

  test('with an entry that allows all: nothing is found, exit code 0', async () => {
    const list = file('all.toml', '[[allow]]\nwhen = "true"\nreason = "all"\nscope = "alert"\n');
    expect((await run('--allow', list)).code).toBe(0);
  });

  test('an entry without use is named; one with a mistake ends the run', async () => {
    const unused = file('unused.toml', '[[allow]]\nwhen = "false"\nreason = "old"\n');
    expect((await run('--allow', unused)).stderr).toContain(
      `1 entry of the allow list was not used:\n  ${unused}:1  old\n`,
    );
    const entries = Array.from({ length: 7 }, () => '[[allow]]\nwhen = "false"\nreason = "old"\n');
    expect((await run('--allow', file('many.toml', entries.join('')))).stderr).toMatch(
      /7 entries of the allow list were not used:\n(?: {2}.*:\d+ +old\n){5} {2}and 2 more/,
    );
    expect((await run('--allow', unused, '-v')).stderr).toContain('info[RS463]');
    const wrong = file('wrong.toml', '[[allow]]\nwen = "false"\nreason = "old"\n');
    const { code, alerts } = await run('--allow', wrong);
    expect([code, alerts]).toEqual([2, []]);
    const other = file('other.toml', '[[allow]]\nwhere = "false"\nreason = "old"\n');
    expect((await run('--allow', other)).stderr).toContain('did you mean `when`?');
  });
});

test('--fail-on takes a severity in any case', async () => {
  expect((await run('--fail-on', 'HIGH')).code).toBe((await run('--fail-on', 'high')).code);
  expect((await run('--fail-on', 'HIHG')).stderr).toContain('did you mean `high`?');
});

/** A zstd frame of blocks that are stored as they are. Source: RFC 8878, section 3.1.1. */
function storedAsZstd(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.from('28b52ffda000000000', 'hex');
  head.writeUInt32LE(bytes.length, 5);
  const most = 128 * 1024;
  const blocks = Array.from({ length: Math.ceil(bytes.length / most) }, (_, index) => {
    const block = bytes.subarray(index * most, (index + 1) * most);
    const isLast = (index + 1) * most >= bytes.length;
    const blockHead = Buffer.alloc(3);
    blockHead.writeUIntLE((block.length << 3) | (isLast ? 1 : 0), 0, 3);
    return Buffer.concat([blockHead, block]);
  });
  return Buffer.concat([head, ...blocks]);
}

describe('--baseline', () => {
  test('reports what is new; a rule of another version finds the same alerts', async () => {
    const lines = plain.text.trimEnd().split('\n');
    const aged = lines.map((line) => line.replace(/"version":\d+/, '"version":999'));
    const all = await run('--baseline', file('all.ndjson', `${aged.join('\n')}\n`));
    expect([all.code, all.alerts]).toEqual([0, []]);
    expect(all.stderr).toContain(`${lines.length}  known from the baseline`);
    const some = await run('--baseline', file('some.ndjson', `${lines[0]}\n`));
    expect([some.code, some.alerts.length]).toEqual([1, lines.length - 1]);
  });

  test('reads a JSON report, and nothing else', async () => {
    const report = path.join(folder, 'report.json');
    await runInProcess([attack, '-q', '-o', `json=${report}`]);
    expect((await run('--baseline', report)).code).toBe(0);
    const { code, stderr } = await run('--baseline', attack);
    expect(code).toBe(2);
    expect(stderr).toContain('RS466');
  });

  test('reads whatever `report` reads: packed, laid out by hand, a list', async () => {
    const { stdout: report } = await runInProcess([attack, '-q', '-o', 'json']);
    const lines = plain.text.trimEnd().split('\n');
    const forms: Readonly<Record<string, string | Buffer>> = {
      'known.ndjson.gz': gzipSync(plain.text),
      'known.json.gz': gzipSync(report),
      'known.zst': storedAsZstd(plain.text),
      'pretty.json': JSON.stringify(JSON.parse(report), null, 2),
      'list.json': `[${lines.join(',')}]`,
      'crlf.ndjson': `\ufeff${lines.join('\r\n')}`,
      'both.ndjson': report + plain.text,
    };
    for (const [name, bytes] of Object.entries(forms)) {
      const { code, alerts } = await run('--baseline', file(name, bytes));
      expect([name, code, alerts]).toEqual([name, 0, []]);
    }
  });

  test('of which a part is missing is refused', async () => {
    const { stdout: report } = await runInProcess([attack, '-q', '-o', 'json']);
    const packed = gzipSync(plain.text);
    const damaged: Readonly<Record<string, [bytes: string | Buffer, code: string]>> = {
      'cut.ndjson': [plain.text.slice(0, -100), 'RS466'],
      'cut.json': [report.slice(0, report.length / 2), 'RS466'],
      'cut-behind-alerts.json': [report.slice(0, -100), 'RS466'],
      'cut.ndjson.gz': [packed.subarray(0, -100), 'RS32'],
      'other.ndjson': [`${plain.text}{"schema":"x"}\n`, 'RS466'],
    };
    for (const [name, [bytes, said]] of Object.entries(damaged)) {
      const { code, alerts, stderr } = await run('--baseline', file(name, bytes));
      expect([name, code, alerts]).toEqual([name, 2, []]);
      expect(stderr).toContain(`error[${said}`);
      expect(stderr).toContain(name);
    }
  });

  test('is a file, not stdin', async () => {
    const { code, stderr } = await run('--baseline', '-');
    expect([code, stderr]).toEqual([2, expect.stringContaining('found `-`')]);
  });
});

test('a baseline may be a directory or a glob: all of its files count, and none is written over', async () => {
  const lines = plain.text.trimEnd().split('\n');
  const known = path.join(folder, 'known');
  mkdirSync(known);
  lines.forEach((line, index) => {
    file(path.join('known', `${index}.ndjson`), `${line}\n`);
  });
  for (const baseline of [known, path.join(known, '*.ndjson')]) {
    const { code, alerts } = await run('--baseline', baseline);
    expect([code, alerts]).toEqual([0, []]);
  }
  const over = path.join(known, '1.ndjson');
  const { code, stderr } = await run('--baseline', known, '-o', `csv=${over}`);
  expect(code).toBe(2);
  expect(stderr).toContain('RS406');
  file(path.join('known', '0.ndjson'), 'not an alert\n');
  expect((await run('--baseline', known)).code).toBe(2);
});

describe('limits', () => {
  test('of alerts: the rest is counted, and the exit code is that of all', async () => {
    const { alerts, stderr, code } = await run('--max-alerts', '1');
    expect(alerts).toHaveLength(1);
    expect(stderr).toContain('over the limit for alerts, 1');
    expect(code).toBe(1);
  });

  test.each([
    ['1', 0],
    ['0', 3],
    ['50%', 0],
    ['0.1%', 3],
  ])('--max-bad-lines %s', async (limit, code) => {
    const input =
      '{"@timestamp":"2026-01-01T00:00:00Z","event":{"category":"process"},"process":{"name":"a"}}\nbad\n';
    const args = [file('bad.ndjson', input), '--max-bad-lines', limit];
    expect((await runInProcess(args)).code).toBe(code);
  });

  test('no number of bad lines', async () => {
    expect((await run('--max-bad-lines', '200%')).code).toBe(2);
  });
});

test('any number of threads and a pipe suppress the same', async () => {
  const args = ['--suppress', 'event.kind', '--show-suppressed', '--json', '-q'];
  const one = await runInProcess([attack, '--jobs', '1', ...args]);
  const two = await runInProcess([attack, '--jobs', '2', ...args]);
  expect(two.stdout).toBe(one.stdout);
});

describe('what was suppressed', () => {
  test.each([
    ['csv', 'over the limit'],
    ['sarif', '"justification":"over the limit'],
    ['html', '"suppressed":"limit"'],
  ])('is marked in %s where it is shown', async (format, mark) => {
    const args = [attack, '--quiet', '--max-alerts', '1', '-o', format];
    const [hidden, shown] = await Promise.all([
      runInProcess(args),
      runInProcess([...args, '--show-suppressed']),
    ]);
    expect(hidden.stdout).not.toContain(mark);
    expect(shown.stdout).toContain(mark);
  });

  test('repeats are counted by the alert that stands for them, in documents for Kibana', async () => {
    const { stdout } = await runInProcess([attack, '--suppress', 'event.kind', '-o', 'ecs', '-q']);
    const counts = [...stdout.matchAll(/suppression.docs_count":(\d+)/g)];
    const rules = new Set(plain.alerts.map(({ rule }) => rule.id));
    expect(counts).toHaveLength(rules.size);
    const total = counts.reduce((sum, [, count]) => sum + 1 + Number(count), 0);
    expect(total).toBe(plain.alerts.length);
  });

  test.each(['ecs', 'bulk', 'junit', 'timesketch', 'markdown'])(
    'is not in %s, which could not tell it from what was not',
    async (format) => {
      const args = [attack, '--quiet', '--max-alerts', '1', '-o', format];
      const [hidden, shown] = await Promise.all([
        runInProcess(args),
        runInProcess([...args, '--show-suppressed']),
      ]);
      const rulesOf = (text: string): readonly string[] => text.match(/Potential [\w ]+/g) ?? [];
      expect(rulesOf(shown.stdout)).toEqual(rulesOf(hidden.stdout));
    },
  );

  test('two --suppress are a mistake: neither would do what was meant', async () => {
    const { stderr, code } = await run('--suppress', 'host.name', '--suppress', 'user.name');
    expect(stderr).toContain('name all fields in one');
    expect(code).toBe(2);
  });

  test('a slip in --suppress is told', async () => {
    const { stderr } = await run('--suppress', 'process.nam');
    expect(stderr).toContain('unknown field `process.nam` in `--suppress`');
    expect(stderr).toContain('did you mean `process.name`?');
  });
});
