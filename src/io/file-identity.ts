import { fstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf } from './system-error.js';

/** Links that are followed to a file that is not there yet; more lead in a circle. */
const MOST_LINKS = 40;

/**
 * What tells whether two paths (or descriptors) are one regular file: by device and inode, so that links of any kind do
 * not hide it; a file that is not there yet, by the place where it would be made. Null for pipes, devices and
 * directories, and where the system does not tell.
 */
export function fileIdentity(file: string | number): string | null {
  try {
    const options = { bigint: true } as const;
    const stats = typeof file === 'number' ? fstatSync(file, options) : statSync(file, options);
    return stats.isFile() ? `${stats.dev}:${stats.ino}` : null;
  } catch (error) {
    return typeof file === 'string' && codeOf(error) === 'ENOENT' ? newFile(file) : null;
  }
}

/** Where opening `path` for writing would make a file. */
function newFile(path: string): string | null {
  let target = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    try {
      target = resolve(dirname(target), readlinkSync(target));
    } catch {
      // No link: this is the place.
      try {
        return join(realpathSync(dirname(target)), basename(target));
      } catch {
        return null;
      }
    }
  }
  return null;
}
