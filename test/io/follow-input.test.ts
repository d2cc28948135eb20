import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { followInput, type Input } from '../../src/io/index.js';
import { RshellError, type Diagnostic } from '../../src/source/index.js';
import { withFiles } from './files.js';

/** Reads a followed file in steps: each waits for what it expects, not for time. */
class Reader {
  readonly input: Input;
  readonly told: Diagnostic[] = [];
  readonly #blocks: AsyncGenerator<Buffer>;
  /** By file, what was read of it. */
  readonly texts: string[] = [''];
  #origin: Input['origin'];

  constructor(root: string, fromEnd = false, name = 'log') {
    const tell = (diagnostic: Diagnostic): void => void this.told.push(diagnostic);
    this.input = followInput({ name, path: path.join(root, name) }, { fromEnd, tell });
    this.#origin = this.input.origin;
    this.#blocks = this.input.blocks();
  }

  get text(): string {
    return this.texts.join('|');
  }

  get codes(): readonly string[] {
    return this.told.map(({ code }) => code);
  }

  /** Reads until what was read ends in `end`; `|` stands between files. */
  async to(end: string): Promise<string> {
    while (!this.text.endsWith(end)) await this.#step();
    return this.text;
  }

  async toCode(code: string): Promise<Diagnostic | undefined> {
    const next = this.#blocks.next();
    while (!this.codes.includes(code)) await new Promise((resolve) => setTimeout(resolve, 5));
    this.input.close();
    await next;
    return this.told.at(-1);
  }

  async #step(): Promise<void> {
    const step = await this.#blocks.next();
    if (step.done === true) throw new Error(`ended with ${this.text}`);
    if (this.input.origin !== this.#origin) {
      this.#origin = this.input.origin;
      this.texts.push('');
    }
    this.texts.push(`${this.texts.pop() ?? ''}${step.value.toString('latin1')}`);
  }
}

/** Time for a look. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

function openFiles(root: string): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return target.startsWith(root) ? [target] : [];
    } catch {
      return [];
    }
  });
}

/** Rotates `log`, again and again. */
const ROTATIONS = `
  const { existsSync, renameSync, writeFileSync } = require('node:fs');
  for (let round = 1; round <= 60; round++) {
    for (let number = round; number > 0; number--) {
      if (existsSync('log.' + number)) renameSync('log.' + number, 'log.' + (number + 1));
    }
    renameSync('log', 'log.1');
    writeFileSync('log', 'line of round ' + round + '\\n');
  }
`;

/** Runs `steps` over a directory that holds `log`. */
async function following(
  files: Readonly<Record<string, string | Buffer>>,
  steps: (reader: Reader, root: string, log: string) => Promise<void>,
  fromEnd = false,
): Promise<void> {
  await withFiles(files, async (root) => {
    const reader = new Reader(root, fromEnd);
    try {
      await steps(reader, root, path.join(root, 'log'));
    } finally {
      reader.input.close();
    }
    expect(openFiles(root)).toEqual([]);
  });
}

describe('a followed file', () => {
  test('is read from its start, and on as it grows', async () => {
    await following({ log: 'a\nb\n' }, async (reader, _, log) => {
      expect(await reader.to('b\n')).toBe('a\nb\n');
      appendFileSync(log, 'c');
      appendFileSync(log, 'd\n');
      expect(await reader.to('d\n')).toBe('a\nb\ncd\n');
      expect(reader.input.bytesRead).toBe(7);
      expect(reader.told).toEqual([]);
    });
  });

  test('from its end: behind its last whole line', async () => {
    await following(
      { log: 'a\nb\nc' },
      async (reader, _, log) => {
        appendFileSync(log, 'd\n');
        expect(await reader.to('d\n')).toBe('cd\n');
        expect(reader.input.origin).toEqual({ line: 3, offset: 4 });
      },
      true,
    );
  });

  test('is waited for where it is not there', async () => {
    await following({}, async (reader, _, log) => {
      expect(reader.told).toMatchObject([{ code: 'RS326', severity: 'warning' }]);
      writeFileSync(log, 'a\n');
      expect(await reader.to('a\n')).toBe('|a\n');
      expect(reader.told).toHaveLength(2);
      expect(reader.told[1]).toMatchObject({ code: 'RS326', severity: 'info' });
    });
  });

  test('is waited for where its directory is not there', async () => {
    await withFiles({}, async (root) => {
      const reader = new Reader(path.join(root, 'later'));
      mkdirSync(path.join(root, 'later'));
      writeFileSync(path.join(root, 'later', 'log'), 'a\n');
      expect(await reader.to('a\n')).toBe('|a\n');
      reader.input.close();
    });
  });

  test('behind a link, where nothing tells of changes, is looked at now and then', async () => {
    await withFiles({ 'real/data': 'a\n' }, async (root) => {
      symlinkSync(path.join(root, 'real', 'data'), path.join(root, 'log'));
      const reader = new Reader(root);
      await reader.to('a\n');
      appendFileSync(path.join(root, 'real', 'data'), 'b\n');
      expect(await reader.to('b\n')).toBe('a\nb\n');
      reader.input.close();
    });
  });
});

