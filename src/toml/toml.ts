// The one file that knows smol-toml: text -> document or a positioned diagnostic.
import { parse, TomlDate, TomlError, type TomlTable, type TomlValue } from 'smol-toml';
import type { Diagnostic, Source } from '../source/index.js';
import { locateToml, type TomlPath, type TomlPlace } from './toml-places.js';

export type { TomlTable, TomlValue };

/** A parsed TOML file that can say where each of its values is written. */
export interface TomlDocument {
  readonly source: Source;
  readonly root: TomlTable;
  /** The place of a key; undefined where there is none. The first question scans the text, later ones are look-ups. */
  readonly place: (path: TomlPath) => TomlPlace | undefined;
}

/** Parses `source`: a document, or the syntax error (TOML parsers stop at the first). */
export function parseToml(
  source: Source,
): { readonly document: TomlDocument } | { readonly error: Diagnostic } {
  let root: TomlTable;
  try {
    root = parse(source.text);
  } catch (error) {
    if (error instanceof TomlError) return { error: syntaxError(source, error) };
    throw error;
  }
  let places: ReturnType<typeof locateToml> | undefined;
  return {
    document: { source, root, place: (path) => (places ??= locateToml(source.text))(path) },
  };
}

/** Whether a value is a table: neither an array nor a date. */
export function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
}

/** The type of a value in the words of TOML, with its article. */
export function tomlType(value: TomlValue): string {
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'boolean') return 'a boolean';
  if (typeof value === 'bigint') return 'an integer';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a float';
  if (value instanceof TomlDate) return 'a date';
  return Array.isArray(value) ? 'an array' : 'a table';
}

/** smol-toml's message without its own frame, at the offset that its line and column mean. */
function syntaxError(source: Source, error: TomlError): Diagnostic {
  const { text } = source;
  let lineStart = 0;
  for (let line = 1; line < error.line; line++) lineStart = text.indexOf('\n', lineStart) + 1;
  const start = Math.min(lineStart + error.column - 1, text.length);
  const [headline = ''] = error.message.split('\n', 1);
  // A forgotten closing quote is the usual way to a line end within a string.
  const atLineEnd = text.startsWith('\n', start) || text.startsWith('\r\n', start);
  const message =
    atLineEnd && headline.includes('control characters are not allowed in strings')
      ? 'expected a closing quote, found the end of the line'
      : headline.replace('Invalid TOML document: ', '');
  return {
    code: 'RS100',
    severity: 'error',
    message: `invalid TOML: ${message}`,
    source,
    labels: [{ span: { start, end: start + 1 } }],
  };
}
