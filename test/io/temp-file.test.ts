import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { TempFile } from '../../src/io/index.js';
import { RshellError } from '../../src/source/index.js';

const directory = mkdtempSync(path.join(tmpdir(), 'rshell-scan-test-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('TempFile', () => {
  test('gives back what was appended, and has no name', () => {
    const file = new TempFile(directory);
    expect(readdirSync(directory)).toEqual([]);
    file.append(Buffer.from('hello '));
    file.append(Buffer.from('world'));
    expect(file.size).toBe(11);
    const target = Buffer.alloc(7);
    file.read(4, target);
    expect(target.toString()).toBe('o world');
    file.close();
  });

  test('says what is wrong with a directory, with its name', () => {
    const parent = path.join(directory, 'none');
    let error: unknown;
    try {
      new TempFile(parent);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(RshellError);
    expect((error as RshellError).diagnostic).toMatchObject({
      code: 'RS522',
      message: 'temporary data cannot be kept: no such file or directory',
      place: { name: parent },
    });
  });
});
