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
}

/** Reads files, the files of directories, and globs, as text. A byte-order mark is left out. */
export function readTextFiles(paths: readonly string[], { extension }: TextFileOptions): TextFiles {
  const expansion = expandPaths(paths, {
    recursive: true,
    include: [],
    exclude: [],
    accepts: (name) => name.endsWith(extension),
    content: `${extension} files`,
  });
  const diagnostics = [...expansion.diagnostics];
  const sources: Source[] = [];
  for (const name of expansion.files) {
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
