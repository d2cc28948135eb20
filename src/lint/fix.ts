// From findings to changed files: only what loads as before is given back.
import { loadRule } from '../rule/index.js';
import { locate, type Diagnostic, type Edit, type Source } from '../source/index.js';

/** One rule file as it would be. */
export interface FixedFile {
  /** The file as it is. */
  readonly source: Source;
  /** Changes of the text of `source`, ascending, none overlapping. */
  readonly edits: readonly Edit[];
  readonly text: string;
  /** What is mended by it. */
  readonly mended: readonly Diagnostic[];
}

/**
 * Applies the fixes of diagnostics, file by file. Of two that overlap the first is applied: the next run finds the
 * other. A file that would not load any more is left out; that is never expected.
 */
export function fixFiles(diagnostics: readonly Diagnostic[]): readonly FixedFile[] {
  const byFile = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.fix === undefined || diagnostic.source === undefined) continue;
    const { name } = outermost(diagnostic.source);
    byFile.set(name, [...(byFile.get(name) ?? []), diagnostic]);
  }
  return [...byFile.values()].map(fixFile).filter(({ source, text }) => loadsLike(source, text));
}

function fixFile(diagnostics: readonly Diagnostic[]): FixedFile {
  const [first] = diagnostics;
  const source = outermost(first?.source ?? { name: '', text: '' });
  const edits: Edit[] = [];
  const mended = diagnostics.filter((diagnostic) => {
    const own = outerEdits(diagnostic);
    if (own.some((edit) => edits.some((other) => overlap(edit, other)))) return false;
    edits.push(...own);
    return true;
  });
  edits.sort((a, b) => a.span.start - b.span.start);
  return { source, edits, text: applyEdits(source.text, edits), mended };
}

function outermost(source: Source): Source {
  return source.embedded === undefined ? source : outermost(source.embedded.within);
}

/** The edits of a fix in the text of the file. In a query text is only taken away: nothing has to be escaped. */
function outerEdits({ source, fix = [] }: Diagnostic): readonly Edit[] {
  if (source === undefined) return [];
  return fix.map(({ span, replacement }) => ({
    span: { start: locate(source, span.start).offset, end: locate(source, span.end).offset },
    replacement,
  }));
}

function overlap({ span: a }: Edit, { span: b }: Edit): boolean {
  return a.start < b.end && b.start < a.end;
}

/** `text` with ascending edits applied. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let at = 0;
  const pieces = edits.map(({ span, replacement }) => {
    const piece = text.slice(at, span.start) + replacement;
    at = span.end;
    return piece;
  });
  return pieces.join('') + text.slice(at);
}

function loadsLike(source: Source, text: string): boolean {
  return loadRule({ ...source, text }).state === loadRule(source).state;
}
