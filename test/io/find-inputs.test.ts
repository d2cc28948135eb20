import { mkfifoSync } from './mkfifo.js';
import { linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findInputs, type FindOptions } from '../../src/io/index.js';
import { withFiles } from './files.js';

/** Names and diagnostics with the root cut off. */
function find(root: string, paths: readonly string[], options?: FindOptions) {
  const { inputs, diagnostics } = findInputs(
    paths.map((path) => (path === '-' ? path : join(root, path))),
    options,
  );
  const cut = (text: string): string => text.replaceAll(`${root}/`, '').replaceAll(root, '.');
  return {
    names: inputs.map(({ name }) => cut(name)),
    said: diagnostics.map(({ code, severity, message, place, help }) =>
      cut([`${severity}[${code}]`, place?.name, message, help].filter(Boolean).join(' | ')),
    ),
  };
}

describe('directories', () => {
  test('files that may hold events, by name, subdirectories included', async () => {
    const files = {
      'b.ndjson': '',
      'a.json.gz': '',
      'c/z.jsonl': '',
      'c/audit.log.1': '',
      'd.zst': '',
      'old.log.1.xz': '',
      'auditbeat.ndjson.2': '',
      '.hidden.json': '',
      'README.md': '',
      'x.json.bak': '',
      '.git/objects.json': '',
    };
    await withFiles(files, (root) => {
      expect(find(root, ['.'])).toEqual({
        names: [
          '.hidden.json',
          'a.json.gz',
          'auditbeat.ndjson.2',
          'b.ndjson',
          'c/audit.log.1',
          'c/z.jsonl',
          'd.zst',
          'old.log.1.xz',
        ],
        said: [
          'info[RS424] | . | left out: 2 other files (README.md, x.json.bak), 1 hidden directory',
        ],
      });
    });
  });

  test('not recursive', async () => {
    await withFiles({ 'a.json': '', 'c/z.json': '' }, (root) => {
      expect(find(root, ['.'], { recursive: false })).toEqual({
        names: ['a.json'],
        said: ['info[RS424] | . | left out: 1 subdirectory'],
      });
    });
  });

  test.each([
    { options: { include: ['*.txt'] }, names: ['a.txt', 'c/b.txt'] },
    { options: { include: ['c/**'] }, names: ['c/b.txt', 'c/d.json'] },
    { options: { exclude: ['*.txt', 'c/*'] }, names: ['e.json'] },
    { options: { include: ['*.{json,txt}'], exclude: ['c/**'] }, names: ['a.txt', 'e.json'] },
  ])('$options', async ({ options, names }) => {
    await withFiles({ 'a.txt': '', 'c/b.txt': '', 'c/d.json': '', 'e.json': '' }, (root) => {
      expect(find(root, ['.'], options).names).toEqual(names);
    });
  });

  test('one without any file for us is a warning', async () => {
    await withFiles({ 'README.md': '' }, (root) => {
      expect(find(root, ['.']).said).toEqual([
        'warning[RS424] | . | found no event files in .; left out: 1 other file (README.md) | name the files, or choose them with --include',
      ]);
    });
  });

  test('links are followed, in circles once; pipes are left out; dangling links are said', async () => {
    await withFiles({ 'logs/a.json': '', 'other/b.json': '' }, (root) => {
      symlinkSync('..', join(root, 'logs/up'));
      symlinkSync('../../other/b.json', join(root, 'logs/link.json'));
      symlinkSync('../other/b.json', join(root, 'logs/linked.json'));
      symlinkSync('nowhere', join(root, 'logs/dangling.json'));
      mkfifoSync(join(root, 'logs/pipe.json'));
      const { names, said } = find(root, ['logs']);
      expect(names).toEqual(['logs/a.json', 'logs/linked.json']);
      expect(said.sort()).toEqual([
        'error[RS422] | logs/dangling.json | cannot be read: the link leads nowhere',
        'error[RS422] | logs/link.json | cannot be read: the link leads nowhere',
        'info[RS423] | logs/up/other/b.json | the same file as logs/linked.json; read once',
        'info[RS424] | logs | left out: 1 pipe or device',
      ]);
    });
  });
});

describe('files', () => {
  test('named ones are read in the order given, whatever their names are', async () => {
    await withFiles({ 'b.txt': '', a: '' }, (root) => {
      expect(find(root, ['b.txt', 'a'])).toEqual({ names: ['b.txt', 'a'], said: [] });
    });
  });

  test('the same file twice is read once', async () => {
    await withFiles({ 'a.json': 'x' }, (root) => {
      symlinkSync('a.json', join(root, 'soft.json'));
      linkSync(join(root, 'a.json'), join(root, 'hard.json'));
      expect(find(root, ['soft.json', 'a.json', 'hard.json', 'soft.json'])).toEqual({
        names: ['soft.json'],
        said: [
          'info[RS423] | a.json | the same file as soft.json; read once',
          'info[RS423] | hard.json | the same file as soft.json; read once',
          'info[RS423] | soft.json | given twice; read once',
        ],
      });
    });
  });

  test('one that is not there is said with the nearest name, and the others go on', async () => {
    await withFiles({ 'events.ndjson': '', 'b.json': '' }, (root) => {
      expect(find(root, ['event.ndjson', 'b.json'])).toEqual({
        names: ['b.json'],
        said: [
          'error[RS421] | no such file or directory: event.ndjson | did you mean events.ndjson?',
        ],
      });
    });
  });

  test('`-` is standard input, once', async () => {
    await withFiles({ 'a.json': '' }, (root) => {
      const { names, said } = find(root, ['a.json', '-', '-']);
      expect(names).toEqual(['a.json', '<stdin>']);
      expect(said).toHaveLength(1);
    });
  });

  test('a named pipe is an input', async () => {
    await withFiles({}, (root) => {
      mkfifoSync(join(root, 'pipe'));
      expect(find(root, ['pipe'])).toEqual({ names: ['pipe'], said: [] });
    });
  });
});

describe('globs that the shell left alone', () => {
  test('files that match, by name', async () => {
    await withFiles({ 'l/b.txt': '', 'l/a.txt': '', 'l/m/c.txt': '', 'l/d.json': '' }, (root) => {
      expect(find(root, ['l/*.txt']).names).toEqual(['l/a.txt', 'l/b.txt']);
      expect(find(root, ['l/**/*.txt']).names).toEqual(['l/a.txt', 'l/b.txt', 'l/m/c.txt']);
    });
  });

  test('none is an error', async () => {
    await withFiles({ 'a.json': '' }, (root) => {
      expect(find(root, ['*.txt']).said).toEqual(['error[RS421] | no file matches *.txt']);
    });
  });

  test('a file whose name looks like a glob is that file', async () => {
    await withFiles({ 'a[1].json': '', 'a1.json': '' }, (root) => {
      expect(find(root, ['a[1].json']).names).toEqual(['a[1].json']);
    });
  });
});

test('a file that may not be read is said, and the others go on', async () => {
  await withFiles({ 'a.json': '' }, (root) => {
    mkdirSync(join(root, 'loop'));
    symlinkSync('self', join(root, 'self'));
    const { names, said } = find(root, ['self', 'a.json']);
    expect(names).toEqual(['a.json']);
    expect(said).toEqual([
      'error[RS422] | self | cannot be read: its symbolic links lead in a circle',
    ]);
  });
});
