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

/** Whether `error` comes from the operating system; its code is a short name such as `ENOENT`. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** Why a system call failed, in words. */
export function reasonOf(error: unknown): string {
  if (!isSystemError(error)) return String(error);
  return WORDS[error.code] ?? error.message;
}

/** A failure to show to the person: `what` was being done, and why it failed. */
export function ioError(code: IoCode, what: string, name: string, error: unknown): RshellError {
  return new RshellError(
    { code, severity: 'error', message: `${what}: ${reasonOf(error)}`, place: { name } },
    { cause: error },
  );
}