describe('rotation', () => {
  test('by renaming: the old file is read to its end first', async () => {
    await following({ log: 'a\n' }, async (reader, root, log) => {
      await reader.to('a\n');
      renameSync(log, path.join(root, 'log.1'));
      appendFileSync(path.join(root, 'log.1'), 'b\n');
      writeFileSync(log, 'c\n');
      expect(await reader.to('c\n')).toBe('a\nb\n|c\n');
      expect(reader.told).toMatchObject([{ code: 'RS327', severity: 'info' }]);
    });
  });

  test('a writer that goes on with the old file, until it is told, loses nothing', async () => {
    await following({ log: 'a\n' }, async (reader, root, log) => {
      await reader.to('a\n');
      renameSync(log, path.join(root, 'log.1'));
      writeFileSync(log, '');
      appendFileSync(path.join(root, 'log.1'), 'b\n');
      expect(await reader.to('b\n')).toBe('a\nb\n');
      appendFileSync(path.join(root, 'log.1'), 'c\n');
      appendFileSync(log, 'd\n');
      expect(await reader.to('d\n')).toBe('a\nb\nc\n|d\n');
    });
  });

  test('several times between two looks: the files in between are read', async () => {
    await following({ log: 'a\n', 'log.1': 'old\n' }, async (reader, root, log) => {
      const rotate = (): void => {
        for (const number of [3, 2, 1]) {
          const from = path.join(root, `log.${number}`);
          if (readdirSync(root).includes(`log.${number}`)) {
            renameSync(from, path.join(root, `log.${number + 1}`));
          }
        }
        renameSync(log, path.join(root, 'log.1'));
      };
      await reader.to('a\n');
      for (const text of ['b\n', '', 'c\n', 'd\n']) {
        rotate();
        writeFileSync(log, text);
      }
      expect((await reader.to('d\n')).replace('||', '|')).toBe('a\n|b\n|c\n|d\n');
    });
  });

  test('an empty file that is rotated away before anybody writes to it', async () => {
    await following({ log: 'a\n' }, async (reader, root, log) => {
      await reader.to('a\n');
      renameSync(log, path.join(root, 'log.2'));
      writeFileSync(log, '');
      renameSync(log, path.join(root, 'log.1'));
      writeFileSync(log, 'b\n');
      expect(await reader.to('b\n')).toMatch(/^a\n\|{1,2}b\n$/);
    });
  });

  test.each([
    [
      'a copy',
      'log.1',
      (log: string, to: string) => {
        copyFileSync(log, to);
      },
    ],
    [
      'a packed copy',
      'log.1',
      (_: string, to: string) => {
        writeFileSync(to, gzipSync('z\n'));
      },
    ],
    [
      'a file of another name',
      'log.state',
      (_: string, to: string) => {
        writeFileSync(to, 'z\n');
      },
    ],
  ])('%s beside it is no file in between', async (_, name, make) => {
    await following({ log: 'a\n' }, async (reader, root, log) => {
      await reader.to('a\n');
      make(log, path.join(root, name));
      renameSync(log, path.join(root, 'log.2'));
      writeFileSync(log, 'b\n');
      expect(await reader.to('b\n')).toBe('a\n|b\n');
    });
  });

  test('the unfinished end of the old file is told', async () => {
    await following({ log: 'a\nb' }, async (reader, root, log) => {
      await reader.to('b');
      renameSync(log, path.join(root, 'log.1'));
      writeFileSync(log, 'c\n');
      await reader.to('c\n');
      expect(reader.told).toMatchObject([
        { code: 'RS327', severity: 'warning', notes: [expect.stringContaining('no end')] },
      ]);
    });
  });
});

