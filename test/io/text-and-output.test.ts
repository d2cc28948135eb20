import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openOutput, readTextFiles } from '../../src/io/index.js';
import { withFiles } from './files.js';

describe('text files', () => {
  const files = {
    'rules/b.toml': 'b',
    'rules/a.toml': '\ufeffa',
    'rules/deep/c.toml': 'c',
    'rules/README.md': 'no rule',
    'one.txt': 'named',
    'bad.toml': Buffer.from([0x61, 0xff]),
  };

  test('directories, globs and files, each once, sorted within', async () => {
    await withFiles(files, (root) => {
      const { sources, diagnostics } = readTextFiles(
        ['one.txt', 'rules/*.toml', 'rules'].map((path) => join(root, path)),
        { extension: '.toml' },
      );
      expect(sources.map(({ text }) => text)).toEqual(['named', 'a', 'b', 'c']);
      expect(sources[1]?.name).toBe(join(root, 'rules/a.toml'));
      expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
    });
  });

  test('what is not there or no text is said, and the others go on', async () => {
    await withFiles(files, (root) => {
      const { sources, diagnostics } = readTextFiles(
        ['rules/a.tml', 'bad.toml', 'rules/b.toml'].map((path) => join(root, path)),
        { extension: '.toml' },
      );
      expect(sources.map(({ text }) => text)).toEqual(['b']);
      expect(diagnostics.map(({ code, help }) => [code, help])).toEqual([
        ['RS421', `did you mean ${join(root, 'rules/a.toml')}?`],
        ['RS422', undefined],
      ]);
    });
  });
});

describe('output', () => {
  test('what is written is in the file at once', async () => {
    await withFiles({ out: 'old and longer' }, (root) => {
      const output = openOutput(join(root, 'out'));
      output.write('é\n');
      expect(readFileSync(join(root, 'out'), 'utf8')).toBe('é\n');
      output.write('2\n');
      output.close();
      expect(readFileSync(join(root, 'out'), 'utf8')).toBe('é\n2\n');
    });
  });

  test.each([
    ['no/such/dir/out', 'cannot be written: no such file or directory'],
    ['.', 'cannot be written: it is a directory'],
  ])('%s', async (path, message) => {
    await withFiles({}, (root) => {
      expect(() => openOutput(join(root, path))).toThrow(
        expect.objectContaining({
          diagnostic: expect.objectContaining({ code: 'RS521', message }) as unknown,
        }),
      );
    });
  });
});
