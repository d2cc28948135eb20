// The events are evidence: no output may be opened for writing that is something read.
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { BIN, SAMPLES } from '../support/cli.js';
import { runOnTerminal } from '../support/terminal.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => path.join(folder, name);
const events = readFileSync(path.join(SAMPLES, 'attack.ndjson'), 'utf8');
const rule = 'rule = "is not read"\n';

writeFileSync(at('events.ndjson'), events);
symlinkSync(at('events.ndjson'), at('symlink.ndjson'));
linkSync(at('events.ndjson'), at('hardlink.ndjson'));
mkdirSync(at('folder'));
symlinkSync(at('folder'), at('same-folder'));
symlinkSync(at('folder/new.json'), at('link-to-new.json'));
writeFileSync(at('rule.toml'), rule);

describe('an output that is something read, or another output', () => {
  test.each<[string, string[]]>([
    ['the input itself', ['-o', `ndjson=${at('events.ndjson')}`]],
    ['by another spelling', ['-o', `json=${folder}/./folder/../events.ndjson`]],
    ['by a symbolic link', ['-o', `ndjson=${at('symlink.ndjson')}`]],
    ['by a hard link', ['-o', `ndjson=${at('hardlink.ndjson')}`]],
    ['the second of two', ['-o', `json=${at('ok.json')}`, '-o', `ndjson=${at('events.ndjson')}`]],
    ['a rule file', ['-r', at('rule.toml'), '-o', `json=${at('rule.toml')}`]],
    ['one new file twice', ['-o', `json=${at('new.json')}`, '-o', `ndjson=${at('new.json')}`]],
    [
      'one new file by a link to its folder',
      ['-o', `json=${at('folder/new.json')}`, '-o', `ndjson=${at('same-folder/new.json')}`],
    ],
    [
      'one new file by a link to it',
      ['-o', `json=${at('folder/new.json')}`, '-o', `ndjson=${at('link-to-new.json')}`],
    ],
  ])('%s: RS406, exit 2, nothing is touched', async (_, args) => {
    const { code, stderr, stdout } = await runOnTerminal([at('events.ndjson'), ...args], 100);
    expect(stderr).toContain('error[RS406]');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(readFileSync(at('events.ndjson'), 'utf8')).toBe(events);
    expect(readFileSync(at('rule.toml'), 'utf8')).toBe(rule);
  });

  test('a file of a directory that is read', async () => {
    const { stderr } = await runOnTerminal([folder, '-o', `ndjson=${at('events.ndjson')}`], 100);
    expect(stderr).toContain('see --exclude');
    expect(readFileSync(at('events.ndjson'), 'utf8')).toBe(events);
  });

  test('standard input', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [BIN, '-', '-o', `ndjson=${at('events.ndjson')}`],
      { stdio: [openSync(at('events.ndjson'), 'r'), 'pipe', 'pipe'], encoding: 'utf8' },
    );
    expect(stderr).toContain('would overwrite the input <stdin>');
    expect(status).toBe(2);
    expect(readFileSync(at('events.ndjson'), 'utf8')).toBe(events);
  });

  test('devices may be given as often as one likes', async () => {
    const args = ['-o', 'ndjson=/dev/null', '-o', 'json=/dev/null'];
    const { code } = await runOnTerminal([at('events.ndjson'), ...args], 100);
    expect(code).toBe(1);
  });
});
