// What each part of a query is, for colour: in a half-written line of the shell, and in reports. Knows nothing of either.
import { FUNCTIONS } from './functions.js';
import { tokensOf } from './lexer.js';
import type { Token } from './token.js';

/** How a part of a query looks. */
export type QueryStyle =
  'plain' | 'keyword' | 'category' | 'function' | 'string' | 'number' | 'comment' | 'invalid';

/** A part of a query. */
export interface StyledQueryText {
  readonly text: string;
  readonly style: QueryStyle;
}

/** All of `text` in parts, in order; it need not parse. `before`: what was typed of the same query on lines above. */
export function highlightQuery(text: string, before = ''): readonly StyledQueryText[] {
  const lead = before === '' ? '' : `${before}\n`;
  const whole = lead + text;
  const { list, brokenFrom } = tokensOf(whole);
  const parts: StyledQueryText[] = [];
  let at = lead.length;
  const upTo = (end: number, style: QueryStyle): void => {
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

function styleOf(
  token: Token,
  list: readonly Token[],
  index: number,
  brokenFrom: number,
): QueryStyle {
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
): QueryStyle {
  if (after?.kind === 'keyword' && after.text === 'where') return 'category';
  const isCalled = after?.kind === 'symbol' && after.text === '(';
  if (isCalled && FUNCTIONS.has(name.toLowerCase())) return 'function';
  const isPiped = before?.kind === 'symbol' && before.text === '|';
  return isPiped && PIPES.has(name) ? 'keyword' : 'plain';
}
