import {
  appendFileSync,
  closeSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decompress } from '../../src/io/decompress.js';
import { openInput, type Input } from '../../src/io/index.js';
import { RshellError } from '../../src/source/index.js';
import { readBack, withFiles } from './files.js';
import { mkfifoSync } from './mkfifo.js';

const LINES = Array.from({ length: 60_000 }, (_, n) => `{"line":${n},"x":${n * 7919}}\n`).join('');
// Two frames, `{"a":1}` and `{"b":2}`, the first with a checksum.
const ZSTD = Buffer.from('KLUv/QRYQQAAeyJhIjoxfQri7+zgKLUv/QBYQQAAeyJiIjoyfQo=', 'base64');

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('the SHA-256', () => {
  const never = new AbortController().signal;

  test('is of the bytes as stored, also of a file that has gone or grown since', async () => {
    const packed = gzipSync(LINES);
    await withFiles({ 'a.json': LINES, 'a.gz': packed, 'b.json': LINES }, async (root) => {
      const open = (name: string): Input => openInput({ name, path: join(root, name) });
      const [plain, gone, grown] = [open('a.gz'), open('a.json'), open('b.json')];
      rmSync(join(root, 'a.json'));
      appendFileSync(join(root, 'b.json'), 'more');
      expect(await plain.sha256?.(never)).toBe(sha256(packed));
      expect(await gone.sha256?.(never)).toBe(sha256(LINES));
      expect(await grown.sha256?.(never)).toBe(sha256(LINES));
      for await (const block of grown.blocks()) expect(block.length).toBeGreaterThan(0);
      appendFileSync(join(root, 'b.json'), 'and more');
      expect(await grown.sha256?.(never)).toBe(sha256(`${LINES}more`));
      expect(await gone.sha256?.(AbortSignal.abort())).toBeNull();
    });
  });

  test('of a pipe is that of all that came, where it was opened for it and read to its end', async () => {
    await withFiles({}, async (root) => {
      const path = join(root, 'pipe');
      mkfifoSync(path);
      const some = LINES.slice(0, 200_000);
      const packed = gzipSync(some);
      for (const hashed of [true, false]) {
        const writer = openSync(path, 'r+');
        const input = openInput({ name: 'pipe', path }, { hashed });
        writeSync(writer, packed.subarray(0, 9000));
        expect(await input.sha256?.(never)).toBeNull();
        setTimeout(() => {
          writeSync(writer, packed.subarray(9000));
          closeSync(writer);
        }, 20);
        let size = 0;
        for await (const block of input.blocks()) size += block.length;
        expect(size).toBe(some.length);
        expect(await input.sha256?.(never)).toBe(hashed ? sha256(packed) : null);
      }
    });
  });
});

