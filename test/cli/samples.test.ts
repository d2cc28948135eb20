// `rshell-scan samples/` finds each planted attack once and nothing else.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../src/alert/index.js';
import { ndjson, runCli, SAMPLES } from '../support/cli.js';
import { ROOT } from '../support/shared.js';

interface Expectation {
  readonly file: string;
  readonly rule_id: string;
  readonly alerts: number;
  readonly events: readonly (readonly number[])[];
  readonly join_keys: readonly (readonly unknown[])[];
}

const expectations = JSON.parse(
  readFileSync(path.join(ROOT, 'test', 'fixtures', 'samples-expected.json'), 'utf8'),
) as readonly Expectation[];

/** What an alert and an expectation have in common, in one comparable shape. */
const planted = expectations.flatMap(({ file, rule_id, events, join_keys }) =>
  events.map((lines, index) => ({ file, rule_id, lines, keys: join_keys[index] ?? [] })),
);

function found(stdout: string): readonly object[] {
  return ndjson(stdout).map((line) => {
    const alert = line as unknown as Alert;
    const events = alert.events.filter((event) => event !== null);
    return {
      file: path.basename(events[0]?.place.file ?? ''),
      rule_id: alert.rule.id,
      lines: events.map((event) => event.place.line),
      keys: alert.join_keys.map(({ value }) => value),
    };
  });
}

const sorted = (items: readonly object[]): readonly string[] =>
  items.map((item) => JSON.stringify(item)).sort();

describe('samples', () => {
  test('all together: every planted attack once, nothing else', async () => {
    const { code, stdout } = await runCli([
      SAMPLES,
      '--json',
      '--no-bundled',
      '-r',
      path.join(ROOT, 'rules', 'elastic'),
    ]);
    expect(sorted(found(stdout))).toEqual(sorted(planted));
    expect(planted).toHaveLength(17);
    expect(code).toBe(1);
  });

  test.each([...new Set(expectations.map(({ file }) => file))])('%s alone', async (file) => {
    const own = planted.filter((attack) => attack.file === file);
    const { code, stdout } = await runCli([
      path.join(SAMPLES, file),
      '--json',
      '--no-bundled',
      '-r',
      path.join(ROOT, 'rules', 'elastic'),
    ]);
    expect(sorted(found(stdout))).toEqual(sorted(own));
    expect(code).toBe(own.length > 0 ? 1 : 0);
  });

  test('the table of samples/README.md has every file and rule', () => {
    const readme = readFileSync(path.join(SAMPLES, 'README.md'), 'utf8');
    for (const { file, rule_id } of expectations) {
      expect(readme).toContain(`\`${file}\``);
      expect(readme).toContain(rule_id.slice(0, 8));
    }
  });
});
