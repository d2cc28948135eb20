// What each part of a half-written line is, for colour. Knows nothing of terminals.
import { FUNCTIONS, tokensOf, type Token } from '../../eql/index.js';

/** How a part of a statement looks. */
export type SyntaxStyle =
  | 'plain'
  | 'keyword'
  | 'category'
  | 'function'
  | 'string'
  | 'number'
  | 'comment'
  | 'invalid'
  | 'command';

/** A part of a text. */
export interface StyledText {
  readonly text: string;
  readonly style: SyntaxStyle;
}

/** All of `text` in parts, in order. `before`: what was typed of the same query on lines above. */
export function highlight(text: string, before = ''): readonly StyledText[] {
  if (before === '' && text.trimStart().startsWith('.')) return highlightCommand(text);
  const lead = before === '' ? '' : `${before}\n`;
  const whole = lead + text;
  const { list, brokenFrom } = tokensOf(whole);
  const parts: StyledText[] = [];
  let at = lead.length;
  const upTo = (end: number, style: SyntaxStyle): void => {
    if (end <= at) return;
    parts.push({ text: whole.slice(at, end), style });
    at = end;
  };
  for (const [index, token] of list.entries()) {
    // Between two words stand blanks and comments; a comment that is open swallows the rest.
    const gap = whole.slice(at, token.span.start);
    upTo(token.span.start, gap.trim() === '' ? 'plain' : 'comment');
    upTo(token.span.end, styleOf(token, list, index, brokenFrom));
  }
  return parts;
}

function highlightCommand(text: string): readonly StyledText[] {
  const [, name = '', rest = ''] = /^(\s*\S+)(.*)$/s.exec(text) ?? [];
  return [
    { text: name, style: 'command' as const },
    { text: rest, style: 'plain' as const },
  ].filter((part) => part.text !== '');
}

function styleOf(
  token: Token,
  list: readonly Token[],
  index: number,
  brokenFrom: number,
): SyntaxStyle {
  switch (token.kind) {
    case 'keyword':
      return token.text === 'any' ? 'category' : 'keyword';
    case 'string':
      return token.span.start === brokenFrom ? 'invalid' : 'string';
    case 'number':
      return 'number';
    case 'folding-name':
      return 'function';
    case 'name':
      return styleOfName(token.text, list[index - 1], list[index + 1]);
    case 'quoted-name':
      return 'plain';
    case 'variable':
    case 'invalid':
      return 'invalid';
    case 'symbol':
    case 'end':
      return 'plain';
  }
}

const PIPES: ReadonlySet<string> = new Set(['head', 'tail']);

function styleOfName(
  name: string,
  before: Token | undefined,
  after: Token | undefined,
): SyntaxStyle {
  if (after?.kind === 'keyword' && after.text === 'where') return 'category';
  const isCalled = after?.kind === 'symbol' && after.text === '(';
  if (isCalled && FUNCTIONS.has(name.toLowerCase())) return 'function';
  const isPiped = before?.kind === 'symbol' && before.text === '|';
  return isPiped && PIPES.has(name) ? 'keyword' : 'plain';
}
