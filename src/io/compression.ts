import type { Diagnostic } from '../source/index.js';

/** What the bytes of an input are wrapped in. */
export type Compression = 'none' | 'gzip' | 'zstd';

/** A compression that another command has to undo. */
interface Foreign {
  readonly name: string;
  /** The command that writes the unpacked text to its output. */
  readonly command: string;
}

const READABLE: readonly (readonly [magic: string, compression: Compression])[] = [
  ['1f8b', 'gzip'],
  ['28b52ffd', 'zstd'],
  // Skippable frame: pzstd and seekable zstd files start with one.
  ['502a4d18', 'zstd'],
];

const FOREIGN: readonly (readonly [magic: string, foreign: Foreign])[] = [
  ['425a68', { name: 'bzip2', command: 'bzcat' }],
  ['fd377a585a00', { name: 'xz', command: 'xzcat' }],
  ['504b0304', { name: 'ZIP', command: 'unzip -p' }],
  ['377abcaf271c', { name: '7-Zip', command: '7z x -so' }],
  ['04224d18', { name: 'LZ4', command: 'lz4cat' }],
  ['5d000080', { name: 'LZMA', command: 'xzcat' }],
];

/** Bytes that are enough to know any compression. */
export const MAGIC_BYTES = 6;

/** Whether `head`, less than {@link MAGIC_BYTES} long, may turn out to be compressed when more of it is known. */
export function mayBeCompressed(head: Buffer): boolean {
  const known = head.toString('hex');
  return [...READABLE, ...FOREIGN].some(([magic]) => magic.startsWith(known) && magic !== known);
}

/** How the input that starts with `head` is compressed: by its first bytes, whatever its name. */
export function compressionOf(head: Buffer): Compression {
  const start = head.toString('hex', 0, MAGIC_BYTES);
  return READABLE.find(([magic]) => start.startsWith(magic))?.[1] ?? 'none';
}

/** What to say about an input in a compression that is not read; null for one that is. `isFile`: `name` is a path. */
export function foreignCompression(head: Buffer, name: string, isFile: boolean): Diagnostic | null {
  const start = head.toString('hex', 0, MAGIC_BYTES);
  const found = FOREIGN.find(([magic]) => start.startsWith(magic))?.[1] ?? brotli(head, name);
  if (found === undefined) return null;
  return {
    code: 'RS322',
    severity: 'error',
    message: `expected plain, gzip or zstd; this is ${found.name}`,
    place: { name },
    help: `unpack it: ${isFile ? `${found.command} ${quoted(name)}` : `... | ${found.command}`} | rshell-scan -`,
  };
}

/** A path as a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** Brotli has no magic bytes: its name has to do, where the content is not plainly JSON. */
function brotli(head: Buffer, name: string): Foreign | undefined {
  const isJson = /^\s*[[{]/.test(head.toString('latin1'));
  return name.endsWith('.br') && !isJson ? { name: 'Brotli', command: 'brotli -dc' } : undefined;
}