describe('plain files', () => {
  test('blocks of a reused buffer, counted as they are read', async () => {
    await withFiles({ 'a.json': LINES }, async (root) => {
      const path = join(root, 'a.json');
      const input = openInput({ name: 'a.json', path });
      expect(input).toMatchObject({ compression: 'none', size: LINES.length, seekable: true });
      expect(input.isStream).toBe(false);
      expect(await readBack(path)).toEqual({ text: LINES, failure: null, blocks: 2 });
      for await (const block of input.blocks()) expect(block.length).toBeGreaterThan(0);
      expect(input.bytesRead).toBe(LINES.length);
    });
  });

  test('an empty file has no blocks', async () => {
    await withFiles({ 'a.json': '' }, async (root) => {
      expect(await readBack(join(root, 'a.json'))).toEqual({ text: '', failure: null, blocks: 0 });
    });
  });

  test('any part can be read again', async () => {
    await withFiles({ 'a.json': LINES }, (root) => {
      const input = openInput({ name: 'a.json', path: join(root, 'a.json') });
      expect(input.readAt(10, 20).toString()).toBe(LINES.slice(10, 30));
      expect(input.readAt(LINES.length - 5, 100).toString()).toBe(LINES.slice(-5));
    });
  });

  test('a file that goes away is read to its end; it cannot be opened again', async () => {
    await withFiles({ 'a.json': LINES }, async (root) => {
      const path = join(root, 'a.json');
      const input = openInput({ name: 'a.json', path });
      rmSync(path);
      writeFileSync(path, 'another one');
      expect(input.readAt(0, LINES.length).toString()).toBe(LINES);
      const blocks: Buffer[] = [];
      for await (const block of input.blocks()) blocks.push(Buffer.from(block));
      expect(String(Buffer.concat(blocks))).toBe(LINES);
      input.close();
      rmSync(path);
      expect(() => openInput({ name: 'a.json', path })).toThrow(
        expect.objectContaining({
          diagnostic: expect.objectContaining({ code: 'RS422' }) as unknown,
        }),
      );
    });
  });

  test('of many files not all are kept open; one that another has replaced is a failure with a code', async () => {
    await withFiles({ 'a.json': LINES }, async (root) => {
      const path = join(root, 'a.json');
      const inputs = Array.from({ length: 400 }, () => openInput({ name: 'a.json', path }));
      try {
        const [first, last] = [inputs.at(0), inputs.at(-1)];
        expect(last?.readAt(10, 20).toString()).toBe(LINES.slice(10, 30));
        expect(last?.file).toBeNull();
        renameSync(path, join(root, 'b.json'));
        writeFileSync(path, LINES);
        expect(first?.readAt(0, 5).toString()).toBe(LINES.slice(0, 5));
        expect(() => last?.readAt(0, 1)).toThrow(RshellError);
        await expect(last?.blocks().next()).rejects.toMatchObject({
          diagnostic: { code: 'RS323' },
        });
      } finally {
        for (const input of inputs) input.close();
      }
    });
  });

  test('what is appended while it is read is read', async () => {
    await withFiles({ 'a.json': LINES }, async (root) => {
      const path = join(root, 'a.json');
      let length = 0;
      for await (const block of openInput({ name: path, path }).blocks()) {
        if (length === 0) appendFileSync(path, 'more\n');
        length += block.length;
      }
      expect(length).toBe(LINES.length + 5);
    });
  });

  test('close() ends the reading', async () => {
    await withFiles({ 'a.json': LINES }, async (root) => {
      const input = openInput({ name: 'a', path: join(root, 'a.json') });
      let blocks = 0;
      for await (const block of input.blocks()) {
        if (block.length > 0) blocks++;
        input.close();
      }
      expect(blocks).toBe(1);
    });
  });
});

