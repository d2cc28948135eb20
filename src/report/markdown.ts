// Markdown that we write. What comes from rules and events is text in it, and never mark-up.
import { escapeControl } from '../source/index.js';

/** Text that is nothing but text: no link, no mark-up, no end of a cell. */
export function markdownText(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      escapeControl(line)
        .replace(/[\\`*_{}[\]()#+!|~]/g, '\\$&')
        .replace(/[&<>@:]/g, (character) => `&#${character.charCodeAt(0)};`),
    )
    .join('<br>');
}

/** Text as code in a cell of a table, whatever it holds. */
export function markdownCode(text: string): string {
  return text === '' ? '' : `<code>${markdownText(text)}</code>`;
}

/** A table; cells are Markdown already. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [head, head.map(() => '---'), ...rows].map(line).join('');
}
