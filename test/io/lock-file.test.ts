import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { takeLock } from '../../src/io/index.js';
import { RshellError } from '../../src/source/index.js';
import { withFiles } from './files.js';

function refusalOf(name: string): RshellError['diagnostic'] | null {
  try {
    takeLock(name).release();
    return null;
  } catch (error) {
    if (!(error instanceof RshellError)) throw error;
    return error.diagnostic;
  }
}

/** The process id of a program that has ended. */
const gone = (): number => spawnSync('true').pid;

describe('takeLock', () => {
  test('one at a time; what names the process is gone afterwards', () =>
    withFiles({}, (root) => {
      const name = join(root, 'state');
      const lock = takeLock(name);
      const refusal = refusalOf(name);
      expect(refusal).toMatchObject({ code: 'RS412', severity: 'error', place: { name } });
      expect(refusal?.message).toContain(String(process.pid));
      expect(refusal?.help).toContain(`${name}.lock`);
      lock.release();
      expect(readdirSync(root)).toEqual([]);
      expect(refusalOf(name)).toBeNull();
    }));

  test.each([
    ['a run that was killed', () => `${gone()} -\n`],
    ['one that was killed before it could write', () => ''],
    ['anything else', () => 'what is this?'],
  ])('takes over the lock of %s', (_, content) =>
    withFiles({ 'state.lock': content() }, (root) => {
      expect(refusalOf(join(root, 'state'))).toBeNull();
      expect(readdirSync(root)).toEqual([]);
    }),
  );

  const describesProcesses = existsSync('/proc/self/stat') ? test : test.skip;
  describesProcesses(
    'a process that has got the number of a killed one does not hold its lock',
    () =>
      withFiles({}, (root) => {
        const name = join(root, 'state');
        takeLock(name);
        const own = readFileSync(`${name}.lock`, 'utf8');
        writeFileSync(`${name}.lock`, own.replace(/\d+\n$/, '1\n'));
        expect(refusalOf(name)).toBeNull();
      }),
  );

  test('does not let go what somebody else has taken', () =>
    withFiles({}, (root) => {
      const name = join(root, 'state');
      const lock = takeLock(name);
      writeFileSync(`${name}.lock`, `${gone()} -\n`);
      lock.release();
      expect(existsSync(`${name}.lock`)).toBe(true);
    }));

  test('where nothing can be written, that is said', () =>
    withFiles({}, (root) => {
      expect(refusalOf(join(root, 'nowhere', 'state'))).toMatchObject({ code: 'RS521' });
    }));
});