describe('compressed files, known by their first bytes', () => {
  const gzipped = gzipSync(LINES);

  test('gzip', async () => {
    await withFiles({ 'named.json': gzipped }, async (root) => {
      const path = join(root, 'named.json');
      expect(openInput({ name: path, path })).toMatchObject({
        compression: 'gzip',
        seekable: false,
      });
      expect(await readBack(path)).toMatchObject({ text: LINES, failure: null });
    });
  });

  test('gzip of several members, padded with NUL bytes', async () => {
    const members = Buffer.concat([
      gzipSync('{"a":1}\n'),
      gzipSync(''),
      Buffer.alloc(700),
      gzipSync('{"b":2}\n'),
      Buffer.alloc(9),
    ]);
    await withFiles({ 'a.gz': members }, async (root) => {
      expect(await readBack(join(root, 'a.gz'))).toMatchObject({
        text: '{"a":1}\n{"b":2}\n',
        failure: null,
      });
    });
  });

  test('truncated gzip: everything in front of the end, then the byte', async () => {
    const cut = Math.floor(gzipped.length / 2);
    await withFiles({ 'a.gz': gzipped.subarray(0, cut) }, async (root) => {
      const { text, failure } = await readBack(join(root, 'a.gz'));
      expect(text.length).toBeGreaterThan(LINES.length / 4);
      expect(LINES.startsWith(text)).toBe(true);
      expect(failure).toMatchObject({
        code: 'RS321',
        message: `gzip data is cut off behind byte ${cut} of the file`,
      });
    });
  });

  test('damaged gzip: what is packed in front of the damage, then the byte', async () => {
    const damaged = Buffer.from(gzipped);
    damaged.fill(0xff, 100_000, 100_200);
    await withFiles({ 'a.gz': damaged }, async (root) => {
      const { text, failure } = await readBack(join(root, 'a.gz'));
      expect(text.slice(0, 200_000)).toBe(LINES.slice(0, 200_000));
      expect(failure?.code).toBe('RS321');
      expect(failure?.message).toMatch(/^gzip data is damaged \(.*\) behind byte \d+ of the file$/);
    });
  });

  test('zstd of several frames', async () => {
    await withFiles({ 'a.json': ZSTD }, async (root) => {
      const path = join(root, 'a.json');
      expect(openInput({ name: path, path })).toMatchObject({
        compression: 'zstd',
        seekable: false,
      });
      expect(await readBack(path)).toMatchObject({ text: '{"a":1}\n{"b":2}\n', failure: null });
    });
  });

  test('truncated zstd', async () => {
    await withFiles({ 'a.zst': ZSTD.subarray(0, ZSTD.length - 3) }, async (root) => {
      const { text, failure } = await readBack(join(root, 'a.zst'));
      expect(text.startsWith('{"a":1}\n')).toBe(true);
      expect(failure?.code).toBe('RS321');
    });
  });

  test.each([
    ['bzip2', '425a683931415926', 'unpack it: bzcat x.bin | rshell-scan -'],
    ['xz', 'fd377a585a000004', 'unpack it: xzcat x.bin | rshell-scan -'],
    ['ZIP', '504b03041400', 'unpack it: unzip -p x.bin | rshell-scan -'],
    ['LZ4', '04224d186440', 'unpack it: lz4cat x.bin | rshell-scan -'],
  ])('%s is not read, and the command that unpacks it is named', async (name, hex, help) => {
    await withFiles({ 'x.bin': Buffer.from(hex, 'hex') }, async (root) => {
      const input = openInput({ name: 'x.bin', path: join(root, 'x.bin') });
      await expect(input.blocks().next()).rejects.toMatchObject({
        diagnostic: {
          code: 'RS322',
          message: `expected plain, gzip or zstd; this is ${name}`,
          help,
        },
      });
    });
  });

  test.each([
    ['gzip', Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"b":2}\n')])],
    ['zstd', ZSTD],
  ] as const)('%s comes out the same however it is cut into blocks', async (compression, bytes) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: bytes.length }), { maxLength: 8 }),
        async (places) => {
          const cuts = [0, ...places.sort((x, y) => x - y), bytes.length];
          const memory = Buffer.alloc(bytes.length);
          const blocks = (async function* () {
            await Promise.resolve();
            for (const [n, cut] of cuts.entries()) {
              const length = bytes.copy(memory, 0, cut, cuts[n + 1] ?? cut);
              yield memory.subarray(0, length);
              memory.fill(0x21);
            }
          })();
          const text: string[] = [];
          for await (const block of decompress(blocks, compression, 'x'))
            text.push(block.toString());
          expect(text.join('')).toBe('{"a":1}\n{"b":2}\n');
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('streams', () => {
  /** A named pipe, opened for writing in a way that does not wait for a reader. */
  async function withPipe(use: (path: string, writer: number) => Promise<void>): Promise<void> {
    await withFiles({}, async (root) => {
      const path = join(root, 'pipe');
      mkfifoSync(path);
      await use(path, openSync(path, 'r+'));
    });
  }

  test('a named pipe gives its blocks as they come, however small', async () => {
    await withPipe(async (path, writer) => {
      const input = openInput({ name: 'pipe', path });
      expect(input).toMatchObject({
        isStream: true,
        seekable: false,
        size: null,
        compression: null,
      });
      const blocks = input.blocks();
      for (const text of ['{', '"a":1}\n', 'x']) {
        writeSync(writer, text);
        const next = await blocks.next();
        expect(String(next.value)).toBe(text);
      }
      expect(input).toMatchObject({ compression: 'none', bytesRead: 9 });
      closeSync(writer);
      expect((await blocks.next()).done).toBe(true);
    });
  });

  test('a compressed pipe, its first bytes one by one', async () => {
    await withPipe(async (path, writer) => {
      const input = openInput({ name: 'pipe', path });
      const packed = gzipSync('{"a":1}\n');
      writeSync(writer, packed.subarray(0, 1));
      setTimeout(() => {
        writeSync(writer, packed.subarray(1));
        closeSync(writer);
      }, 20);
      const text: string[] = [];
      for await (const block of input.blocks()) text.push(block.toString());
      expect(text.join('')).toBe('{"a":1}\n');
      expect(input.compression).toBe('gzip');
    });
  });

  test('close() ends a pipe that is waited for', async () => {
    await withPipe(async (path, writer) => {
      const input = openInput({ name: 'pipe', path });
      const next = input.blocks().next();
      setTimeout(() => {
        input.close();
      }, 20);
      expect((await next).done).toBe(true);
      closeSync(writer);
    });
  });
});
