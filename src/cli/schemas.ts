import path from 'node:path';
import { bundledDirectory, readTextFiles } from '../io/index.js';

const EXTENSION = '.schema.json';

/** The JSON Schema of a document that is written or read. */
export interface BundledSchema {
  readonly name: string;
  readonly text: string;
}

/** All there are, by name. */
export function bundledSchemas(): readonly BundledSchema[] {
  const { sources } = readTextFiles([bundledDirectory('schemas')], { extension: EXTENSION });
  return sources.map(({ name, text }) => ({ name: path.basename(name, EXTENSION), text }));
}