/** Renames `log` to `log.1`, that to `log.2`; what was `log.2` is removed. */
function rotateKeepingTwo(log: string, text: string): void {
  for (const [from, to] of [
    [`${log}.1`, `${log}.2`],
    [log, `${log}.1`],
  ] as const) {
    if (existsSync(from)) renameSync(from, to);
  }
  writeFileSync(log, text);
}

describe('rotation that is faster than the reader', () => {
  test('removes files before they are read: they are held open since they were seen', async () => {
    await following({ log: 'a\n' }, async (reader, root, log) => {
      await reader.to('a\n');
      for (const [round, text] of ['b\n', 'c\n', 'd\n', 'e\n', 'f\n'].entries()) {
        rotateKeepingTwo(log, text);
        // One for each file, removed or not. Nobody reads meanwhile.
        while (openFiles(root).length < round + 2) await setImmediate();
      }
      expect(await reader.to('f\n')).toBe('a\n|b\n|c\n|d\n|e\n|f\n');
      expect(reader.codes).not.toContain('RS328');
    });
  });

  test('removes files before they are seen: that is told, once', async () => {
    await following({ log: 'a\n' }, async (reader, _, log) => {
      await reader.to('a\n');
      for (const text of ['b\n', 'c\n', 'd\n', 'e\n']) rotateKeepingTwo(log, text);
      expect(await reader.to('e\n')).toBe('a\n|c\n|d\n|e\n');
      const lost = reader.told.filter(({ code }) => code === 'RS328');
      expect(lost).toMatchObject([{ severity: 'warning', place: { name: 'log' } }]);
    });
  });

  test('packs files before they are seen: that is told', async () => {
    await following({ log: 'a\n' }, async (reader, _, log) => {
      await reader.to('a\n');
      const { mtimeMs } = statSync(log);
      writeFileSync(`${log}.1.gz`, gzipSync('b\n'));
      utimesSync(`${log}.1.gz`, new Date(), new Date(mtimeMs + 1000));
      rmSync(log);
      writeFileSync(log, 'c\n');
      expect(await reader.to('c\n')).toBe('a\n|c\n');
      expect(reader.told[0]).toMatchObject({
        code: 'RS328',
        notes: [expect.anything(), expect.stringContaining('packed meanwhile: 1')],
      });
    });
  });

  test('so many files that not all are held: that is told, and all that stay are read', async () => {
    await following({ log: '0\n' }, async (reader, root, log) => {
      await reader.to('0\n');
      const texts = Array.from({ length: 80 }, (_unused, number) => `${number + 1}\n`);
      for (const text of texts) {
        const names = readdirSync(root).filter((name) => name !== 'log');
        renameSync(log, `${log}-${20_261_100 + names.length}`);
        writeFileSync(log, text);
      }
      while (!reader.codes.includes('RS327')) await setImmediate();
      expect(reader.told[0]).toMatchObject({ severity: 'warning' });
      expect(openFiles(root)).toHaveLength(65);
      expect(await reader.to('80\n')).toBe(['0\n', ...texts].join('|'));
      expect(reader.codes).not.toContain('RS328');
    });
  });
});

