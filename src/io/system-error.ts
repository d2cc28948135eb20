import { RshellError } from '../source/index.js';
import type { IoCode } from './codes.js';

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'a part of the path is not a directory',
  EISDIR: 'it is a directory',
  ELOOP: 'its symbolic links lead in a circle',
  EIO: 'the disk reports an error',
  ENOSPC: 'no space left on the disk',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many open files',
};

/** The code of a system error, such as `ENOENT`, or of an error of a library; undefined where it has none. */
export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  const isError = typeof error === 'object' && error !== null && 'message' in error;
  return String(isError ? error.message : error);
}

/** Why a system call failed, in words. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return (typeof code === 'string' ? WORDS[code] : undefined) ?? messageOf(error);
}

/** A failure to show to the person: `what` was being done, and why it failed. */
export function ioError(code: IoCode, what: string, name: string, error: unknown): RshellError {
  return new RshellError(
    { code, severity: 'error', message: `${what}: ${reasonOf(error)}`, place: { name } },
    { cause: error },
  );
}
