import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { History, historyPath, MOST_STATEMENTS } from '../../../src/cli/shell/history.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'history-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe('the file is', () => {
  test.each([
    ['in the state directory', { XDG_STATE_HOME: '/state', HOME: '/home/a' }, '/state'],
    ['below the home directory', { HOME: '/home/a' }, '/home/a/.local/state'],
    [
      'below it where the other is no absolute path',
      { XDG_STATE_HOME: 'x', HOME: '/a' },
      '/a/.local/state',
    ],
  ])('%s', (_where, env, state) => {
    expect(historyPath(env)).toBe(`${state}/rshell-scan/history`);
  });
});

test('statements come back in the next session, the newest first', () => {
  const file = path.join(directory, 'a', 'b', 'history');
  const first = new History(file);
  for (const statement of ['one', 'two', 'two', '', 'one']) first.add(statement);
  expect(first.newestFirst).toEqual(['one', 'two', 'one']);
  expect(new History(file).newestFirst).toEqual(['one', 'two', 'one']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a file that others could read is theirs no more', () => {
  const file = path.join(directory, 'history');
  writeFileSync(file, 'one\n');
  chmodSync(file, 0o644);
  expect(new History(file).newestFirst).toEqual(['one']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a long file is cut to the newest statements', () => {
  const file = path.join(directory, 'history');
  const lines = Array.from({ length: 3 * MOST_STATEMENTS }, (_, index) => `s${index}`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  const { newestFirst } = new History(file);
  expect(newestFirst).toHaveLength(MOST_STATEMENTS);
  expect(newestFirst[0]).toBe(lines.at(-1));
  expect(readFileSync(file, 'utf8').trim().split('\n')).toEqual(lines.slice(-MOST_STATEMENTS));
});

test('a history that cannot be kept is one of this session', () => {
  const file = path.join(directory, 'history');
  mkdirSync(file);
  const history = new History(file);
  history.add('one');
  expect(history.newestFirst).toEqual(['one']);
});

test('without a file nothing is kept', () => {
  const history = new History(null);
  history.add('one');
  expect(history.newestFirst).toEqual(['one']);
  expect(existsSync(path.join(directory, 'history'))).toBe(false);
});
