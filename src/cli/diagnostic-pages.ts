import path from 'node:path';
import { bundledDirectory, readTextFiles } from '../io/index.js';

/** The page of a diagnostic, in Markdown. */
export interface DiagnosticPage {
  readonly code: string;
  readonly text: string;
}

/** The pages of all diagnostics, by their codes. */
export function diagnosticPages(): readonly DiagnosticPage[] {
  const { sources } = readTextFiles([bundledDirectory('docs/diagnostics')], { extension: '.md' });
  return sources.map(({ name, text }) => ({ code: path.basename(name, '.md'), text }));
}
