// One run of the shipped program on a real pseudo-terminal: what a terminal in this process cannot show.
import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BIN, SAMPLES } from '../../support/cli.js';

/** Types each line of its input when the prompt is there; prints all that the terminal was sent. */
const TYPIST = `
import os, pty, select, sys
keys = sys.stdin.read().split('\\n')
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
seen = b''
while True:
    ready, _, _ = select.select([fd], [], [], 20)
    if not ready:
        break
    try:
        chunk = os.read(fd, 65536)
    except OSError:
        break
    if not chunk:
        break
    seen += chunk
    if keys and seen.endswith(b'\\x1b[6G'):
        os.write(fd, keys.pop(0).encode())
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

const hasPython = spawnSync('python3', ['-c', 'import pty']).status === 0;
const describeOnPty = hasPython ? describe : describe.skip;

describeOnPty(
  `the shell on a pseudo-terminal${hasPython ? '' : ' (skipped: python3 is not here)'}`,
  () => {
    test('answers what is typed, and gives the terminal back', () => {
      const state = mkdtempSync(path.join(tmpdir(), 'pty-'));
      const keys = ['process where process.name == "socat"\r', '.nosuch\r', '\u0004'];
      const command = [process.execPath, BIN, 'shell', path.join(SAMPLES, 'attack.ndjson')];
      const { stdout, status } = spawnSync('python3', ['-c', TYPIST, ...command], {
        input: keys.join('\n'),
        env: { ...process.env, XDG_STATE_HOME: state, TERM: 'xterm', NO_COLOR: '1' },
        encoding: 'utf8',
        timeout: 60_000,
      });
      rmSync(state, { recursive: true });
      expect(stdout).toContain('2 matches in 74 events');
      expect(stdout).toContain('error[RS450]');
      expect(stdout.endsWith('\u001b[?2004l')).toBe(true);
      expect(status).toBe(0);
    });
  },
);
