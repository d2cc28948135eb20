import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openInput } from '../../src/io/index.js';
import { mkfifoSync } from './mkfifo.js';

describe('a named pipe', () => {
  let folder = '';
  let pipe = '';

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'rshell-scan-test-'));
    pipe = path.join(folder, 'pipe');
    mkfifoSync(pipe);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['a buffer of its own', undefined, 0],
    ['a window that it fills many times', Buffer.alloc(300_000), 0],
    ['a slow reader', Buffer.alloc(300_000), 5],
  ])('loses nothing and changes nothing: %s', async (_, window, pauseMs) => {
    const bytes = randomBytes(5_000_000);
    const file = path.join(folder, 'bytes');
    writeFileSync(file, bytes);
    // Opening a pipe waits for the other end: that is for another process.
    const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', file, pipe]);
    const input = openInput({ name: 'pipe', path: pipe });
    const hash = createHash('sha256');
    let blocks = 0;
    for await (const block of input.blocks(window)) {
      // What the block holds must not change while somebody waits for something else.
      if (pauseMs > 0 && blocks++ % 4 === 0) await setTimeout(pauseMs);
      hash.update(block);
    }
    expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(input.bytesRead).toBe(bytes.length);
    writer.kill();
  });

  test('closed while it waits, it ends', async () => {
    const writer = openSync(pipe, 'r+');
    const input = openInput({ name: 'pipe', path: pipe });
    writeSync(writer, 'first');
    const received: string[] = [];
    for await (const block of input.blocks()) {
      received.push(block.toString());
      input.close();
    }
    expect(received).toEqual(['first']);
    closeSync(writer);
  });
});
