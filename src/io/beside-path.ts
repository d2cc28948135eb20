import { dirname, isAbsolute, join } from 'node:path';

/** The path that `path`, written in `file`, stands for: one that is not absolute starts where the file lies. */
export function besidePath(file: string, path: string): string {
  return isAbsolute(path) ? path : join(dirname(file), path);
}
