import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from '../support/shared.js';

test.each([['--version'], ['-V']])(
  '%s needs none of the code of the commands: it starts as fast as Node',
  (flag) => {
    const copy = mkdtempSync(path.join(tmpdir(), 'rshell-scan-'));
    try {
      for (const name of ['package.json', 'bin', 'dist/bin']) {
        cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
      }
      const built = path.join(copy, 'dist', 'bin');
      const commands = readdirSync(built).filter((name) => name.startsWith('program-'));
      expect(commands).not.toHaveLength(0);
      for (const name of commands) rmSync(path.join(built, name));
      const bin = path.join(copy, 'bin', 'rshell-scan.js');
      const ran = spawnSync(process.execPath, [bin, flag], { encoding: 'utf8' });
      const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
        version: string;
      };
      expect(ran).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
    } finally {
      rmSync(copy, { recursive: true });
    }
  },
);