describe('a file that is cut', () => {
  test('is read from its start, and that is told', async () => {
    await following({ log: 'a\nb\n' }, async (reader, _, log) => {
      await reader.to('b\n');
      truncateSync(log);
      appendFileSync(log, 'c\n');
      expect(await reader.to('c\n')).toBe('a\nb\n|c\n');
      expect(reader.told).toMatchObject([{ code: 'RS325', severity: 'warning' }]);
    });
  });

  test.each([
    ['at once', ['a\nb\nc\n']],
    ['bit by bit', ['', 'a\n', 'a\nb', 'a\nb\nc\n']],
    ['several times', ['a\n', 'a\nb\n', 'a\n', 'a\nb\nc\n']],
  ])('and written again with what it held, %s: goes on behind that', async (_, texts) => {
    await following({ log: 'a\nb\n' }, async (reader, _root, log) => {
      await reader.to('b\n');
      const all = reader.to('c\n');
      for (const text of texts) {
        writeFileSync(log, text);
        await pause();
      }
      expect(await all).toBe('a\nb\nc\n');
      expect(reader.told.filter(({ severity }) => severity !== 'info')).toEqual([]);
    });
  });

  test('and written again with less than it held: that is told, and it is read from its start', async () => {
    await following({ log: 'a\nb\n' }, async (reader, _, log) => {
      await reader.to('b\n');
      writeFileSync(log, 'a\n');
      expect(await reader.to('|a\n')).toBe('a\nb\n|a\n');
      expect(reader.told).toMatchObject([{ code: 'RS325', severity: 'warning' }]);
    });
  });

  test('and written in part with what it held, then rotated: that part is read', async () => {
    await following({ log: 'a\nb\n' }, async (reader, _, log) => {
      await reader.to('b\n');
      writeFileSync(log, 'a\n');
      renameSync(log, `${log}.1`);
      writeFileSync(log, 'c\n');
      expect(await reader.to('c\n')).toBe('a\nb\n|a\n|c\n');
      expect(reader.told[0]).toMatchObject({ code: 'RS325', severity: 'warning' });
    });
  });

  test('what was not read of it is read from its copy', async () => {
    await following({ log: 'a\nb\n' }, async (reader, _, log) => {
      await reader.to('b\n');
      appendFileSync(log, 'c\n');
      copyFileSync(log, `${log}.1`);
      truncateSync(log);
      appendFileSync(log, 'd\n');
      expect(await reader.to('d\n')).toBe('a\nb\nc\n|d\n');
      expect(reader.told[0]).toMatchObject({ code: 'RS325', severity: 'info' });
    });
  });

  test.each([
    ['once', ['b\n'], '|a\n|b\n'],
    ['twice', ['b\n', 'c\n'], '|a\n|b\n|c\n'],
    ['and not written again', [''], '|a\n'],
  ])('before anything of it was read, %s: its copies are read first', async (_, texts, all) => {
    await following({ log: '', 'log.1': 'old\n' }, async (reader, _root, log) => {
      appendFileSync(log, 'a\n');
      for (const text of texts) {
        if (existsSync(`${log}.2`)) renameSync(`${log}.2`, `${log}.3`);
        renameSync(`${log}.1`, `${log}.2`);
        copyFileSync(log, `${log}.1`);
        writeFileSync(log, text);
      }
      expect(await reader.to(all.slice(-2))).toBe(all);
      expect(reader.told[0]).toMatchObject({ code: 'RS325', severity: 'info' });
    });
  });

  test('before anything of it was read, and rotated: its copy, itself, and what is behind it', async () => {
    await following({ log: '' }, async (reader, _, log) => {
      appendFileSync(log, 'a\n');
      copyFileSync(log, `${log}.1`);
      writeFileSync(log, 'b\n');
      renameSync(`${log}.1`, `${log}.2`);
      renameSync(log, `${log}.1`);
      writeFileSync(log, 'c\n');
      // As if some time lay between them.
      const { mtimeMs } = statSync(log);
      utimesSync(`${log}.1`, new Date(), new Date(mtimeMs + 1000));
      utimesSync(log, new Date(), new Date(mtimeMs + 2000));
      expect(await reader.to('c\n')).toBe('|a\n|b\n|c\n');
    });
  });

  test('while files in front of it are read: its copy is read as well', async () => {
    await following({ log: 'a\n' }, async (reader, _, log) => {
      await reader.to('a\n');
      renameSync(log, `${log}.2`);
      writeFileSync(`${log}.1`, 'b\n');
      writeFileSync(log, 'c\n');
      await reader.to('|');
      renameSync(`${log}.2`, `${log}.3`);
      renameSync(`${log}.1`, `${log}.2`);
      copyFileSync(log, `${log}.1`);
      writeFileSync(log, 'd\n');
      expect(await reader.to('d\n')).toBe('a\n|b\n|c\n|d\n');
    });
  });

  test('and written beyond what it was before anybody looked', async () => {
    await following({ log: 'a\nb\n' }, async (reader, _, log) => {
      await reader.to('b\n');
      writeFileSync(log, 'c\nd\ne\nf\n');
      expect(await reader.to('f\n')).toBe('a\nb\n|c\nd\ne\nf\n');
      expect(reader.codes).toEqual(['RS325']);
    });
  });

  test('and written beyond what was read: there is no place to go on at until that is read', async () => {
    await following({ log: 'a\nb\n' }, async (reader, _, log) => {
      await reader.to('b\n');
      expect(reader.input.positionAt?.(4)).toMatchObject({ offset: 4 });
      writeFileSync(log, 'c\nd\ne\nf\n');
      expect(reader.input.positionAt?.(4)).toBeNull();
      await reader.to('f\n');
      expect(reader.input.positionAt?.(8)).toMatchObject({ offset: 8 });
    });
  });

  test('removed and made again', async () => {
    await following({ log: 'a\n' }, async (reader, _, log) => {
      await reader.to('a\n');
      rmSync(log);
      writeFileSync(log, 'b\n');
      expect(await reader.to('b\n')).toBe('a\n|b\n');
      expect(reader.codes).toEqual(['RS327']);
    });
  });

  test('removed for long: it is said once', async () => {
    await following({ log: 'a\n' }, async (reader, _, log) => {
      await reader.to('a\n');
      rmSync(log);
      expect(await reader.toCode('RS326')).toMatchObject({ severity: 'warning' });
      expect(reader.told).toHaveLength(1);
    });
  });
});

