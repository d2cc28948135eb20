// A page of our documentation on a terminal: the part of Markdown that the pages use, and no more. Headings, paragraphs,
// fenced blocks.
import { flow, paint, piece, spaces, type Line } from './layout.js';
import { PLAIN_PALETTE } from './palette.js';
import { usableWidth, type TextOptions } from './text.js';

/** Columns that a block of code stands to the right. */
const INDENT = 4;

/** The page, wrapped to the width; ends with a newline. */
export function renderMarkdown(page: string, options: TextOptions = {}): string {
  const { palette = PLAIN_PALETTE } = options;
  const width = usableWidth(options.width);
  const lines = [...page.matchAll(BLOCK)].flatMap(([, code, text], index): readonly Line[] => [
    ...(index === 0 ? [] : [[]]),
    ...(code === undefined ? prose(text ?? '', width) : example(code)),
  ]);
  return `${lines.map((line) => paint(line, palette)).join('\n')}\n`;
}

/** A fenced block, or lines up to an empty one. */
const BLOCK = /^```\w*\n([^]*?)^```$|^((?:.+(?:\n|$))+)/gm;

function example(code: string): readonly Line[] {
  const rows = code.trimEnd().split('\n');
  return rows.map((row) => [spaces(INDENT), piece(row, 'accent')]);
}

function prose(text: string, width: number): readonly Line[] {
  const [, heading] = /^#+ (.*)/.exec(text) ?? [];
  if (heading !== undefined) return flow(words(heading, 'strong'), width);
  return flow(words(text), width);
}

/** Words as groups that stay whole: code in backticks is one, with the comma behind it. */
function words(text: string, style: 'strong' | null = null): readonly Line[] {
  const groups = text.match(/(?:`[^`]*`|[^\s`])+/g) ?? [];
  return groups.map((group) =>
    group
      .split(/(`[^`]*`)/)
      .filter((part) => part !== '')
      .map((part) => piece(part, style ?? (part.startsWith('`') ? 'accent' : null))),
  );
}
