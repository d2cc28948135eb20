// No output may be written over what is read, nor over another output: truncating the evidence cannot be undone.
import { fileIdentity } from '../io/index.js';
import type { OutputChoice } from './outputs.js';
import { usageError } from './usage-error.js';

/** Something that is read: its name for people, and its path; null for standard input. */
export interface ReadFile {
  readonly name: string;
  readonly path: string | null;
}

const STDIN_FD = 0;
const STDOUT_FD = 1;

/** Throws RS406 where an output is the same file as something read or as another output, under whatever name. */
export function refuseOverwriting(
  outputs: readonly OutputChoice<string>[],
  files: readonly ReadFile[],
): void {
  const read = new Map<string, string>();
  for (const { name, path } of files) {
    const identity = fileIdentity(path ?? STDIN_FD);
    if (identity !== null) read.set(identity, name);
  }
  const written = new Map<string, string>();
  for (const { format, path } of outputs) {
    const name = path ?? 'standard output';
    const identity = fileIdentity(path ?? STDOUT_FD);
    if (identity === null) continue;
    const input = read.get(identity);
    if (input !== undefined) {
      throw usageError(
        'RS406',
        `${format} output to ${name} would overwrite ${input === name ? 'an input of this run' : `the input ${input}`}`,
        'write it to another file; nothing was changed',
        input === name ? ['a directory is read with all its event files: see --exclude'] : [],
      );
    }
    const other = written.get(identity);
    if (other !== undefined) {
      throw usageError(
        'RS406',
        `two outputs to one file: ${other}${other === name ? '' : ` and ${name}`}`,
        'give each output a file of its own; nothing was changed',
      );
    }
    written.set(identity, name);
  }
}
