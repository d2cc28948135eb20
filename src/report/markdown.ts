// Markdown that we write. What comes from rules and events is text in it, and never mark-up.
import { escapeControl } from '../source/index.js';

/** Text that is nothing but text: no link, no mark-up, no end of a cell. */
export function markdownText(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      escapeControl(line)
        .replace(/[\\`*_{}[\]()#+!|~]/g, '\\$&')
        // A colon before a digit is one of a time or of a line, and none of a link.
        .replace(/[&<>@]|:(?!\d)/g, (character) => `&#${character.charCodeAt(0)};`)
        // GitHub makes a link of what starts so.
        .replace(/(www)\./gi, '$1&#46;'),
    )
    .join('<br>');
}

/** A technique of ATT&CK with a link to its page; what is none is text. */
export function techniqueLink(id: string): string {
  if (!/^T\d{4}(?:\.\d{3})?$/.test(id)) return markdownText(id);
  return `[${id}](https://attack.mitre.org/techniques/${id.replace('.', '/')}/)`;
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