describe('what cannot be followed', () => {
  test.each([
    ['a directory', {}, ''],
    ['a gzip file', { log: gzipSync('a\n') }, 'log'],
    ['an xz file', { log: Buffer.from('fd377a585a00', 'hex') }, 'log'],
  ])('%s', async (_, files: Readonly<Record<string, Buffer>>, name) => {
    await withFiles(files, (root) => {
      expect(() => new Reader(root, false, name)).toThrow(RshellError);
      expect(openFiles(root)).toEqual([]);
    });
  });
});

test.each([
  ['renamed', "renameSync(log, log + '.1');"],
  ['copied and cut', "copyFileSync(log, log + '.1'); truncateSync(log);"],
])('under load, %s again and again: no line is lost or doubled', async (_, rotate) => {
  const LINES = 20_000;
  const SCRIPT = `
    const { appendFileSync, renameSync, existsSync, copyFileSync, truncateSync } = require('node:fs');
    const log = process.argv[1];
    for (let line = 0; line < ${LINES}; line++) {
      if (line % 2000 === 1000) {
        for (let n = 9; n > 0; n--) if (existsSync(log + '.' + n)) renameSync(log + '.' + n, log + '.' + (n + 1));
        ${rotate}
      }
      appendFileSync(log, line + '\\n');
    }`;
  await following({ log: '' }, async (reader, _root, log) => {
    const writer = once(spawn(process.execPath, ['-e', SCRIPT, log]), 'close');
    const text = await reader.to(`\n${LINES - 1}\n`);
    await writer;
    const lines = text.replaceAll('|', '').trimEnd().split('\n');
    expect(lines).toEqual(Array.from({ length: LINES }, (_unused, line) => String(line)));
    expect(reader.texts.length).toBeGreaterThan(10);
  });
});

describe('a place in a file', () => {
  test('in front of an empty one, which is written and cut: what is in its copy comes first', async () => {
    await withFiles({ log: '' }, async (root) => {
      const file = { name: 'log', path: path.join(root, 'log') };
      const input = followInput(file, {});
      const position = input.positionAt(0);
      input.close();
      appendFileSync(file.path, 'a\n');
      copyFileSync(file.path, `${file.path}.1`);
      writeFileSync(file.path, 'b\n');
      const next = followInput(file, { from: { ...position!, line: 1 } });
      let text = '';
      for await (const block of next.blocks()) {
        text += block.toString();
        if (text.endsWith('b\n')) break;
      }
      expect(text).toBe('a\nb\n');
    });
  });

  test('is found again while rotation gives the file other names', async () => {
    const first = `${'first '.repeat(20)}\n`;
    await withFiles({ log: first }, async (root) => {
      const file = { name: 'log', path: path.join(root, 'log') };
      const input = followInput(file, {});
      const position = input.positionAt(first.length);
      input.close();
      expect(position).not.toBeNull();
      const rotator = spawn(process.execPath, ['-e', ROTATIONS], { cwd: root, stdio: 'ignore' });
      const closed = once(rotator, 'close');
      let found = 0;
      let tries = 0;
      while (rotator.exitCode === null) {
        const from = { ...position!, line: 1 };
        const next = followInput(file, { from });
        if (next.isResumed) found += 1;
        tries += 1;
        next.close();
        await setImmediate();
      }
      await closed;
      expect(found).toBe(tries);
      expect(tries).toBeGreaterThan(10);
    });
  });
});
