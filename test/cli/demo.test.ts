import { expect, test } from '@jest/globals';
import { runInProcess } from '../support/in-process.js';

test('demo shows the alerts of the sample, and is no finding', async () => {
  const { stdout, stderr, code } = await runInProcess(['demo']);
  expect(stdout.match(/^alert /gm)).toHaveLength(3);
  expect(stderr).toContain('rshell-scan samples/attack.ndjson\n');
  expect(code).toBe(0);
});

test('demo -q: the alerts alone', async () => {
  const { stdout, stderr } = await runInProcess(['demo', '-q', '--color', 'always']);
  expect(stdout).toMatch(/\u001b\[/);
  expect(stderr).toBe('');
});

test('demo -o ndjson', async () => {
  const { stdout } = await runInProcess(['demo', '-o', 'ndjson']);
  expect(stdout.trimEnd().split('\n')).toHaveLength(3);
});
