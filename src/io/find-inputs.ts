import type { Diagnostic } from '../source/index.js';
import { expandPaths, STDIN_PATH } from './expand.js';

/** An input to read: a file, or standard input. */
export interface InputFile {
  /** As a person knows it: the path as given or found, or `<stdin>`. */
  readonly name: string;
  /** Null for standard input. */
  readonly path: string | null;
}

export interface FindOptions {
  /** Whether directories inside of directories are read (default true). */
  readonly recursive?: boolean;
  /** Globs: of directories, read these files only. */
  readonly include?: readonly string[];
  /** Globs: of directories, leave these files out. */
  readonly exclude?: readonly string[];
}

export interface FoundInputs {
  /** In the order of the paths; files of a directory or glob by name. */
  readonly inputs: readonly InputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Names of files that may hold events, rotated and compressed ones included: `audit.json.1`, `x.ndjson.gz`; also those in a compression that
 * is not read: each is told, with what unpacks it.
 */
const EVENT_FILE = /\.(?:(?:ndjson|jsonl?|log)(?:[.-]\d+)*(?:\.(?:bz2|xz|br|lz4|lzma))?|gz|zst)$/i;

/**
 * The inputs that `paths` stand for: files, directories, globs, `-` for standard input. A file is read once, however
 * often and under whatever names it is given. What cannot be read is a diagnostic, and the others go on.
 */
export function findInputs(paths: readonly string[], options: FindOptions = {}): FoundInputs {
  const { recursive = true, include = [], exclude = [] } = options;
  const { files, diagnostics } = expandPaths(paths, {
    recursive,
    include,
    exclude,
    accepts: (name) => EVENT_FILE.test(name),
    content: 'event files',
  });
  const inputs = files.map((path) =>
    path === STDIN_PATH ? { name: '<stdin>', path: null } : { name: path, path },
  );
  return { inputs, diagnostics };
}
