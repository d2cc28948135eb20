import { escapeControl, type Code, type Diagnostic } from '../source/index.js';
import { grouped } from './words.js';

/** Diagnostics of one kind about one file that were counted but not shown. */
export interface FoldedDiagnostics {
  readonly code: Code;
  /** Null where they are about no file. */
  readonly file: string | null;
  readonly count: number;
}

/** The diagnostics of a run: some word for word, the rest counted. */
export interface DiagnosticDigest {
  readonly shown: readonly Diagnostic[];
  readonly folded: readonly FoldedDiagnostics[];
}

/** Diagnostics of one code and file that are shown word for word. */
export const SHOWN_PER_CODE = 5;

/** Folds diagnostics as they come: see {@link foldDiagnostics}. Memory is bounded, however many there are of a code and file. */
export class DiagnosticFolder {
  readonly #groups = new Map<string, { code: Code; file: string | null; total: number }>();
  readonly #shown: Diagnostic[] = [];

  add(diagnostic: Diagnostic): void {
    const { code } = diagnostic;
    const file = fileOf(diagnostic);
    const key = `${code} ${file ?? ''}`;
    const group = this.#groups.get(key) ?? { code, file, total: 0 };
    this.#groups.set(key, group);
    group.total += 1;
    if (group.total <= SHOWN_PER_CODE) this.#shown.push(diagnostic);
  }

  get digest(): DiagnosticDigest {
    const folded = [...this.#groups.values()]
      .map(({ code, file, total }) => ({ code, file, count: total - SHOWN_PER_CODE }))
      .filter(({ count }) => count > 0);
    return { shown: this.#shown, folded };
  }
}

/**
 * The first {@link SHOWN_PER_CODE} diagnostics of each code and file, in their order, and counts of the others:
 * a thousand bad lines must not bury the one broken rule.
 */
export function foldDiagnostics(diagnostics: readonly Diagnostic[]): DiagnosticDigest {
  const folder = new DiagnosticFolder();
  for (const diagnostic of diagnostics) folder.add(diagnostic);
  return folder.digest;
}

/** `… and 1,203 more RS301 (line is not JSON) in events.ndjson`, one line each. */
export function renderFolded(
  folded: readonly FoldedDiagnostics[],
  titleOf: (code: Code) => string | null = () => null,
): string {
  return folded
    .map(({ code, file, count }) => {
      const where = file === null ? '' : ` in ${escapeControl(file)}`;
      const title = titleOf(code);
      return `… and ${grouped(count)} more ${code}${title === null ? '' : ` (${title})`}${where}\n`;
    })
    .join('');
}

/** The file that a person would open: of an embedded text, the one it stands in. */
function fileOf({ source, place }: Diagnostic): string | null {
  if (source === undefined) return place?.name ?? null;
  let outer = source;
  while (outer.embedded !== undefined) outer = outer.embedded.within;
  return outer.name;
}
