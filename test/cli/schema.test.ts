import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { runInProcess } from '../support/in-process.js';
import { ROOT } from '../support/shared.js';

const names = readdirSync(path.join(ROOT, 'schemas')).map((file) =>
  path.basename(file, '.schema.json'),
);

test('without a name: every schema', async () => {
  const { stdout } = await runInProcess(['schema']);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  ).toEqual(names.sort());
});

test.each(names)('%s', async (name) => {
  const { stdout, code } = await runInProcess(['schema', name]);
  expect(stdout).toBe(readFileSync(path.join(ROOT, 'schemas', `${name}.schema.json`), 'utf8'));
  expect(code).toBe(0);
});

test('a slip', async () => {
  const { stderr, code } = await runInProcess(['schema', 'alrt']);
  expect(stderr).toContain('did you mean `alert`?');
  expect(code).toBe(2);
});
