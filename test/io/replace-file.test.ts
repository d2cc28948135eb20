import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { replaceTextFile } from '../../src/io/index.js';
import { RshellError } from '../../src/source/index.js';
import { withFiles } from './files.js';

describe('replaceTextFile', () => {
  test('puts another content into the place of the old one, and leaves nothing beside it', () =>
    withFiles({ 'a.toml': 'old and longer' }, (root) => {
      replaceTextFile(join(root, 'a.toml'), 'ä');
      expect(readFileSync(join(root, 'a.toml'), 'utf8')).toBe('ä');
      expect(readdirSync(root)).toEqual(['a.toml']);
    }));

  test('keeps permissions', () =>
    withFiles({ 'a.toml': 'old' }, (root) => {
      const file = join(root, 'a.toml');
      chmodSync(file, 0o666);
      replaceTextFile(file, 'new');
      expect(statSync(file).mode & 0o777).toBe(0o666);
    }));

  test('keeps a byte-order mark, which readers leave out', () =>
    withFiles({ 'a.toml': '\ufeffold' }, (root) => {
      replaceTextFile(join(root, 'a.toml'), 'new');
      expect(readFileSync(join(root, 'a.toml'), 'utf8')).toBe('\ufeffnew');
    }));

  test('follows a symbolic link', () =>
    withFiles({ 'a.toml': 'old' }, (root) => {
      symlinkSync(join(root, 'a.toml'), join(root, 'link.toml'));
      replaceTextFile(join(root, 'link.toml'), 'new');
      expect(lstatSync(join(root, 'link.toml')).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(root, 'a.toml'), 'utf8')).toBe('new');
    }));

  test('a file that is not there', () =>
    withFiles({}, (root) => {
      expect(() => {
        replaceTextFile(join(root, 'a.toml'), 'new');
      }).toThrow(RshellError);
      expect(readdirSync(root)).toEqual([]);
    }));
});
