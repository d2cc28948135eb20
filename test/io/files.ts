import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openInput } from '../../src/io/index.js';
import { RshellError, type Diagnostic } from '../../src/source/index.js';

/** A directory with `files`, for the length of one call. */
export async function withFiles<T>(
  files: Readonly<Record<string, string | Buffer>>,
  use: (root: string) => T | Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'rshell-scan-io-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), content);
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

export interface ReadBack {
  readonly text: string;
  /** What ended the input before its time. */
  readonly failure: Diagnostic | null;
  readonly blocks: number;
}

/** Reads a file to its end, or to where it fails. */
export async function readBack(path: string): Promise<ReadBack> {
  const blocks: string[] = [];
  try {
    for await (const block of openInput({ name: path, path }).blocks()) {
      blocks.push(block.toString('latin1'));
    }
  } catch (error) {
    if (!(error instanceof RshellError)) throw error;
    return { text: blocks.join(''), failure: error.diagnostic, blocks: blocks.length };
  }
  return { text: blocks.join(''), failure: null, blocks: blocks.length };
}
