// A file that holds what one run leaves to the next. It is there whole at every moment, and is known to be what was written.
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { RshellError } from '../source/index.js';
import { codeOf, ioError } from './system-error.js';

/** Of what follows it: raise it when that changes. */
const VERSION = '4';
const HEADER = `rshell-scan state ${VERSION}\n`;
const DIGEST_BYTES = 65;

/** Writes plain data, to the disk itself, in place of what was there. Throws an {@link RshellError} RS521 where that is not possible; then what was there still is. */
export function writeStateFile(name: string, state: unknown): void {
  const bytes = serialize(state);
  const fresh = path.join(path.dirname(name), `.${path.basename(name)}.${process.pid}.tmp`);
  try {
    const file = openSync(fresh, 'w', 0o600);
    try {
      for (const part of [Buffer.from(`${HEADER}${digestOf(bytes)}\n`), bytes]) {
        for (let rest = part; rest.length > 0;) rest = rest.subarray(writeSync(file, rest));
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(fresh, name);
    syncDirectory(path.dirname(name));
  } catch (error) {
    rmSync(fresh, { force: true });
    throw ioError('RS521', 'cannot be written', name, error);
  }
}

/** What was written last; null where there is no such file. Throws an {@link RshellError} RS411 where it is damaged, or none of ours. */
export function readStateFile(name: string): unknown {
  let bytes: Buffer;
  try {
    bytes = readFileSync(name);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw ioError('RS411', 'cannot be read', name, error);
  }
  const header = bytes.toString('latin1', 0, HEADER.length);
  const state = bytes.subarray(HEADER.length + DIGEST_BYTES);
  if (header !== HEADER) {
    const version = /^rshell-scan state (\d+)\n/.exec(bytes.toString('latin1', 0, 40))?.[1];
    const what = version === undefined ? 'is no state of rshell-scan' : `is of version ${version}`;
    throw refusal(name, `${what}; expected version ${VERSION}`);
  }
  if (bytes.toString('latin1', HEADER.length, HEADER.length + 64) !== digestOf(state)) {
    throw refusal(name, 'is damaged: its checksum is another one');
  }
  try {
    return deserialize(state);
  } catch {
    throw refusal(
      name,
      'was written by another version of Node, which this one does not understand',
    );
  }
}

function refusal(name: string, message: string): RshellError {
  return new RshellError({ code: 'RS411', severity: 'error', message, place: { name } });
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Has the name of a new file on the disk, too, where the system can do that. */
function syncDirectory(name: string): void {
  let directory: number | null = null;
  try {
    directory = openSync(name, 'r');
    fsyncSync(directory);
  } catch {
    // Not every file system has directories that can be synchronised.
  } finally {
    if (directory !== null) closeSync(directory);
  }
}

/** The lines of a text file, without their ends; none where it is not there. Throws an {@link RshellError} RS411 where it cannot be read. */
export function readLines(name: string): readonly string[] {
  try {
    return readFileSync(name, 'utf8').split('\n');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw ioError('RS411', 'cannot be read', name, error);
  }
}
