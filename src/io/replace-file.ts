import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { ioError } from './system-error.js';

const BYTE_ORDER_MARK = '\ufeff';

/**
 * Gives the text file at `name` another content. It is there whole at every moment, the old one or the new one; its
 * permissions and a byte-order mark stay, and of a symbolic link the file behind it is replaced. Throws an RshellError
 * RS521 where that is not possible; then the file is as it was.
 */
export function replaceTextFile(name: string, text: string): void {
  let fresh: string | undefined;
  try {
    const target = realpathSync(name);
    const hasMark = readFileSync(target).subarray(0, 3).toString('utf8') === BYTE_ORDER_MARK;
    fresh = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
    writeWhole(fresh, hasMark ? BYTE_ORDER_MARK + text : text, statSync(target).mode);
    renameSync(fresh, target);
  } catch (error) {
    if (fresh !== undefined) rmSync(fresh, { force: true });
    throw ioError('RS521', 'cannot be written', name, error);
  }
}

function writeWhole(name: string, text: string, mode: number): void {
  const file = openSync(name, 'wx');
  try {
    // Unlike the mode of a new file, not narrowed by the umask.
    fchmodSync(file, mode);
    let rest = Buffer.from(text);
    while (rest.length > 0) rest = rest.subarray(writeSync(file, rest));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
