import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import type { Diagnostic, Source } from '../source/index.js';
import { expandPaths } from './expand.js';
import { ioError } from './system-error.js';

/** Texts and what could not be read. */
export interface TextFiles {
  /** In the order of the paths; files of a directory or glob by name. */
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface TextFileOptions {
  /** With its dot: which files of a directory are read. */
  readonly extension: string;
  /** With its dots: files that are never read, not even those that are named themselves, as a shell's glob does. */
  readonly except?: string;
  /** Globs: of directories, leave these files out. */
  readonly exclude?: readonly string[];
}

/** The ending of files that test rules. */
export const RULE_TEST_EXTENSION = '.test.toml';

/** Rule files: a test of rules beside them is none. */
export const RULE_FILES: TextFileOptions = { extension: '.toml', except: RULE_TEST_EXTENSION };

/** Reads files, the files of directories, and globs, as text. A byte-order mark is left out. */
export function readTextFiles(
  paths: readonly string[],
  { extension, except, exclude = [] }: TextFileOptions,
): TextFiles {
  const isWanted = (name: string): boolean => except === undefined || !name.endsWith(except);
  const expansion = expandPaths(paths, {
    recursive: true,
    include: [],
    exclude: [...exclude, ...(except === undefined ? [] : [`*${except}`])],
    accepts: (name) => name.endsWith(extension),
    content: `${extension} files`,
  });
  const diagnostics = [...expansion.diagnostics];
  const sources: Source[] = [];
  for (const name of expansion.files.filter(isWanted)) {
    try {
      const bytes = readFileSync(name);
      if (isUtf8(bytes)) {
        sources.push({ name, text: bytes.toString('utf8').replace(/^\ufeff/, '') });
      } else {
        const message = 'expected UTF-8 text, found other bytes';
        diagnostics.push({ code: 'RS422', severity: 'error', message, place: { name } });
      }
    } catch (error) {
      diagnostics.push(ioError('RS422', 'cannot be read', name, error).diagnostic);
    }
  }
  return { sources, diagnostics };
}
