// What each part of a half-written line of the shell is, for colour. Knows nothing of terminals.
import { highlightQuery, type QueryStyle } from '../../eql/index.js';

/** How a part of a statement looks. */
export type SyntaxStyle = QueryStyle | 'command';

/** A part of a text. */
export interface StyledText {
  readonly text: string;
  readonly style: SyntaxStyle;
}

/** All of `text` in parts, in order. `before`: what was typed of the same query on lines above. */
export function highlight(text: string, before = ''): readonly StyledText[] {
  if (before === '' && text.trimStart().startsWith('.')) return highlightCommand(text);
  return highlightQuery(text, before);
}

function highlightCommand(text: string): readonly StyledText[] {
  const [, name = '', rest = ''] = /^(\s*\S+)(.*)$/s.exec(text) ?? [];
  return [
    { text: name, style: 'command' as const },
    { text: rest, style: 'plain' as const },
  ].filter((part) => part.text !== '');
}
