import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ndjson, type CliResult } from '../support/cli.js';
import { runInProcess } from '../support/in-process.js';
import { ruleOf } from '../lint/rules.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-generate-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const generate = (...args: readonly string[]): Promise<CliResult> =>
  runInProcess(['generate', ...args]);

/** A file with a rule for `query`. */
function ruleFile(name: string, query: string): string {
  const file = path.join(folder, `${name}.toml`);
  writeFileSync(file, ruleOf(query));
  return file;
}

/** What alerts and events have in common: the name of the rule. */
interface Labelled {
  readonly labels: { readonly rshell_scan_rule: string; readonly rshell_scan_case: string };
}
const labelsOf = (text: string): readonly Labelled['labels'][] =>
  // Every line was written by `generate`.
  (ndjson(text) as unknown as readonly Labelled[]).map(({ labels }) => labels);

describe('the bundled rules', () => {
  test('fire on their witnesses and on nothing else', async () => {
    const made = await generate('--near-misses');
    expect(made.code).toBe(0);
    expect(made.stderr).toMatch(/^\d+ rules: \d+ witnesses, \d+ near misses, \d+ events/);
    const rules = new Set(labelsOf(made.stdout).map((labels) => labels.rshell_scan_rule));

    const events = path.join(folder, 'events.ndjson');
    writeFileSync(events, made.stdout);
    const { stdout } = await runInProcess(['scan', events, '-o', 'ndjson']);
    const fired = new Set<string>();
    for (const { rule, events: matched } of ndjson(stdout) as unknown as readonly {
      readonly rule: { readonly name: string };
      readonly events: readonly { readonly document: Labelled }[];
    }[]) {
      // Rules are alike: events of one may well be what another one looks for.
      const own = matched.filter(
        ({ document: { labels } }) => labels.rshell_scan_rule === rule.name,
      );
      const cases = own.map(({ document: { labels } }) => labels.rshell_scan_case);
      expect(cases.filter((name) => name !== 'witness')).toEqual([]);
      if (cases.length > 0) fired.add(rule.name);
    }
    expect([...fired].sort()).toEqual([...rules].sort());
  });

  test('are chosen by id and by name', async () => {
    const { stdout } = await generate('259be2d8', 'Potential Reverse Shell via UDP');
    const rules = new Set(labelsOf(stdout).map((labels) => labels.rshell_scan_rule));
    expect(rules.size).toBe(2);
    expect(rules).toContain('Potential Reverse Shell via UDP');
  });
});

test('one seed gives the same events, another one others', async () => {
  const file = ruleFile('seed', 'process where process.name : "a*"');
  const [one, again, other] = await Promise.all([
    generate(file, '--seed', '3'),
    generate(file, '--seed', '3'),
    generate(file, '--seed', '4'),
  ]);
  expect(again.stdout).toBe(one.stdout);
  expect(other.stdout).not.toBe(one.stdout);
});

test('--start sets the time of the first event', async () => {
  const file = ruleFile('start', 'process where process.name == "a"');
  const { stdout } = await generate(file, '--start', '2027-03-04T05:06:07Z');
  expect(ndjson(stdout)[0]?.['@timestamp']).toBe('2027-03-04T05:06:07.000Z');
});

test('a rule that nothing satisfies: said with the reason, exit code 1', async () => {
  const file = ruleFile('never', 'process where user.id == "0" and user.id == null');
  const { code, stdout, stderr } = await generate(file);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(
    /error\[RS425\]: no events for ".+": no event can satisfy `user\.id == "0"` with `user\.id == null`/,
  );
});

test('one value cannot be two: no list stands in for it', async () => {
  const file = ruleFile('both', 'process where process.name == "a" and process.name == "b"');
  const { code, stderr } = await generate(file);
  expect(code).toBe(1);
  expect(stderr).toContain('no event can satisfy `process.name == "a"` with `process.name == "b"`');
});

test('-v: clauses that cannot fail alone', async () => {
  const file = ruleFile('implied', 'process where user.id == "0" and user.id != null');
  const { stderr } = await generate(file, '--near-misses', '-v');
  expect(stderr).toContain('info[RS426]: this cannot fail alone: it follows from `user.id == "0"`');
});

test('parts of rules that decide nothing are counted, and told where they are not warnings', async () => {
  const file = ruleFile('dead', 'process where process.executable in ("/a/*", "/b", "/b", "/c")');
  const { stderr } = await generate(file);
  expect(stderr).toContain('warning[RS270]');
  expect(stderr).toContain('2 parts of 1 rule without effect (-v tells which)\n');
  const { stderr: whole } = await generate(file, '-v');
  expect(whole).toContain('info[RS282]: "/b" is in this list already');
  expect(whole).toContain('2 parts of 1 rule without effect\n');
});

test('near misses that would match beside other events are left out, and that is said', async () => {
  const file = ruleFile(
    'loose',
    'sequence [process where process.name == "a"] [process where process.name == "b"]',
  );
  const { stderr, stdout } = await generate(file, '--near-misses', '-v');
  expect(stderr).toContain('info[RS427]: the near miss for');
  expect(labelsOf(stdout).filter((labels) => labels.rshell_scan_case === 'witness')).toHaveLength(
    2,
  );
});

test.each<readonly [args: readonly string[], message: RegExp]>([
  [['--seed', 'x'], /RS402/],
  [['--start', 'soon'], /expected a time for `--start`, found "soon"/],
  [['--start', '2026-02-30'], /expected a time for `--start`, found "2026-02-30"/],
  [['no such rule'], /RS401/],
  [['no/such/rule.toml'], /RS421/],
])('%j: exit code 2', async (args, message) => {
  const { code, stdout, stderr } = await generate(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});
